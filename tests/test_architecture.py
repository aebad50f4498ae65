"""The architecture: floors without import cycles, light imports, public names."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

import diplosearch

PACKAGE = Path(diplosearch.__file__).parent

FLOORS = (
    "highlighting",
    "errors.py",
    "forks.py",
    "garbage.py",
    "lazy.py",
    "model.py",
    "schema.py",
    "paths.py",
    "resources.py",
    "packed_table.py",
    "messages.py",
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
    "stories",
    "ingest",
    "expansion",
    "backends",
    "completion",
    "search",
    "writing",
    "integrity",
    "index",
    "evaluation",
    "web",
    "mcp",
    "__init__.py",
    "cli",
    "__main__.py",
)
"""Modules and folders of the package, the lowest floor first, as in ARCHITECTURE.md."""

ARCHITECTURE = PACKAGE.parent / "ARCHITECTURE.md"

MOST_FILES = 20
"""Files of a folder at most, so that the list can be read at a glance; a guess."""

MODULES = sorted(path.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py"))


def floor_of(module: Path) -> int:
    """Return the floor of a file, counted from 0."""
    return FLOORS.index(module.parts[0])


def imports_of(module: Path) -> set[Path]:
    """Return the files of the package that a file imports, at any level of its code."""
    tree = ast.parse((PACKAGE / module).read_text(encoding="utf-8"))
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = PACKAGE / module
            for _ in range(node.level):
                base = base.parent
            base = base.joinpath(*(node.module or "").split("."))
            found |= {
                _find_file(base / alias.name) or _find_file(base) for alias in node.names
            }
    return {path for path in found if path is not None}


def _find_file(base: Path) -> Path | None:
    for path in (base.with_name(base.name + ".py"), base / "__init__.py"):
        if path.is_file():
            return path.relative_to(PACKAGE)
    return None


def test_every_file_has_a_floor() -> None:
    """The table holds every module and folder of the package, once, and nothing else."""
    assert set(FLOORS) == {module.parts[0] for module in MODULES}
    assert len(FLOORS) == len(set(FLOORS))


def test_architecture_draws_the_floors() -> None:
    """The table of folders in ARCHITECTURE has the floors in their order."""
    text = ARCHITECTURE.read_text(encoding="utf-8")
    table = text.partition("## Which folder holds what?")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (`.*?) \|", table, re.MULTILINE)
    drawn = [name.strip("/") for row in rows for name in re.findall(r"`(.+?)`", row)]
    floors = [name.removesuffix(".py") for name in FLOORS if not name.startswith("__")]
    assert drawn == floors


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_floors(module: Path) -> None:
    """A file imports only from lower floors or from its own."""
    wrong = [
        f"{module} imports {other}"
        for other in imports_of(module)
        if floor_of(other) > floor_of(module)
    ]
    assert wrong == []


def test_folders_can_be_read_at_a_glance() -> None:
    """No folder holds more than twenty modules."""
    files = Counter(module.parent for module in MODULES)
    assert [folder for folder, count in files.items() if count > MOST_FILES] == []


def test_no_import_cycles() -> None:
    """No file imports itself through others, within a folder either."""
    imports = {module: imports_of(module) for module in MODULES}
    done: set[Path] = set()

    def walk(module: Path, path: tuple[Path, ...]) -> None:
        assert module not in path, " → ".join(map(str, (*path, module)))
        if module not in done:
            for other in imports[module]:
                walk(other, (*path, module))
            done.add(module)

    for module in MODULES:
        if module.name != "__init__.py":
            walk(module, ())


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_imports_are_relative(module: Path) -> None:
    """Imports within the package are relative, and none is a star import.

    The command line may import the package as users do.
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
def test_module_has_a_docstring(module: Path) -> None:
    """Every file has a docstring, and postpones annotations if it has code."""
    source = (PACKAGE / module).read_text(encoding="utf-8")
    tree = ast.parse(source)
    assert ast.get_docstring(tree)
    if len(tree.body) > 1:
        assert "from __future__ import annotations" in source


def third_party() -> set[str]:
    """Return the third-party packages that are imported anywhere."""
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
    """Importing the package loads no third-party package."""
    assert {"whoosh", "numpy", "click", "py3langid"} < third_party()
    assert loaded_by("import diplosearch") & third_party() == set()


def test_searching_in_memory_loads_no_engine() -> None:
    """Searching in memory loads no engine library, no command line and no TLS."""
    code = "import diplosearch; diplosearch.open(':memory:').search('Çin')"
    assert (
        loaded_by(code)
        & {"whoosh", "tantivy", "click", "rich", "py3langid", "numpy", "ssl"}
        == set()
    )


def test_all_is_sorted_and_complete() -> None:
    """Every name in ``__all__`` can be imported and has a docstring; they are sorted."""
    names = diplosearch.__all__
    assert names == sorted(names)
    assert len(names) == len(set(names))
    for name in names:
        assert getattr(diplosearch, name).__doc__, name
    assert set(names) <= set(dir(diplosearch))
    with pytest.raises(AttributeError, match="nothing_of_the_kind"):
        diplosearch.nothing_of_the_kind  # noqa: B018


def test_type_checkers_see_the_same_names() -> None:
    """Names that are imported lazily are declared for type checkers."""
    tree = ast.parse((PACKAGE / "__init__.py").read_text(encoding="utf-8"))
    declared = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.level
        for alias in node.names
    }
    assert declared == set(diplosearch.__all__)


def test_modules_are_imported_lazily() -> None:
    """``diplosearch.evaluation`` can be used without importing it."""
    code = "import diplosearch; print(diplosearch.evaluation.evaluate, diplosearch.errors)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("<function evaluate ")
