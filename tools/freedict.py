"""Reader of the English–Turkish dictionary of the FreeDict project.

The line of a headword ends in ``/pronunciation/``. Its senses are numbered lines of
translations with commas between, and some go on with English examples. An example begins
at the headword or another English word.
"""

from __future__ import annotations

import gzip
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from diplosearch.analysis.word_rules import load_stop_words

_HEADWORD = re.compile(r"^(\S.*?) /[^/]*/\s*$")
_SENSE = re.compile(r"^\d+\. ")
_REFERENCE = re.compile(r"\((?:bak|bk)\.?\)\s*([a-z]+)")
_BRACKETS = re.compile(r"\([^()]*\)")
_LABEL = re.compile(r"\b(bak|bot|zool|kim|kıs)\.")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SEPARATOR = re.compile(r"[,;:.!?/]")
_ROOT_ENDING = re.compile(r"(e|y|ing|ion|ic|al)$")
_DERIVED = re.compile(r"\b([a-z]{4,})  ([^.;]+)")
# Words of a translation, and of that of a derived word: guesses.
_MOST_WORDS = 4
_MOST_DERIVED_WORDS = 3
_RARE = 3  # times that an English headword stands alone to be Turkish too; a guess
_TURKISH_CAPITALS = str.maketrans({"İ": "i", "I": "ı"})


class Phrase(NamedTuple):
    """A Turkish phrase and its rank among those of its headword, from 1."""

    text: str
    rank: int


def read_dictionary(path: Path) -> dict[str, list[Phrase]]:
    """Return the Turkish phrases of each headword, in which hyphens become spaces.

    path: ``eng-tur.dict``, or its compressed form (``.dz``).
    """
    entries = list(_read_entries(path))
    reader = _Reader(entries)
    for headword, senses in entries:
        reader.read(headword, senses)
    return reader.finish()


def _read_entries(path: Path) -> Iterator[tuple[str, list[str]]]:
    data = path.read_bytes()
    if path.suffix in (".dz", ".gz"):
        data = gzip.decompress(data)
    headword: str | None = None
    senses: list[str] = []
    for line in data.decode("utf-8").splitlines():
        found = _HEADWORD.match(line)
        if found:
            if headword is not None:
                yield headword, senses
            headword, senses = found.group(1).strip().lower(), []
        elif headword is not None and _SENSE.match(line):
            senses.append(_SENSE.sub("", line).strip())
        elif senses and line.strip():
            senses[-1] += " " + line.strip()
    if headword is not None:
        yield headword, senses


class _Reader:
    def __init__(self, entries: list[tuple[str, list[str]]]) -> None:
        self._english = {word for word, _ in entries if " " not in word and len(word) > 2}
        self._turkish = self._find_turkish(entries)
        self._function_words = load_stop_words("english")
        self._phrases: dict[str, list[Phrase]] = defaultdict(list)
        self._references: dict[str, str] = {}

    def _find_turkish(self, entries: list[tuple[str, list[str]]]) -> set[str]:
        """Return words that are alone between commas, which are surely translations."""
        counts: Counter[str] = Counter()
        for _, senses in entries:
            for sense in senses:
                for phrase in re.split(r"[,;:.]", _BRACKETS.sub(" ", sense)):
                    words = phrase.split()
                    if len(words) == 1:
                        counts[words[0].lower()] += 1
        return {
            word
            for word, count in counts.items()
            if word not in self._english or count >= _RARE
        }

    def read(self, headword: str, senses: list[str]) -> None:
        """Add the translations in the senses of an entry."""
        rank = 0
        for sense in senses:
            reference = _REFERENCE.match(sense)
            if reference:
                self._references.setdefault(headword, reference.group(1))
                continue
            plain = _LABEL.sub(" ", _BRACKETS.sub(" ", sense))
            translations, examples = self._split_sense(headword, plain)
            for phrase in _SEPARATOR.split(translations):
                words = [_lower(word) for word in _WORD.findall(phrase)]
                if words and len(words) <= _MOST_WORDS:
                    rank += 1
                    self._add(headword, " ".join(words), rank)
            self._read_derived(headword, examples)

    def _add(self, headword: str, phrase: str, rank: int) -> None:
        if all(word in self._function_words for word in phrase.split()):
            return  # an English example
        self._phrases[headword.replace("-", " ")].append(Phrase(phrase, rank))

    def _split_sense(self, headword: str, sense: str) -> tuple[str, str]:
        """Return the translations of a sense, and the English examples behind them."""
        root = _ROOT_ENDING.sub("", headword)
        for found in _WORD.finditer(sense):
            word = found.group().lower()
            is_foreign = word not in self._turkish
            is_own = word == headword or (
                len(root) > 3 and word.startswith(root) and is_foreign
            )
            is_english = (
                word in self._english and is_foreign and len(word) > 3 and found.start() > 0
            )
            if is_own or is_english:
                if found.start() == 0 and headword in self._turkish:
                    return sense, sense
                return sense[: found.start()], sense[found.start() :]
        return sense, ""

    def _read_derived(self, headword: str, examples: str) -> None:
        """Add derived words among the examples: ``ceaselessly  durmaksızın``."""
        root = _ROOT_ENDING.sub("", headword)[:5]
        for found in _DERIVED.finditer(examples):
            derived = found.group(1)
            if derived[:4] != headword[:4]:
                continue
            kept = []
            for word in found.group(2).split():
                plain = word.strip(",").lower()
                is_foreign = plain not in self._turkish
                if is_foreign and (plain in self._english or plain.startswith(root)):
                    break
                kept.append(word)
            for rank, phrase in enumerate(" ".join(kept).split(","), 1):
                words = [word.lower() for word in _WORD.findall(phrase)]
                if words and len(words) <= _MOST_DERIVED_WORDS:
                    self._add(derived, " ".join(words), rank)

    def finish(self) -> dict[str, list[Phrase]]:
        """Return the phrases of each headword, with those of one that it refers to."""
        for headword, other in self._references.items():
            if other in self._phrases:
                self._phrases[headword.replace("-", " ")] += self._phrases[other]
        return dict(self._phrases)


def _lower(word: str) -> str:
    small = word.translate(_TURKISH_CAPITALS)
    return small if small.isupper() else small.lower()
