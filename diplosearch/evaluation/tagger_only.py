"""The tagger alone, as a recognizer: what the rules add is measured against it."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Sequence
from functools import cached_property

from ..entities.base import Section
from ..entities.gazetteer.gazetteer import Gazetteer
from ..entities.linker import link
from ..entities.recognizer import read_sentences, read_tagged
from ..entities.tagger.tagger import Tagger
from ..model import Entity

_PROBE = (
    "Çin Dışişleri Bakanı Wang Yi ile Kazakh President Kassym-Jomart Tokayev met in "
    "Astana, where Jane Whitfield of the Brookings Institution spoke."
)


class TaggerRecognizer:
    """Finds names by the tagger and links them; neither rules nor gazetteer find any.

    The gazetteer is among what the tagger is told of each word, and it names what
    was found.
    """

    def __init__(self, gazetteer: Gazetteer, tagger: Tagger) -> None:
        self.gazetteer = gazetteer
        self._tagger = tagger

    @cached_property
    def fingerprint(self) -> str:
        """What changes when the answers change: a hash of those to a fixed probe."""
        found = self.recognize(_PROBE, [Section(0, len(_PROBE), "en")])
        told = repr((self.gazetteer.fingerprint, found)).encode()
        return hashlib.blake2b(told, digest_size=16).hexdigest()

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
