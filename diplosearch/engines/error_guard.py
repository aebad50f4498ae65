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

_READERS = frozenset({"with_average_length"})
"""Methods that return another reader, which is guarded as well."""


def guard_errors(target: Guarded, location: str, doing: Operation) -> Guarded:
    """Return ``target`` behind a proxy that translates what its methods raise.

    ``location`` is that of the index, for messages. The proxy has the public members
    of ``target``; what is no method is copied, so it must not change.

    Example::

        reader = guard_errors(engine.open_reader(folder), "index", "read")

    Every method raises what :class:`~diplosearch.errors.translate_errors` raises, and
    OutOfTimeError as it is.
    """
    return cast(Guarded, _Proxy(target, _Translator(location, doing)))


class _Proxy:
    """Has the members of another object, its methods wrapped.

    They are set once: a reader is called hundreds of times in a query.
    """

    def __init__(self, target: object, translator: _Translator) -> None:
        for name in dir(target):
            if not name.startswith("_"):
                member = getattr(target, name)
                if callable(member):
                    if name in _ITERATORS:
                        member = _wrap_iterator(member, translator)
                    elif name in _READERS:
                        member = _wrap_reader(member, translator)
                    else:
                        member = _wrap_call(member, translator)
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


def _wrap_reader(
    function: Callable[..., object], translator: _Translator
) -> Callable[..., object]:
    def open_reader(*args: Any) -> object:
        with translator:
            return _Proxy(function(*args), translator)

    return open_reader
