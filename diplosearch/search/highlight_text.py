"""Words that answer a query, marked in any text."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Literal, get_args

from ..engines.memory import MemoryEngine
from ..engines.posting_reader import PostingReader
from ..errors import UsageError
from ..expansion.expand import Expansion
from ..highlighting.ansi import to_ansi
from ..highlighting.html import to_html
from ..highlighting.markdown import to_markdown
from ..highlighting.marks import Mark
from ..highlighting.runs import mark_runs
from ..ingest.entries import make_entries
from ..model import LANGUAGES, Document, Language, Match
from ..query.parser import parse
from ..storage.codec import StoredDocument, encode_document
from ..text.letters import replace_surrogates
from ..text.passages import make_passages, split_in_language
from .loaded_passages import LoadedPassage, LoadedPassages
from .matches import Matcher
from .results import marks_of

if TYPE_CHECKING:
    from ..lexicon.lexicon import Lexicon

Format = Literal["html", "ansi", "markdown", "text"]


def _to_text(text: str, start: int, end: int, marks: Iterable[Mark]) -> str:
    runs = mark_runs(text, start, end, marks, is_styled=False)
    return "".join(run.text for run in runs)


_WRITERS: dict[Format, Callable[[str, int, int, list[Mark]], str]] = {
    "html": to_html,
    "ansi": to_ansi,
    "markdown": to_markdown,
    "text": _to_text,
}


def highlight(
    text: str,
    query: str,
    *,
    format: Format = "html",
    language: Language | None = None,
    translate: bool = True,
) -> str:
    """Return a text in which the words that answer a query are marked.

    They are marked as in a hit: in every form, in the other language as well, and a
    phrase only where it stands; what a query excludes is not marked::

        >>> highlight("Ministers signed the accord.", "minister", format="text")
        '[Ministers] signed the accord.'

    Args:
        text: any text; it need not be in an index.
        query: a query, as for :meth:`diplosearch.Index.search`.
        format: ``"html"`` (escaped, matches in ``<mark>``), ``"ansi"``,
            ``"markdown"`` or ``"text"`` (matches in brackets).
        language: ``"tr"`` or ``"en"``; None identifies that of each paragraph.
        translate: whether words find the other language as well.

    Raises:
        UsageError: an invalid argument; the message names it.
    """
    for name, given in (("text", text), ("query", query)):
        if not isinstance(given, str):
            raise UsageError(f"{name} is {type(given).__name__}; give a string")
    if format not in get_args(Format):
        raise UsageError(f"format={format!r}: use {', '.join(get_args(Format))}")
    if language is not None and language not in LANGUAGES:
        raise UsageError(f"language={language!r}: use 'tr', 'en' or None")
    mended = replace_surrogates(text)
    marks = marks_of(_find_matches(mended, query, language, translate=translate))
    return _WRITERS[format](mended, 0, len(mended), marks)


def _find_matches(
    text: str, query: str, language: Language | None, *, translate: bool
) -> list[Match]:
    spans = split_in_language(text, language)
    if not spans:
        return []
    passages = make_passages("text", text, spans)
    document = Document(id="text", text=text, language=spans[0].language, passages=passages)
    stored = StoredDocument("text", encode_document(document))
    loaded = LoadedPassages(
        LoadedPassage(stored, number) for number in range(len(passages))
    )
    reader = _index(document)
    node = Expansion(reader, _lexicon() if translate else None).expand(parse(query).tree)
    matcher = Matcher(node, loaded)
    return [
        match for number in range(len(passages)) for match in matcher.match_text(number)
    ]


def _index(document: Document) -> PostingReader:
    """Return a reader over the passages of one document."""
    engine = MemoryEngine()
    writer = engine.open_writer()
    for entry in make_entries(1, document):
        writer.add(entry)
    writer.commit()
    return PostingReader(engine.state)


def _lexicon() -> Lexicon:
    from ..lexicon.lexicon import default_lexicon

    return default_lexicon()
