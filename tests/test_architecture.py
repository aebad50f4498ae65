"""The house: floors without circles, light to import, its names in order."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

import diplosearch

PACKAGE = Path(diplosearch.__file__).parent

FLOORS = {
    "errors.py": 0,
    "failures.py": 1,
    "highlight/controls.py": 0,
    "highlight/html.py": 0,
    "highlight/spans.py": 0,
    "model.py": 1,
    "fields.py": 1,
    "steps.py": 1,
    "lists.py": 1,
    "limits.py": 2,
    "user_files.py": 2,
    "conll.py": 1,
    "text.py": 2,
    "dates.py": 3,
    "names.py": 3,
    "language_model.py": 1,
    "language.py": 4,
    "ranking.py": 4,
    "sentences.py": 4,
    "analysis/": 4,
    "query/tree.py": 4,
    "query/sequences.py": 4,
    "corpus/": 5,
    "passages.py": 5,
    "lexicon/": 5,
    "records.py": 5,
    "entities/": 6,
    "engines/": 6,
    "store.py": 6,
    "engines/opensearch/": 7,
    "engines/tantivy/": 7,
    "recognition.py": 7,
    "recognizing.py": 7,
    "entity_evaluation.py": 7,
    "entity_table.py": 7,
    "entity_tally.py": 7,
    "store_parts.py": 7,
    "entries.py": 7,
    "opened.py": 7,
    "preparation.py": 7,
    "engines/registry.py": 8,
    "query/": 8,
    "highlight/": 9,
    "explanation.py": 10,
    "facets.py": 10,
    "paging.py": 10,
    "proximity.py": 10,
    "suggestion.py": 10,
    "completion/": 11,
    "options.py": 11,
    "relations.py": 11,
    "export/": 10,
    "plots.py": 10,
    "timeline.py": 11,
    "results.py": 11,
    "search.py": 12,
    "profile.py": 12,
    "similar.py": 13,
    "index/": 14,
    "evaluation.py": 15,
    "__init__.py": 16,
    "cli/": 17,
    "cli/repl/": 18,
    "cli/repl/commands/": 19,
    "cli/repl/interpreter.py": 20,
    "cli/repl/talk.py": 20,
    "cli/__init__.py": 21,
    "__main__.py": 22,
}
"""The floor of each file, by its longest entry; the table in ARCHITECTURE.md."""

HEAVY = {
    "charset_normalizer",
    "click",
    "ftfy",
    "nervaluate",
    "matplotlib",
    "numpy",
    "opensearchpy",
    "pandas",
    "prompt_toolkit",
    "py3langid",
    "pyarrow",
    "rapidfuzz",
    "rich",
    "snowballstemmer",
    "spacy",
    "tantivy",
    "trafilatura",
    "whoosh",
}
MODULES = sorted(path.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py"))


def place_of(module: Path) -> str:
    """Return the entry of ``FLOORS`` that a file falls under."""
    name = module.as_posix()
    fitting = [
        entry
        for entry in FLOORS
        if name == entry or (entry[-1] == "/" and name.startswith(entry))
    ]
    assert fitting, f"{name} has no floor; give it one"
    return max(fitting, key=len)


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


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_floors(module: Path) -> None:
    """A file imports from lower floors, or from its own folder, and nothing else."""
    here = FLOORS[place_of(module)]
    wrong = []
    for other in imports_of(module):
        is_sibling = other.parent == module.parent and str(module.parent) != "."
        if not is_sibling and FLOORS[place_of(other)] >= here:
            wrong.append(f"{module} ({here}) imports {other} ({FLOORS[place_of(other)]})")
    assert wrong == []


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


def loaded_by(code: str) -> set[str]:
    """Return the top-level packages that ``code`` loads in a new process."""
    code += "\nimport json, sys; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    return {name.split(".")[0] for name in json.loads(done.stdout)}


def test_import_is_light() -> None:
    """Importing loads no engine, no command line, no language model, no stemmer."""
    assert loaded_by("import diplosearch") & HEAVY == set()


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
    """``diplosearch.evaluation.retrieval`` is there without an import of its own."""
    code = "import diplosearch; print(diplosearch.evaluation.retrieval.DEPTH, diplosearch.errors)"
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert found.stdout.startswith("10 ")
