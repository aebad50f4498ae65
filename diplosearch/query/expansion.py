"""What a person typed into what an engine can look up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ..engines.base import Reader
from ..fields import TITLE_FIELDS
from ..model import MatchKind
from ..ranking import inverse_document_frequency
from . import tree
from .filters import FILTERS, expand_filter
from .forms import (
    BODY,
    EXACT_OF,
    STRICT_BODY,
    TITLE,
    forms_of,
    is_stop_word,
    look_up,
    make_group,
    split_words,
)
from .tree import Node
from .vocabulary import find_beginning, find_similar

_ENTITY_FIELDS = ("person", "org", "country", "city", "entity")


@dataclass(frozen=True, slots=True)
class _Scope:
    """Where the words of a part of the query are looked for, and how."""

    fields: tuple[str, ...] = BODY
    is_optional: bool = True
    skips_stop_words: bool = False


@dataclass(slots=True)
class Expansion:
    """Expands one query against one state of an index; collects warnings."""

    reader: Reader
    warnings: list[str] = field(default_factory=list)

    def expand(self, node: Node) -> Node:
        """Return the tree that an engine answers.

        Stop words are passed over where the query has other words as well.
        """
        skips = any(not is_stop_word(word) for word in _words(node))
        return self._expand(node, _Scope(skips_stop_words=skips)) or tree.Nothing()

    def _expand(self, node: Node, scope: _Scope) -> Node | None:
        """Return what ``node`` becomes, None for what carries nothing."""
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

    def _expand_word(self, node: tree.Word, scope: _Scope) -> Node | None:
        words = split_words(node.text)
        if not words:
            return None
        if len(words) > 1 and not scope.is_optional:
            return self._sequence(words, None, node.text, scope)
        if scope.is_optional and scope.skips_stop_words:
            words = [word for word in words if not is_stop_word(word)]
            if not words:
                return None
        found = [look_up(word, scope.fields, self.reader) for word in words]
        return found[0] if len(found) == 1 else tree.Boolean(should=tuple(found))

    def _expand_phrase(self, node: tree.Phrase, scope: _Scope) -> Node | None:
        words = split_words(node.text)
        if not words:
            self.warnings.append(f'the phrase "{node.text}" holds no word; passed over')
            return None
        return self._sequence(words, node.slop, node.text, scope)

    def _sequence(
        self, words: list[str], slop: int | None, typed: str, scope: _Scope
    ) -> Node:
        """Return what finds ``words`` together, read in either language."""
        name = EXACT_OF[scope.fields]
        readings = dict.fromkeys(
            tuple(terms.exact for terms in reading)
            for reading in zip(*map(forms_of, words), strict=True)
        )
        found = tuple(
            make_group(name, texts, self.reader, word=typed, kind="phrase")
            if len(texts) == 1
            else tree.Sequence(name, texts, slop, self._weigh(name, texts), typed)
            for texts in readings
        )
        return found[0] if len(found) == 1 else tree.Best(found)

    def _weigh(self, name: str, texts: tuple[str, ...]) -> float:
        passages = self.reader.passages
        return sum(
            inverse_document_frequency(passages, self.reader.frequency(name, text))
            for text in texts
        )

    def _expand_pattern(self, node: tree.Prefix | tree.Fuzzy, scope: _Scope) -> Node | None:
        *before, last = split_words(node.text) or [""]
        if not last:
            return None
        name = EXACT_OF[scope.fields]
        if isinstance(node, tree.Prefix):
            found = find_beginning(last, name, self.reader)
            shown = f"{node.text}*"
        else:
            found = find_similar(last, name, self.reader)
            shown = f"{node.text}~"
        if found.left_out:
            self.warnings.append(
                f"{shown} stands for the {len(found.texts)} most frequent words; "
                f"{found.left_out} more are left out"
            )
        kind: MatchKind = "prefix" if isinstance(node, tree.Prefix) else "exact"
        group = make_group(name, found.texts, self.reader, word=shown, kind=kind)
        if not before:
            return group
        words = tuple(look_up(word, scope.fields, self.reader) for word in before)
        return tree.Boolean(must=(*words, group))

    def _expand_field(self, node: tree.Field, scope: _Scope) -> Node | None:
        if node.name in FILTERS:
            return expand_filter(node, self.warnings)
        if node.name in _ENTITY_FIELDS:
            self.warnings.append(
                f"{node.name}: entities are not indexed; searched as words"
            )
            return self._expand(node.child, scope)
        return self._expand(
            node.child, _Scope(TITLE, scope.is_optional, scope.skips_stop_words)
        )

    def _expand_boolean(self, node: tree.Boolean, scope: _Scope) -> Node | None:
        is_title = scope.fields[0] in TITLE_FIELDS
        required = _Scope(scope.fields, is_optional=False)
        excluded = _Scope(TITLE if is_title else STRICT_BODY, is_optional=False)
        expanded = tree.Boolean(
            must=self._expand_all(node.must, required),
            should=self._expand_all(node.should, scope),
            must_not=self._expand_all(node.must_not, excluded),
        )
        if expanded == tree.Boolean():
            return None
        if expanded.must_not and not expanded.must and node.should and not expanded.should:
            return None  # only stop words are left of what was asked for
        return expanded

    def _expand_all(self, nodes: tuple[Node, ...], scope: _Scope) -> tuple[Node, ...]:
        found = (self._expand(node, scope) for node in nodes)
        return tuple(node for node in found if node is not None)


def _words(node: Node) -> Iterator[str]:
    """Yield the words of ``node`` that ask for something."""
    match node:
        case tree.Word() | tree.Phrase() | tree.Prefix() | tree.Fuzzy():
            yield from split_words(node.text)
        case tree.Field():
            if node.name not in FILTERS:
                yield from _words(node.child)
        case tree.Boolean():
            for child in (*node.must, *node.should):
                yield from _words(child)
