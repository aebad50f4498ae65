"""A corpus to grow others from that needs no file: the project's own sentences.

They are those that the tagger is trained with (``tools/data/sentences``), invented, a
third of them Turkish; an article is what stands there between two empty lines.
"""

from __future__ import annotations

import json
from pathlib import Path

from tools.annotated import read_annotated

from .settings import ROOT

FOLDER = ROOT / "tools" / "data" / "sentences"

_SENTENCES = 8
"""Sentences of an article at least, as in a short piece of news; a guess."""


def write_sentences(path: Path) -> None:
    """Write the articles to ``path``, a document a line of JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for source in sorted(FOLDER.glob("*.txt")):
            language = source.name.partition("-")[0]
            sentences: list[str] = []
            for article in read_annotated(source):
                sentences += (one.text for one in article)
                if len(sentences) >= _SENTENCES:
                    row = {"text": " ".join(sentences), "language": language}
                    file.write(json.dumps(row, ensure_ascii=False) + "\n")
                    sentences = []
