"""Hostile texts, bytes, rows, pages and queries, drawn from a seeded generator."""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import TypeVar

T = TypeVar("T")

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
"""The sample corpus; :mod:`paths` is not importable in ``python -m tests.hostile``."""

LONGEST = 20_000

PIECES: list[str] = [
    *"aşŞIıİiğÇéñ0159 .,;:!?-–—()[]{}<>\"'&/\\|#*_`~^@$%+=\n\t\r\v\f\x00\x1b\x7f\x85\xa0",
    *(
        "\u0307",
        "\u0301",
        "\u200d",
        "\u200b",
        "\xad",
        "\ufeff",
        "\u2028",
        "\u202e",
        "\ufffd",
    ),
    *("\ud800", "\udfff", "\udc80", "\U0010ffff", "\ufffe", "𝒳", "ﬁ", "ẞ", "ǅ", "½", "Ⅷ"),
    *("’", "‘", "ʼ", "´", "“", "”", "«", "»", "…", "•", "€", "°", "－", "１"),
    *("北京", "Москва", "العربية", "हिन्दी", "🇹🇷", "👩🏽‍🚀", "한국"),
    *("A.B.D.", "Dr.", "30. ", "1.457", "1,457", "498.55", "O'Brien", "Çin'in", "AB'ye"),
    *("TÃ¼rkiye", "Ýstanbul", "Ä°zmir", "Ã", "Â", "â€™", "&amp;", "&#0;", "&lt;b&gt;"),
    *("BEİJİNG, 29 Ocak (Xinhua) -- ", "ANKARA (AA) - ", "date 2024-04-25\n", "Kaynak: "),
    *("14.09.2022 18:28", "29 Ocak 2026", "January 29, 2026", "31.02.2025", "99/99/9999"),
    *("0001-01-01", "9999-12-31", "2025-13-45", "dün", "next Monday", "Mayıs", "March"),
    *("$1,5 milyar", "1.000.000,00 TL", "10 billion euros", "%7", "G20", "5G", "'98"),
    *(
        "Dışişleri Bakanı",
        "Foreign Minister",
        "President Xi Jinping",
        "Erdoğan’ın",
        "Wang Yi",
    ),
    *(
        "Ministry of Foreign Affairs of ",
        "25th Summit of ",
        "Cumhurbaşkanı ",
        "United ",
        "of ",
    ),
    *(
        "SHARE",
        "Share: ",
        "Paylaş",
        "Cookie",
        "Read more",
        "Fotoğraf: AA",
        "İlgili Haberler",
    ),
    *(
        "<b>",
        "</b>",
        "<script>alert(1)</script>",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "</mark>",
    ),
    *(
        "![a](b)",
        "[a](javascript:alert(1))",
        "```",
        "***",
        "\x1b[31m",
        "\x1b]0;t\x07",
        "\x9b1m",
    ),
    *(
        "AND",
        "OR",
        "NOT",
        "+",
        "-",
        "~",
        "~2",
        "*",
        "title:",
        "date:",
        "lang:tr",
        "person:",
    ),
    *(
        "date:[2025 TO 2026]",
        "date:2025..",
        '"',
        '"a b"~5',
        "country:Çin",
        "entity:",
        "18:28",
    ),
    *(
        "../../etc/passwd",
        "http://a.b/c?d=e#f",
        "a@b.co",
        "C:\\x",
        "%00",
        "\\u0000",
        "{{x}}",
    ),
]
QUERIES = [
    *(
        " ",
        " ",
        " AND ",
        " OR ",
        " NOT ",
        "+",
        "-",
        "(",
        ")",
        '"',
        "*",
        "~",
        "~3",
        ":",
        "..",
    ),
    *("title:", "source:", "lang:", "date:", "person:", "org:", "country:", "city:"),
    *("entity:", "[2025 TO 2026]", "2025-01..2025-06", "lang:tr", "date:", "[", "]", "TO"),
    *(
        "Çin",
        "China",
        "bakan*",
        "isveren~",
        "trade volume",
        "the",
        "ve",
        "ateşkes",
        "Wang Yi",
    ),
    *("a*", "?", "\\", "'", "’", "İ", "\u0307", "北京", "\ud800", "\x00", "🇹🇷", "O'Brien"),
]


