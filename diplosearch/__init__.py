"""Full-text search for Turkish and English diplomatic news.

::

    import diplosearch

    index = diplosearch.rebuild("seeds", "index")
    for hit in index.search("Çin Dışişleri Bakanı"):
        print(hit.rank, hit.title, hit.to_text())

``rebuild`` makes an index from scratch and ``open`` opens one that is there;
``recognize`` finds the entities of any text.
What can go wrong is an error of :mod:`diplosearch.errors`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .completion.base import Completion
    from .entities.base import Recognizer
    from .entities.recognize import recognize
    from .entity_index.table import EntityRecord
    from .errors import DiplosearchError
    from .index.index import Index
    from .index.index import open_index as open
    from .index.partial_rebuild import finish_rebuild, rebuild_part
    from .index.rebuild import rebuild
    from .integrity.check import check
    from .integrity.findings import CheckReport, Finding
    from .integrity.recover import Recovery, recover
    from .model import Document, Entity, Match, Passage
    from .search.entity_profile import EntityProfile
    from .search.related import Related, Relations
    from .search.results import Hit, Results
    from .search.timeline import Timeline

__version__ = "0.1.0"

__all__ = [
    "CheckReport",
    "Completion",
    "DiplosearchError",
    "Document",
    "Entity",
    "EntityProfile",
    "EntityRecord",
    "Finding",
    "Hit",
    "Index",
    "Match",
    "Passage",
    "Recognizer",
    "Recovery",
    "Related",
    "Relations",
    "Results",
    "Timeline",
    "check",
    "finish_rebuild",
    "open",
    "rebuild",
    "rebuild_part",
    "recognize",
    "recover",
]

# Importing the package is to cost next to nothing, so a name is fetched when it
# is first asked for.
_HOMES = {
    "Completion": "completion.base.Completion",
    "CheckReport": "integrity.findings.CheckReport",
    "DiplosearchError": "errors.DiplosearchError",
    "Document": "model.Document",
    "Entity": "model.Entity",
    "EntityProfile": "search.entity_profile.EntityProfile",
    "EntityRecord": "entity_index.table.EntityRecord",
    "Finding": "integrity.findings.Finding",
    "Hit": "search.results.Hit",
    "Index": "index.index.Index",
    "Match": "model.Match",
    "Passage": "model.Passage",
    "Recognizer": "entities.base.Recognizer",
    "Recovery": "integrity.recover.Recovery",
    "Related": "search.related.Related",
    "Relations": "search.related.Relations",
    "Results": "search.results.Results",
    "Timeline": "search.timeline.Timeline",
    "check": "integrity.check.check",
    "finish_rebuild": "index.partial_rebuild.finish_rebuild",
    "open": "index.index.open_index",
    "rebuild": "index.rebuild.rebuild",
    "rebuild_part": "index.partial_rebuild.rebuild_part",
    "recognize": "entities.recognize.recognize",
    "recover": "integrity.recover.recover",
}
_MODULES = ("errors", "evaluation")


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return import_module(f"{__name__}.{name}")
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, _, attribute = home.rpartition(".")
    value = getattr(import_module(f"{__name__}.{module}"), attribute)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__, *_MODULES})
