"""What finds entities, as one process tells another."""

from __future__ import annotations

import pickle
from functools import cached_property
from importlib.machinery import PathFinder
from pathlib import Path

from ..errors import UsageError
from .base import Recognizer


class Finder:
    """The way to a recognizer: of the user's own, by a gazetteer, or as it comes along.

    Loading is put off until it is needed. The recognizer that comes along is loaded
    anew by each process; one of the user's own is sent.
    """

    def __init__(
        self, *, gazetteer: str | Path | None = None, own: Recognizer | None = None
    ) -> None:
        """Take what a user asks for.

        Raises :class:`UsageError` when both are given, or the gazetteer is unsound.
        """
        self.chosen = choose_recognizer(gazetteer, own)
        """What the user asked for; None for the recognizer that comes along."""

        self._gazetteer = None if gazetteer is None else Path(gazetteer).absolute()
        self._own = own

    @cached_property
    def recognizer(self) -> Recognizer:
        """The recognizer, loaded."""
        if self.chosen is None:
            from .recognizer import default_recognizer

            return default_recognizer()
        return self.chosen

    def why_not_sent(self) -> str:
        """Return why another process cannot have the recognizer; empty where it can."""
        try:
            sent = pickle.dumps(self._own)
        # Whatever a user's class does when it is pickled, it says that it cannot be.
        except Exception as error:
            return f"{type(error).__name__}: {error}"
        package = type(self._own).__module__.partition(".")[0]
        if b"__main__" in sent:
            return "its class stands in the program that was started, not in a module"
        if package != "builtins" and PathFinder.find_spec(package) is None:
            return f"its module {package!r} is not found on sys.path"
        return ""

    def __reduce__(self) -> tuple[object, ...]:
        return _restore, (self._gazetteer, self._own)


def _restore(gazetteer: Path | None, own: Recognizer | None) -> Finder:
    return Finder(gazetteer=gazetteer, own=own)


def choose_recognizer(
    gazetteer: str | Path | None, recognizer: Recognizer | None
) -> Recognizer | None:
    """Return the recognizer that a user asks for, None for the one that comes along.

    Raises :class:`UsageError` when both are given, or the gazetteer is unsound.
    """
    if recognizer is not None and not (
        hasattr(recognizer, "recognize") and hasattr(recognizer, "fingerprint")
    ):
        raise UsageError(
            f"recognizer is {type(recognizer).__name__}; give what has the two members of "
            "diplosearch.Recognizer"
        )
    if gazetteer is None:
        return recognizer
    if recognizer is not None:
        raise UsageError("give a gazetteer or a recognizer of your own, not both")
    if not isinstance(gazetteer, (str, Path)):
        raise UsageError(f"gazetteer is {type(gazetteer).__name__}; give a path")
    from .recognizer import recognizer_with

    return recognizer_with(gazetteer)
