"""Reads what the expansion of a query looks up in a remote index, all at once.

Frequencies decide which candidates become terms of the query, but hardly which
candidates there are. So those of all words are collected and looked up together
first; then the expansion decides. Only names that sound like a word come from lists
of the index's own terms: where it has too many terms to keep them all in memory,
these lists are one more request before.

What is collected here is at least what the expansion looks up; tests hold that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import cast

from ..engines.base import Ranking, Reader
from ..engines.remote_reader import FieldTerm, PrefetchingReader
from ..lexicon.lexicon import Lexicon
from ..query import tree
from ..query.tree import Node
from ..schema import ENTITY, EXACT, FIELD_KINDS, SOUND, TITLE_FIELDS
from .compounds import join_pair, join_pairs, join_parts, part_candidates
from .concept_members import Members
from .concepts import concept_candidates
from .dictionary import TermDictionary, fold_typed
from .entity_names import Names
from .name_spellings import rank_spellings, sound_prefixes
from .phrases import find_renderings
from .translation import Renderings
from .word_forms import BODY, EXACT_OF, STRICT_BODY, TITLE, form_candidates, split_words

_Fields = tuple[str, ...]
_Leaf = tree.Word | tree.Phrase | tree.Prefix | tree.Fuzzy


def prefetch(
    nodes: Iterable[Node],
    renderings: Iterable[Renderings],
    reader: Reader,
    lexicon: Lexicon | None,
    names: Names | None,
) -> None:
    """Read what the expansion of ``nodes`` looks up, unless the reader is a local one."""
    # To test for the protocol takes a tenth of the expansion of a query of three words.
    if not hasattr(reader, "prefetch_terms"):
        return
    remote = cast(PrefetchingReader, reader)
    typed = _Typed()
    for node in nodes:
        typed.add(node, BODY)
    prefixes = [*typed.prefixes]
    recorder = _Recorder()
    if lexicon is not None:
        recorder = _record_concepts(typed, lexicon, names)
        prefixes += recorder.listed
        prefixes += _translated_prefixes(typed, lexicon)
    remote.prefetch_terms(dict.fromkeys(prefixes))
    terms = [term for one in renderings for term in one.candidates()]
    terms += recorder.looked_up
    for word, fields in typed.words:
        terms += form_candidates(word, fields)
        terms += part_candidates(word, fields)
    for word, fields in typed.joined:
        terms += form_candidates(word, fields)
    if lexicon is not None:
        terms += _translated_terms(typed, lexicon, reader)
    if names is not None:
        terms += ((ENTITY, id) for id in _entity_ids(typed, names))
    remote.prefetch_frequencies(dict.fromkeys(terms))


@dataclass(slots=True)
class _Typed:
    """What a query holds, each part once; words with the fields they are searched in."""

    words: dict[tuple[str, _Fields], None] = field(default_factory=dict)
    joined: dict[tuple[str, _Fields], None] = field(default_factory=dict)
    """Other ways to write the words, as one."""

    prefixes: dict[FieldTerm, None] = field(default_factory=dict)
    phrases: list[list[str]] = field(default_factory=list)
    runs: list[list[str]] = field(default_factory=list)
    """Neighbouring words, which may name an entity together."""

    entities: list[tuple[str, _Leaf]] = field(default_factory=list)
    """The field of entities and what was typed behind it."""

    def add(self, node: Node, fields: _Fields, entity_field: str | None = None) -> None:
        """Collect what ``node`` holds."""
        match node:
            case tree.Word() | tree.Phrase() | tree.Prefix() | tree.Fuzzy():
                self._add_leaf(node, fields)
                if entity_field is not None:
                    self.entities.append((entity_field, node))
            case tree.Field() if node.name in FIELD_KINDS:
                self.add(node.child, fields, node.name)
            case tree.Field(name="title"):
                self.add(node.child, TITLE)
            case tree.Boolean():
                excluded = TITLE if fields[0] in TITLE_FIELDS else STRICT_BODY
                for child in (*node.must, *node.should):
                    self.add(child, fields, entity_field)
                for child in node.must_not:
                    self.add(child, excluded, entity_field)
                self._add_pairs(node.should, fields)
                self._add_pairs(node.must, fields)
                if fields == BODY:
                    self._add_runs(node.should)
                    self._add_runs(node.must)

    def _add_leaf(self, leaf: _Leaf, fields: _Fields) -> None:
        words = split_words(leaf.text)
        exact = EXACT_OF[fields]
        match leaf:
            case tree.Word() if len(words) > 1:
                if joined := join_parts(leaf.text):
                    self.joined[joined, fields] = None
                if fields != TITLE:
                    self.phrases.append(words)
            case tree.Phrase():
                self.joined.update(
                    ((word, (exact,)), None) for word in join_pairs(words) or ()
                )
                if fields != TITLE:
                    self.phrases.append(words)
                fields = (exact,)
            case tree.Prefix() | tree.Fuzzy() if words:
                last = words.pop()
                if isinstance(leaf, tree.Prefix):
                    self.prefixes[exact, fold_typed(last)] = None
        self.words.update(((word, fields), None) for word in words)

    def _add_pairs(self, nodes: tuple[Node, ...], fields: _Fields) -> None:
        for first, second in pairwise(nodes):
            if isinstance(first, tree.Word) and isinstance(second, tree.Word):
                joined = join_pair(first.text, second.text)
                if joined is not None:
                    self.joined[joined, fields] = None

    def _add_runs(self, nodes: tuple[Node, ...]) -> None:
        for is_word, run in groupby(nodes, key=lambda node: isinstance(node, tree.Word)):
            if is_word:
                self.runs.append([getattr(node, "text", "") for node in run])


def _translated_prefixes(typed: _Typed, lexicon: Lexicon) -> Iterator[FieldTerm]:
    for word, fields in typed.words:
        if fields == BODY:
            yield from ((SOUND, prefix) for prefix in sound_prefixes(word))
    for words in typed.phrases:
        for rendering in find_renderings(words, lexicon):
            yield EXACT, rendering.last.exact


def _translated_terms(
    typed: _Typed, lexicon: Lexicon, reader: Reader
) -> Iterator[FieldTerm]:
    for word, fields in typed.words:
        if fields == BODY:
            yield from (term for term, _ in rank_spellings(word, reader))
    for words in typed.phrases:
        for rendering in find_renderings(words, lexicon):
            yield from ((EXACT, text) for text in rendering.before)


def _entity_ids(typed: _Typed, names: Names) -> Iterator[str]:
    for name, leaf in typed.entities:
        is_prefix = isinstance(leaf, tree.Prefix)
        yield from names.find_ids(name, leaf.text, is_prefix=is_prefix)


class _Recorder:
    """A reader that notes what is looked up, and says that the index has it all.

    So what is looked up in an index that lacks some of it is among what is noted.
    """

    average_length = 0.0
    pool = 0
    passages = 1

    def __init__(self) -> None:
        self.looked_up: dict[FieldTerm, None] = {}
        self.listed: dict[FieldTerm, None] = {}

    def frequency(self, field: str, term: str) -> int:
        self.looked_up[field, term] = None
        return 1

    def terms(self, field: str, prefix: str = "") -> Iterator[tuple[str, int]]:
        self.listed[field, prefix] = None
        return iter(())

    def search(self, *_: object, **__: object) -> Ranking:
        return Ranking(0, ())

    def count_by(self, *_: object) -> dict[str, int]:
        return {}

    def close(self) -> None:
        pass


def _record_concepts(typed: _Typed, lexicon: Lexicon, names: Names | None) -> _Recorder:
    """Return what the members of the concepts of a query look up."""
    recorder = _Recorder()
    members = Members(recorder, lexicon, TermDictionary(recorder))
    runs = [[word] for word, fields in typed.words if fields in (BODY, STRICT_BODY)]
    if names is not None:
        names.prefetch_runs(typed.runs)
    for words in [*typed.runs, *runs]:
        for concept in concept_candidates(words, lexicon, names):
            run = words[concept.first : concept.last]
            for entity in concept.entities:
                recorder.frequency(entity.field, entity.text)
            if concept.length == 1:
                members.find_name(run[0], concept.terms, concept.entities)
                members.find_meanings(concept.terms, run[0])
            else:
                parts = [part for word in run for part in split_words(word)]
                members.find_whole(concept, parts, " ".join(run))
    return recorder
