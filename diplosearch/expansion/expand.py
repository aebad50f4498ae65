"""Expands a parsed query into the tree of terms that an engine answers.

A word becomes all terms that it may stand for: its forms in both languages, its
translations, other spellings of a name. A passage scores by the best of them that
it holds, and the scores of the query's words add up.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from ..analysis.analyzer import analyzer_for
from ..analysis.turkish.lemmatizer import turkish_lemmatizer
from ..engines.base import Reader
from ..engines.deadline import check_time
from ..engines.ranking import other_language_factor, part_weight
from ..lexicon.lexicon import FoundTerm, Lexicon
from ..model import Language, MatchKind
from ..query import tree
from ..query.filters import FILTERS, expand_filter
from ..query.tree import Node
from ..schema import FIELD_KINDS, LANGUAGE, PREFIX, TITLE_FIELDS
from .accidents import find_languages, limit_accidents
from .compounds import find_joined, find_split, join_pair, join_pairs, join_parts
from .concept_members import Members, most_weight, scale_each
from .concepts import find_concepts
from .dictionary import TermDictionary
from .entity_names import Names
from .name_spellings import find_spellings
from .names import is_acronym
from .phrases import find_phrase, find_translated_phrases
from .prefetch import prefetch
from .translation import Renderings, collect_renderings, translate
from .word_forms import (
    BODY,
    EXACT_OF,
    STRICT_BODY,
    TITLE,
    best_of,
    find_forms,
    is_stop_word,
    make_term,
    split_words,
)


@dataclass(frozen=True, slots=True)
class _Scope:
    """Fields in which a part of the query is searched, and whether it may be missing."""

    fields: tuple[str, ...] = BODY
    is_optional: bool = True


@dataclass(slots=True)
class Expansion:
    """Expands one query against one state of an index, and collects warnings.

    Without a lexicon nothing is translated, and entities are searched only by
    fields such as ``person:``; without names they are not searched at all.
    """

    reader: Reader
    lexicon: Lexicon | None = None
    names: Names | None = None
    deadline: float | None = None
    """The time of ``time.monotonic()`` at which expanding raises OutOfTimeError."""

    warnings: list[str] = field(default_factory=list)
    dictionary: TermDictionary | None = None
    """The terms of the reader where they are kept; made anew unless given."""

    unknown: list[tree.Word] = field(default_factory=list)
    """Words of which the index holds neither a form nor a translation.

    Their first letters or a similar sound may still find something.
    """

    _skips_stop_words: bool = False
    _translations: dict[str, list[Node]] = field(default_factory=dict)

    _members: Members | None = None
    _languages: dict[str, Language] = field(default_factory=dict)

    def expand(self, node: Node) -> Node:
        """Return the tree that an engine answers.

        Stop words are left out if the query has other words as well. If they show
        the language of the query, passages in the other one score less.

        Raises:
            OutOfTimeError: when the deadline passes.
        """
        words = self._prepare([node])
        expanded = self._expand(node, _Scope())
        if expanded is None:
            return tree.Nothing()
        return _favour(expanded, words)

    def expand_each(self, nodes: Sequence[Node]) -> list[Node]:
        """Return the expansion of each of several queries, without favouring a language."""
        self._prepare(nodes)
        return [self._expand(node, _Scope()) or tree.Nothing() for node in nodes]

    def _prepare(self, nodes: Sequence[Node]) -> list[str]:
        """Return the words of ``nodes``; look up their translations."""
        words = list(dict.fromkeys(word for node in nodes for word in _words(node)))
        self._skips_stop_words = not all(map(is_stop_word, words))
        renderings: list[Renderings] = []
        if self.lexicon is not None:
            renderings = collect_renderings(words, self.lexicon)
            self._members = Members(self.reader, self.lexicon, self._dictionary())
        prefetch(nodes, renderings, self.reader, self.lexicon, self.names)
        found = translate(words, renderings, self.reader)
        self._translations = dict(zip(words, found, strict=True))
        self._languages = find_languages(words, renderings)
        return words

    def _expand(self, node: Node, scope: _Scope) -> Node | None:
        """Return the expansion of ``node``, None if nothing of it can be searched."""
        check_time(self.deadline)
        match node:
            case tree.Word():
                return self._expand_word(node, scope)
            case tree.Phrase():
                return self._expand_phrase(node, scope)
            case tree.Prefix() | tree.Fuzzy():
                return self._expand_pattern(node, scope)
            case tree.Field():
                return self._expand_field(node, scope)
            case tree.Boolean():
                return self._expand_boolean(node, scope)
        return node

    def _dictionary(self) -> TermDictionary:
        if self.dictionary is None:
            self.dictionary = TermDictionary(self.reader)
        return self.dictionary

    def _expand_word(self, node: tree.Word, scope: _Scope) -> Node | None:
        words = split_words(node.text)
        if not words:
            return None
        joined = self._find_joined(words, node.text, scope)
        if len(words) > 1 and not scope.is_optional:
            name = EXACT_OF[scope.fields]
            found = find_phrase(words, None, name, self.reader, node.text)
            return best_of([*found, *joined])
        if scope.is_optional and self._skips_stop_words:
            words = [word for word in words if not is_stop_word(word)]
            if not words:
                return best_of(joined) if joined else None
        found = [self._find_word(word, scope) for word in words]
        if scope.fields == BODY and not any(map(_is_known, (*found, *joined))):
            self.unknown.append(node)
        whole = found[0] if len(found) == 1 else tree.Boolean(should=tuple(found))
        return best_of([whole, *joined]) if joined else whole

    def _find_joined(self, words: list[str], typed: str, scope: _Scope) -> list[Node]:
        """Return nodes that find a hyphenated word where it is written as one."""
        joined = join_parts(typed) if len(words) > 1 else None
        return find_joined(joined, typed, scope.fields, self.reader) if joined else []

    def _find_word(self, word: str, scope: _Scope) -> Node:
        own: list[Node] = [*find_forms(word, scope.fields, self.reader)]
        own += find_split(word, word, scope.fields, self.reader)
        if scope.fields != BODY:
            return best_of(own)
        if self.lexicon is None:
            return best_of(own)
        return self._add_meanings(word, own, self.lexicon)

    def _add_meanings(self, word: str, own: list[Node], lexicon: Lexicon) -> Node:
        """Return what finds ``word``: its own forms, what it means, and its spellings."""
        members = self._members or Members(self.reader, lexicon, self._dictionary())
        entities: list[tree.Term] = []
        if self.names is not None:
            for entity in self.names.recognize([word], self.reader):
                entities += entity.terms
        terms = list(lexicon.find_terms([word]))
        more: list[Node] = []
        if self._is_name(word, terms):
            own = members.find_name(word, terms, entities)
            if not own:
                more += self._find_spellings(word, lexicon)
        else:
            if not lexicon.to_turkish(word):
                more += self._find_spellings(word, lexicon)
            more += members.find_meanings(terms, word)
            more = [*self._translations.get(word, ()), *entities, *more]
            own = limit_accidents(own, more, self._languages.get(word))
        known = {(one.field, one.text) for one in own if isinstance(one, tree.Term)}
        others = (
            one
            for one in more
            if not (isinstance(one, tree.Term) and (one.field, one.text) in known)
        )
        return best_of([*own, *others])

    def _find_spellings(self, word: str, lexicon: Lexicon) -> list[tree.Term]:
        """Return terms of names that sound like ``word``, but are no other known word."""
        names = self.names
        return [
            one
            for one in find_spellings(word, self.reader)
            if not lexicon.to_turkish(one.text)
            and not turkish_lemmatizer().is_common_word(one.text)
            and not (names is not None and names.is_other(one.text, word))
        ]

    def _is_name(self, word: str, terms: Sequence[FoundTerm]) -> bool:
        """Tell whether a word is a name that is known, or an acronym."""
        if is_acronym(word) and terms:
            return True
        return self.names is not None and self.names.is_name(word)

    def _expand_phrase(self, node: tree.Phrase, scope: _Scope) -> Node | None:
        words = split_words(node.text)
        if not words:
            self.warnings.append(f'the phrase "{node.text}" holds no word; passed over')
            return None
        name = EXACT_OF[scope.fields]
        found = find_phrase(words, node.slop, name, self.reader, node.text)
        if (joined := join_pairs(words)) is not None:
            found += find_phrase(joined, node.slop, name, self.reader, node.text)
        if self.lexicon is not None and scope.fields == BODY:
            found += find_translated_phrases(words, self.lexicon, self.reader, node.text)
        return best_of(found)

    def _expand_pattern(self, node: tree.Prefix | tree.Fuzzy, scope: _Scope) -> Node | None:
        *before, last = split_words(node.text) or [""]
        if not last:
            return None
        name = EXACT_OF[scope.fields]
        kind: MatchKind
        dictionary = self._dictionary()
        if isinstance(node, tree.Prefix):
            found, shown, kind = dictionary.find_beginning(last, name), "*", "prefix"
        else:
            found, shown, kind = dictionary.find_similar(last, name), "~", "exact"
        if found.left_out:
            self.warnings.append(
                f"{node.text}{shown} stands for the {len(found.counts)} most frequent "
                f"words; {found.left_out} more are left out"
            )
        word = node.text + shown
        group = best_of(
            make_term(name, text, count, self.reader, word, kind)
            for text, count in found.counts.items()
        )
        if not before:
            return group
        words = (self._find_word(word, scope) for word in before)
        return tree.Boolean(must=(*words, group))

    def _expand_field(self, node: tree.Field, scope: _Scope) -> Node | None:
        if node.name in FILTERS:
            return expand_filter(node, self.warnings)
        if node.name in FIELD_KINDS:
            return self._expand_entity(node.name, node.child, scope)
        return self._expand(node.child, _Scope(TITLE, scope.is_optional))

    def _expand_entity(self, name: str, child: Node, scope: _Scope) -> Node | None:
        """Return the expansion of names behind an entity field."""
        match child:
            case tree.Word() | tree.Phrase() | tree.Prefix() | tree.Fuzzy():
                is_prefix = isinstance(child, tree.Prefix)
                if self.names is not None:
                    ids = self.names.find_ids(name, child.text, is_prefix=is_prefix)
                    terms = self.names.terms(ids, self.reader, child.text)
                    if terms:
                        return best_of(terms)
                self.warnings.append(
                    f"{name}:{child.text}: the index knows none of this name; "
                    "searched as words"
                )
                return self._expand(child, scope)
            case tree.Boolean():
                clauses = (
                    tuple(
                        made
                        for one in nodes
                        if (made := self._expand_entity(name, one, scope)) is not None
                    )
                    for nodes in (child.must, child.should, child.must_not)
                )
                expanded = tree.Boolean(*clauses)
                return None if expanded == tree.Boolean() else expanded
        return self._expand(child, scope)

    def _expand_boolean(self, node: tree.Boolean, scope: _Scope) -> Node | None:
        is_title = scope.fields[0] in TITLE_FIELDS
        required = _Scope(scope.fields, is_optional=False)
        excluded = _Scope(TITLE if is_title else STRICT_BODY, is_optional=False)
        expanded = tree.Boolean(
            must=self._expand_all(node.must, required),
            should=self._expand_list(node.should, scope),
            must_not=self._expand_all(node.must_not, excluded),
        )
        if expanded == tree.Boolean():
            return None
        if expanded.must_not and not expanded.must and node.should and not expanded.should:
            return None  # all that was wanted are stop words
        return expanded

    def _expand_list(self, nodes: tuple[Node, ...], scope: _Scope) -> tuple[Node, ...]:
        """Return the expansions of ``nodes``; words that name an entity find it as well.

        A passage scores by the entity or by the words, whichever is better: if both
        were added, names would outweigh the rest of a question (RR@10 on thquad-tr
        0.902 → 0.897).
        """
        if self.lexicon is None:
            return tuple(self._expand_pairs(nodes, scope))
        if scope.fields != BODY or not scope.is_optional:
            return tuple(self._expand_pairs(nodes, scope))
        found: list[Node] = []
        for is_word, run in groupby(nodes, key=lambda node: isinstance(node, tree.Word)):
            members = tuple(run)
            found += (
                self._expand_run(members, scope, self.lexicon)
                if is_word
                else self._expand_all(members, scope)
            )
        return tuple(found)

    def _expand_run(
        self, nodes: tuple[Node, ...], scope: _Scope, lexicon: Lexicon
    ) -> Iterator[Node]:
        """Yield the expansions of neighbouring words, one for all words of a name."""
        words = [getattr(node, "text", "") for node in nodes]
        members = self._members or Members(self.reader, lexicon, self._dictionary())
        end = 0
        for concept in find_concepts(words, lexicon, self.names, self.reader):
            yield from self._expand_pairs(nodes[end : concept.first], scope)
            run = words[concept.first : concept.last]
            parts = [part for word in run for part in split_words(word)]
            whole = members.find_whole(concept, parts, " ".join(run))
            own = self._expand_all(nodes[concept.first : concept.last], scope)
            if whole:
                factor = part_weight(
                    len(nodes) - concept.length,
                    whole=max(map(most_weight, whole)),
                    parts=sum(map(most_weight, own)),
                )
                own = scale_each(own, factor)
            yield best_of([*whole, *((tree.Boolean(should=own),) if own else ())])
            end = concept.last
        yield from self._expand_pairs(nodes[end:], scope)

    def _expand_pairs(self, nodes: Sequence[Node], scope: _Scope) -> Iterator[Node]:
        """Yield the expansions of ``nodes``; ``S 400`` finds ``S-400`` as well."""
        at = 0
        while at < len(nodes):
            pair = tuple(nodes[at : at + 2])
            joined = self._find_pair(pair, scope)
            if joined:
                own = self._expand_all(pair, scope)
                yield best_of([tree.Boolean(should=own), *joined] if own else joined)
                at += 2
            else:
                yield from self._expand_all(pair[:1], scope)
                at += 1

    def _find_pair(self, nodes: tuple[Node, ...], scope: _Scope) -> list[Node]:
        """Return nodes that find a designation typed as two words."""
        words = [node.text for node in nodes if isinstance(node, tree.Word)]
        joined = join_pair(*words) if len(words) == 2 else None
        typed = " ".join(words)
        return find_joined(joined, typed, scope.fields, self.reader) if joined else []

    def _expand_all(self, nodes: tuple[Node, ...], scope: _Scope) -> tuple[Node, ...]:
        found = (self._expand(node, scope) for node in nodes)
        return tuple(node for node in found if node is not None)


def _is_known(node: Node) -> bool:
    """Tell whether ``node`` finds a word by more than its first letters or its sound."""
    match node:
        case tree.Term():
            return node.field != PREFIX and node.origin != "spelling"
        case tree.Best():
            return any(map(_is_known, node.children))
    return not isinstance(node, tree.Nothing)


def _words(node: Node) -> Iterator[str]:
    """Yield the words of ``node`` that are searched as words and not excluded."""
    match node:
        case tree.Word() | tree.Phrase() | tree.Prefix() | tree.Fuzzy():
            yield from split_words(node.text)
        case tree.Field():
            if node.name not in FILTERS and node.name not in FIELD_KINDS:
                yield from _words(node.child)
        case tree.Boolean():
            for child in (*node.must, *node.should):
                yield from _words(child)


def _favour(node: Node, words: list[str]) -> Node:
    """Return ``node``, favouring passages in the language of the query's stop words."""
    turkish, english = (
        sum(analyzer_for(language).terms(word).is_stop for word in words)
        for language in ("tr", "en")
    )
    if turkish == english:
        return node
    language = "tr" if turkish > english else "en"
    factor = other_language_factor(abs(turkish - english))
    return tree.Favoured(node, LANGUAGE, language, factor)
