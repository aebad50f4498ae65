"""Zip archives: each file in one is read as one in a folder is."""

from __future__ import annotations

import io
import lzma
import os
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from typing import IO, Any

from ...errors import DocumentError
from ..base import FileContent, Read, ReadPart, Skipped
from ..kinds import list_kinds, split_name
from ..streams import Budget, format_size, read_whole

SEPARATOR = "!"
"""Stands between the name of an archive or mail and that of what it holds."""

MOST_DIRECTORY = 16 * 2**20
"""Bytes of the list of an archive's files, which takes some 20 times as much memory; it
has room for 100,000 files. A guess."""

DAMAGE = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError),
    *(NotImplementedError, UnicodeDecodeError, ValueError, OverflowError, RuntimeError),
)
"""What the zipfile module raises at archives that are damaged or of a newer kind."""

_ENCRYPTED = 1  # a bit of the flags, by the specification of the format
_UTF8 = 0x800  # another
_END = struct.Struct("<4s4H2LH")
_END_64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR_64 = struct.Struct("<4sLQL")
_LONGEST_COMMENT = 65_535
_TURKISH_DOS = "cp857"
_FOREIGN = ("__MACOSX",)


def read_zip(content: FileContent, read_part: ReadPart) -> Iterator[Read | Skipped]:
    """Yield what ``read_part`` gives for each file of an archive, in order of names.

    Hidden files are left out. Raises :class:`DocumentError` when the archive cannot be
    read, or from where on it unpacks to too much.
    """
    archive, budget = open_zip(content)
    with archive:
        members = [one for one in archive.infolist() if not one.is_dir()]
        names = _name_members(members)
        is_empty = True
        for name, member in sorted(names.items()):
            if _is_hidden(name):
                continue
            is_empty = False
            where = f"{content.name}{SEPARATOR}{name}"
            if reason := _refuse(where, member):
                yield Skipped(where, reason)
                continue
            with open_member(archive, member, budget) as stream:
                yield from read_part(FileContent(where, stream, content.depth + 1, budget))
            if budget.is_spent:
                raise DocumentError(
                    "the archive unpacks to too much; it was not read to its end"
                )
        if is_empty:
            raise DocumentError("the archive holds no files; fill or delete it")


def open_zip(content: FileContent) -> tuple[zipfile.ZipFile, Budget]:
    """Return an archive, open for reading, and the budget of what it may unpack to.

    Raises :class:`DocumentError` when it is none, damaged or too large to be listed.
    """
    stream = content.stream
    if not stream.seekable() or not isinstance(stream, io.BufferedReader | io.BytesIO):
        stream = io.BytesIO(read_whole(stream))
    size = stream.seek(0, os.SEEK_END)
    if not size:
        raise DocumentError("the file is empty; fill or delete it")
    directory = _directory_size(stream, size)
    if directory > MOST_DIRECTORY:
        raise DocumentError(
            f"the list of its files takes over {format_size(MOST_DIRECTORY)}; unpack it"
        )
    try:
        return zipfile.ZipFile(stream), Budget(size, content.budget)
    except DAMAGE as error:
        raise DocumentError(describe_damage(error)) from None


def open_member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, budget: Budget
) -> IO[bytes]:
    """Return the content of a file in an archive; what is read counts in ``budget``.

    Reading it raises :class:`DocumentError` where it is damaged or too large.
    """
    return io.BufferedReader(_Member(archive, member, budget))


def describe_damage(error: Exception) -> str:
    """Return what is wrong with an archive, for a message."""
    if isinstance(error, NotImplementedError):
        return f"packed in a way that is not known ({error}); unpack it"
    told = str(error) or type(error).__name__
    return f"the archive is damaged or cut ({told[:100]}); pack it again"


class _Member(io.RawIOBase):
    """The bytes of a file in an archive, which count in a budget."""

    def __init__(
        self, archive: zipfile.ZipFile, member: zipfile.ZipInfo, budget: Budget
    ) -> None:
        self._archive, self._member, self._budget = archive, member, budget
        self._stream: IO[bytes] | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            if self._stream is None:
                self._stream = self._archive.open(self._member)
            data = self._stream.read(len(buffer))
        except (*DAMAGE, OSError) as error:
            raise DocumentError(describe_damage(error)) from None
        self._budget.spend(len(data))
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        if self._stream is not None:
            self._stream.close()
        super().close()


def _refuse(where: str, member: zipfile.ZipInfo) -> str:
    """Return why a file in an archive is not read, "" where nothing stands against it."""
    if not split_name(where)[1]:
        return f"not of a kind that is read ({', '.join(list_kinds())}); convert it"
    if member.flag_bits & _ENCRYPTED:
        return "encrypted; unpack the archive with its password"
    return ""


def _name_members(members: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    """Return the files of an archive by name; a second of a name gets a number."""
    names = PartNames()
    return {
        names.add(_decode_name(member).replace("\\", "/").lstrip("/")): member
        for member in members
    }


class PartNames:
    """The names of the parts of a file, of which no two are the same."""

    def __init__(self) -> None:
        self._used: set[str] = set()
        self._numbers: Counter[str] = Counter()

    def add(self, name: str) -> str:
        """Return ``name``, or ``a (2).pdf`` where it is in use."""
        stem, dot, ending = name.rpartition(".")
        base, rest = (stem, dot + ending) if stem else (name, "")
        made = name
        while made in self._used:
            self._numbers[name] += 1
            made = f"{base} ({self._numbers[name] + 1}){rest}"
        self._used.add(made)
        return made


def _decode_name(member: zipfile.ZipInfo) -> str:
    """Return a name as it was meant; Turkish Windows writes its own code page."""
    name = member.filename
    if member.flag_bits & _UTF8 or name.isascii():
        return name
    try:
        data = name.encode("cp437")
    except UnicodeEncodeError:
        return name
    for encoding in ("utf-8", _TURKISH_DOS):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name


def _is_hidden(name: str) -> bool:
    parts = name.split("/")
    return any(part.startswith(".") or part in _FOREIGN for part in parts)


def _directory_size(stream: IO[bytes], size: int) -> int:
    """Return the bytes of the list of files that the end of an archive states.

    It is looked up beforehand, since the zipfile module reads the list whole. 0 where
    there is no end, which is an error that the module tells.
    """
    tail = min(size, _END.size + _LONGEST_COMMENT + _LOCATOR_64.size + _END_64.size)
    stream.seek(size - tail)
    data = stream.read(tail)
    most = 0
    # Which of several ends is taken differs, so the largest counts.
    for signature, form, field in ((b"PK\5\6", _END, 5), (b"PK\6\6", _END_64, 8)):
        at = data.find(signature)
        while at >= 0:
            if at + form.size <= len(data):
                stated = form.unpack_from(data, at)[field]
                is_elsewhere = form is _END and stated == 0xFFFFFFFF
                most = max(most, 0 if is_elsewhere else stated)
            at = data.find(signature, at + 1)
    return most
