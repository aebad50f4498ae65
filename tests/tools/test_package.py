"""The package by itself: built, installed without network and extras, used elsewhere."""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from importlib.metadata import Distribution, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from paths import REPOSITORY

from tools.examples import differing
from tools.package import build, write_absolute, write_project_urls

URL = "https://example.org/owner/project"
PAGE = """\
# Page

![The prompt:
half typed](docs/repl.svg)

See [how-to](docs/a.md) and [how `x` works](docs/b.md#top), [SemVer](https://semver.org),
[below](#licence).

```py
items[0](argument)
```
"""


def test_links_lead_to_the_repository() -> None:
    """Links beside the page lead to the tag; others, and code, stay as they are."""
    assert write_absolute(PAGE, URL, "v1") == PAGE.replace(
        "](docs/repl", f"]({URL}/raw/v1/docs/repl"
    ).replace("](docs/", f"]({URL}/blob/v1/docs/")


def test_without_an_address_words_stay() -> None:
    """Links become their words, and the picture is left out."""
    page = write_absolute(PAGE, None, "v1")
    assert "](docs" not in page
    assert "half typed" not in page
    assert "See how-to and how `x` works, [SemVer](https://semver.org),\n[below]" in page
    assert "items[0](argument)" in page


def test_links_of_the_readme_are_all_found() -> None:
    """No relative link of the README is left, with an address or without."""
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    assert readme.count("](") > 20
    assert write_absolute(readme, None, "v1").count("](") == 0
    assert write_absolute(readme, URL, "v1").count(f"]({URL}/") == readme.count("](")


def test_pages_of_the_project_are_named() -> None:
    """With an address, ``setup.cfg`` gets the links that an index shows."""
    setup = (REPOSITORY / "setup.cfg").read_text(encoding="utf-8")
    named = write_project_urls(setup, URL, "v1")
    assert f"[metadata]\nproject_urls =\n    Source = {URL}\n" in named
    assert f"    Changelog = {URL}/blob/v1/CHANGELOG.md\n" in named
    assert len(named) > len(setup)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist and the wheel of this tree."""
    folder = tmp_path_factory.mktemp("dist")
    build(folder)
    return folder


@pytest.fixture(scope="module")
def alone(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of a new environment with the wheel and what it requires, no more."""
    folder = tmp_path_factory.mktemp("alone")
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    names = {"base": str(folder), "platbase": str(folder)}
    scheme = sysconfig.get_preferred_scheme("prefix")
    site_packages = Path(sysconfig.get_path("purelib", scheme, vars=names))
    for required in required_by(metadata_of(built)):
        copy_distribution(required, site_packages)
    python = Path(
        sysconfig.get_path("scripts", scheme, vars=names), Path(sys.executable).name
    )
    # It checks that all requirements are there.
    command = [str(python), "-m", "pip", "install", "--quiet", "--no-index"]
    (wheel,) = built.glob("*.whl")
    subprocess.run([*command, "--disable-pip-version-check", str(wheel)], check=True)
    return python


def metadata_of(built: Path) -> Message:
    """Return the metadata of a wheel."""
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as file:
        (name,) = (name for name in file.namelist() if name.endswith("/METADATA"))
        return message_from_bytes(file.read(name))


def required_by(metadata: Message) -> Iterator[Distribution]:
    """Yield what a package requires without extras, and what that requires in turn."""
    open_ones = list(metadata.get_all("Requires-Dist", []))
    seen = set()
    while open_ones:
        requirement = Requirement(open_ones.pop())
        is_needed = requirement.marker is None or requirement.marker.evaluate({"extra": ""})
        if is_needed and requirement.name not in seen:
            seen.add(requirement.name)
            found = distribution(requirement.name)
            yield found
            open_ones += found.requires or ()


def copy_distribution(found: Distribution, site_packages: Path) -> None:
    """Copy an installed package, but for its commands, to another environment."""
    for file in found.files or ():
        if ".." not in file.parts and file.suffix != ".pyc":
            target = site_packages / file
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(str(found.locate_file(file)), target)


@pytest.mark.slow
def test_the_readme_works_with_the_package_alone(alone: Path) -> None:
    """Each snippet of the README runs in an empty folder, without extras or the source."""
    extras = "tantivy", "trafilatura", "matplotlib", "starlette", "opensearchpy"
    looks = f"import importlib.util as i; print(*map(i.find_spec, {extras}))"
    found = subprocess.check_output([str(alone), "-c", looks], text=True, cwd=alone.parent)
    assert found.split() == ["None"] * len(extras)
    assert differing(REPOSITORY / "README.md", str(alone)) == []


@pytest.mark.slow
def test_the_demo_works_with_the_package_alone(alone: Path, tmp_path: Path) -> None:
    """``diplosearch demo`` answers in an empty folder, in both languages."""
    answer = subprocess.run(
        [str(alone.with_name("diplosearch")), "demo"],
        input="Gazze ateşkes\n",
        capture_output=True,
        encoding="utf-8",
        cwd=tmp_path,
        check=True,
    )
    assert "[ateşkesin]" in answer.stdout
    assert "[ceasefire] in [Gaza]" in answer.stdout


@pytest.mark.slow
@pytest.mark.parametrize(
    ("command", "extra"),
    [
        ("serve", "web"),
        ("mcp", "mcp"),
        ("rebuild news --engine tantivy", "tantivy"),
        ("search Fidan --index opensearch://localhost:9/x", "opensearch"),
    ],
)
def test_what_needs_an_extra_names_it(
    alone: Path, tmp_path: Path, command: str, extra: str
) -> None:
    """A command whose extra is missing says how to install it, and nothing else."""
    program = str(alone.with_name("diplosearch"))
    subprocess.run([program, "demo", "--save", "news"], cwd=tmp_path, check=True)
    subprocess.run([program, "rebuild", "news"], cwd=tmp_path, check=True)
    told = subprocess.run(
        [program, *command.split()], capture_output=True, encoding="utf-8", cwd=tmp_path
    )
    assert told.returncode == 1
    assert told.stderr.endswith(f"; run: pip install 'diplosearch[{extra}]'\n")
    assert told.stderr.count("\n") == 1


@pytest.mark.slow
def test_the_wheel_says_what_it_is(built: Path) -> None:
    """Its page is the README without links; only the package is in it."""
    metadata = metadata_of(built)
    assert metadata["Name"] == "diplosearch"
    assert metadata["License"] == "GPL-3.0-or-later"
    assert metadata["Project-URL"] is None
    assert "diplosearch demo" in str(metadata.get_payload())
    assert "](" not in str(metadata.get_payload())
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as file:
        tops = {name.partition("/")[0] for name in file.namelist()}
    assert tops == {"diplosearch", f"diplosearch-{metadata['Version']}.dist-info"}


@pytest.mark.slow
def test_the_sdist_holds_what_its_tests_need(built: Path) -> None:
    """Tests, their files, tools, examples and pages are in it; nothing that was made."""
    (archive,) = built.glob("*.tar.gz")
    with tarfile.open(archive) as file:
        names = {name.partition("/")[2] for name in file.getnames()}
    for needed in (
        *("tests/conftest.py", "tests/golden/concepts.tsv", "tests/paths.py"),
        *("tools/package.py", "seeds", "examples/research_question.ipynb", "Makefile"),
        *("docs/reference/python.md", "CHANGELOG.md", ".github/workflows/test.yml"),
    ):
        assert needed in names
    assert not [name for name in names if name.endswith(".pyc") or "docs/build" in name]
