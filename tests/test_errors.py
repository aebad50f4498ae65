"""The tree of errors."""

from __future__ import annotations

import inspect
import re

import pytest

from diplosearch import errors
from diplosearch.errors import DiplosearchError, MissingExtraError, QuerySyntaxError

ALL = [
    kind
    for _, kind in inspect.getmembers(errors, inspect.isclass)
    if kind.__module__ == errors.__name__ and issubclass(kind, BaseException)
]


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.__name__)
def test_errors_have_one_root(kind: type[Exception]) -> None:
    """Every error is a DiplosearchError and has a docstring."""
    assert issubclass(kind, DiplosearchError)
    assert kind.__doc__


def test_drawing_is_the_tree() -> None:
    """The drawing in the module's docstring is the tree of classes, with their builtins."""
    drawn = {}
    ancestors: dict[int, str] = {}
    for line in (errors.__doc__ or "").splitlines():
        found = re.match(r"\s*([│├└─\s]*)(\w+Error)\b(?: \((\w+)\))?", line)
        if found:
            depth = found.start(2)
            ancestors[depth] = found[2]
            above = [name for at, name in ancestors.items() if at < depth]
            drawn[found[2]] = (above[-1] if above else None, found[3])
            ancestors = {at: name for at, name in ancestors.items() if at <= depth}
    assert set(drawn) == {kind.__name__ for kind in ALL}
    for kind in ALL:
        parent, builtin = drawn[kind.__name__]
        names = [base.__name__ for base in kind.__bases__]
        assert names == [name for name in (parent or "Exception", builtin) if name]


def test_missing_extra_says_what_to_run() -> None:
    """MissingExtraError names the extra to install."""
    error = MissingExtraError("tantivy", "tantivy")
    assert "pip install 'diplosearch[tantivy]'" in str(error)
    assert isinstance(error, ImportError)


def test_syntax_error_has_a_position() -> None:
    """QuerySyntaxError has the offset of the error in the query."""
    error = QuerySyntaxError("unbalanced", 3)
    assert (str(error), error.position) == ("unbalanced", 3)
    assert isinstance(error, ValueError)


@pytest.mark.parametrize("kind", [errors.SourceError, errors.UsageError, DiplosearchError])
def test_messages_hold_no_control_character(kind: type[Exception]) -> None:
    """A name in a message breaks no line of a log, and steers and turns no terminal."""
    error = kind("a\nb\x1b[2J\u202ecod.exe\u2028.txt: unreadable")
    assert str(error) == "a b␛[2J␦cod.exe␤.txt: unreadable"
    assert "\u202e" not in repr(error)
