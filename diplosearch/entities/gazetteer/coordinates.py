"""Where cities and countries lie."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from ..word_lists import DATA


class Coordinates(NamedTuple):
    """A point in degrees of WGS 84, to a hundred metres."""

    latitude: float
    longitude: float


@cache
def read_coordinates() -> Mapping[str, Coordinates]:
    """Return the coordinates of cities and of the capitals of countries, by id.

    They come from GeoNames (CC BY 4.0) by way of ``tools/make_gazetteer.py``.
    """
    packed = files(DATA).joinpath("coordinates.tsv.gz").read_bytes()
    rows = (line.split("\t") for line in gzip.decompress(packed).decode().splitlines())
    return {
        id: Coordinates(float(latitude), float(longitude))
        for id, latitude, longitude in rows
    }
