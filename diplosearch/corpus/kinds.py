"""Kinds of files: by the endings of their names, and those of readers by plugin."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from .decoding import REPLACEMENT_CHARACTER

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

KINDS = (
    *(".txt", ".html", ".htm", ".jsonl", ".ndjson", ".json", ".csv", ".tsv"),
    *(".pdf", ".docx", ".eml", ".mbox", ".rss", ".atom", ".xml", ".warc", ".zip"),
)
"""Endings of the files that are read, in small letters; of ``.xml`` only feeds are."""

COMPRESSED = ".gz"

PLUGINS = "diplosearch.readers"
"""The group of entry points by which other packages add readers."""

_NAMED_BY_STEM = (".txt", ".html", ".htm")
_PLUGIN_NAME = re.compile(r"\.?([a-z0-9]{1,20})")


@cache
def find_plugins() -> Mapping[str, EntryPoint]:
    """Return the entry points of readers by ending, such as ``.odt``; none is loaded.

    Of two for one ending the one of the package that comes first by name is taken.
    """
    from importlib.metadata import entry_points  # its import takes as long as ten of ours

    found: dict[str, EntryPoint] = {}
    for one in sorted(entry_points(group=PLUGINS), key=lambda one: package_of(one)):
        name = _PLUGIN_NAME.fullmatch(one.name.lower())
        if name is not None and f".{name[1]}" != COMPRESSED:
            found.setdefault(f".{name[1]}", one)
    return found


def package_of(entry: EntryPoint) -> str:
    """Return the name and version of the package of an entry point."""
    return f"{entry.dist.name} {entry.dist.version}" if entry.dist else entry.value


def list_kinds() -> tuple[str, ...]:
    """Return the endings of all files that are read, those of plugins last."""
    return tuple(dict.fromkeys((*KINDS, *find_plugins())))


def split_name(name: str) -> tuple[str, str]:
    """Return ``name`` without its endings, and its kind in small letters or "".

    >>> split_name("sub/a.TXT.gz")
    ('sub/a', '.txt')
    """
    stem = _uncompressed(name)
    dot = stem.rfind(".")
    kind = stem[dot:].lower() if dot > stem.rfind("/") + 1 else ""
    is_read = kind in KINDS or (kind and kind in find_plugins())
    return (stem[:dot], kind) if is_read else (stem, "")


def name_document(name: str) -> str:
    """Return the id of the document that is the file ``name``.

    That of a text or a page is its name without endings. Other files keep theirs, for a
    release often lies beside its PDF; ``.gz`` alone is left out.

    >>> name_document("sub/a.html.gz"), name_document("sub/a.pdf")
    ('sub/a', 'sub/a.pdf')
    """
    stem, kind = split_name(name)
    return printable(stem if kind in _NAMED_BY_STEM else _uncompressed(name))


def is_compressed(name: str) -> bool:
    """Tell whether a name is that of a gzip file."""
    return name.lower().endswith(COMPRESSED)


def printable(identity: str) -> str:
    """Return ``identity`` as a document id, which must be printable.

    White space becomes a space, and any other unprintable character U+FFFD.
    """
    if identity.isprintable():
        return identity
    return "".join(
        char if char.isprintable() else " " if char.isspace() else REPLACEMENT_CHARACTER
        for char in identity
    )


def _uncompressed(name: str) -> str:
    return name[: -len(COMPRESSED)] if is_compressed(name) else name
