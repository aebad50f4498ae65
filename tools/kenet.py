"""Reader of KeNet, a Turkish wordnet whose synsets are linked to those of English WordNet.

Both are XML files of the package ``nlptoolkit-wordnet``: a synset has its literals, the
most usual first, and a Turkish one the ids of English synsets of the same meaning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

ENGLISH = "english_wordnet_version_31.xml"
TURKISH = "turkish_wordnet.xml"

_PHRASE = re.compile(r"[^\W\d_]+(?:[ '’-][^\W\d_]+)*")


class Link(NamedTuple):
    """Words of one meaning in both languages, in small letters but for names."""

    english: tuple[str, ...]
    turkish: tuple[str, ...]


def read_links(folder: Path) -> Iterator[Link]:
    """Yield the linked synsets of the XML files in ``folder``.

    Literals that hold anything but words are left out, and synsets without any.
    """
    english = dict(_read_synsets(folder / ENGLISH))
    for _, literals, ids in _parse(folder / TURKISH):
        for id in ids:
            if literals and english.get(id):
                yield Link(english[id], literals)


def _read_synsets(path: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    for id, literals, _ in _parse(path):
        yield id, literals


def _parse(path: Path) -> Iterator[tuple[str, tuple[str, ...], list[str]]]:
    """Yield the id of each synset, its literals, and the ids of those linked to it."""
    with path.open("rb") as file:
        for _, element in ElementTree.iterparse(file):
            if element.tag != "SYNSET":
                continue
            texts = (literal.text or "" for literal in element.iterfind("SYNONYM/LITERAL"))
            literals = dict.fromkeys(text for text in texts if _PHRASE.fullmatch(text))
            links = [link.text or "" for link in element.iterfind("ILR")]
            yield element.findtext("ID", ""), tuple(literals), links
            element.clear()
