"""Which documents a commit holds, as told by its engine."""

from __future__ import annotations

from contextlib import closing, suppress
from pathlib import Path

from ..backends.manifest import Manifest, find_damage
from ..engines.registry import load_engine
from ..entity_index.schema import TABLE_NAME
from ..errors import DiplosearchError, translate_errors
from ..query.tree import Everything
from ..storage.codec import split_key
from ..storage.segments import segment_names


def read_live_rows(folder: Path, manifest: Manifest) -> set[int] | None:
    """Return the rows of the commit in ``folder`` that its engine holds.

    So where a segment of the document store was altered, it is known which rows there were
    and which were deleted. None where the engine's files are not those that were committed,
    or cannot be read.
    """
    others = {TABLE_NAME, *segment_names(manifest.files)}
    own = {name: one for name, one in manifest.files.items() if name not in others}
    if find_damage(folder, own, "full"):
        return None
    with suppress(DiplosearchError), translate_errors(folder, "read"):
        opened = load_engine(manifest.engine).open_reader(folder)
        with closing(opened) as reader:
            found = reader.search(Everything(), limit=max(1, reader.passages)).hits
            return {split_key(hit.key)[0] for hit in found}
    return None
