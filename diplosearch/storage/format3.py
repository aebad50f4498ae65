"""Documents of format 3, as far as a rebuild has to read them.

Their body is one block: a line of JSON, lines of term vectors, which the new index makes
again, and the text.
"""

from __future__ import annotations

import zlib
from typing import Any

from ..errors import DocumentError, IndexDamagedError
from ..model import Document, Entity, Passage, Span
from .blocks import decompress, most_bytes
from .bounded_json import decode_json
from .codec import entities_within

FORMAT_3 = 3

_COLUMNS = 3
"""Lines of term vectors of each passage, and of the title."""


def read_document(id: str, body: bytes) -> Document:
    """Return a document of format 3.

    Raises :class:`IndexDamagedError` where it cannot be decoded.
    """
    try:
        line, _, rest = decompress(body, most_bytes(body)).partition(b"\n")
        fields: dict[str, Any] = decode_json(line)
        columns = _COLUMNS * (len(fields["passages"]) + 1)
        text = rest.split(b"\n", columns)[columns].decode()
        return _make_document(id, fields, text)
    except (ValueError, TypeError, LookupError, zlib.error, DocumentError) as error:
        raise IndexDamagedError(
            f"document {id!r} of format {FORMAT_3} cannot be decoded ({error}); rebuild "
            "the index from its sources: diplosearch rebuild"
        ) from error


def _make_document(id: str, fields: dict[str, Any], text: str) -> Document:
    entities = tuple(Entity(*one) for one in fields["entities"])
    return Document(
        id=id,
        text=text,
        title=fields["title"],
        date=fields["date"],
        source=fields["source"],
        dateline=fields["dateline"],
        url=fields["url"],
        language=fields["language"],
        boilerplate=tuple(Span(start, end) for start, end in fields["boilerplate"]),
        passages=tuple(
            Passage(
                f"{id}#{number}",
                number,
                start,
                end,
                text[start:end],
                language,
                entities_within(entities, start, end),
            )
            for number, (start, end, language) in enumerate(fields["passages"])
        ),
        entities=entities,
        title_entities=tuple(Entity(*one) for one in fields["title_entities"]),
    )
