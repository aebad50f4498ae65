"""The house: floors without circles, light to import, its names in order."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

import diplosearch

PACKAGE = Path(diplosearch.__file__).parent

FLOORS = (
    "errors.py",
    "highlighting",
    "model.py",
    "schema.py",
    "resources.py",
    "text",
    "analysis",
    "corpus",
    "query",
    "export",
    "lexicon",
    "storage",
    "engines",
    "entities",
    "entity_index",
    "ingest",
    "expansion",
    "backends",
    "completion",
    "search",
    "writing",
    "integrity",
    "index",
    "evaluation",
    "__init__.py",
    "cli",
    "__main__.py",
)
"""What lies beside ``__init__.py``, from the ground up, as ARCHITECTURE.md draws it."""

MOST_FILES = 20
"""Files that a folder holds at most, so that its list can be read at a glance."""

MODULES = sorted(path.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py"))


def floor_of(module: Path) -> int:
    """Return the floor of a file, counted from the ground."""
    return FLOORS.index(module.parts[0])


def imports_of(module: Path) -> set[Path]:
    """Return the files of the package that a file imports, now or later."""
    tree = ast.parse((PACKAGE / module).read_text(encoding="utf-8"))
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = PACKAGE / module
            for _ in range(node.level):
                base = base.parent
            base = base.joinpath(*(node.module or "").split("."))
            found |= {_file(base / alias.name) or _file(base) for alias in node.names}
    return {path for path in found if path is not None}


def _file(base: Path) -> Path | None:
    for path in (base.with_name(base.name + ".py"), base / "__init__.py"):
        if path.is_file():
            return path.relative_to(PACKAGE)
    return None


def test_every_file_has_a_floor() -> None:
    """The table names what lies in the package: all of it, and nothing else."""
    assert set(FLOORS) == {module.parts[0] for module in MODULES}
    assert len(FLOORS) == len(set(FLOORS))


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_floors(module: Path) -> None:
    """A file imports from lower floors, or from its own, and nothing else."""
    wrong = [
        f"{module} imports {other}"
        for other in imports_of(module)
        if floor_of(other) > floor_of(module)
    ]
    assert wrong == []


def test_folders_can_be_read_at_a_glance() -> None:
    """No folder holds more than twenty files of code."""
    files = Counter(module.parent for module in MODULES)
    assert [folder for folder, count in files.items() if count > MOST_FILES] == []


def test_no_circles() -> None:
    """Also within a folder no file imports, by whatever way, itself."""
    imports = {module: imports_of(module) for module in MODULES}
    done: set[Path] = set()

    def walk(module: Path, way: tuple[Path, ...]) -> None:
        assert module not in way, " → ".join(map(str, (*way, module)))
        if module not in done:
            for other in imports[module]:
                walk(other, (*way, module))
            done.add(module)

    for module in MODULES:
        if module.name != "__init__.py":
            walk(module, ())


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_imports_are_relative(module: Path) -> None:
    """Imports are relative, and none brings everything; the way in from a shell
    may use the package as its users do.
    """
    if module.as_posix() == "__main__.py" or module.parts[0] == "cli":
        return
    tree = ast.parse((PACKAGE / module).read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            assert node.level or (node.module or "").split(".")[0] != "diplosearch"
            assert [alias.name for alias in node.names] != ["*"]
        if isinstance(node, ast.Import):
            assert all(alias.name.split(".")[0] != "diplosearch" for alias in node.names)


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_module_says_what_it_is(module: Path) -> None:
    """Every file opens with its account, and postpones annotations if it has any."""
    source = (PACKAGE / module).read_text(encoding="utf-8")
    tree = ast.parse(source)
    assert ast.get_docstring(tree)
    if len(tree.body) > 1:
        assert "from __future__ import annotations" in source


def third_party() -> set[str]:
    """Return the packages of others that the package imports anywhere."""
    found = set()
    for module in MODULES:
        for node in ast.walk(ast.parse((PACKAGE / module).read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                found.add((node.module or "").partition(".")[0])
    return found - sys.stdlib_module_names - {"diplosearch"}


def loaded_by(code: str) -> set[str]:
    """Return the top-level packages that ``code`` loads in a new process."""
    code += "\nimport json, sys; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    return {name.split(".")[0] for name in json.loads(done.stdout)}


def test_import_is_light() -> None:
    """Importing loads nothing that others made: no engine, command line, stemmer."""
    assert {"whoosh", "numpy", "click", "py3langid"} < third_party()
    assert loaded_by("import diplosearch") & third_party() == set()


def test_searching_in_memory_loads_no_engine() -> None:
    """Who asks an index in memory needs no library of an engine on disk."""
    code = "import diplosearch; diplosearch.open(':memory:').search('Çin')"
    assert (
        loaded_by(code) & {"whoosh", "tantivy", "click", "rich", "py3langid", "numpy"}
        == set()
    )


def test_all_is_sorted_and_complete() -> None:
    """Every public name is in ``__all__``, sorted, documented, and can be fetched."""
    names = diplosearch.__all__
    assert names == sorted(names)
    assert len(names) == len(set(names))
    for name in names:
        assert getattr(diplosearch, name).__doc__, name
    assert set(names) <= set(dir(diplosearch))
    with pytest.raises(AttributeError, match="nothing_of_the_kind"):
        diplosearch.nothing_of_the_kind  # noqa: B018


def test_type_checkers_see_the_same_names() -> None:
    """What is fetched late is declared for type checkers, name by name."""
    tree = ast.parse((PACKAGE / "__init__.py").read_text(encoding="utf-8"))
    declared = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.level
        for alias in node.names
    }
    assert declared == set(diplosearch.__all__)


def test_modules_are_fetched_when_asked_for() -> None:
    """``diplosearch.evaluation`` is there without an import of its own."""
    code = "import diplosearch; print(diplosearch.evaluation.evaluate, diplosearch.errors)"
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert found.stdout.startswith("<function evaluate ")
