"""Documents as citations: RIS, BibTeX, and the JSON of the Citation Style Language.

A document is cited as an article of a newspaper, with the day on which it was looked up.
The tags are those that reference managers share: of RIS as Zotero and EndNote read it, the
fields of biblatex (3.20, section 2.2), and the variables of CSL 1.0.2.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Literal, NamedTuple

from ...errors import UsageError
from ...highlighting.control_characters import one_line
from ...model import Document
from ...text.letters import normalize
from ...text.sentences import split_sentences
from ..json import dump

CitationFormat = Literal["ris", "bibtex", "csl"]


class Citation(NamedTuple):
    """A document that is cited, and the pages of it that are meant, if it has pages."""

    document: Document
    pages: tuple[int, ...] = ()

    @property
    def title(self) -> str:
        """The document's title, or its first sentence where it has none."""
        document = self.document
        if title := one_line(document.title or ""):
            return title
        text = document.passages[0].text if document.passages else document.text
        start, end = split_sentences(text)[0] if text.strip() else (0, 0)
        return one_line(text[start:end])


def write_citations(
    citations: Iterable[Citation],
    format: CitationFormat,
    *,
    accessed: datetime.date | None = None,
) -> str:
    """Return citations in a format, a document once with all its pages, in their order.

    ``accessed`` is the day on which the documents were looked up, today by default.

    Raises :class:`UsageError` where that is no date.
    """
    pages: dict[str, tuple[Document, set[int]]] = {}
    for document, some in citations:
        pages.setdefault(document.reference, (document, set()))[1].update(some)
    each = (Citation(document, tuple(sorted(all))) for document, all in pages.values())
    return "".join(iterate_citations(each, format, accessed=accessed))


def iterate_citations(
    citations: Iterable[Citation],
    format: CitationFormat,
    *,
    accessed: datetime.date | None = None,
) -> Iterator[str]:
    """Yield the text of :func:`write_citations` in pieces, while citations come.

    Each has to be of another document. Raises :class:`UsageError` at once where
    ``accessed`` is no date.
    """
    if accessed is not None and type(accessed) is not datetime.date:
        raise UsageError(f"accessed={accessed!r}: give a datetime.date")
    return _WRITERS[format](citations, accessed or datetime.date.today())


def _write_ris(citations: Iterable[Citation], accessed: datetime.date) -> Iterator[str]:
    for citation in citations:
        for tag, value in _ris_fields(citation, accessed):
            if value is not None:
                yield f"{tag}  - {one_line(value)}\n"
        yield "ER  - \n\n"


def _ris_fields(
    citation: Citation, accessed: datetime.date
) -> Iterator[tuple[str, str | None]]:
    document = citation.document
    yield "TY", "NEWS"
    yield "ID", document.reference
    yield "TI", citation.title
    yield "T2", document.source
    if document.date is not None:
        yield "PY", f"{document.date.year:04}"
        yield "DA", _slashed(document.date)
    if citation.pages:
        yield "SP", _list_pages(citation.pages)
    yield "UR", document.url
    yield "LA", document.language
    yield "Y2", _slashed(accessed)


def _slashed(date: datetime.date) -> str:
    """Return a date as RIS writes it; the part behind the last slash is free."""
    return f"{date.year:04}/{date.month:02}/{date.day:02}/"


def _list_pages(pages: Sequence[int]) -> str:
    """Return pages as ``3, 7``."""
    return ", ".join(map(str, pages))


def _write_bibtex(citations: Iterable[Citation], accessed: datetime.date) -> Iterator[str]:
    keys: set[str] = set()
    for citation in citations:
        document = citation.document
        fields = {
            # Braces within braces keep the capitals of names.
            "title": f"{{{_escape_tex(citation.title)}}}",
            "journaltitle": document.source and _escape_tex(one_line(document.source)),
            "date": document.date and document.date.isoformat(),
            "pages": _list_pages(citation.pages),
            "url": document.url and _quote_address(document.url),
            "urldate": accessed.isoformat(),
            "langid": {"tr": "turkish", "en": "english"}.get(document.language or ""),
        }
        kind = "article" if document.source else "online"
        lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
        listed = ",\n".join(lines)
        yield f"@{kind}{{{_key(document, keys)},\n{listed}\n}}\n\n"


_NOT_IN_KEYS = re.compile(r"[^a-z0-9]+")


def _key(document: Document, taken: set[str]) -> str:
    """Return a key for a document that is not taken yet, and take it."""
    parts = (
        document.source or "",
        document.date and document.date.year,
        document.reference,
    )
    typed = normalize(" ".join(str(part) for part in parts if part))
    key = plain = _NOT_IN_KEYS.sub("-", typed).strip("-") or "document"
    number = 2
    while key in taken:
        key = f"{plain}-{number}"
        number += 1
    taken.add(key)
    return key


_TEX = {
    "\\": r"\textbackslash{}",
    # Escaped braces would be counted by BibTeX as braces.
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "#$%&_"},
}
_TEX_SIGNS = str.maketrans(_TEX)
_NOT_IN_ADDRESSES = str.maketrans({sign: f"%{ord(sign):02X}" for sign in '{}\\"<>^`| '})


def _escape_tex(text: str) -> str:
    return text.translate(_TEX_SIGNS)


def _quote_address(url: str) -> str:
    """Return a URL without what would end the field that holds it."""
    return one_line(url).translate(_NOT_IN_ADDRESSES)


def _write_csl(citations: Iterable[Citation], accessed: datetime.date) -> Iterator[str]:
    before = "[\n"
    for citation in citations:
        document = citation.document
        values: dict[str, Any] = {
            "id": document.reference,
            "type": "article-newspaper",
            "title": citation.title,
            "container-title": document.source and one_line(document.source),
            "issued": document.date and _date_parts(document.date),
            "accessed": _date_parts(accessed),
            "page": _list_pages(citation.pages),
            "URL": document.url and one_line(document.url),
            "language": document.language,
        }
        item = {name: value for name, value in values.items() if value}
        yield before + dump(item, indent=None)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def _date_parts(date: datetime.date) -> dict[str, list[list[int]]]:
    return {"date-parts": [[date.year, date.month, date.day]]}


_Write = Callable[[Iterable[Citation], datetime.date], Iterator[str]]

_WRITERS: dict[CitationFormat, _Write] = {
    "ris": _write_ris,
    "bibtex": _write_bibtex,
    "csl": _write_csl,
}
