"""English words: the possessive, contractions, irregular forms, spellings and Snowball."""

from __future__ import annotations

import pytest

from diplosearch.analysis.analyzer import analyzer_for
from diplosearch.analysis.english import EnglishRules
from diplosearch.text.letters import APOSTROPHES

RULES = EnglishRules()


@pytest.mark.parametrize(
    ("word", "base"),
    [
        ("China's", "China"),
        ("CHINA'S", "CHINA"),
        ("Moody's's", "Moody's"),
        ("ministers", "ministers"),
        ("O'Brien", "O'Brien"),
        ("O'Brien's", "O'Brien"),
        ("don't", "don't"),
        ("They're", "They"),
        ("she'll", "she"),
        ("couldn't've", "couldn't"),
        ("O'Re", "O'Re"),
        ("d'Ivoire", "d'Ivoire"),
        ("Çin'in", "Çin'in"),
        ("s", "s"),
    ],
)
def test_cut_suffix(word: str, base: str) -> None:
    """The possessive and a verb behind a pronoun are cut; others are part of the word."""
    assert RULES.cut_suffix(word) == base


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("ministers", "minist"),
        ("countries", "countri"),
        ("agreements", "agreement"),
        ("signing", "sign"),
        ("signed", "sign"),
    ],
)
def test_stem(word: str, stem: str) -> None:
    """Snowball's English stemmer does the rest."""
    assert RULES.stem(word) == stem


ONE_WORD = """
    organise = organize
    organisation = organization
    organised = organization
    recognise = recognizing
    privatisation = privatize
    analyse = analyze
    analysed = analyzed
    paralysed = paralyze
    criticise = criticized
    labour = labor
    neighbouring = neighbor
    neighbourhood = neighborhood
    favourite = favorite
    behaviour = behavior
    honoured = honor
    harbours = harbor
    defence = defense
    offences = offense
    licence = license
    centre = center
    centred = centered
    theatres = theater
    kilometres = kilometer
    metre = meter
    fibre = fiber
    programme = program
    dialogue = dialog
    grey = gray
    manoeuvres = maneuver
    travelled = traveled
    cancelled = canceled
    fuelled = fuel
    modelling = modeling
    jewellery = jewelry
    fulfil = fulfill
    sceptical = skeptical
    mould = mold
    ageing = aging
    aluminium = aluminum
    misled = mislead
    withheld = withhold
    laid = lay
    foresaw = foresee
    rebuilt = rebuild
    undid = undo
    spokesmen = spokesman
    policemen = policeman
    gunmen = gunman
    halves = half
    shelves = shelf
    gases = gas
    buses = bus
    memoranda = memorandum
    referenda = referendum
    stadia = stadium
    diagnoses = diagnosis
    China's = China
    went = go
    children = child
    brought = bring
    said = say
    women = woman
    knives = knife
    crises = crisis
    F-16s = F16
    Practised = practice
    recognisable = recognizable
    advertisement = advertise
    advertising = advertise
    promised = promise
    surprising = surprise
    revision = revise
    supervision = supervise
    precision = precise
    appraisal = appraise
    exercises = exercise
    enterprises = enterprise
    raised = raise
    paradise = paradises
    analysis = analyses
    televised = television
    disguised = disguise
    armoured = armor
    colourful = colorful
"""
TWO_WORDS = """
    prise / prize
    organ / organise
    wise / wize
    metre / met
    tour / tor
    four / for
    hour / hor
    premise / premium
    pour / poor
    our / or
    offence / off
    size / sise
    rise / rice
    Paris / parize
    bases / basis
    lives / life
    shell / she'll
    hell / he'll
    well / we'll
    ill / I'll
    wed / we'd
    found / find
    leaves / leaf
    story / store
    license / lice
    dial / dialogue
    curb / curd
"""


@pytest.mark.parametrize("line", ONE_WORD.strip().splitlines())
def test_forms_of_one_word(line: str) -> None:
    """British and American spellings and irregular forms have one stem."""
    one, other = line.split("=")
    terms = analyzer_for("en").terms
    assert terms(one.strip()).stem == terms(other.strip()).stem


@pytest.mark.parametrize("line", TWO_WORDS.strip().splitlines())
def test_forms_of_two_words(line: str) -> None:
    """Words that only look alike share no term."""
    one, other = (analyzer_for("en").terms(word.strip()) for word in line.split("/"))
    assert one.stem != other.stem
    assert one.exact != other.exact


@pytest.mark.parametrize("mark", APOSTROPHES)
@pytest.mark.parametrize(
    "word",
    [
        "don't",
        "they're",
        "it's",
        "isn't",
        "won't",
        "I'm",
        "we've",
        "who'd",
        "that's",
        "couldn't've",
    ],
)
def test_contractions_are_stop_words(word: str, mark: str) -> None:
    """A contraction carries no weight, with any apostrophe."""
    assert analyzer_for("en").is_stop(word.replace("'", mark))
    assert analyzer_for("en").terms(word.replace("'", mark)).is_stop
