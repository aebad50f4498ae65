"""Readers and writers whose libraries' errors arrive as errors of diplosearch."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Any, TypeVar, cast

from ..errors import Operation, translate_errors
from .base import Reader, Writer
from .deadline import OutOfTimeError

Guarded = TypeVar("Guarded", Reader, Writer)

_ITERATORS = frozenset({"terms", "walk"})
"""Methods that return iterators, which may fail later than the call."""


def guard_errors(target: Guarded, location: str, doing: Operation) -> Guarded:
    """Return ``target`` behind a proxy that translates what its methods raise.

    ``location`` is that of the index, for messages. The proxy has the public members
    of ``target``; what is no method is copied, so it must not change.

    Example::

        reader = guard_errors(engine.open_reader(folder), "index", "read")

    Every method raises what :class:`~diplosearch.errors.translate_errors` raises, and
    OutOfTimeError as it is.
    """
    return cast(Guarded, _Proxy(target, location, doing))


class _Proxy:
    """Has the members of another object, its methods wrapped.

    They are set once: a reader is called hundreds of times in a query.
    """

    def __init__(self, target: object, location: str, doing: Operation) -> None:
        translator = _Translator(location, doing)
        for name in dir(target):
            if not name.startswith("_"):
                member = getattr(target, name)
                if callable(member):
                    wrap = _wrap_iterator if name in _ITERATORS else _wrap_call
                    member = wrap(member, translator)
                setattr(self, name, member)


class _Translator(translate_errors):
    """Translates errors, but lets through that there was no time: no index is at fault."""

    __slots__ = ()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if not isinstance(error, OutOfTimeError):
            super().__exit__(kind, error, traceback)


def _wrap_call(
    function: Callable[..., Any], translator: translate_errors
) -> Callable[..., Any]:
    def call(*args: Any, **options: Any) -> Any:
        # To enter a context takes as long as a look-up that is cached.
        try:
            return function(*args, **options)
        except BaseException:
            with translator:
                raise

    return call


def _wrap_iterator(
    function: Callable[..., Iterator[Any]], translator: translate_errors
) -> Callable[..., Iterator[Any]]:
    def iterate(*args: Any, **options: Any) -> Iterator[Any]:
        with translator:
            yield from function(*args, **options)

    return iterate