@cache
def _good_files() -> dict[str, bytes]:
    """Return a sound file of each kind that is no text."""
    tests = str(Path(__file__).resolve().parents[1])
    if tests not in sys.path:  # in ``python -m tests.hostile``
        sys.path.append(tests)
    import made_files as made

    story = "Bakan Ankara'da konuştu ve gitti."
    page = f"<article><p>{story}</p></article>".encode()
    pdf = made.make_pdf([made.write_lines([story])] * 3, stated={"Title": story})
    mail = made.make_mail(story, key="a@b", html=story, files={"a.pdf": pdf})
    answers = [made.Fetched("https://x.org/a", page)] * 2
    return {
        ".pdf": pdf,
        ".docx": made.make_docx([story], table=[["a", "b"]]),
        ".eml": mail,
        ".mbox": made.make_mbox([mail, mail]),
        ".rss": made.make_rss(["<title>%s</title><description>%s</description>"]).encode(),
        ".warc": made.make_warc(answers),
        ".warc.gz": made.make_warc(answers, gzip=True),
        ".zip": made.make_zip({"a.txt": story, "b.eml": mail, "c.html": page}),
    }


def seed_texts() -> list[str]:
    """Return the texts of the sample corpus."""
    return [path.read_text(encoding="utf-8") for path in sorted(SEEDS.rglob("*.txt"))]


