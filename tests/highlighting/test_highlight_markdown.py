"""How marks look in Markdown, and what is escaped."""

from __future__ import annotations

import pytest

from diplosearch.highlighting.markdown import to_markdown
from diplosearch.highlighting.marks import Mark


def bold(text: str, *words: str, kind: str = "exact") -> str:
    """Return ``text`` as Markdown, the first of each of ``words`` marked."""
    marks = [Mark(text.index(word), text.index(word) + len(word), kind) for word in words]
    return to_markdown(text, 0, len(text), marks)


@pytest.mark.parametrize(
    "text",
    [
        'Çin’in, 29 Ocak\'ta (Xinhua) -- "yüzde 3,5" dedi; 18:28!',
        "Bakan Fidan: Çin-Azerbaycan ilişkileri, 14.09.2022 - AB/BM & NATO?",
        "BEİJİNG, 29 Ocak (Xinhua) -- 30. olağan toplantı $5 milyar + %20 = 3 > 2",
        "Haberler | Dünya #diplomasi @disisleri",
        "-5 derece",
        "18.04.2024 tarihinde",
        "İlk satır.\nİkinci satır.\n\nYeni paragraf.\n",
    ],
)
def test_plain_sentences_stay_as_they_are(text: str) -> None:
    """Punctuation of ordinary prose is not escaped."""
    assert to_markdown(text, 0, len(text), []) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("*a* _b_ `c` ~d~", r"\*a\* \_b\_ \`c\` &#126;d&#126;"),
        (r"C:\x", r"C:\\x"),
        ("[1] ![a](b)", r"\[1] !\[a](b)"),
        ("<b> <http://a.b>", "&lt;b> &lt;http&#58;//a.b>"),
        ("https://aa.com.tr www.trt.net.tr", r"https&#58;//aa.com.tr www\.trt.net.tr"),
        ("R&D &amp; &#42; &x", "R&D &amp;amp; &amp;#42; &x"),
        ("a{: onclick=x} {{b}}", "a&#123;: onclick=x} &#123;&#123;b}}"),
        ("# a\n  ## b\n> c", "\\# a\n  \\## b\n&gt; c"),
        ("C# a #\nC##", "C# a \\#\nC#\\#"),
        (": a\n:b", "&#58; a\n:b"),
        ("- a\n+ b\n-\n-c", "\\- a\n\\+ b\n\\-\n-c"),
        ("30. olağan\n1) a\n2.", "30\\. olağan\n1\\) a\n2\\."),
        ("1234567890. a\n١. b", "1234567890\\. a\n١\\. b"),
        ("a\n===\nb\n---\n- - -", "a\n&#61;==\nb\n\\---\n\\- - -"),
        ("a | b\n--|:-:\n|-|", "a | b\n\\--|:-:\n&#124;-|"),
        ("    a\n\tb\n  \tc\n   d\n    \n", "&#32;   a\n&#9;b\n&#32; \tc\n   d\n    \n"),
        ("a  \nb \nc  ", "a &#32;\nb \nc  "),
        ("\x1b[1m", r"␛\[1m"),
    ],
)
def test_markup_in_the_text_is_escaped(text: str, expected: str) -> None:
    """What Markdown would read as its own is escaped, where it would."""
    assert to_markdown(text, 0, len(text), []) == expected


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Çin Bakanı’nın", ["Bakanı"], "Çin **Bakanı**’nın"),
        ("Çin Bakanı", ["Çin Bakanı", "Bakanı"], "**Çin Bakanı**"),
        ("Çin Bakanı", ["Çin", "Bakanı"], "**Çin** **Bakanı**"),
        ("ateşkes", ["eş"], "at**eş**kes"),
        (" (Çin) dedi", [" (Çin) "], " **(Çin)** dedi"),
        ("A.B.D. ile", ["A.B.D."], "**A.B.D.** ile"),
        ("A.B.D.ye", ["A.B.D."], "<strong>A.B.D.</strong>ye"),
        ("100€luk", ["€"], "100<strong>€</strong>luk"),
        ("Wang\nYi", ["Wang\nYi"], "**Wang**\n**Yi**"),
        ("Wang \n\n Yi", ["Wang \n\n Yi"], "**Wang** \n\n **Yi**"),
        ("30. olağan", ["olağan"], r"30\. **olağan**"),
        ("a*b", ["*"], r"a<strong>\*</strong>b"),
        ("a  b", [" "], "a  b"),
    ],
)
def test_matches_are_bold(text: str, words: list[str], expected: str) -> None:
    """Matches stand between asterisks, or between tags where these fail."""
    assert bold(text, *words) == expected


def test_translations_are_bold_and_italic() -> None:
    """What only a translation found is set apart; any other match wins."""
    assert bold("the ceasefire.", "ceasefire", kind="translation") == "the ***ceasefire***."
    marks = [Mark(0, 4, "translation"), Mark(0, 7, "translation"), Mark(4, 7, "exact")]
    assert to_markdown("ateşkes", 0, 7, marks) == "***ateş***<strong>kes</strong>"
    assert to_markdown("ateşkes", 0, 7, [*marks, Mark(0, 7, "stem")]) == "**ateşkes**"


def test_touching_translation_after_a_match_is_tagged() -> None:
    """Asterisks never touch asterisks, which would be read as one run."""
    marks = [Mark(0, 4, "exact"), Mark(4, 7, "translation")]
    assert to_markdown("ateşkes", 0, 7, marks) == "**ateş**<em><strong>kes</strong></em>"


def test_entities_are_in_italics() -> None:
    """An entity is in italics, and in bold where it is a match as well."""
    entity = Mark(0, 3, "gpe", "entity")
    assert to_markdown("Çin", 0, 3, [entity]) == "*Çin*"
    assert to_markdown("Çin", 0, 3, [entity, Mark(0, 3, "exact")]) == "**Çin**"
    assert to_markdown("Çinli", 0, 5, [entity]) == "*Çin*li"


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit", [" ", "\t", "*", "&", "-", "9", "\n", " \n", "|-", "& ", "www."]
)
def test_long_runs_are_written_in_time(unit: str) -> None:
    """A megabyte of what the escapes look for comes back."""
    text = unit * (1_000_000 // len(unit)) + "x"
    assert to_markdown(text, 0, len(text), []).endswith("x")
