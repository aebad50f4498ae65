"""How the rows of a corpus are read, kept beside an index by the name of the corpus.

So a sync or a rebuild of the same folder reads it as before, without being told again.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..corpus.field_names import FieldMap, read_field_map
from ..errors import IndexDamagedError, UsageError
from ..storage.checksummed_json import seal, unseal
from .sidecars import Sidecars

SIDECAR = "mappings"


def find_mapping(sidecars: Sidecars, name: str, given: FieldMap | None) -> FieldMap:
    """Return the mapping to read a corpus by: what is given, or what was kept.

    Raises :class:`IndexDamagedError` where what was kept was altered.
    """
    return _read(sidecars.read(SIDECAR)).get(name, {}) if given is None else given


def keep_mapping(sidecars: Sidecars, name: str, mapping: FieldMap) -> None:
    """Keep the mapping by which a corpus was read; none for an empty one."""
    if _read(sidecars.read(SIDECAR)).get(name, {}) == mapping:
        return

    def change(before: bytes | None) -> bytes:
        kept = _read(before)
        kept.pop(name, None)
        return seal(SIDECAR, {**kept, name: dict(mapping)} if mapping else kept)

    sidecars.change(SIDECAR, change)


def _read(data: bytes | None) -> dict[str, FieldMap]:
    if data is None:
        return {}
    try:
        body, is_sound = unseal(SIDECAR, data)
        if not is_sound or not all(isinstance(one, Mapping) for one in body.values()):
            raise ValueError("they were altered")
        return {name: read_field_map(one) for name, one in body.items()}
    except (ValueError, UsageError) as error:
        raise IndexDamagedError(
            f"the mappings of fields cannot be read: {error}; remove "
            f"sidecars/{SIDECAR}.json and give them again: --map"
        ) from error
