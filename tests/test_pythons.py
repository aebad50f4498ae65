"""The code uses nothing that the next versions of Python refuse.

Warnings are errors in all tests, so most of it fails on the newest Python. Here is what
gives no warning, or none on the oldest Python.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCES = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for folder in ("diplosearch", "benchmarks", "examples", "tools", "tests")
    for path in sorted((ROOT / folder).rglob("*.py"))
}
SQL = re.compile(r"\b(SELECT|INSERT|UPDATE|DELETE|VALUES|WHERE|ATTACH)\b")
NUMBERED = re.compile(r"\?[0-9]")
NO_LONGER_SET = re.compile("__(package|cached)__")


def test_sql_numbers_no_placeholders() -> None:
    """SQL has no ``?1``: from Python 3.14 on it takes no sequence of values."""
    wrong = [
        (file, node.value)
        for file, source in SOURCES.items()
        if NUMBERED.search(source)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if SQL.search(node.value) and NUMBERED.search(node.value)
    ]
    assert wrong == []


def test_only_the_spec_is_read() -> None:
    """No module reads ``__package__`` or ``__cached__``; Python 3.15 sets neither."""
    wrong = [
        file
        for file, source in SOURCES.items()
        if NO_LONGER_SET.search(source)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Name) and NO_LONGER_SET.fullmatch(node.id)
    ]
    assert wrong == []
