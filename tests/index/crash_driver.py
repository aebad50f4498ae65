"""Make a change again and again, dying or failing at another step each time.

Run as a program with the kind of change (``rebuild``, ``batches``, ``add``,
``delete``), the way to end (``die``, ``fail``), a folder to work in, and how many
steps to try at most. A step is what alters a disk: a file opened for writing,
linked, renamed or removed, a folder made or removed, anything brought to the
disk. Prints a line of JSON for each round.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import diplosearch
from diplosearch import Document, Index
from diplosearch.store_parts import PartsWriter

OLD = [
    Document(id="a", text="Ministers signed the trade agreement in Ankara.", language="en"),
    Document(id="b", text="Bakanlar Ankara’da bir araya geldi.", language="tr"),
]
NEW = Document(id="c", text="Olympic Games opened in Beijing near Ankara.", language="en")
CHANGES: dict[str, tuple[Callable[[Path], Any], list[str]]] = {
    "rebuild": (lambda place: diplosearch.rebuild([NEW], place).close(), ["c"]),
    "add": (lambda place: _open(place, lambda index: index.add(NEW)), ["a", "b", "c"]),
    "batches": (lambda place: _build_in_batches(place), ["c", "d", "e"]),
    "delete": (lambda place: _open(place, lambda index: index.delete("a")), ["b"]),
}
STEPS = {"os.mkdir", "os.rename", "os.remove", "os.link", "os.rmdir", "sqlite3.connect"}
CRUCIAL = {"os.rename", "os.fsync", "seal"}
DONE, REFUSED = 0, 3


def _open(place: Path, change: Callable[[Index], Any]) -> None:
    with diplosearch.open(place) as index:
        change(index)


def _build_in_batches(place: Path) -> None:
    documents = [NEW, *(Document(id=id, text=f"{id}: Ankara talks.") for id in "de")]
    diplosearch.rebuild(
        documents, place, batch=1, resume=True, jobs=1, entities=False
    ).close()


class Steps:
    """Counts steps in this process and acts at one of them."""

    def __init__(self, place: Path, act_at: int | None, act: Callable[[], None]) -> None:
        self.names: list[str] = []
        self.act_at = act_at
        self.act = act
        self.place = str(place)
        sync, seal = os.fsync, PartsWriter.seal
        sys.addaudithook(self.hear)

        def heard_sync(descriptor: int) -> None:
            self.step("os.fsync")
            sync(descriptor)

        def heard_seal(store: PartsWriter) -> None:
            self.step("seal")
            seal(store)
            self.step("seal")

        os.fsync = heard_sync
        PartsWriter.seal = heard_seal  # type: ignore[method-assign]

    def hear(self, event: str, args: tuple[Any, ...]) -> None:
        if event == "open":
            path, _, flags = args
            is_writing = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR)
            if is_writing and str(path).startswith(self.place):
                self.step(event)
        elif event in STEPS:
            self.step(event)

    def step(self, name: str) -> None:
        self.names.append(name)
        if len(self.names) == self.act_at:
            self.act()


def die() -> None:
    """End this process as a power cut would."""
    os.kill(os.getpid(), signal.SIGKILL)


def fail() -> None:
    """Fail as a full disk does."""
    raise OSError(errno.ENOSPC, "No space left on device")


def in_child(work: Callable[[], int]) -> int:
    """Return the exit status of ``work`` done in a child; negative for a signal."""
    child = os.fork()
    if child == 0:
        status = 99
        try:
            status = work()
        except BaseException as error:
            print(json.dumps({"unexpected": repr(error)}), flush=True)
        os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def attempt(kind: str, place: Path, act_at: int | None, act: Callable[[], None]) -> int:
    """Make the change, acting at a step; tell how it ended.

    A process that was refused finds the old or the new state, and goes on.
    """
    steps = Steps(place, act_at, act)
    change, new = CHANGES[kind]
    try:
        change(place)
    except OSError:  # also what diplosearch makes of it
        steps.act_at = None
        assert state(place)["ids"] in ([one.id for one in OLD], new)
        change(place)
        assert state(place)["ids"] == new
        return REFUSED
    return DONE


def count_steps(kind: str, place: Path) -> list[str]:
    """Return the names of the steps that the change takes."""
    log = place.with_name("steps.json")

    def work() -> int:
        steps = Steps(place, None, die)
        CHANGES[kind][0](place)
        names = list(steps.names)
        log.write_text(json.dumps(names))
        return DONE

    assert in_child(work) == DONE
    return list(json.loads(log.read_text()))


def state(place: Path) -> dict[str, Any]:
    """Return what the index at ``place`` holds and answers, all of it verified."""
    with diplosearch.open(place, verify="full") as index:
        hits = index.search("Ankara", per_document=None)
        return {
            "ids": [document.id for document in index.documents()],
            "found": sorted(hit.document.id for hit in hits),
            "passages": index.stats().passages,
        }


def leftovers(place: Path) -> list[str]:
    """Return what lies in the folder beside the one current commit."""
    current = (place / "CURRENT").read_text().split()[0]
    generation = current.split("/")[0]
    expected = {"CURRENT", "LOCK", "README", generation, current}
    found = {
        path.relative_to(place).as_posix()
        for path in place.rglob("*")
        if not path.relative_to(place).as_posix().startswith(f"{current}/")
    }
    return sorted(found - expected)


def rounds(kind: str, act: Callable[[], None], folder: Path, most: int) -> Iterator[Any]:
    """Yield what came of each round."""
    template = folder / "template"
    template.mkdir()
    (template / "README").write_text("keep me")
    diplosearch.rebuild(OLD, template).close()
    diplosearch.open(template).add(Document(id="x", text="Ankara talks."))
    _open(template, lambda index: index.delete("x"))
    counted = folder / "counted"
    shutil.copytree(template, counted)
    names = count_steps(kind, counted)
    crucial = [n for n, name in enumerate(names, 1) if name in CRUCIAL]
    stride = max(1, len(names) // max(1, most - len(crucial)))
    chosen = sorted({*crucial, *range(1, len(names) + 1, stride)})
    for number in chosen:
        place = folder / f"round-{number}"
        shutil.copytree(template, place)
        status = in_child(lambda p=place, n=number: attempt(kind, p, n, act))
        after = state(place)
        diplosearch.rebuild(OLD, place).close()
        yield {
            "step": number,
            "name": names[number - 1],
            "status": status,
            "after": after,
            "rebuilt": state(place)["ids"],
            "leftovers": leftovers(place),
        }
        shutil.rmtree(place)


def main(kind: str, way: str, folder: str, most: str) -> None:
    """Run all rounds and print them."""
    act = {"die": die, "fail": fail}[way]
    for one in rounds(kind, act, Path(folder), int(most)):
        print(json.dumps(one), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
