"""What goes away says what to use instead, as docs/reference/versions.md promises."""

from __future__ import annotations

import ast
from pathlib import Path

import diplosearch

PACKAGE = Path(diplosearch.__file__).parent


def find_mute(source: str) -> list[int]:
    """Return the lines of deprecations that do not say what to use instead."""
    lines = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        given = [*node.args, *(keyword.value for keyword in node.keywords)]
        if any(
            isinstance(one, ast.Name) and one.id == "DeprecationWarning" for one in given
        ):
            message = node.args[0]
            said = [
                one.value
                for one in ast.walk(message)
                if isinstance(one, ast.Constant) and isinstance(one.value, str)
            ]
            if "; use " not in "".join(said):
                lines.append(node.lineno)
    return lines


def test_deprecations_say_what_to_use() -> None:
    """Each warning of a name that goes away names another."""
    wrong = {
        path.relative_to(PACKAGE).as_posix(): lines
        for path in PACKAGE.rglob("*.py")
        if (lines := find_mute(path.read_text(encoding="utf-8")))
    }
    assert wrong == {}


def test_mute_deprecations_are_found() -> None:
    """The check sees warnings with and without advice, however they are called."""
    good = 'warnings.warn(f"{name} goes in 0.3; use search", DeprecationWarning)'
    bad = 'warn("recall() goes in 0.3", category=DeprecationWarning)\n'
    assert find_mute(good) == []
    assert find_mute(bad + good) == [1]
    assert find_mute('warnings.warn("look out", UserWarning)') == []
