"""Assertions for every input; one target for each step of indexing and search."""

from __future__ import annotations

import html
import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import diplosearch
from diplosearch import Document
from diplosearch.analysis.analyzer import analyzer_for
from diplosearch.corpus.base import Skipped, SourceFile
from diplosearch.corpus.decoding import decode
from diplosearch.corpus.readers import read_file
from diplosearch.entities.base import Section
from diplosearch.entities.gazetteer.user_table import read_user_table
from diplosearch.entities.recognizer import DefaultRecognizer, default_recognizer
from diplosearch.errors import DocumentError, QuerySyntaxError, UsageError
from diplosearch.highlighting.control_characters import show_controls
from diplosearch.ingest.annotate import add_entities
from diplosearch.ingest.prepare import prepare
from diplosearch.lexicon.glossary import read_glossary
from diplosearch.lexicon.lexicon import default_lexicon
from diplosearch.model import LANGUAGES
from diplosearch.query.parser import parse
from diplosearch.query.tree import Boolean, Field, Fuzzy, Node, Phrase, Prefix, Range, Word
from diplosearch.text.dates import find as find_dates
from diplosearch.text.dates import parse as parse_date
from diplosearch.text.language import identify
from diplosearch.text.sentences import split_paragraphs, split_sentences

from .material import SEEDS, Material
from .output import check_answer, check_html

_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Target:
    """A step: how its input is made, and what is asserted of its output."""

    make: Callable[[Material], Any]
    check: Callable[[Any], None]


def check_decoding(data: bytes) -> None:
    """Bytes are decoded to text without lone surrogates, or refused."""
    try:
        decoded = decode(data)
    except DocumentError:
        return
    assert not _SURROGATE.search(decoded.text)


@cache
def _folder() -> Path:
    made = tempfile.TemporaryDirectory(prefix="diplosearch-hostile-")
    _KEPT.append(made)
    return Path(made.name)


_KEPT: list[Any] = []


def check_reader(kind: str) -> Callable[[bytes], None]:
    """A file yields documents that can be indexed, and reasons for what is left out."""

    def check(data: bytes) -> None:
        path = _folder() / f"x{kind}"
        path.write_bytes(data)
        items = list(read_file(SourceFile(path, path.name)))
        assert items, "neither a document nor a reason"
        for item in items:
            if isinstance(item, Skipped):
                assert item.reason
                continue
            document = item.document
            assert document.id.strip()
            assert document.id.isprintable()
            assert document.text.strip()
            for text in (document.text, document.title, document.source):
                assert text is None or not _SURROGATE.search(text)

    return check


def check_preparation(text: str) -> None:
    """Boilerplate, metadata and passages have offsets within the text."""
    document = prepare(Document(id="x", text=text or " "), repeated_lines=lambda _: ())
    assert len(document.text) == len(text or " ")
    assert document.language in LANGUAGES
    end = 0
    for start, stop in document.boilerplate:
        assert end <= start < stop <= len(text)
        end = stop
    end = 0
    for passage in document.passages:
        assert end <= passage.start < passage.end <= len(text)
        assert document.text[passage.start : passage.end] == passage.text
        end = passage.end


def check_language(text: str) -> None:
    """The language is one of the two, with a probability."""
    found = identify(text)
    assert found.language in LANGUAGES
    assert 0.5 <= found.confidence <= 1


def check_sentences(text: str) -> None:
    """Sentences and paragraphs are in order and leave out nothing but white space."""
    for split in (split_sentences, split_paragraphs):
        end = 0
        for start, stop in split(text):
            assert end <= start < stop <= len(text)
            assert not text[end:start].strip()
            end = stop
        assert not text[end:].strip()


def check_analysis(text: str) -> None:
    """Tokens are in order, have a term for each field, and are the same in two runs."""
    for language in LANGUAGES:
        analyzer = analyzer_for(language)
        tokens = list(analyzer.analyze(text))
        end = 0
        for token in tokens:
            assert end <= token.start < token.end <= len(text)
            assert token.exact
            assert token.stem
            end = token.end
        assert tokens == list(analyzer.analyze(text))


def check_dates(text: str) -> None:
    """Dates have offsets within the text; parsed ranges run forward."""
    for found in find_dates(text):
        assert 0 <= found.span[0] < found.span[1] <= len(text)
    span = parse_date(text)
    assert span is None or span.low <= span.high


def _is_mended(text: str) -> str:
    return text.encode("utf-8", "replace").decode() or " "


def check_recognizer(text: str) -> None:
    """Entities lie in the text, in order, and do not overlap."""
    found = diplosearch.recognize(text)
    end = 0
    for entity in found:
        assert end <= entity.start < entity.end <= len(text)
        assert entity.id
        assert entity.name
        end = entity.end
    document = prepare(Document(id="x", text=_is_mended(text)), repeated_lines=lambda _: ())
    for entity in add_entities(document, default_recognizer()).entities:
        assert 0 <= entity.start < entity.end <= len(document.text)


def _spans(node: Node) -> list[tuple[int, int]]:
    match node:
        case Boolean():
            return [
                span
                for clause in (*node.must, *node.should, *node.must_not)
                for span in _spans(clause)
            ]
        case Field():
            return [(node.start, node.end), *_spans(node.child)]
        case Word() | Prefix() | Fuzzy() | Phrase() | Range():
            return [(node.start, node.end)]
    return []


def check_parser(query: str) -> None:
    """A tree has spans within the query; strict rejects only what lenient warns of."""
    lenient = parse(query)
    for start, end in _spans(lenient.tree):
        assert 0 <= start <= end <= len(query)
    try:
        assert parse(query, strict=True).tree == lenient.tree
    except QuerySyntaxError as error:
        position = error.position
        assert lenient.warnings
        assert 0 <= position <= len(query)


