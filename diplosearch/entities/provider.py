"""Choose and load a recognizer, in this process and in workers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from importlib.machinery import PathFinder
from pathlib import Path

from ..errors import UsageError
from .base import Recognizer


@dataclass(frozen=True, slots=True, kw_only=True)
class Resources:
    """What an index is built and searched with, beside what is built in.

    Args:
        lexicon: a glossary that comes before the built-in one: a text file with a
            Turkish term, a tab and an English term a line.
        gazetteer: names that come before the built-in ones: a text file with
            ``TYPE | English names | Turkish names`` a line.
        stop_words: words that are passed over in queries of other words: a text file
            with a word a line.
        protected_words: words that are searched as they are typed, neither inflected
            nor translated: a text file with a word a line.
        recognizer: finds entities instead of the built-in one; not beside a
            gazetteer.
    """

    lexicon: str | Path | None = None
    gazetteer: str | Path | None = None
    recognizer: Recognizer | None = None
    stop_words: str | Path | None = None
    protected_words: str | Path | None = None


class RecognizerProvider:
    """Provides the recognizer: a user's own, one with a user's gazetteer, or the built-in.

    The built-in recognizer is loaded on first use. Pickling sends a user's own
    recognizer to a worker; the others are loaded there again.
    """

    def __init__(self, resources: Resources | None = None) -> None:
        """Choose by the gazetteer or the recognizer among a user's ``resources``.

        Raises :class:`UsageError` when both are given, or the gazetteer cannot be read.
        """
        given = check_resources(resources)
        self.chosen = choose_recognizer(given.gazetteer, given.recognizer)
        """The recognizer with a user's gazetteer or of a user's own; None: the built-in."""

        own = given.gazetteer
        self._gazetteer = None if own is None else Path(own).absolute()
        self._own = given.recognizer

    @cached_property
    def recognizer(self) -> Recognizer:
        """The recognizer, loaded."""
        if self.chosen is None:
            from .recognizer import default_recognizer

            return default_recognizer()
        return self.chosen

    def unpicklable_reason(self) -> str:
        """Return why the recognizer cannot be sent to a worker; empty where it can."""
        import pickle  # only a building needs it

        try:
            pickled = pickle.dumps(self._own)
        # A user's class may raise anything when it is pickled.
        except Exception as error:
            return f"{type(error).__name__}: {error}"
        package = type(self._own).__module__.partition(".")[0]
        if b"__main__" in pickled:
            return "its class stands in the program that was started, not in a module"
        if package != "builtins" and PathFinder.find_spec(package) is None:
            return f"its module {package!r} is not found on sys.path"
        return ""

    def __reduce__(self) -> tuple[object, ...]:
        return _restore, (self._gazetteer, self._own)


def check_resources(given: object) -> Resources:
    """Return ``given`` if it is a :class:`Resources`; none at all for None.

    Raises :class:`UsageError` for anything else.
    """
    if given is None:
        return Resources()
    if isinstance(given, Resources):
        return given
    raise UsageError(f"resources is {type(given).__name__}; give a diplosearch.Resources")


def _restore(gazetteer: Path | None, own: Recognizer | None) -> RecognizerProvider:
    return RecognizerProvider(Resources(gazetteer=gazetteer, recognizer=own))


def choose_recognizer(
    gazetteer: str | Path | None, recognizer: Recognizer | None
) -> Recognizer | None:
    """Return the recognizer for a user's arguments, None for the built-in one.

    Raises :class:`UsageError` when both are given, the gazetteer cannot be read, or the
    recognizer lacks a member of :class:`Recognizer`.
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
