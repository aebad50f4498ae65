"""The corrections by hand that an index keeps, and what a change makes of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..backends.base import Backend
from ..backends.manifest import read_kept
from ..entity_index.corrections.corrections import Corrections
from ..entity_index.counts import EntityCounter
from ..errors import IndexFormatError, IndexMissingError, UnusableIndexError, UsageError

Correct = Callable[[Corrections], Corrections]
"""Returns the corrections of the next commit for those of the one before."""


def find_kept(backend: Backend) -> tuple[Corrections, str]:
    """Return the corrections of the index that a rebuild replaces, and a remark or "".

    There are none where there is no index, or one of another format; of one that cannot
    be read the remark says so, since a rebuild is what mends it.
    """
    try:
        return read_kept(backend.read_manifest().corrections), ""
    except (IndexMissingError, IndexFormatError):
        return Corrections(), ""
    except (UnusableIndexError, UsageError):
        return Corrections(), (
            "corrections by hand that the old index may have had cannot be read; give "
            "them again: corrections=FILE (--corrections FILE)"
        )


def describe_change(
    kept: Corrections, now: Corrections, counter: EntityCounter
) -> Iterator[str]:
    """Yield remarks on what a change makes of the corrections that an index kept."""
    if now.all == kept.all:
        return
    added = len(set(now.all) - set(kept.all))
    gone = len(set(kept.all) - set(now.all))
    parts = [f"{added:,} new"] * bool(added) + [f"{gone:,} taken back"] * bool(gone)
    yield f"corrections by hand: {', '.join((*parts, f'{len(now.all):,} hold now'))}"
    unknown = counter.find_unknown(dict.fromkeys(id for one in now.all for id in one.ids))
    if unknown:
        others = f" and {len(unknown) - 1:,} other ids" if len(unknown) > 1 else ""
        yield f"no document gives {unknown[0]}{others} of the corrections, so far"
