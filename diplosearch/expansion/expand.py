"""Expands a parsed query into the tree of terms that an engine answers.

A word becomes all terms that it may stand for: its forms in both languages, its
translations, other spellings of a name. A passage scores by the best of them that
it holds, and the scores of the query's words add up.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass, field
from itertools import groupby
from typing import cast

from ..engines.base import Reader
from ..engines.deadline import check_time
from ..engines.ranking import LACKING_FACTOR
from ..engines.remote_reader import RemoteReader
from ..lexicon.lexicon import Lexicon
from ..lexicon.own_words import OwnWords
from ..model import MatchMode
from ..query import tree
from ..query.filters import FindOwn, expand_filter, filters
from ..query.tree import Node
from ..schema import FIELD_KINDS, TITLE_FIELDS
from .accidents import find_languages
from .compounds import find_joined, join_parts
from .concept_members import Members
from .dictionary import TermDictionary
from .entity_fields import expand_entity
from .entity_names import Names
from .names import is_particle
from .patterns import find_pattern, find_quoted
from .phrases import find_phrase, find_translated_phrases
from .prefetch import prefetch
from .query_words import excluded_in, favour_language, is_filter, is_question, words_of
from .runs import expand_list, expand_pairs, require
from .translation import render, translate
from .word_finder import Meanings, WordFinder, is_known
from .word_forms import (
    BODY,
    EXACT_OF,
    STRICT_BODY,
    TITLE,
    best_of,
    is_stop_word,
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

    match: MatchMode = "any"
    """What passages that hold all concepts are worth; see ``Index.search``."""

    own_words: OwnWords = field(default_factory=OwnWords)
    """The user's stop words and protected words."""

    today: datetime.date | None = None
    """The day from which *geçen hafta* is counted; that of the clock by default."""

    find_own: FindOwn | None = None
    """Finds tags and fields of one's own; None where the index has none."""

    concepts: tuple[tree.Concept, ...] = ()
    """The concepts of the query that are neither required nor excluded, after expanding."""

    _skips_stop_words: bool = False
    _is_question: bool = False
    _words: WordFinder = field(init=False)

    def expand(self, node: Node) -> Node:
        """Return the tree that an engine answers.

        Stop words are left out if the query has other words as well. If they show
        the language of the query, passages in the other one score less.

        Raises:
            OutOfTimeError: when the deadline passes.
        """
        words = self._prepare([node])
        self._is_question = is_question(node)
        expanded = self._expand_outermost(node)
        if expanded is None:
            return tree.Nothing()
        return favour_language(expanded, words)

    def expand_each(self, nodes: Sequence[Node]) -> list[Node]:
        """Return the expansion of each of several queries, without favouring a language."""
        self._prepare(nodes)
        meanings = self._words.meanings
        if meanings is not None and hasattr(self.reader, "count_all"):
            # What concepts count is found by expanding them, and counted all at once.
            members = meanings.members
            to_count: list[Node] = []
            members.to_count = to_count
            trial = copy(self)
            trial.warnings, trial.unknown = [], []
            for node in nodes:
                trial._expand(node, _Scope())
            members.to_count = None
            counts = cast(RemoteReader, self.reader).count_all(to_count)
            members.counted.update(zip(to_count, counts, strict=True))
        return [self._expand(node, _Scope()) or tree.Nothing() for node in nodes]

    def _prepare(self, nodes: Sequence[Node]) -> list[str]:
        """Return the words of ``nodes``; look up their translations."""
        words = list(dict.fromkeys(word for node in nodes for word in words_of(node)))
        self._skips_stop_words = not all(map(self._is_stop, words))
        if self.lexicon is None:
            prefetch(nodes, [], self.reader, None, self.names)
            self._words = WordFinder(
                self.reader, self._dictionary(), self.names, own_words=self.own_words
            )
            return words
        renderings = {word: render(word, self.lexicon) for word in words}
        # Excluded words say nothing of the language of a query.
        excluded = dict.fromkeys(word for node in nodes for word in excluded_in(node))
        every = dict.fromkeys((*words, *excluded))
        rendered = (one for word in every for one in render(word, self.lexicon))
        prefetch(nodes, rendered, self.reader, self.lexicon, self.names)
        dictionary = self._dictionary()
        translations = {
            word: dictionary.cached(translate, word, self.lexicon) for word in every
        }
        meanings = Meanings(
            self.lexicon,
            Members(
                self.reader,
                self.lexicon,
                dictionary,
                words=sum(not self._is_stop(word) for word in words),
            ),
            translations,
            find_languages(renderings),
        )
        self._words = WordFinder(
            self.reader, dictionary, self.names, meanings, self.own_words
        )
        return words

    def _expand_outermost(self, node: Node) -> Node | None:
        """Return the expansion of a query, whose outermost list is a row of concepts."""
        match node:
            case tree.Boolean(is_choice=True):
                return self._expand(node, _Scope())
            case tree.Boolean(should=(), must_not=()):
                filters = tuple(one for one in node.must if is_filter(one))
                others = [one for one in node.must if one not in filters]
                if filters and len(others) == 1:
                    required = self._expand_all(filters, _Scope(is_optional=False))
                    rest = self._expand_outermost(others[0])
                    return tree.Boolean((*required, *(() if rest is None else (rest,))))
                return self._expand(node, _Scope())
            case tree.Boolean():
                return self._expand_boolean(node, _Scope(), is_outermost=True)
        if is_filter(node):
            return self._expand(node, _Scope())
        return self._expand_boolean(
            tree.Boolean(should=(node,)), _Scope(), is_outermost=True
        )

    def _make_concept_list(self, concepts: tuple[tree.Concept, ...]) -> Node:
        """Return a node that finds the concepts of the query."""
        self.concepts = concepts
        # A word of a name need not be known by itself.
        known = {
            word
            for one in concepts
            if " " in one.text and not isinstance(one.whole, tree.Nothing)
            for word in one.text.split(" ")
        }
        self.unknown = [word for word in self.unknown if word.text not in known]
        (first, *others) = concepts
        if not others and first.loose == tree.Nothing():
            return first.whole
        is_any = self.match == "any" or self._is_question or not self._skips_stop_words
        return tree.ConceptList(
            concepts, 1.0 if is_any else LACKING_FACTOR, self.match == "all"
        )

    def _expand(self, node: Node, scope: _Scope) -> Node | None:
        """Return the expansion of ``node``, None if nothing of it can be searched."""
        check_time(self.deadline)
        match node:
            case tree.Word():
                return self._expand_word(node, scope)
            case tree.Phrase():
                return self._expand_phrase(node, scope)
            case tree.Prefix() | tree.Fuzzy():
                return find_pattern(
                    node, scope.fields, self._words, self._dictionary(), self.warnings
                )
            case tree.Field():
                return self._expand_field(node, scope)
            case tree.Boolean():
                return self._expand_boolean(node, scope)
        return node

    def _is_stop(self, word: str) -> bool:
        return is_stop_word(word) or self.own_words.is_stop(word)

    def _is_protected(self, node: Node) -> bool:
        """Tell whether a word or phrase holds a word that is searched as typed."""
        text = node.text if isinstance(node, tree.Word | tree.Phrase) else ""
        return any(map(self.own_words.is_protected, split_words(text)))

    def _dictionary(self) -> TermDictionary:
        if self.dictionary is None:
            self.dictionary = TermDictionary(self.reader)
        return self.dictionary

    def _expand_word(self, node: tree.Word, scope: _Scope) -> Node | None:
        words = split_words(node.text)
        if not words:
            return None
        whole = join_parts(node.text) if len(words) > 1 else None
        joined: list[Node] = []
        if whole is not None:
            joined = find_joined(whole, node.text, scope.fields, self.reader)
        if len(words) > 1 and not scope.is_optional:
            name = EXACT_OF[scope.fields]
            found = find_phrase(words, None, name, self.reader, node.text)
            lexicon = self._lexicon_for(node, scope)
            if lexicon is not None:
                found += find_translated_phrases(words, lexicon, self.reader, node.text)
            return best_of([*found, *joined])
        if scope.is_optional and self._skips_stop_words:
            words = [word for word in words if not self._is_stop(word)]
            if not words:
                return best_of(joined) if joined else None
        if scope.fields == STRICT_BODY:
            return best_of([self._words.find_excluded(words[0]), *joined])
        if len(words) > 1:  # of *al-Assad* the article is everywhere
            words = [word for word in words if not is_particle(word)] or words
        found = [self._words.find(word, scope.fields) for word in words]
        is_known_word = any(map(is_known, (*found, *joined)))
        if scope.fields == BODY and not is_known_word and not self._is_protected(node):
            self.unknown.append(node)
        each = found[0] if len(found) == 1 else tree.Boolean(should=tuple(found))
        return best_of([each, *joined]) if joined else each

    def _lexicon_for(self, node: Node, scope: _Scope) -> Lexicon | None:
        """Return what translates a phrase; None where it is searched as typed."""
        is_as_typed = scope.fields == TITLE or self._is_protected(node)
        return None if is_as_typed else self.lexicon

    def _expand_phrase(self, node: tree.Phrase, scope: _Scope) -> Node | None:
        words = split_words(node.text)
        if not words:
            self.warnings.append(f'the phrase "{node.text}" holds no word; passed over')
            return None
        lexicon = self._lexicon_for(node, scope)
        return best_of(
            find_quoted(node, words, EXACT_OF[scope.fields], lexicon, self.reader)
        )

    def _expand_field(self, node: tree.Field, scope: _Scope) -> Node | None:
        if filters(node.name):
            return expand_filter(node, self.warnings, self.today, self.find_own)
        if node.name not in FIELD_KINDS:
            return self._expand(node.child, _Scope(TITLE, scope.is_optional))

        def expand(child: Node) -> Node | None:
            return self._expand(child, scope)

        return expand_entity(
            node.name, node.child, expand, self.names, self.reader, self.warnings
        )

    def _expand_boolean(
        self, node: tree.Boolean, scope: _Scope, *, is_outermost: bool = False
    ) -> Node | None:
        is_title = scope.fields[0] in TITLE_FIELDS
        required = _Scope(scope.fields, is_optional=False)
        excluded = _Scope(TITLE if is_title else STRICT_BODY, is_optional=False)
        concepts = self._expand_list(node.should, scope)
        must = tuple(require(one) for one in self._expand_list(node.must, required))
        should: tuple[Node, ...] = ()
        if not is_outermost:
            should = tuple(one.any for one in concepts)
        elif concepts:
            listed = (self._make_concept_list(concepts),)
            must, should = (must + listed, ()) if self.match == "all" else (must, listed)
        must_not = self._expand_all(node.must_not, excluded)
        if is_outermost and not must_not and len(must) + len(should) == 1:
            return (*must, *should)[0]
        expanded = tree.Boolean(must, should, must_not)
        if expanded == tree.Boolean():
            return None
        if must_not and not must and node.should and not should:
            return None  # all that was wanted are stop words
        return expanded

    def _expand_list(
        self, nodes: tuple[Node, ...], scope: _Scope
    ) -> tuple[tree.Concept, ...]:
        def expand_all(some: Sequence[Node]) -> tuple[Node, ...]:
            return self._expand_all(some, scope)

        if scope.fields == BODY and (meanings := self._words.meanings) is not None:
            return tuple(
                concept
                for is_protected, run in groupby(nodes, self._is_protected)
                for concept in (
                    expand_pairs(list(run), expand_all, scope.fields, self.reader)
                    if is_protected
                    else expand_list(run, expand_all, meanings, self.names, self.reader)
                )
            )
        return tuple(expand_pairs(nodes, expand_all, scope.fields, self.reader))

    def _expand_all(self, nodes: Iterable[Node], scope: _Scope) -> tuple[Node, ...]:
        found = (self._expand(node, scope) for node in nodes)
        return tuple(node for node in found if node is not None)
