"""Lines of corrections, sets of them, and what they make of the corpus's own aliases."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import texts

from diplosearch.entity_index.corrections.corrections import MOST_BYTES, Corrections
from diplosearch.entity_index.corrections.decide import NO_ENTITY, Decision, decide
from diplosearch.entity_index.corrections.line import Correction, parse_line
from diplosearch.entity_index.corrections.user_file import read_corrections
from diplosearch.errors import NotFoundError, UsageError
from diplosearch.schema import KIND_TYPES

A, B, C, D = (f"person:{letter}" for letter in "abcd")


def parse(*lines: str) -> Corrections:
    return Corrections.parse(lines, origin="mine.txt, line")


# Lines


@pytest.mark.parametrize(
    ("line", "correction"),
    [
        (f"{A} = {B}", Correction("merge", A, B)),
        (f"  {A}={B}\t", Correction("merge", A, B)),
        (f"{A} = {B}  # the same man", Correction("merge", A, B)),
        ("- person:among-sumitomo", Correction("ban", "person:among-sumitomo")),
        ("-person:a", Correction("ban", A)),
        ("org:x -> Another Name", Correction("rename", "org:x", "Another Name")),
        ("org:x-y->Başka  Ad", Correction("rename", "org:x-y", "Başka Ad")),
        ("org:x -> No #1 = Best", Correction("rename", "org:x", "No #1 = Best")),
        ("org:x -> C # a language", Correction("rename", "org:x", "C")),
        (f"{A} != {B}", Correction("apart", A, B)),
        (f"{B} != {A}", Correction("apart", A, B)),
        ("country:GE = gpe:georgia", Correction("merge", "country:GE", "gpe:georgia")),
        ("fac:x = org:y", Correction("merge", "fac:x", "org:y")),
        ("", None),
        ("   \t", None),
        ("# person:a = person:b", None),
        ("  #no space", None),
    ],
)
def test_sound_lines(line: str, correction: Correction | None) -> None:
    """Each form is read, with or without spaces and a comment."""
    assert parse_line(line, "here") == correction


@pytest.mark.parametrize("correction", [A, *KIND_TYPES])
def test_every_kind_can_be_corrected(correction: str) -> None:
    """Any kind of an entity that is searched for by name has corrections."""
    kind = correction.partition(":")[0]
    assert parse_line(f"- {kind}:x", "here") == Correction("ban", f"{kind}:x")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("person:a", "is no correction; write A = B, - A, A -> NAME or A != B"),
        ("erdogan = person:a", "'erdogan' is no id"),
        ("person: = person:a", "'person:' is no id"),
        ("person:a =", "'' is no id"),
        ("= person:a", "'' is no id"),
        ("person:a = person:b = person:c", "'person:b = person:c' is no id"),
        ("person:Recep Tayyip = person:a", "'person:Recep Tayyip' is no id"),
        ("- ", "'' is no id"),
        ("- person:a person:b", "is no id"),
        ("- > person:a", "there is no kind '> person'"),
        ("-> X", "is no id"),
        ("human:a = person:b", "there is no kind 'human'; use person, org"),
        ("Person:a = person:b", "there is no kind 'Person'"),
        ("- date:2026-01-29", "there is no kind 'date'"),
        ("person:a = person:a", "person:a stands on both sides"),
        ("person:a != person:a", "person:a stands on both sides"),
        ("org:x ->", "no name; write one behind ->"),
        ("org:x -> !?", "no name"),
        (f"org:{'x' * 197} = org:y", "an id of 201 characters; write at most 200"),
        (f"org:x -> {'x' * 201}", "a name of 201 characters; write at most 200"),
        (f"# {'x' * 1000}", "it has 1,002 characters; write at most 1,000"),
        ("org:x -> A\x1b[31m", "control character"),
        ("org:x -> A\u202eB", "control character"),
        ("org:x\x00 -> A", "control character"),
        ("org:x -> A\ud800", "control character"),
        ("# \x07", "control character"),
        ("person:a = person:b\r", "control character"),
    ],
)
def test_unsound_lines_are_named(line: str, told: str) -> None:
    """The message has the number of the line, what is wrong, and no control character."""
    with pytest.raises(UsageError) as caught:
        parse("# first", line)
    message = str(caught.value)
    assert message.startswith("mine.txt, line 2: ")
    assert told in message
    assert message.isprintable()


@given(texts)
def test_any_text_is_a_correction_or_an_error(text: str) -> None:
    """No line fails otherwise; a sound one gives its own line back."""
    try:
        found = parse_line(text, "here")
    except UsageError:
        return
    assert found is None or parse_line(str(found), "here") == found


# Sets


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ([f"{A} = {B}", f"{B} = {A}"], ["line 2", "line 1", "circle"]),
        ([f"{A} = {B}", f"{C} = {A}", f"{B} = {C}"], ["line 3", "line 2", "circle"]),
        ([f"{D} = {A}", f"{B} = {A}", f"{A} = {B}"], ["line 3", "line 2", "circle"]),
        ([f"{A} = {B}", "#", f"{A} = {C}"], ["line 3", "line 1", f"{B} = {C}"]),
        ([f"{A} = {B}", f"{A} != {B}"], ["line 2", "line 1", "otherwise"]),
        ([f"{A} != {C}", f"{A} = {B}", f"{B} = {C}"], ["line 1", "line 2", "otherwise"]),
        ([f"{A} = {C}", f"{B} = {C}", f"{A} != {B}"], ["line 3", "line 1", "otherwise"]),
        ([f"- {A}", f"{A} = {B}"], ["line 2", "line 1", "otherwise"]),
        ([f"- {A}", f"{A} -> X"], ["line 2", "line 1", "otherwise"]),
        ([f"- {B}", f"{A} = {B}", f"{A} -> X"], ["line 3", "line 1", "otherwise"]),
        ([f"{A} -> X", f"{A} -> Y"], ["line 2", "line 1", "otherwise"]),
        ([f"{A} -> X", f"{B} -> Y", f"{A} = {B}"], ["line 2", "line 1", "otherwise"]),
    ],
)
def test_contradictions_are_named(lines: list[str], told: list[str]) -> None:
    """The later line is named first, then the one that it contradicts."""
    with pytest.raises(UsageError) as caught:
        parse(*lines)
    message = str(caught.value)
    assert message.startswith(f"mine.txt, {told[0]}: ")
    assert all(part in message for part in told)
    with pytest.raises(UsageError):
        parse(*reversed(lines))


def test_redundant_lines_are_sound() -> None:
    """What is said twice, or follows from other lines, is no contradiction."""
    found = parse(
        f"{A} = {B}", f"{A}={B}", f"{B} = {C}", f"{A} = {C}", f"{B} != {D}", f"{D} != {B}"
    )
    assert found.lines == (f"{A} = {B}", f"{B} = {C}", f"{A} = {C}", f"{B} != {D}")
    assert {found.roots[id] for id in (A, B, C)} == {C}
    assert parse(f"{A} = {B}", f"{A} -> X", f"{B} -> X").lines


def test_what_is_merged_with_a_banned_one_is_banned() -> None:
    """A ban holds for all that the entity is made of."""
    assert parse(f"{A} = {B}", f"- {B}", f"- {D}").banned == {A, B, D}


def test_added_and_taken_back() -> None:
    """A set grows at its end; what is taken back leaves the rest as it was."""
    first = parse(f"{A} = {B}")
    both = first.add([f"- {C}"])
    assert both.lines == (f"{A} = {B}", f"- {C}")
    assert both.take_back([f"-  {C}"]) == first
    assert both.add([f"- {C}"]) == both
    with pytest.raises(NotFoundError, match=f"no correction '- {D}'"):
        both.take_back([f"- {D}"])
    with pytest.raises(UsageError, match=rf"correction 1 \({A} = {B}\)"):
        both.add([f"{A} != {B}"])
    with pytest.raises(UsageError, match="says nothing"):
        both.add(["# nothing"])


def test_taking_back_may_part_others() -> None:
    """A line that two others rely on stays as long as they do."""
    three = parse(f"{A} = {B}", f"{B} = {C}", f"{A} = {C}")
    with pytest.raises(UsageError, match="correction 3"):
        three.take_back([f"{B} = {C}"])


def test_bytes_are_bounded() -> None:
    """More than an index keeps is refused by the last line, in time that grows with it."""
    long = MOST_BYTES // 20
    chain = [f"org:{n:06} = org:{n + 1:06}" for n in range(long)]
    started = time.process_time()
    with pytest.raises(UsageError, match=f"line {long}: .*bytes of corrections"):
        parse(*chain)
    within = chain[: MOST_BYTES // 40]
    assert parse(*within).roots["org:000000"] == f"org:{len(within):06}"
    circle = [*within, f"org:{len(within):06} = org:000000"]
    with pytest.raises(UsageError, match="circle"):
        parse(*circle)
    assert time.process_time() - started < 20  # measured: under 1


# The file


def test_user_file(tmp_path: Path) -> None:
    """Lines of any system and a byte order mark are read; signs in a line end none."""
    path = tmp_path / "mine.txt"
    path.write_bytes(f"\ufeff# mine\r\n{A} = {B}\r\n\r\norg:x -> Ad".encode())
    assert read_corrections(path).lines == (f"{A} = {B}", "org:x -> Ad")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"# one\n\nperson:a = x\n", "line 3: 'x' is no id"),
        (b"# one\nperson:a -> \xff\n", "line 2: it is not UTF-8"),
        (b"# one\x0c\nperson:a", "line 1: it holds a control character"),
        ("# \u2028\nperson:a".encode(), "line 1: it holds a control character"),
        (b"a" * 5_000_000, "over 4 MB"),
        (b"\0" * 5000, "line 1: it has 5,000 characters"),
    ],
)
def test_unsound_files_are_named(tmp_path: Path, content: bytes, told: str) -> None:
    """The message has the file and, where there is one, the number of the line."""
    path = tmp_path / "mine.txt"
    path.write_bytes(content)
    with pytest.raises(UsageError) as caught:
        read_corrections(path)
    assert "mine.txt" in str(caught.value)
    assert told in str(caught.value)


@pytest.mark.parametrize("path", [7, "", "a\0b", "missing.txt"])
def test_paths_that_are_none(path: object, tmp_path: Path) -> None:
    """What is no path, and a file that is not there, is wrong usage."""
    given = tmp_path / path if path == "missing.txt" else path
    with pytest.raises(UsageError, match="corrections"):
        read_corrections(given)  # type: ignore[arg-type]


@pytest.mark.skipif(os.name == "nt", reason="a pipe and a device are made")
@pytest.mark.parametrize("kind", ["pipe", "device", "folder"])
def test_what_is_no_file_is_not_read(tmp_path: Path, kind: str) -> None:
    """A pipe, which nobody writes to, and a device, which never ends, are refused."""
    path = Path("/dev/zero") if kind == "device" else tmp_path / kind
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    with pytest.raises(UsageError, match="cannot be read"):
        read_corrections(path)


# What they make of the corpus


def settle(
    automatic: dict[str, str], *lines: str, counts: dict[str, int] | None = None
) -> Decision:
    return decide(automatic, parse(*lines), lambda id: (counts or {}).get(id, 1))


@pytest.mark.parametrize(
    ("automatic", "lines", "aliases"),
    [
        ({A: B}, [], {A: B}),
        ({}, [f"{A} = {B}"], {A: B}),
        ({}, [f"{A} = {B}", f"{B} = {C}"], {A: C, B: C}),
        # By hand, an alias leaves the entity that the corpus gave it, and takes it along
        # where it is the entity itself.
        ({A: B}, [f"{A} = {C}"], {A: C}),
        ({A: B}, [f"{B} = {C}"], {A: C, B: C}),
        ({B: C}, [f"{A} = {B}"], {A: C, B: C}),
        # What stays by hand is not sent away by the corpus in a circle.
        ({A: B}, [f"{B} = {A}"], {B: A}),
        ({A: B, C: B}, [f"{B} = {A}"], {B: A, C: A}),
        # Kept apart.
        ({A: B}, [f"{A} != {B}"], {}),
        ({A: B, C: B}, [f"{A} != {B}"], {C: B}),
        ({A: B}, [f"{A} != {C}"], {A: B}),
        ({A: C, B: C}, [f"{A} != {B}"], {B: C}),
        ({B: C}, [f"{A} = {B}", f"{A} != {C}"], {A: B}),
        ({A: B}, [f"{C} = {A}", f"{C} != {B}"], {C: A}),
        # What a document says beside a bare name makes no difference.
        ({f"{A}?x": B, A: B}, [f"{A} != {B}"], {f"{A}?x": A}),
        ({f"{A}?x": B, f"{A}?y": D}, [f"{A} != {B}"], {f"{A}?x": A, f"{A}?y": D}),
        ({f"{A}?x": B}, [f"{A} = {C}", f"{A} != {B}"], {A: C, f"{A}?x": C}),
        ({f"{A}?x": A}, [f"{A} = {B}"], {A: B, f"{A}?x": B}),
        ({f"{A}?x": A}, [f"- {A}"], {A: NO_ENTITY, f"{A}?x": NO_ENTITY}),
        ({f"{A}?x": B}, [f"{A}?x = {B}", f"{A} != {B}"], {f"{A}?x": B}),
        ({f"{A}?x": A}, [f"{A} != {A}?x"], {}),
        # Banned.
        ({}, [f"- {A}"], {A: NO_ENTITY}),
        ({A: B}, [f"- {A}"], {A: NO_ENTITY}),
        ({}, [f"{A} = {B}", f"- {B}"], {A: NO_ENTITY, B: NO_ENTITY}),
        # A name by hand is shown in documents, too.
        ({}, [f"{A} -> X"], {A: A}),
        ({A: B}, [f"{A} -> X"], {A: B, B: B}),
    ],
)
def test_corrections_go_before_the_corpus(
    automatic: dict[str, str], lines: list[str], aliases: dict[str, str]
) -> None:
    """What is said by hand holds; what the corpus says holds beside it."""
    assert settle(automatic, *lines).aliases == aliases


def test_of_two_aliases_the_rarer_leaves() -> None:
    """Where neither of two to keep apart is the entity, the one in fewer documents goes."""
    links = {A: C, B: C}
    assert settle(links, f"{A} != {B}", counts={A: 9, B: 2}).aliases == {A: C}
    assert settle(links, f"{A} != {B}", counts={A: 2, B: 9}).aliases == {B: C}


def test_own_name_goes_before_that_of_an_alias() -> None:
    """An entity that has two names by hand, one by an alias of the corpus, has its own."""
    assert settle({A: B}, f"{A} -> X", f"{B} -> Y").names == {B: "Y"}
    assert settle({A: B}, f"{A} -> X").names == {B: "X"}


_IDS = [f"person:{name}" for name in ("a", "b", "c", "d", "e", "a?x", "a?y", "b?x")]
_ids = st.sampled_from(_IDS)
_lines = st.one_of(
    st.builds("{} = {}".format, _ids, _ids),
    st.builds("{} != {}".format, _ids, _ids),
    st.builds("- {}".format, _ids),
    st.builds("{} -> {}".format, _ids, st.sampled_from("XY")),
)


@st.composite
def corpora(draw: st.DrawFn) -> tuple[dict[str, str], list[str]]:
    """Aliases of a corpus, and lines that agree with each other."""
    entities = draw(st.sets(_ids, min_size=1))
    aliases = draw(st.dictionaries(_ids, st.sampled_from(sorted(entities))))
    kept: list[str] = []
    for line in draw(st.lists(_lines, max_size=10)):
        try:
            parse(*kept, line)
        except UsageError:
            continue
        kept.append(line)
    banned = parse(*kept).banned
    # A banned id is no rival: the corpus is decided without it.
    automatic = {
        id: to for id, to in aliases.items() if id not in entities and not {id, to} & banned
    }
    return automatic, kept


def entity_of(decision: Decision, id: str) -> str:
    return decision.aliases.get(id, id)


@given(corpora())
def test_all_corrections_hold(drawn: tuple[dict[str, str], list[str]]) -> None:
    """What is merged is one, what is kept apart two, what is banned none; no chains."""
    automatic, lines = drawn
    corrections, decision = parse(*lines), settle(automatic, *lines)
    for one in corrections.all:
        first, other = (entity_of(decision, id) for id in (one.id, one.other or one.id))
        match one.kind:
            case "merge":
                assert first == other
            case "apart":
                assert first != other or first == NO_ENTITY
            case "ban":
                assert first == NO_ENTITY
            case "rename":
                assert decision.names[first]
    for entity in decision.aliases.values():
        assert entity == NO_ENTITY or entity_of(decision, entity) == entity
    assert all(entity_of(decision, entity) == entity for entity in decision.names)
    named = {id for one in corrections.all for id in one.ids}
    for id, to in automatic.items():
        if not named & {id, to}:
            assert entity_of(decision, id) == to


@given(corpora(), st.randoms(use_true_random=False))
def test_order_of_lines_makes_no_difference(
    drawn: tuple[dict[str, str], list[str]], random: st.DataObject
) -> None:
    """The same lines in any order, some of them twice, mean the same."""
    automatic, lines = drawn
    shuffled = [*lines, *lines[:2]]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert settle(automatic, *shuffled) == settle(automatic, *lines)


@given(corpora(), _lines)
def test_taking_back_restores(drawn: tuple[dict[str, str], list[str]], line: str) -> None:
    """A correction that is made and taken back leaves everything as it was."""
    automatic, lines = drawn
    before = parse(*lines)
    try:
        made = before.add([line])
    except UsageError:
        return
    if made != before:
        back = made.take_back([line])
        assert back == before
        assert decide(automatic, back, lambda _: 1) == settle(automatic, *lines)
    assert made.take_back(made.lines) == Corrections()
    assert decide(automatic, Corrections(), lambda _: 1) == Decision(automatic, {})
