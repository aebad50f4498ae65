"""Whoosh's files, read without trusting what is pickled in them.

Whoosh pickles its schema, its list of segments and its blocks of postings. A
pickle may call anything, so here one may name nothing but the few types that an
index of ours is made of; the schema is ours and never read at all.
"""

from __future__ import annotations

import array
import mmap
import os
import pickle
import pickletools
import zlib
from collections import defaultdict
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from whoosh.codec.whoosh3 import W3Segment
from whoosh.fields import Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import BufferFile, StructFile
from whoosh.index import _CURRENT_TOC_VERSION, TOC, FileIndex

from ..errors import IndexDamagedError
from ..storage.safe_files import file_state, open_file

INDEX_NAME = "MAIN"

# The number before the version, by which Whoosh tells the order of bytes.
_ORDER_MARK = -12345
_OF_SEGMENTS = (W3Segment, defaultdict, int)
_MOST_SEGMENTS = 1_000
"""Segments of an index; Whoosh merges them from some tens on."""

_MOST_PICKLED = 64 << 20
"""Bytes of a pickle at most: of a block of postings, or the table of segments."""


def _encode_latin(text: str, encoding: str) -> bytes:
    """Return bytes as pickles of protocol 2 hold them; other codecs make more of less."""
    if encoding != "latin1":
        raise IndexDamagedError(
            f"a file of the index asks for the codec {encoding[:80]!r}, which no index "
            "uses; rebuild the index"
        )
    return text.encode(encoding)


_PLAIN: dict[tuple[str, str], Any] = {
    ("array", "array"): array.array,
    ("array", "_array_reconstructor"): array._array_reconstructor,  # type: ignore[attr-defined]
    # Bytes in pickles of protocol 2.
    ("_codecs", "encode"): _encode_latin,
}


class _Unpickler(pickle.Unpickler):
    """Makes plain values, and objects of the classes given."""

    def __init__(self, stream: IO[bytes], *classes: type) -> None:
        super().__init__(stream)
        self._known = {(one.__module__, one.__qualname__): one for one in classes}

    def find_class(self, module: str, name: str) -> Any:
        known = _PLAIN.get((module, name)) or self._known.get((module, name))
        if known is None:
            raise IndexDamagedError(
                f"a file of the index asks for {module}.{name}, which no index holds: it "
                "was altered, nothing of it was run; rebuild the index"
            )
        return known


def _check_memo(stream: BytesIO) -> None:
    """Refuse a pickle that numbers its objects so high that a table of them fills memory.

    Leaves the stream where it was. Postings are not looked through: it takes longer than
    to read them.
    """
    for opcode, argument, _ in pickletools.genops(stream):
        if opcode.name in _PUTS and not 0 <= int(argument or 0) < _MOST_OBJECTS:
            raise IndexDamagedError("a file of the index was altered; rebuild the index")
    stream.seek(0)


_PUTS = ("PUT", "BINPUT", "LONG_BINPUT")
_MOST_OBJECTS = 1 << 20
"""Objects that a pickle numbers; each takes 16 bytes of the table."""


class _File(StructFile):  # type: ignore[misc]
    """A file of the index; ``classes`` are those that its pickles may name."""

    def __init__(self, stream: IO[bytes], name: str, classes: tuple[type, ...]) -> None:
        super().__init__(stream, name=name)
        self._classes = classes
        self._map: mmap.mmap | None = None

    def read_pickle(self) -> Any:
        try:
            start = self.file.tell()
            # From memory, where a pickle cannot ask for more bytes than there are.
            stream = BytesIO(self.file.read(_MOST_PICKLED))
            _check_memo(stream)
            value = _Unpickler(stream, *self._classes).load()
            self.file.seek(start + stream.tell())
            return value
        except BaseException:
            self.close()  # Whoosh leaves it open
            raise

    def subset(self, offset: int, length: int, name: str | None = None) -> _Part:
        """Return a file inside this one."""
        if self._map is None:
            self._map = mmap.mmap(self.fileno(), 0, access=mmap.ACCESS_READ)
            self.file.close()  # Whoosh forgets to
        return _Part(memoryview(self._map)[offset : offset + length], name=name)

    def close(self) -> None:
        """Close the file; what it is mapped to goes with the last of its parts."""
        self._map = None
        if not self.is_closed:
            super().close()