@cache
def _index() -> diplosearch.Index:
    return diplosearch.rebuild(SEEDS)


def check_search(query: str) -> None:
    """A query never raises, and every hit passes :func:`check_hit`."""
    results = _index().search(query, limit=3, facets=("source", "person", "year"))
    for hit in results:
        check_hit(hit)
        hit.explain()
    check_answer(results)


UNMARK: dict[str, Callable[[str], str]] = {
    "to_text": str,
    "to_ansi": lambda marked: re.sub(r"\x1b\[[0-9;]*m", "", marked),
    "to_html": lambda marked: html.unescape(re.sub(r"<[^>]*>", "", marked)),
    "to_markdown": lambda marked: re.sub(
        r"\\([!-/:-@\[-`{-~])|\*+|</?(?:strong|em)>|(&(?:#[0-9]+|[lg]t|amp);)",
        lambda found: found[1] or html.unescape(found[2] or ""),
        marked,
    ),
}


def check_hit(hit: diplosearch.Hit) -> None:
    """Matches are within the passage; every format without its marks is the passage."""
    passage = hit.passage
    text = hit.document.text[passage.start : passage.end]
    for match in hit.matches:
        assert passage.start <= match.start < match.end <= passage.end
    for name, unmark in UNMARK.items():
        assert unmark(getattr(hit, name)(full=True)) == show_controls(text), name
    check_html(hit._repr_html_())


def check_documents(texts: list[str]) -> None:
    """Hostile documents are indexed or refused, found by a word of theirs, and shown."""
    index = diplosearch.open(":memory:")
    documents = [
        Document(
            id=f"d{number}", text=text, title=text[:30] or None, source=text[-20:] or None
        )
        for number, text in enumerate(texts)
        if text.strip()
    ]
    with index:
        index.add(documents)
        for document in documents[:3]:
            words = document.text.split()
            results = index.search(" ".join(words[:5]), limit=2)
            check_answer(results)
            for hit in results:
                check_hit(hit)
        for one in index.documents():
            assert one.text
            check_is_found(index, one)


_PLAIN_WORD = re.compile(r"(?<!\S)[a-zçğöşü]{3,20}(?!\S)")


def check_is_found(index: diplosearch.Index, document: Document) -> None:
    """A document is among the answers for the last plain word of its first passage.

    Fails when the end of a passage is left out of its terms.
    """
    words = _PLAIN_WORD.findall(document.passages[0].text)
    if not words:
        return
    found = index.search(f"+{words[-1]}", limit=None, per_document=None, translate=False)
    assert document.id in {hit.document.id for hit in found}, words[-1]


def _assert_names_file(error: UsageError, path: Path) -> None:
    """Assert that the message has the name of the file."""
    assert path.name in str(error)


def check_gazetteer(data: bytes) -> None:
    """A user's gazetteer is read, or refused by an error with the line."""
    path = _folder() / "own.txt"
    path.write_bytes(data)
    try:
        entries = read_user_table(path)
    except UsageError as error:
        _assert_names_file(error, path)
        return
    own = DefaultRecognizer(default_recognizer().gazetteer.extended(entries), None)
    text = "\n".join(name for entry in entries for name in entry.names)
    for entity in own.recognize(text, [Section(0, len(text), "tr")]):
        assert 0 <= entity.start < entity.end <= len(text)


def check_glossary(data: bytes) -> None:
    """A user's glossary is read, or refused by an error with the line."""
    path = _folder() / "glossary.txt"
    path.write_bytes(data)
    try:
        entries = read_glossary(path)
    except UsageError as error:
        _assert_names_file(error, path)
        return
    extended = default_lexicon().extended(entries)
    list(extended.find_terms(["dışişleri", "bakanı"]))


_MADE = (".pdf", ".docx", ".eml", ".mbox", ".rss", ".warc", ".warc.gz", ".zip")


def _made(kind: str) -> Target:
    return Target(lambda material: material.made(kind), check_reader(kind))


TARGETS: dict[str, Target] = {
    "decoding": Target(Material.data, check_decoding),
    "txt": Target(Material.data, check_reader(".txt")),
    "html": Target(Material.html, check_reader(".html")),
    "json": Target(Material.json, check_reader(".json")),
    "jsonl": Target(Material.jsonl, check_reader(".jsonl")),
    "csv": Target(Material.csv, check_reader(".csv")),
    "txt.gz": Target(lambda m: m.zipped(m.data()), check_reader(".txt.gz")),
    "html.gz": Target(lambda m: m.zipped(m.html()), check_reader(".html.gz")),
    "json.gz": Target(lambda m: m.zipped(m.json()), check_reader(".json.gz")),
    "jsonl.gz": Target(lambda m: m.zipped(m.jsonl()), check_reader(".jsonl.gz")),
    "csv.gz": Target(lambda m: m.zipped(m.csv()), check_reader(".csv.gz")),
    **{kind.lstrip("."): _made(kind) for kind in _MADE},
    "preparation": Target(Material.text, check_preparation),
    "language": Target(Material.text, check_language),
    "sentences": Target(Material.text, check_sentences),
    "analysis": Target(Material.text, check_analysis),
    "dates": Target(lambda m: m.text(100), check_dates),
    "recognizer": Target(Material.text, check_recognizer),
    "parser": Target(Material.query, check_parser),
    "search": Target(Material.query, check_search),
    "documents": Target(
        lambda m: [m.text(300) for _ in range(m.count(6))], check_documents
    ),
    "gazetteer": Target(Material.table, check_gazetteer),
    "glossary": Target(Material.table, check_glossary),
}
"""All targets by name; two of them go through the public API from end to end."""
