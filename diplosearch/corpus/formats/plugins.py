"""Readers of other packages, which fail without harm to the rest of a corpus."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import EntryPoint

from ...errors import DocumentError
from ...model import Document
from ..base import FileContent, Read, Skipped, SkippedRow
from ..kinds import package_of


def read_by_plugin(entry: EntryPoint, content: FileContent) -> Iterator[Read | Skipped]:
    """Yield what the reader of an entry point gives for a file.

    It is called with a :class:`FileContent` and yields documents, or :class:`Skipped` for
    a part that it cannot read. Raises :class:`DocumentError` when it cannot be loaded or
    raises an error; what it gave before is kept.
    """
    name = f"the reader {entry.name!r} of {package_of(entry)}"
    try:
        reader = entry.load()
    # What a package raises while it is imported is of any kind.
    except (Exception, SystemExit) as error:
        told = _describe(error)
        raise DocumentError(
            f"{name} cannot be loaded ({told}); mend or remove it"
        ) from None
    count = 0
    try:
        for item in reader(content):
            count += 1
            if isinstance(item, Document):
                yield Read(item, content.name)
            elif isinstance(item, Skipped):
                yield SkippedRow(str(item.where), str(item.reason), content.name)
            else:
                raise TypeError(f"it gave {type(item).__name__}, no Document")
    except MemoryError:
        raise
    except DocumentError as error:
        raise DocumentError(f"{error} ({name})") from None
    except (Exception, SystemExit) as error:
        kept = f"; {count:,} documents before are kept" if count else ""
        told = _describe(error)
        raise DocumentError(f"{name} failed ({told}){kept}; mend or remove it") from None
    if not count:
        raise DocumentError(f"{name} gave no document; leave the file out")


def _describe(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"[:200]