class _Part(BufferFile):  # type: ignore[misc]
    def read_pickle(self) -> Any:
        return _Unpickler(self.file).load()


class _Lock:
    """What Whoosh takes for a lock; its own keep a file open where writing fails."""

    def acquire(self) -> bool:
        return True

    def release(self) -> None:
        pass


class _Storage(FileStorage):  # type: ignore[misc]
    """A folder whose files are read with care."""

    def __init__(self, folder: Path, codec: type) -> None:
        # Without maps of its own, Whoosh asks a file for its subsets.
        super().__init__(str(folder), supports_mmap=False)
        self._codec = codec

    def open_file(self, name: str, **_: Any) -> _File:
        """Open a file of the folder; of the table of segments, with their class."""
        classes = (*_OF_SEGMENTS, self._codec) if name.endswith(".toc") else ()
        return _File(open_file(Path(self._fpath(name))), name, classes)

    def lock(self, _name: str) -> _Lock:
        """Return a lock that is always free: an index has one writer at a time."""
        return _Lock()

    def _fpath(self, name: str) -> str:
        if os.path.basename(name) != name:
            raise IndexDamagedError(
                f"a file of the index asks for {name!r}, which lies elsewhere: it was "
                "altered; rebuild the index"
            )
        return str(super()._fpath(name))


class SafeIndex(FileIndex):  # type: ignore[misc]
    """The Whoosh index in a folder, with our schema and our codec.

    Raises :class:`IndexDamagedError` for a pickle that names any other class.
    """

    def __init__(self, folder: Path, schema: Schema, codec: type) -> None:
        self.storage = _Storage(folder, codec)
        self.indexname = INDEX_NAME
        self._schema = schema

    def _read_toc(self) -> TOC:
        self._check_version()
        toc = TOC.read(self.storage, self.indexname, schema=self._schema)
        self._check_segments(toc.segments)
        return toc

    def _check_segments(self, segments: Any) -> None:
        """Refuse segments with more passages than there are bytes in their files."""
        if type(segments) is not list or len(segments) > _MOST_SEGMENTS:
            raise IndexDamagedError("the table of segments was altered; rebuild the index")
        for segment in segments:
            count = segment.doc_count_all() if type(segment) is W3Segment else None
            most = sum(
                file_state(Path(self.storage.folder, name)).st_size
                for name in self.storage.list()
                if name.startswith(f"{segment.segment_id()}.")
            )
            if type(count) is not int or not 0 <= count <= most:
                raise IndexDamagedError(
                    "the table of segments was altered: a segment has no room for its "
                    "passages; rebuild the index"
                )

    def _check_version(self) -> None:
        """Refuse older formats, for which Whoosh has loaders that trust anything."""
        name = TOC._filename(self.indexname, self.latest_generation())
        with self.storage.open_file(name) as stream:
            for _ in range(3):
                stream.read_varint()
            if stream.read_int() != _ORDER_MARK:
                raise IndexDamagedError(f"{name} was altered; rebuild the index")
            if stream.read_int() != _CURRENT_TOC_VERSION:
                raise IndexDamagedError(
                    f"{name} is of another version of Whoosh; rebuild the index"
                )


def load_plain(data: bytes) -> Any:
    """Return what is pickled in ``data``: numbers, strings, bytes and lists of them.

    Raises :class:`IndexDamagedError` for what names any class.
    """
    return _Unpickler(BytesIO(data)).load()


def load_compressed(data: bytes) -> Any:
    """Return what is pickled and compressed in ``data``; see :func:`load_plain`.

    Raises :class:`IndexDamagedError` also for what unpacks to more than any block has.
    """
    unpacker = zlib.decompressobj()
    unpacked = unpacker.decompress(data, _MOST_PICKLED)
    if not unpacker.eof:
        raise IndexDamagedError(
            f"a block of postings unpacks to over {_MOST_PICKLED:,} bytes, or is cut off; "
            "rebuild the index"
        )
    return load_plain(unpacked)