class Material:
    """Draws hostile input; the same generator draws the same."""

    texts: tuple[str, ...] = ()

    def __init__(self, random: Random) -> None:
        self.random = random
        if not Material.texts:
            Material.texts = tuple(seed_texts())

    def one_of(self, *makers: Callable[[], T]) -> T:
        return self.random.choice(makers)()

    def count(self, most: int) -> int:
        """Return a number up to ``most``, mostly a small one."""
        return int(most ** self.random.random())

    # Texts

    def text(self, most: int = 600) -> str:
        """Return a text of one of many kinds."""
        return self.one_of(
            lambda: self.pieces(PIECES, self.count(60)),
            lambda: self.noise(self.count(80)),
            lambda: self.altered(self.excerpt(most)),
            lambda: self.altered(self.excerpt(most)),
            lambda: self.repeated(most),
            lambda: self.lines(self.count(12)),
        )

    def pieces(self, of: Sequence[str], count: int) -> str:
        glue = self.random.choice(["", "", " ", " ", "\n"])
        return glue.join(self.random.choice(of) for _ in range(count))

    def noise(self, count: int) -> str:
        top = self.random.choice([0x80, 0x250, 0x3000, 0x110000])
        return "".join(chr(self.random.randrange(top)) for _ in range(count))

    def excerpt(self, most: int) -> str:
        text = self.random.choice(self.texts)
        start = self.random.randrange(max(1, len(text) - most // 2))
        return text[start : start + self.count(most)]

    def altered(self, text: str) -> str:
        """Return ``text`` with pieces put in, taken out, doubled, recased."""
        for _ in range(self.count(6)):
            at = self.random.randrange(len(text) + 1)
            end = at + self.count(20)
            piece = self.one_of(
                lambda: self.random.choice(PIECES),
                lambda: self.random.choice(PIECES) * self.count(30),
                lambda: "",
                lambda: text[at:end] * 2,  # noqa: B023 - called at once
                lambda: text[at:end].upper(),  # noqa: B023
                lambda: text[at:end][::-1],  # noqa: B023
            )
            text = text[:at] + piece + text[at if self.random.random() < 0.5 else end :]
        return text

    def repeated(self, most: int) -> str:
        unit = self.pieces(PIECES, 1 + self.count(3))
        return (unit * (1 + self.count(most)))[:most]

    def lines(self, count: int) -> str:
        return "\n".join(
            self.one_of(
                lambda: self.random.choice(PIECES),
                lambda: self.excerpt(80).replace("\n", " "),
                lambda: self.pieces(PIECES, 3),
                lambda: "",
            )
            for _ in range(count)
        )

    def query(self) -> str:
        """Return a query: words, syntax, or arbitrary text."""
        return self.one_of(
            lambda: self.pieces(QUERIES, self.count(12)),
            lambda: self.pieces(QUERIES, self.count(12)),
            lambda: self.altered(self.pieces(QUERIES, self.count(5))),
            lambda: self.text(200),
            lambda: self.excerpt(60),
            lambda: self.random.choice("(\"+-a*~:' ") * self.count(2500),
        )

    # Bytes

    def data(self) -> bytes:
        """Return an encoded text, whole or damaged."""
        encoding = self.random.choice(
            [
                "utf-8",
                "utf-8",
                "cp1254",
                "utf-16",
                "utf-32",
                "cp1252",
                "utf-8-sig",
                "gb18030",
            ]
        )
        errors = "surrogatepass" if encoding.startswith("utf") else "replace"
        return self.damaged(self.text().encode(encoding, errors))

    def damaged(self, data: bytes) -> bytes:
        """Return ``data``, at times cut, with bytes changed or put in."""
        if self.random.random() < 0.5:
            return data
        for _ in range(self.count(8)):
            at = self.random.randrange(len(data) + 1)
            piece = self.random.choice(
                [b"", b"\0", b"\xff", b"\xfe\xff", b"\xc3", b"\x1f\x8b", b"\r", b'"']
            )
            data = data[:at] + piece + data[at + self.random.randrange(2) :]
        return data[: self.random.randrange(len(data) + 1)] if data[3:] else data

    def made(self, kind: str) -> bytes:
        """Return a file of a kind that is no text, mostly damaged, or other bytes."""
        good = _good_files()[kind]
        data = (
            good
            if kind != ".rss"
            else good.replace(b"%s", self.text(300).encode("utf-8", "replace"))
        )
        return self.one_of(
            lambda: self.damaged(data),
            lambda: self.damaged(self.damaged(data)),
            lambda: data[: self.count(len(data))],
            self.data,
        )

    def zipped(self, data: bytes) -> bytes:
        return self.damaged(gzip.compress(data, 1))

    # Structured input

    def value(self, depth: int = 0) -> object:
        if depth < 3 and self.random.random() < 0.2:
            return self.one_of(
                lambda: [self.value(depth + 1) for _ in range(self.count(4))],
                lambda: {self.name(): self.value(depth + 1) for _ in range(self.count(4))},
            )
        return self.one_of(
            lambda: self.text(120),
            lambda: self.random.choice([None, True, 0, -1, 1e308, 2**70, float("nan"), ""]),
            lambda: self.pieces(PIECES, 2),
        )

    def name(self) -> str:
        known = ["id", "_id", "text", "title", "date", "source", "url", "language"]
        return self.random.choice([*known, *known, self.random.choice(PIECES)])

    def row(self) -> object:
        if self.random.random() < 0.1:
            return self.value()
        return {"text": self.text(300)} | {
            self.name(): self.value() for _ in range(self.count(7))
        }

    def json(self) -> bytes:
        rows = [self.row() for _ in range(self.count(4))]
        made: object = self.one_of(lambda: rows, lambda: {"data": rows}, self.row)
        written = json.dumps(made, ensure_ascii=self.random.random() < 0.5)
        if self.random.random() < 0.05:
            written = "[" * self.count(200_000) + written
        return self.damaged(written.encode("utf-8", "surrogatepass"))

    def jsonl(self) -> bytes:
        lines = [json.dumps(self.row(), ensure_ascii=False) for _ in range(self.count(5))]
        return self.damaged("\n".join(lines).encode("utf-8", "surrogatepass"))

    def csv(self) -> bytes:
        delimiter = self.random.choice(",;\t|")
        rows = [[self.name() for _ in range(self.count(6))] + ["text"]]
        for _ in range(self.count(5)):
            rows.append([self.text(80) for _ in range(self.count(7))])
        quote = self.random.random() < 0.7
        written = "\n".join(
            delimiter.join(
                '"' + cell.replace('"', '""') + '"' if quote else cell for cell in row
            )
            for row in rows
        )
        return self.damaged(written.encode("utf-8", "surrogatepass"))

    def html(self) -> bytes:
        tags = [
            "p",
            "div",
            "article",
            "h1",
            "title",
            "table",
            "td",
            "li",
            "time",
            "a",
            "main",
        ]
        pieces = [
            self.random.choice(["", "<!doctype html><html lang=tr>", "<?xml?>", "\ufeff"])
        ]
        pieces.append(
            self.random.choice(
                [
                    "",
                    "<meta charset=utf-16>",
                    "<meta property='og:title' content='" + self.text(40) + "'>",
                    "<script type='application/ld+json'>"
                    + json.dumps(self.value())
                    + "</script>",
                ]
            )
        )
        for _ in range(self.count(12)):
            tag = self.random.choice(tags)
            pieces.append(f"<{tag}>" * self.count(3) + self.text(200))
            pieces.append(self.random.choice([f"</{tag}>", "", "</body>", "<!--", "<br/>"]))
        if self.random.random() < 0.02:
            pieces.insert(0, "<div>" * self.count(20_000))
        return self.damaged("".join(pieces).encode("utf-8", "surrogatepass"))

    # A user's own files

    def table(self) -> bytes:
        """Return a gazetteer or a glossary with errors in it."""
        lines = [
            self.one_of(
                lambda: self.pieces(PIECES, 4),
                lambda: f"ORG | {self.pieces(PIECES, 2)} | {self.text(30)}",
                lambda: f"GPE | {self.text(20)}; X | Y | country:{self.pieces(PIECES, 1)}",
                lambda: f"{self.text(20)}\t{self.text(20)}",
                lambda: f"{self.random.choice(PIECES)}|b\tc|{self.random.choice(PIECES)}",
                lambda: "# " + self.text(20),
            )
            for _ in range(1 + self.count(4))
        ]
        return self.damaged("\n".join(lines).encode("utf-8", "surrogatepass"))
