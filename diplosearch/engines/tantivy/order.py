"""Segments in the order of their keys, so that Tantivy puts equals in it too.

Tantivy orders passages of one score by segment and by place in it. It sorts the
passages of a segment by key; the segments stand in the order of its list, which
means nothing else and is written anew here.
"""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

from .files import META_NAME
from .schema import BALLAST, KEY, ROW

_Bounds = tuple[int, int]


def put_in_order(tantivy: Any, folder: Path) -> bool:
    """Sort the segments in ``folder``; tell whether that puts all keys in order.

    It does not where keys of one segment lie among those of another.
    """
    path = folder / META_NAME
    meta = json.loads(path.read_bytes())
    sizes = [one["max_doc"] for one in meta["segments"]]
    bounds = _find_bounds(tantivy, folder, sizes)
    places = sorted(range(len(sizes)), key=bounds.__getitem__)
    if places != list(range(len(sizes))):
        meta["segments"] = [meta["segments"][place] for place in places]
        draft = folder / f"{META_NAME}.new"
        draft.write_text(json.dumps(meta), encoding="utf-8")
        draft.replace(path)
    return all(one[1] < other[0] for one, other in pairwise(sorted(bounds)))


def _find_bounds(tantivy: Any, folder: Path, sizes: list[int]) -> list[_Bounds]:
    """Return the least and the greatest key of each segment.

    Ballast has no key and stands first; a segment of nothing else comes first.
    """
    index = tantivy.Index.open(str(folder))
    index.config_reader("manual")
    searcher = index.searcher()
    most = searcher.doc_freq(ROW, BALLAST)
    bounds = []
    for segment, size in enumerate(sizes):
        places = [*range(min(size, most + 1)), size - 1]
        addresses = [tantivy.DocAddress(segment, place) for place in places]
        found = searcher.fast_field_values(KEY, addresses)
        keys = [key for key in found if key is not None]
        bounds.append((min(keys), max(keys)) if keys else (-segment - 1, -segment - 1))
    return bounds
