"""Making the lexicon of Turkish words from a package's lexicon and counts of forms."""

from __future__ import annotations

import gzip
import math
import sys
from pathlib import Path
from struct import pack

import pytest

from diplosearch.analysis.turkish.root_lexicon import Lexicon
from diplosearch.analysis.turkish.stems import Word
from diplosearch.analysis.turkish.suffixes import Suffixes
from diplosearch.packed_table import PackedTable
from diplosearch.resources import read_list
from tools import make_turkish_lexicon as tool

ROWS = """
ev ev Noun None NoVoicing
kitap kitap Noun None Voicing
şehir şehir Noun None LastVowelDrop
hak hak Noun None NoVoicing Doubling
saat saat Noun None NoVoicing InverseHarmony
ölmek öl Verb None Aorist_I
öldürmek öldür Verb None Aorist_I Causative_t
yazmak yaz Verb None Aorist_A
Ankara ankara Noun Prop 0
Ürdün ürdün Noun Prop 0
hanehalkı hanehalkı Noun None CompoundP3sg
hanehalk hanehalk Noun None CompoundP3sgRoot Dummy
taraf taraf Noun None NoVoicing
tarafından tarafından Adv None 0
güç güç Noun None Voicing
güçlü güçlü Adj None 0
bel bel Noun None 0
belli belli Adj None 0
, a Punc None 0
"""
FORMS = {
    "ev": 0.2,
    "evde": 0.1,
    "evlerin": 0.1,
    "kitabı": 0.1,
    "öldü": 0.1,
    "öldürdü": 0.05,
    "ankarada": 0.1,
    "tarafı": 0.05,
    "tarafından": 0.1,
    "evli": 0.1,
    "güç": 0.05,
    "bel": 0.05,
}


def row_of(line: str) -> str:
    """Return a line of the package's lexicon; a dummy belongs to *hanehalkı*."""
    lemma, root, part, second, *attributes = line.split()
    reference = "hanehalkı_Noun" if "Dummy" in attributes else "null"
    columns = (lemma, lemma, root, part, second, root, "0", reference, " ".join(attributes))
    return "\t".join(columns)


@pytest.fixture
def resources(tmp_path: Path) -> Path:
    """A folder as the package has it: a lexicon and the shares of a few forms."""
    rows = map(row_of, ROWS.strip().splitlines())
    (tmp_path / "lexicon.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    levels = sorted(set(FORMS.values()))
    data = pack(">iidii", 0, 1, 10.0, 1, len(FORMS))
    data += pack(f">i{len(levels)}d", len(levels), *map(math.log10, levels))
    data += pack(">4i", len(FORMS), 1, 1, 0)
    data += b"".join(bytes((7, levels.index(share))) for share in FORMS.values())
    data += pack(">i", len(FORMS))
    for form in FORMS:
        data += pack(">H", len(form.encode())) + form.encode()
    (tmp_path / "lm-unigram.slm").write_bytes(data)
    return tmp_path


def test_forms_have_their_shares(resources: Path) -> None:
    """The file of a unigram model is read as it is written."""
    found = tool.read_forms(resources / "lm-unigram.slm")

    assert found == pytest.approx(FORMS)


def test_words_have_kinds_and_signs(resources: Path) -> None:
    """Parts of speech and attributes become kinds and signs; punctuation is no word."""
    words = {word.root: word for word in tool.read_words(resources / "lexicon.csv")}

    kinds = {root: word.kind + word.signs for root, word in words.items()}
    assert kinds["kitap"] == "ns"
    assert kinds["şehir"] == "nd"
    assert kinds["hak"] == "n2"
    assert kinds["saat"] == "no"
    assert (kinds["öl"], kinds["yaz"]) == ("i", "a")
    assert (kinds["ankara"], kinds["hanehalkı"], kinds["hanehalk"]) == ("p", "c", "h")
    assert words["hanehalk"].lemma == "hanehalkı"
    assert words["öl"].lemma == "öl-"
    assert "," not in words


def test_lexicon_is_learnt(
    resources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Frequent words cost less, derived ones name their base, unseen names are left out."""
    (tmp_path / "data").mkdir()
    monkeypatch.setattr(tool, "DATA", tmp_path / "data")
    monkeypatch.setattr(tool, "read_hand_written", lambda: {"biden"})
    monkeypatch.setattr(sys, "argv", ["make_turkish_lexicon.py", str(resources)])

    tool.main()

    written = (tmp_path / "data" / "lexicon.tsv.gz").read_bytes()
    text = gzip.decompress(written).decode()
    lexicon = Lexicon(PackedTable(written))
    words = {word.lemma: word for word in lexicon.all_words()}
    assert words["ev"].cost < words["kitap"].cost < words["şehir"].cost
    assert words["öldür-"].bases == ("öl-",)
    assert words["tarafından"].bases == ("taraf",)
    assert words["güçlü"].bases == ("güç",)
    assert words["belli"].bases == ()
    assert "evli" in words
    assert "biden" in words
    assert "ankara" in words
    assert "ürdün" not in words
    assert "Apache-2.0" in text.splitlines()[1]
    costs = (tmp_path / "data" / "suffix-costs.txt").read_text(encoding="utf-8")
    assert "NOUN DA " in costs


def test_costs_are_learnt_anew_each_round(resources: Path) -> None:
    """A round begins with what the one before has found, for suffixes as for words.

    Fails when what the transducer has kept of a round is used in the next one.
    """
    grammar = read_list(tool.PACKAGE, "suffixes.txt")
    words = tool.read_words(resources / "lexicon.csv")
    estimate = tool.Estimate(words, Suffixes(grammar, {}))
    estimate.improve(FORMS)

    fresh = tool.Estimate(estimate.words, Suffixes(grammar, estimate.suffixes.costs))
    assert estimate.improve(FORMS) == fresh.improve(FORMS)


@pytest.mark.parametrize(
    ("root", "base"),
    [
        ("öldür", "öl"),
        ("anlat", "anla"),
        ("yapıl", "yap"),
        ("çıkar", "çık"),
        ("düşür", "düş"),
        ("akıt", "ak"),
        ("gidil", "git"),
        ("bulun", None),
        ("görüş", None),
        ("getir", None),
    ],
)
def test_base_of_a_derived_verb(root: str, base: str | None) -> None:
    """Causatives and passives lead to their verb; reflexives and mutual ones do not."""
    known = ("öl", "anla", "yap", "çık", "düş", "ak", "git", "bul", "gör", "get-")
    roots = {one: Word(f"{one}-", one, "i", "", 0) for one in known}

    assert tool.base_verb(root, roots) == base
