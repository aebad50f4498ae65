"""The benchmarks: corpora, questions, systems, and complete reports."""

from __future__ import annotations

import io
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from benchmarks import stages, worker
from benchmarks.building import measure_building
from benchmarks.command import main, make_parser
from benchmarks.corpus import Corpus, GrownDocument, grow, grown_corpus
from benchmarks.errors import BenchmarkError, SystemFailed, WrongSettings
from benchmarks.kinds import KINDS, KNOWN_ITEMS, Kind
from benchmarks.measure import median, percentile
from benchmarks.memory import MemoryWatch, family_of
from benchmarks.page import write_page
from benchmarks.panel import Panel
from benchmarks.picture import write_pictures
from benchmarks.questions import Drawer, Question
from benchmarks.report import Figure, Report, Row
from benchmarks.rows import SEARCH_PROCESS, rows_of
from benchmarks.runner import environment, run
from benchmarks.sentences import write_sentences
from benchmarks.settings import PARTS, Settings
from benchmarks.stages import (
    ASKING,
    BUILDING,
    measure_asking_stages,
    measure_building_stages,
)
from benchmarks.systems.registry import ONE_JOB, SYSTEMS, VARIANTS
from benchmarks.table import NOTHING, make_table, show
from diplosearch.corpus.readers import Read, read
from diplosearch.storage.codec import StoredDocument
from diplosearch.text.letters import fold
from diplosearch.text.sentences import split_sentences

DOCUMENTS = 30
WITHOUT_EXTRAS = ("diplosearch-memory", "whoosh", "sqlite")


