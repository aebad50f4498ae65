"""The lists of packages say what ``setup.cfg`` says."""

from __future__ import annotations

import pytest

pytest.importorskip("packaging")

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tools import requirements

PYTHONS = ("3.11.0", "3.12.0", "3.13.0")
PINS = list(requirements.pins(requirements.LOCK.read_text(encoding="utf-8")))


def locked_on(python: str) -> dict[str, list[str]]:
    """Return the pinned versions by package, as pip sees them on one Python."""
    environment = {
        "python_version": python.rpartition(".")[0],
        "python_full_version": python,
    }
    found: dict[str, list[str]] = {}
    for pin, _ in PINS:
        if pin.marker is None or pin.marker.evaluate(environment):
            versions = [one.version for one in pin.specifier if one.operator == "=="]
            found.setdefault(canonicalize_name(pin.name), []).extend(versions)
    return found


def test_lowest_versions_are_those_of_setup_cfg() -> None:
    """The list was made anew when a lower bound was raised."""
    assert requirements.LOWEST.read_text(encoding="utf-8") == requirements.lowest()


def test_every_requirement_has_one_lower_bound() -> None:
    """What is asked for without a bound could not be tested at it."""
    for one in requirements.wanted(requirements.LOWEST_EXTRAS):
        assert Version(requirements.lower_bound(one))
    with pytest.raises(SystemExit, match="lower bound"):
        requirements.lower_bound(Requirement("click"))


def test_the_lock_allows_files_by_their_hashes() -> None:
    """Each pin is one version, and names the files that may be installed."""
    for pin, files in PINS:
        assert [one.operator for one in pin.specifier] == ["=="], pin
        assert files, pin


@pytest.mark.parametrize("python", PYTHONS)
def test_the_lock_holds_every_requirement(python: str) -> None:
    """Each Python finds one version of what setup.cfg asks for, and one that it allows.

    ``make`` installs the lock alone: what is not in it would be missing in tests.
    """
    locked = locked_on(python)
    assert {name: found for name, found in locked.items() if len(found) > 1} == {}
    for one in requirements.wanted(requirements.LOCKED_EXTRAS):
        (version,) = locked[canonicalize_name(one.name)]
        assert one.specifier.contains(version, prereleases=True), one
