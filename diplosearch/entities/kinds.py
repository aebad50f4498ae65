"""What sort of place a name that the tagger found is."""

from __future__ import annotations

from ..model import EntityType
from .gazetteer import bases_of

_LAST_WORDS: dict[EntityType, frozenset[str]] = {
    "LOC": frozenset(
        [
            "sea",
            "ocean",
            "gulf",
            "strait",
            "river",
            "lake",
            "mountain",
            "mountains",
            "island",
            "islands",
            "desert",
            "valley",
            "peninsula",
            "canal",
            "corridor",
            "basin",
            "region",
            "coast",
            "plateau",
            "bay",
            "cape",
            "falls",
            "delta",
            "denizi",
            "okyanusu",
            "korfezi",
            "bogazi",
            "nehri",
            "irmagi",
            "cayi",
            "golu",
            "dagi",
            "daglari",
            "adasi",
            "adalari",
            "colu",
            "vadisi",
            "yarimadasi",
            "koridoru",
            "havzasi",
            "bolgesi",
            "sahili",
            "ovasi",
            "yaylasi",
            "burnu",
            "denizin",
            "deltasi",
        ]
    ),
    "FAC": frozenset(
        [
            "airport",
            "bridge",
            "palace",
            "stadium",
            "square",
            "street",
            "avenue",
            "road",
            "highway",
            "tunnel",
            "port",
            "harbor",
            "harbour",
            "dam",
            "plant",
            "station",
            "hotel",
            "museum",
            "mosque",
            "church",
            "cathedral",
            "tower",
            "building",
            "center",
            "centre",
            "pipeline",
            "railway",
            "camp",
            "base",
            "guesthouse",
            "house",
            "hall",
            "mall",
            "park",
            "prison",
            "havalimani",
            "havaalani",
            "koprusu",
            "sarayi",
            "stadi",
            "stadyumu",
            "meydani",
            "caddesi",
            "sokagi",
            "yolu",
            "tuneli",
            "limani",
            "baraji",
            "santrali",
            "istasyonu",
            "oteli",
            "muzesi",
            "camii",
            "kilisesi",
            "kulesi",
            "binasi",
            "merkezi",
            "hatti",
            "kampi",
            "ussu",
            "parki",
            "cezaevi",
            "salonu",
            "konagi",
            "kulliyesi",
            "kosku",
        ]
    ),
}
_FIRST_WORDS: dict[EntityType, frozenset[str]] = {
    "LOC": frozenset(["mount", "lake", "cape", "gulf"]),
    "FAC": frozenset(["port"]),
}


def kind_of_place(words: list[str]) -> EntityType:
    """Return LOC, FAC or GPE for the folded words of a place's name."""
    if len(words) > 1:
        for type, known in _LAST_WORDS.items():
            if any(base in known for base in (words[-1], *bases_of(words[-1]))):
                return type
        for type, known in _FIRST_WORDS.items():
            if words[0] in known:
                return type
    return "GPE"
