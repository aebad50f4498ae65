"""Names of a package that are imported when they are first used."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import diplosearch
from diplosearch import evaluation


def test_names_of_evaluation_are_those_of_its_modules() -> None:
    """Each public name can be imported, and type checkers are told the same ones."""
    for name in evaluation.__all__:
        assert getattr(evaluation, name).__name__ == name
        assert vars(evaluation)[name] is getattr(evaluation, name)  # kept from then on
    tree = ast.parse(Path(str(evaluation.__file__)).read_text(encoding="utf-8"))
    blocks = [node for node in tree.body if isinstance(node, ast.If)]
    declared = {
        alias.name
        for block in blocks
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert declared == set(evaluation.__all__) == set(dir(evaluation))


@pytest.mark.parametrize("module", [diplosearch, evaluation])
def test_other_names_are_an_error(module: object) -> None:
    """What a package does not have is told as by any other module."""
    name = getattr(module, "__name__", "")
    with pytest.raises(AttributeError, match=f"module '{name}' has no attribute 'nix'"):
        getattr(module, "nix")  # noqa: B009


def test_recognition_is_measured_without_what_searches() -> None:
    """The module for names of a marked set loads no index and no engine."""
    code = (
        "import sys, diplosearch.evaluation.entities\n"
        "print(sorted(one for one in sys.modules if one.startswith('diplosearch.index')"
        " or one.startswith('diplosearch.engines')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"
