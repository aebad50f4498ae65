"""The oldest set of packages that is allowed, and the locked set that is tested.

::

    python tools/requirements.py                 # tests/lowest.txt, from setup.cfg

``tests/lowest.txt`` pins every lower bound of ``setup.cfg``, that of the heaviest extra
aside. ``requirements.lock`` is made by uv (``make lock``): for every Python and system
at once, with the hashes of all files of each release.
"""

from __future__ import annotations

import configparser
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
LOWEST = ROOT / "tests" / "lowest.txt"
LOCK = ROOT / "requirements.lock"
LOWEST_EXTRAS = (
    *("documents", "eval", "html", "mcp", "opensearch", "pandas", "plot", "tantivy"),
    *("test", "web"),
)
LOCKED_EXTRAS = (*LOWEST_EXTRAS, "spacy", "dev")
OURSELVES = "diplosearch"


def wanted(extras: Iterable[str]) -> list[Requirement]:
    """Return what ``setup.cfg`` asks for, with some extras."""
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    lists = [config["options"]["install_requires"]]
    lists += [config["options.extras_require"][extra] for extra in extras]
    lines = (line.strip() for text in lists for line in text.splitlines())
    found = [Requirement(line) for line in lines if line and not line.startswith("#")]
    return [one for one in found if one.name != OURSELVES]


def lower_bound(requirement: Requirement) -> str:
    """Return the version from which on a package is allowed.

    Raises :class:`SystemExit` where there is none.
    """
    found = [one.version for one in requirement.specifier if one.operator == ">="]
    if len(found) != 1:
        sys.exit(f"setup.cfg: {requirement}: give one lower bound, as in name>=1.2")
    return found[0]


def lowest() -> str:
    """Return the lower bounds as requirements."""
    lines = sorted(f"{one.name}=={lower_bound(one)}" for one in wanted(LOWEST_EXTRAS))
    head = "# The oldest versions allowed; made by tools/requirements.py.\n"
    return head + "".join(f"{line}\n" for line in lines)


def pins(lock: str) -> Iterator[tuple[Requirement, int]]:
    """Yield each pin of a lock, with the number of files whose hashes it allows."""
    for entry in lock.replace("\\\n", " ").splitlines():
        if entry and not entry.startswith("#"):
            pin, *hashes = entry.split("--hash=sha256:")
            yield Requirement(pin), len(hashes)


if __name__ == "__main__":
    LOWEST.write_text(lowest(), encoding="utf-8")
