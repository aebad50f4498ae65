"""Find ships with spaCy, beside dates and sums of money, in an index of one's own.

pip install 'diplosearch[spacy]'
python spacy_recognizer.py news index
"""

from __future__ import annotations

import sys

import spacy

import diplosearch
from diplosearch.entities.spacy import SpacyRecognizer


def make_recognizer() -> SpacyRecognizer:
    """Return a recognizer of a pipeline with patterns; a trained one goes the same way."""
    pipeline = spacy.blank("xx")
    ruler = pipeline.add_pipe("entity_ruler")
    ruler.add_patterns(  # type: ignore[attr-defined]
        [
            {
                "label": "ORG",
                "pattern": [{"TEXT": {"REGEX": "^(MV|TCG)$"}}, {"IS_TITLE": True}],
            },
            {"label": "GPE", "pattern": "Ankara"},
        ]
    )
    return SpacyRecognizer(pipeline)


if __name__ == "__main__":
    resources = diplosearch.Resources(recognizer=make_recognizer())
    with diplosearch.rebuild(*sys.argv[1:3], resources=resources) as index:
        for entity in index.entities("ORG"):
            print(entity.name, entity.id, entity.passages)