@pytest.fixture(scope="module")
def source(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of short documents, made of the sample corpus."""
    path = tmp_path_factory.mktemp("source") / "source.jsonl"
    rows: list[dict[str, str]] = []
    for item in read(seeds):
        assert isinstance(item, Read)
        text = item.document.text
        language = "en" if " the " in text[:2000] else "tr"
        spans = [span for span in split_sentences(text) if span.end - span.start > 30]
        for first in range(0, len(spans) - 2, 3):
            said = text[spans[first].start : spans[first + 2].end]
            rows.append({"id": f"{len(rows)}", "text": said, "language": language})
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def corpus(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """A grown corpus of a few documents."""
    cache = tmp_path_factory.mktemp("cache")
    return grown_corpus(source, DOCUMENTS, seed=1, cache=cache)


# Corpora


def test_growth_is_deterministic(source: Path, corpus: Corpus) -> None:
    """One seed gives one corpus; a smaller corpus is its beginning."""
    again = list(islice(grow(source, seed=1), DOCUMENTS))
    assert list(corpus) == again
    assert list(islice(grow(source, seed=1), 10)) == again[:10]
    assert list(islice(grow(source, seed=2), DOCUMENTS)) != again


def test_growth_keeps_languages_apart(source: Path) -> None:
    """Each sentence of a document comes from documents in its language."""
    languages: dict[str, set[str | None]] = {}
    for item in read(source):
        assert isinstance(item, Read)
        text = item.document.text
        for start, end in split_sentences(text):
            languages.setdefault(text[start:end], set()).add(item.document.language)
    for grown in islice(grow(source, seed=3), 200):
        assert grown.document.text == " ".join(grown.sentences)
        assert grown.document.date is not None
        assert all(grown.document.language in languages[one] for one in grown.sentences)


def test_growth_keeps_lengths(source: Path) -> None:
    """Grown documents have the average length of those of the source."""
    given = [len(item.document.text) for item in read(source) if isinstance(item, Read)]
    grown = [len(one.document.text) for one in islice(grow(source, seed=4), 500)]
    assert statistics.fmean(grown) == pytest.approx(statistics.fmean(given), rel=0.15)


@pytest.mark.parametrize("characters", [400, 2_400])
def test_growth_to_a_length(source: Path, tmp_path: Path, characters: int) -> None:
    """Lengths differ from the given one by at most half; the corpus has its own file."""
    corpus = grown_corpus(source, 200, seed=1, cache=tmp_path, characters=characters)
    grown = [len(one.document.text) for one in corpus]
    assert statistics.fmean(grown) == pytest.approx(characters, rel=0.1)
    longest = max(len(sentence) for one in corpus for sentence in one.sentences)
    assert characters * 0.5 - longest <= min(grown)
    assert max(grown) <= characters * 1.5 + longest
    assert corpus.path != grown_corpus(source, 200, seed=1, cache=tmp_path).path


def test_grown_document_as_json(source: Path) -> None:
    """A document read from the cache equals the one written to it."""
    for grown in islice(grow(source, seed=5), 50):
        assert GrownDocument.from_json(grown.to_json()) == grown


def test_a_corpus_is_grown_once(source: Path, tmp_path: Path) -> None:
    """A second call reads the file that the first call wrote."""
    first = grown_corpus(source, 5, seed=1, cache=tmp_path)
    written = first.path.stat().st_mtime_ns
    assert grown_corpus(source, 5, seed=1, cache=tmp_path) == first
    assert first.path.stat().st_mtime_ns == written
    assert list(tmp_path.iterdir()) == [first.path]


# Questions


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_questions_are_of_their_kind(kind: Kind, corpus: Corpus) -> None:
    """A seed gives the same distinct questions each time, as the kind describes them."""
    drawn = Drawer(corpus).draw(kind, 4, seed="a")
    assert drawn == Drawer(corpus).draw(kind, 4, seed="a")
    assert len(set(drawn)) == 4
    texts = [grown.document.text for grown in corpus]
    for question in drawn:
        assert len(question.words) == kind.words
        assert question.is_phrase == kind.is_phrase
        assert question.is_translated == kind.is_translated
        assert (question.since is not None) == kind.is_filtered
        if kind.is_plain:
            assert all(word == fold(word) for word in question.words)
        if kind.is_phrase:
            assert any(" ".join(question.words) in text for text in texts)
        assert Question.from_dict(json.loads(json.dumps(question.to_dict()))) == question


def test_known_items_have_holders(corpus: Corpus) -> None:
    """The questions of a known item hold words of the documents that answer it."""
    documents = {grown.document.id: grown.document for grown in corpus}
    for item in Drawer(corpus).draw_known_items(KNOWN_ITEMS, 5, seed="a"):
        as_written, plain = item.questions
        assert tuple(map(fold, as_written.words)) == plain.words
        assert item.holders
        for id in item.holders:
            assert all(word in documents[id].text for word in as_written.words)


def test_a_corpus_too_small_for_its_questions(corpus: Corpus) -> None:
    """A corpus without enough distinct questions raises an error that says what to do."""
    with pytest.raises(BenchmarkError, match=r"30 documents .* raise --documents"):
        Drawer(corpus).draw(KINDS[0], 100_000, seed="a")


class Listener:
    """A system that logs the questions it gets."""

    def __init__(self, name: str, log: list[tuple[str, Question]]) -> None:
        self.name = name
        self.log = log

    def ask(self, questions: Sequence[Question]) -> list[tuple[float, list[str]]]:
        """Answer nothing; the system called sqlite fails on phrases."""
        if self.name == "sqlite" and any(one.is_phrase for one in questions):
            raise SystemFailed("out of ink")
        self.log += [(self.name, one) for one in questions]
        return [(0.001, [])] * len(questions)


def panel_of(names: Sequence[str]) -> tuple[Panel, Report, list[tuple[str, Question]]]:
    """Return a panel of listeners, its report, and the log of questions."""
    log: list[tuple[str, Question]] = []
    report = Report({}, {})
    listeners = [Listener(name, log) for name in names]
    return Panel(listeners, report), report, log  # type: ignore[arg-type]


def test_all_systems_get_the_same_questions(corpus: Corpus) -> None:
    """Every system gets every question, and they take turns in getting it first."""
    panel, report, log = panel_of(WITHOUT_EXTRAS)
    questions = Drawer(corpus).draw(KINDS[1], 6, seed="a")
    for question in questions:
        assert panel.ask(KINDS[1], [question]).keys() == set(WITHOUT_EXTRAS)
    for name in WITHOUT_EXTRAS:
        assert [question for system, question in log if system == name] == questions
    assert {name for name, _ in log[:: len(WITHOUT_EXTRAS)]} == set(WITHOUT_EXTRAS)
    assert report.gaps == []


def test_systems_that_cannot_answer() -> None:
    """What a system cannot do, and where it fails, is a gap with the reason."""
    panel, report, log = panel_of(["diplosearch-memory", "sqlite", "bm25s"])
    by_need = {kind.needs: kind for kind in KINDS}
    phrase = Question(words=("a", "b"), is_phrase=True)
    for _ in range(2):
        assert panel.ask(by_need["phrase"], [phrase]).keys() == {"diplosearch-memory"}
    panel.ask(by_need[None], [Question(words=("a",))])
    assert [name for name, _ in log[2:]] != []
    assert "sqlite" not in {name for name, _ in log}
    assert {(gap.system, gap.reason) for gap in report.gaps} == {
        ("sqlite", "out of ink"),
        ("bm25s", "has no phrases"),
    }


@pytest.mark.parametrize("name", WITHOUT_EXTRAS)
def test_systems_answer(name: str, corpus: Corpus, tmp_path: Path) -> None:
    """Words find their document and are marked; phrases and filters hold."""
    documents = {grown.document.id: grown.document for grown in corpus}
    system = SYSTEMS[name].make()
    system.prepare(tmp_path)
    system.build(documents.values(), tmp_path, ONE_JOB.options)
    system.open(tmp_path)
    drawer = Drawer(corpus)
    for item in drawer.draw_known_items(KNOWN_ITEMS, 4, seed="b"):
        answers = system.ask(item.questions[0])
        assert not item.holders.isdisjoint(answer.id for answer in answers)
        assert all("<" in answer.highlighted for answer in answers)
    by_name = {kind.name: kind for kind in KINDS}
    for question in drawer.draw(by_name["phrase"], 4, seed="b"):
        phrase = tuple(map(fold, question.words))
        assert system.ask(question)
        for answer in system.ask(question):
            words = [fold(word) for word in documents[answer.id].text.split()]
            assert phrase[0] in " ".join(words)
    for question in drawer.draw(by_name["with filters"], 4, seed="b"):
        for answer in system.ask(question):
            document = documents[answer.id]
            assert document.language == question.language
            assert question.since is not None
            assert question.until is not None
            assert question.since <= str(document.date) <= question.until
    size = system.size(tmp_path)
    assert (size is not None) == SYSTEMS[name].keeps_on_disk
    assert size is None or size > 0
    system.close()
    system.close()


# Figures


@pytest.mark.parametrize(
    ("values", "fraction", "expected"),
    [
        ([5.0], 0.99, 5.0),
        ([3.0, 1.0, 2.0], 0.5, 2.0),
        ([1.0, 2.0], 0.5, 1.5),
        (range(101), 0.95, 95.0),
        (range(101), 0.99, 99.0),
        (range(5), 0.0, 0.0),
        (range(5), 1.0, 4.0),
        ([0.0, 10.0], 0.95, 9.5),
    ],
)
def test_percentiles(values: Sequence[float], fraction: float, expected: float) -> None:
    """A percentile is interpolated between the two values around its index."""
    assert percentile(values, fraction) == pytest.approx(expected)


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=40))
def test_percentiles_agree_with_the_library(values: list[float]) -> None:
    """The median is that of the library; percentiles rise from least to greatest."""
    assert median(values) == pytest.approx(statistics.median(values))
    found = [percentile(values, tenth / 10) for tenth in range(11)]
    assert found == sorted(found)
    assert (found[0], found[-1]) == (min(values), max(values))


@pytest.mark.parametrize(("values", "fraction"), [([], 0.5), ([1.0], 1.5), ([1.0], -0.1)])
def test_percentiles_of_nothing(values: list[float], fraction: float) -> None:
    """No values, or a fraction outside 0 to 1, raise ValueError."""
    with pytest.raises(ValueError, match="percentile"):
        percentile(values, fraction)


@pytest.mark.parametrize(
    ("measure", "value", "expected"),
    [
        ("p50, ms", None, "–"),
        ("p50, ms", 0.1234, "0.12"),
        ("p50, ms", 12.345, "12.3"),
        ("MB/s", 0.0347, "0.035"),
        ("p50, ms", 0.0, "0.00"),
        ("p50 as a ratio", 0.00456, "× 0.0046"),
        ("documents/s", 12345.6, "12,346"),
        ("p50 as a ratio", 0.5, "× 0.50"),
    ],
)
def test_figures_are_short(measure: str, value: float | None, expected: str) -> None:
    """A figure shows the digits that count."""
    assert show(Row("asking", 10, "one word", measure), value) == expected


# Whole runs


def make_report() -> tuple[Report, list[Row]]:
    """Return a report in which whoosh has every figure and sqlite none."""
    settings = Settings(
        corpus=Path(__file__), documents=(10,), systems=("diplosearch-whoosh", "sqlite")
    )
    rows = list(rows_of(settings))
    figures = [Figure.of(row, "diplosearch-whoosh", [2.5]) for row in rows]
    versions = dict.fromkeys(settings.systems, "1")
    return Report(settings.to_dict(), {}, versions=versions, figures=figures), rows


@pytest.mark.slow
def test_pictures_show_figures_and_gaps(tmp_path: Path) -> None:
    """A picture shows every system with its figures, and a dash for a missing one."""
    report, rows = make_report()
    paths = write_pictures(report, rows, tmp_path)
    assert [path.name for path in paths] == ["building-10.svg", "asking-10.svg"]
    building, asking = (path.read_text(encoding="utf-8") for path in paths)
    assert "diplosearch whoosh, two jobs" in building
    assert "SQLite FTS5" not in building  # it was not built
    for text in ("diplosearch whoosh", "SQLite FTS5", "2.50", NOTHING, "found: as written"):
        assert text in asking


def test_a_page_says_what_it_was_measured_with(tmp_path: Path) -> None:
    """It names day, machine and versions, shows the pictures, and has every row."""
    report, rows = make_report()
    report.environment = {**environment(), "date": "2026-01-02"}
    picture = tmp_path / "drawn" / "asking-10.svg"
    picture.parent.mkdir()
    picture.write_text("<svg/>", encoding="utf-8")
    page = write_page(report, rows, tmp_path / "docs", [picture])
    text = page.read_text(encoding="utf-8")
    assert "- Measured on 2026-01-02\n" in text
    assert f"Python {report.environment['python']}" in text
    (target,) = re.findall(r"!\[asking, 10\]\(([^)]*)\)", text)
    assert (page.parent / target).read_text(encoding="utf-8") == "<svg/>"
    table = [line for line in text.splitlines() if line.startswith("|")]
    assert len(table) == 2 + len(rows)
    assert len({line.count("|") for line in table}) == 1
    assert any("2.50" in line for line in table)


def test_the_sentences_that_come_along_are_a_corpus(tmp_path: Path) -> None:
    """They give hundreds of articles in each language, without their markup."""
    write_sentences(tmp_path / "sentences.jsonl")
    found = [item.document for item in read(tmp_path) if isinstance(item, Read)]
    for language in ("tr", "en"):
        assert sum(one.language == language for one in found) > 100
    assert not [one for one in found if "[PERSON" in one.text or len(one.text) < 200]


@pytest.mark.slow
def test_a_report_gives_one_picture(tmp_path: Path) -> None:
    """Drawn twice, a picture is the same file."""
    first, second = tmp_path / "first", tmp_path / "second"
    for folder in (first, second):
        folder.mkdir()
        write_pictures(*make_report(), folder)
    for path in first.iterdir():
        assert path.read_bytes() == (second / path.name).read_bytes()


def test_without_matplotlib_there_are_no_pictures(
    source: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A run without the extra writes the table alone and says what to install."""
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    arguments = (
        f"--corpus {source} --documents {DOCUMENTS} --systems sqlite --only found "
        f"--rounds 1 --known-items 4 --out {tmp_path} --cache {tmp_path / 'cache'}"
    )
    assert main(arguments.split()) == 0
    assert "pip install 'diplosearch[plot]'" in capsys.readouterr().err
    assert {path.name for path in tmp_path.iterdir()} == {
        "cache",
        "results.json",
        "table.txt",
    }


@pytest.mark.slow
def test_a_run(source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A run prints every row, and writes JSON and pictures that can be parsed."""
    out = tmp_path / "out"
    arguments = (
        f"--corpus {source} --documents {DOCUMENTS} --systems diplosearch-whoosh sqlite "
        f"--rounds 1 --queries 3 --known-items 4 --starts 1 "
        f"--out {out} --cache {tmp_path / 'cache'}"
    )
    assert main(arguments.split()) == 0
    report = Report.read(out / "results.json")
    assert Report.from_dict(json.loads(json.dumps(report.to_dict()))) == report
    assert report.reference == "diplosearch-whoosh"
    settings = Settings(corpus=source, documents=(DOCUMENTS,))
    rows = list(rows_of(settings))
    printed = capsys.readouterr().out
    for row in rows:
        assert row.subject in printed
        assert row.measure in printed
    assert len(rows) == 5 * len(VARIANTS) + 4 * len(KINDS) + len(KNOWN_ITEMS) + 2
    missing = {row for row in rows if report.value(row, "diplosearch-whoosh") is None}
    gaps = {gap.subject for gap in report.gaps if gap.system == "diplosearch-whoosh"}
    assert {row.subject for row in missing} == gaps
    assert SEARCH_PROCESS not in gaps
    for name in (f"asking-{DOCUMENTS}.svg", f"building-{DOCUMENTS}.svg"):
        text = (out / name).read_text(encoding="utf-8")
        assert ElementTree.fromstring(text).tag.endswith("svg")
        assert "SQLite FTS5" in text
    assert (out / "table.txt").read_text(encoding="utf-8") == printed


def test_parts_are_chosen(source: Path, tmp_path: Path) -> None:
    """Only the chosen parts are measured."""
    settings = Settings(
        corpus=source,
        documents=(DOCUMENTS,),
        parts=("found",),
        systems=("sqlite",),
        known_items=4,
        cache=tmp_path,
    )
    report = run(settings)
    assert [figure.row for figure in report.figures] == list(rows_of(settings))
    assert report.reference is None


@pytest.mark.parametrize("parts", [(part,) for part in PARTS], ids=lambda parts: parts[0])
def test_the_table_has_every_row(parts: tuple[str, ...], source: Path) -> None:
    """The table has every row, also those without figures."""
    settings = Settings(corpus=source, parts=parts)
    rows = list(rows_of(settings))
    table = make_table(Report(settings.to_dict(), {}), rows)
    headings = 1 if parts == ("startup",) else len(settings.documents)
    assert table.row_count == len(rows) + headings
    console = Console(file=io.StringIO(), width=200)
    console.print(table)


def test_a_missing_system_says_so(monkeypatch: pytest.MonkeyPatch, source: Path) -> None:
    """A system that is not installed is a gap; the table says what to install."""
    monkeypatch.setitem(sys.modules, "bm25s", None)
    answers = io.StringIO()
    worker.serve("bm25s", io.StringIO(), answers)
    reason = json.loads(answers.getvalue())["error"]
    assert reason.endswith("is not installed; run: pip install 'diplosearch[bench]'")
    settings = Settings(corpus=source, systems=("bm25s",))
    report = Report(settings.to_dict(), {})
    report.note_gap("bm25s", None, reason)
    table = io.StringIO()
    Console(file=table, width=400).print(make_table(report, list(rows_of(settings))))
    shown = "".join(table.getvalue().split())
    assert "".join(f"skipped: {reason}".split()) in shown


def test_a_system_that_fails_is_a_gap(tmp_path: Path) -> None:
    """A build that fails is a gap, and its folder is removed."""
    report = Report({}, {})
    measure_building(
        ["sqlite"],
        Corpus(tmp_path / "nothing.jsonl", 1, 1),
        tmp_path,
        rounds=2,
        report=report,
    )
    assert report.figures == []
    assert [(gap.system, gap.subject) for gap in report.gaps] == [("sqlite", "one job")]
    assert "nothing.jsonl" in report.gaps[0].reason
    assert not (tmp_path / "sqlite").exists()


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_children_count() -> None:
    """The children of a process are counted with it."""
    code = "import sys; sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE) as child:
        assert child.pid in family_of(os.getpid())
        child.communicate()
    assert child.pid not in family_of(os.getpid())


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_mapped_files_are_not_anonymous() -> None:
    """Mapped pages of a file count as memory, but not as anonymous memory."""
    size = 40_000_000
    code = (
        "import mmap, sys; file = open(sys.argv[1], 'rb');"
        "pages = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ); pages[:].count(b'b');"
        f"bytes({size}); held = b'b' * {size}; print(flush=True); sys.stdin.read()"
    )
    # What lies in memory alone, as a temporary folder may, must be there.
    with tempfile.NamedTemporaryFile(dir="/var/tmp") as file:
        file.write(b"a" * size)
        file.flush()
        with subprocess.Popen(
            [sys.executable, "-c", code, file.name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        ) as child:
            assert child.stdout is not None
            child.stdout.readline()
            with MemoryWatch(child.pid) as watch:
                pass
            child.communicate()
    assert watch.peak is not None
    assert watch.anonymous is not None
    assert size < watch.anonymous < 2 * size
    assert watch.peak > watch.anonymous + size / 2


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("--documents 0", "--documents 0: give a number, 1 or more"),
        ("--documents 5 -1", "--documents -1"),
        ("--rounds 0", "--rounds 0"),
        ("--only nothing", "choose from building, asking, found, startup"),
        ("--systems lucene", "--systems lucene: choose from diplosearch-whoosh"),
        ("--corpus nowhere.jsonl", "nowhere.jsonl: no such file"),
    ],
)
def test_wrong_usage(
    change: str, message: str, source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A wrong option ends the program at once, with a message that says what to give."""
    with pytest.raises(SystemExit) as left:
        main(["--corpus", str(source), *change.split()])
    assert left.value.code == 2
    assert message in " ".join(capsys.readouterr().err.split())


def test_a_corpus_without_documents(tmp_path: Path) -> None:
    """A corpus without a sentence, or no file, raises an error that names it."""
    path = tmp_path / "empty.jsonl"
    path.write_text("\n", encoding="utf-8")
    with pytest.raises(BenchmarkError, match=r"empty\.jsonl"):
        next(grow(path, seed=1))
    with pytest.raises(WrongSettings, match="no such file"):
        Settings(corpus=tmp_path)


def test_help_ends_in_an_example() -> None:
    """The examples at the end of the help are commands that the parser accepts."""
    help_text = make_parser().format_help()
    example = help_text.partition("Examples:\n")[2].replace("\\\n", " ")
    commands = [line.split()[3:] for line in example.splitlines() if line.strip()]
    assert len(commands) == 3
    for arguments in commands:
        corpus = Path("news.jsonl.gz") if "--corpus" in arguments else None
        assert make_parser().parse_args(arguments).corpus == corpus


def test_figures_hold_the_median_of_rounds() -> None:
    """The value of a figure is the median of its rounds."""
    row = Row("asking", 10, "one word", "p50, ms")
    assert Figure.of(row, "sqlite", [3.0, 1.0, 2.0]).value == 2.0


# Stages


def read_percentages(text: str) -> dict[str, int]:
    """Return the percentage of each stage in a table."""
    lines = [line.split() for line in text.splitlines()[1:]]
    return {" ".join(words): int(percent.rstrip("%")) for *words, _, percent in lines}


def test_a_stage_within_another_counts_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a function does within another one, or itself, is no part of the outer one."""
    now = 0.0
    monkeypatch.setattr("benchmarks.stages.time.perf_counter", lambda: now)
    seconds: dict[str, float] = {"inner": 0.0, "outer": 0.0}
    within: list[float] = []

    def work(depth: int) -> None:
        nonlocal now
        now += 3.0
        if depth:
            outer(depth - 1)
        inner()

    def pause() -> None:
        nonlocal now
        now += 5.0

    inner = stages._timed(pause, "inner", seconds, within)
    outer = stages._timed(work, "outer", seconds, within)
    outer(1)
    assert seconds == {"outer": 6.0, "inner": 10.0}
    assert within == []


@pytest.mark.slow
def test_stages_add_up(corpus: Corpus, tmp_path: Path) -> None:
    """The table has every stage, and the percentages add up to 100."""
    pytest.importorskip("tantivy")
    before = StoredDocument.passage
    documents = [grown.document for grown in corpus]
    folder = tmp_path / "index"
    built = read_percentages(measure_building_stages(documents, folder, entities=True))
    answered = read_percentages(measure_asking_stages(Drawer(corpus), folder, 3))
    for percentages, expected in ((built, BUILDING), (answered, ASKING)):
        assert percentages.keys() == {*expected, "all the rest", "together"}
        assert percentages.pop("together") == 100
        assert sum(percentages.values()) == pytest.approx(100, abs=len(percentages))
        assert min(percentages.values()) >= 0
    assert StoredDocument.passage is before
