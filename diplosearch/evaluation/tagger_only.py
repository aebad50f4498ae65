"""The tagger alone as a recognizer, the baseline to measure the rules against."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Sequence
from functools import cached_property

from ..entities.base import Section
from ..entities.gazetteer.gazetteer import Gazetteer
from ..entities.linker import link
from ..entities.recognizer import read_sentences
from ..entities.tagged_names import read_tagged
from ..entities.tagger.tagger import Tagger
from ..model import Entity

_PROBE = (
    "Çin Dışişleri Bakanı Wang Yi ile Kazakh President Kassym-Jomart Tokayev met in "
    "Astana, where Jane Whitfield of the Brookings Institution spoke."
)


class TaggerRecognizer:
    """Finds names by the tagger alone, and links them.

    The gazetteer gives features to the tagger, and ids and names to its mentions.
    """

    def __init__(self, gazetteer: Gazetteer, tagger: Tagger) -> None:
        self.gazetteer = gazetteer
        self._tagger = tagger

    @cached_property
    def fingerprint(self) -> str:
        """Hash of the gazetteer and of the entities found in a fixed text."""
        found = self.recognize(_PROBE, [Section(0, len(_PROBE), "en")])
        data = repr((self.gazetteer.fingerprint, found)).encode()
        return hashlib.blake2b(data, digest_size=16).hexdigest()

    def recognize(
        self,
        text: str,
        sections: Sequence[Section],
        *,
        date: datetime.date | None = None,  # noqa: ARG002 - the tagger marks no dates
    ) -> list[Entity]:
        """Return the names in ``sections`` of ``text``, in order, none overlapping."""
        sentences = read_sentences(text, sections)
        found = [self.gazetteer.find(sentence) for sentence in sentences]
        whole = [[(0, len(sentence))] for sentence in sentences]
        tagged = self._tagger.tag(sentences, found, whole)
        mentions = [
            mention
            for sentence, spans in zip(sentences, tagged, strict=True)
            for span in spans
            for mention in read_tagged(sentence, span)
        ]
        return link(text, mentions, self.gazetteer)
