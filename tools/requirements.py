"""The set of packages that is tested, and the oldest one that is allowed.

::

    python tools/requirements.py lowest          # tests/lowest.txt, from setup.cfg
    python tools/requirements.py lock            # requirements.lock, from what is installed

``lowest`` pins every lower bound of ``setup.cfg``, that of the heaviest extra aside.
``lock`` pins what this environment holds, with the hashes of the files that pip would
take here; it asks pip, and so the network.
"""

from __future__ import annotations

import argparse
import configparser
import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
LOWEST = ROOT / "tests" / "lowest.txt"
LOCK = ROOT / "requirements.lock"
LOWEST_EXTRAS = ("eval", "html", "opensearch", "pandas", "plot", "tantivy", "test")
LOCKED_EXTRAS = (*LOWEST_EXTRAS, "spacy")


def wanted(extras: Iterable[str]) -> list[Requirement]:
    """Return what ``setup.cfg`` asks for, with some extras."""
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    lists = [config["options"]["install_requires"]]
    lists += [config["options.extras_require"][extra] for extra in extras]
    lines = (line.strip() for text in lists for line in text.splitlines())
    return [Requirement(line) for line in lines if line and not line.startswith("#")]


def lower_bound(requirement: Requirement) -> str:
    """Return the version from which on a package is allowed.

    Raises :class:`SystemExit` where there is none.
    """
    found = [one.version for one in requirement.specifier if one.operator == ">="]
    if len(found) != 1:
        sys.exit(f"setup.cfg: {requirement}: give one lower bound, as in name>=1.2")
    return found[0]


def write_lowest() -> str:
    """Return the lower bounds as requirements."""
    lines = sorted(f"{one.name}=={lower_bound(one)}" for one in wanted(LOWEST_EXTRAS))
    return "# The oldest versions allowed; made by tools/requirements.py.\n" + _joined(
        lines
    )


def installed(requirements: Iterable[Requirement]) -> dict[str, str]:
    """Return the installed versions of some packages and of all that they need."""
    found: dict[str, str] = {}
    left = list(requirements)
    seen: set[tuple[str, frozenset[str]]] = set()
    while left:
        one = left.pop()
        name = re.sub(r"[-_.]+", "-", one.name).lower()
        if (name, frozenset(one.extras)) in seen:
            continue
        seen.add((name, frozenset(one.extras)))
        package = metadata.distribution(name)
        found[name] = package.version
        for line in package.requires or ():
            inner = Requirement(line)
            if inner.marker is None or any(
                inner.marker.evaluate({"extra": extra}) for extra in ("", *one.extras)
            ):
                left.append(inner)
    return dict(sorted(found.items()))


def hashes(pins: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield each pin with the hash of the file that pip would install."""
    command = [sys.executable, "-m", "pip", "install", "--dry-run", "--ignore-installed"]
    command += ["--no-deps", "--quiet", "--disable-pip-version-check", "--report", "-"]
    done = subprocess.run([*command, *pins], stdout=subprocess.PIPE, text=True, check=True)
    for one in json.loads(done.stdout)["install"]:
        about = one["metadata"]
        name = re.sub(r"[-_.]+", "-", about["name"]).lower()
        archive = one["download_info"]["archive_info"]["hashes"]
        yield f"{name}=={about['version']}", archive["sha256"]


def write_lock() -> str:
    """Return what is installed here as requirements with hashes."""
    pins = [
        f"{name}=={version}" for name, version in installed(wanted(LOCKED_EXTRAS)).items()
    ]
    lines = [f"{pin} --hash=sha256:{sum}" for pin, sum in sorted(hashes(pins))]
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    return (
        f"# The tested set, for CPython {version} on {sys.platform}; made by "
        "tools/requirements.py.\n# pip install --require-hashes --no-deps "
        "-r requirements.lock\n" + _joined(lines)
    )


def _joined(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("lowest", "lock"))
    if parser.parse_args().what == "lowest":
        LOWEST.write_text(write_lowest(), encoding="utf-8")
    else:
        LOCK.write_text(write_lock(), encoding="utf-8")


if __name__ == "__main__":
    main()
