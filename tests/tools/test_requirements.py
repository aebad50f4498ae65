"""The lists of packages say what ``setup.cfg`` says."""

from __future__ import annotations

import re

import pytest

pytest.importorskip("packaging")

from packaging.requirements import Requirement
from packaging.version import Version

from tools import requirements


def test_lowest_versions_are_those_of_setup_cfg() -> None:
    """The list was made anew when a lower bound was raised."""
    assert requirements.LOWEST.read_text(encoding="utf-8") == requirements.write_lowest()


def test_every_requirement_has_one_lower_bound() -> None:
    """What is asked for without a bound could not be tested at it."""
    for one in requirements.wanted(requirements.LOWEST_EXTRAS):
        assert Version(requirements.lower_bound(one))
    with pytest.raises(SystemExit, match="lower bound"):
        requirements.lower_bound(Requirement("click"))


def test_the_lock_holds_every_requirement_with_a_hash() -> None:
    """Each line pins a version by its hash, and what setup.cfg asks for is among them."""
    lines = requirements.LOCK.read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if not line.startswith("#")]
    line_of = re.compile(r"([a-z0-9-]+)==(\S+) --hash=sha256:[0-9a-f]{64}")
    matched = [line_of.fullmatch(line) for line in pins]
    assert all(matched)
    locked = {found[1]: found[2] for found in matched if found}
    for one in requirements.wanted(requirements.LOCKED_EXTRAS):
        name = re.sub(r"[-_.]+", "-", one.name).lower()
        assert locked[name] in one.specifier, name


def test_the_installed_set_is_closed() -> None:
    """What a package needs is in the list with it."""
    found = requirements.installed([Requirement("pytest")])
    assert {"pytest", "pluggy", "iniconfig", "packaging"} <= found.keys()
