"""An answer in files, and as text."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from diplosearch import Index, Results
from diplosearch.errors import UsageError
from diplosearch.export.formats import FORMATS
from diplosearch.export.phrases import describe_translations, list_first

CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
SGR = re.compile(r"\x1b\[[0-9;]*m")


@pytest.mark.parametrize("ending", [*FORMATS, ".HTML"])
@pytest.mark.parametrize("explain", [False, True])
def test_files_hold_no_control(
    answer: Results, tmp_path: Path, ending: str, explain: bool
) -> None:
    """Whatever the ending, no control character of a document or query is written."""
    path = answer.save(tmp_path / f"answer{ending}", explain=explain)
    written = path.read_bytes().decode("utf-8")
    assert "Talks in Ankara" in re.sub(r"<[^>]*>|[*\[\]]", "", written)
    assert not CONTROLS.search(written)


def test_each_ending_has_its_format(answer: Results, tmp_path: Path) -> None:
    """A file holds what the method of its format returns."""
    made = {
        ".json": answer.to_json(),
        ".md": answer.to_markdown(),
        ".html": answer.to_html(),
        ".txt": answer.to_text(),
        ".csv": "\ufeff" + answer.to_csv(),
    }
    for ending, text in made.items():
        path = answer.save(str(tmp_path / f"answer{ending}"))
        assert path.read_bytes().decode("utf-8") == text


def test_json_is_the_dictionary(answer: Results) -> None:
    """JSON reads back as ``to_dict`` has it, with reasons where they are asked for."""
    assert json.loads(answer.to_json()) == answer.to_dict()
    explained = json.loads(answer.to_json(explain=True))["hits"][0]["explanation"]
    assert explained["score"] == pytest.approx(answer[0].score)


def test_json_lines_are_hits(answer: Results, tmp_path: Path) -> None:
    """A file of lines has one hit a line, for programs that split at any line break."""
    text = answer.save(tmp_path / "a.jsonl").read_text(encoding="utf-8")
    assert [json.loads(line) for line in text.splitlines()] == [
        hit.to_dict() for hit in answer
    ]


@pytest.mark.parametrize("path", ["answer.pdf", "answer", ".html"])
def test_other_endings_are_refused(answer: Results, tmp_path: Path, path: str) -> None:
    """A name that tells no format is an error that lists them, and nothing is written."""
    with pytest.raises(UsageError, match=r"\.json, \.jsonl, \.md"):
        answer.save(tmp_path / path)
    assert not list(tmp_path.iterdir())


def test_what_cannot_be_written_is_an_os_error(answer: Results, tmp_path: Path) -> None:
    """A folder that is not there is told by the system's own error."""
    with pytest.raises(OSError, match="nowhere"):
        answer.save(tmp_path / "nowhere" / "a.html")


def test_text_marks_with_brackets(index: Index) -> None:
    """Text says by brackets what styles would say, and has no sequences."""
    text = index.search("ateşkes").to_text()
    assert "[ceasefire]" in text
    assert "[ateşkes]" in text
    assert "found as: ceasefire ← ateşkes" in text
    assert text.endswith("2 passages\n")


def test_ansi_is_the_text_in_styles(index: Index) -> None:
    """Without sequences, terminal text is the text but for brackets and the legend."""
    results = index.search("ateşkes")
    plain = SGR.sub("", results.to_ansi(layers=["match"]))
    assert "found: as typed, translated or respelt\n" in plain
    without_legend = re.sub("^found: .*\n", "", plain, flags=re.MULTILINE)
    assert without_legend == results.to_text().replace("[", "").replace("]", "")


def test_a_summary_of_many_translations_is_short(answer: Results) -> None:
    """Of many words found through translation the first are named, the rest counted."""
    hit = next(one for one in answer if one.translations)
    texts = [f"word{number}" for number in range(12)]
    assert list_first(texts, 8).endswith("word7 and 4 more")
    assert describe_translations(hit) == "found as: ceasefire ← ateşkes"


def test_ansi_styles_are_the_only_sequences(answer: Results) -> None:
    """No sequence but styles is left, whatever documents and queries hold."""
    assert not CONTROLS.search(SGR.sub("", answer.to_ansi(explain=True)))


def test_markdown_has_no_markup_of_documents(answer: Results) -> None:
    """Markdown renders without a tag, link or picture that a document brought."""
    page = MarkdownIt("commonmark").render(answer.to_markdown(explain=True))
    assert "<script" not in page
    assert "<a " not in page
    assert "<img" not in page


def test_pages_are_summarized(index: Index) -> None:
    """The summary says which of all passages are shown, and facets are listed."""
    results = index.search("Ankara", limit=1, offset=1, facets=["source"])
    assert f"{results.total} passages; shown: 2" in results.to_text()
    assert "# AA" in results.to_text()
    assert "- AA: 1" in results.to_markdown()


@pytest.mark.parametrize("name", ["a.html", "a.bib"])
def test_an_error_names_the_file_that_was_asked_for(
    answer: Results, tmp_path: Path, name: str
) -> None:
    """The draft beside the file is nothing that a user knows of."""
    with pytest.raises(FileNotFoundError) as caught:
        answer.save(tmp_path / "nowhere" / name)
    assert caught.value.filename == str(tmp_path / "nowhere" / name)
