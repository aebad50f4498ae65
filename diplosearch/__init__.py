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
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import errors, evaluation, web
    from .analysis.analyzer import analyze
    from .completion.base import Completion
    from .corpus.base import FileContent, Skipped
    from .entities.base import Recognizer, Section
    from .entities.provider import Resources
    from .entities.recognize import recognize
    from .entity_index.corrections.line import Correction
    from .entity_index.table import EntityRecord
    from .errors import DiplosearchError, NotFoundError
    from .index.batch import BatchAnswer
    from .index.changes import Changes
    from .index.export import ExportReport
    from .index.index import Index
    from .index.index import open_index as open
    from .index.merge import copy, merge
    from .index.news import News, NewsItem, Watch
    from .index.partial_rebuild import drop_parts, finish_rebuild, rebuild_part
    from .index.rebuild import rebuild
    from .index.stats import Stats
    from .index.watches import Watches
    from .ingest.report import Progress, ReasonGroup, Report
    from .integrity.check import check
    from .integrity.findings import CheckReport, Finding
    from .integrity.recover import Recovery, recover
    from .integrity.salvage import Lost
    from .model import Document, Entity, FacetValue, Match, Passage, Span, Token
    from .search.aggregates.entity_profile import EntityProfile, Form
    from .search.aggregates.network import Edge, Network, Node
    from .search.aggregates.places import Place, Places
    from .search.aggregates.related import Related, Relations
    from .search.aggregates.timeline import Bucket, Timeline
    from .search.explanation import Explanation, Reason
    from .search.highlight_text import highlight
    from .search.options import SearchOptions
    from .search.results import Hit, Results

__version__ = "0.1.0"

__all__ = [
    "BatchAnswer",
    "Bucket",
    "Changes",
    "CheckReport",
    "Completion",
    "Correction",
    "DiplosearchError",
    "Document",
    "Edge",
    "Entity",
    "EntityProfile",
    "EntityRecord",
    "Explanation",
    "ExportReport",
    "FacetValue",
    "FileContent",
    "Finding",
    "Form",
    "Hit",
    "Index",
    "Lost",
    "Match",
    "Network",
    "News",
    "NewsItem",
    "Node",
    "NotFoundError",
    "Passage",
    "Place",
    "Places",
    "Progress",
    "Reason",
    "ReasonGroup",
    "Recognizer",
    "Recovery",
    "Related",
    "Relations",
    "Report",
    "Resources",
    "Results",
    "SearchOptions",
    "Section",
    "Skipped",
    "Span",
    "Stats",
    "Timeline",
    "Token",
    "Watch",
    "Watches",
    "analyze",
    "check",
    "copy",
    "drop_parts",
    "errors",
    "evaluation",
    "finish_rebuild",
    "highlight",
    "merge",
    "open",
    "rebuild",
    "rebuild_part",
    "recognize",
    "recover",
    "web",
]

# A name is imported when it is first used, so that importing the package is quick.
_HOMES = {
    "BatchAnswer": "index.batch.BatchAnswer",
    "Bucket": "search.aggregates.timeline.Bucket",
    "Changes": "index.changes.Changes",
    "CheckReport": "integrity.findings.CheckReport",
    "Completion": "completion.base.Completion",
    "Correction": "entity_index.corrections.line.Correction",
    "DiplosearchError": "errors.DiplosearchError",
    "Document": "model.Document",
    "Entity": "model.Entity",
    "Edge": "search.aggregates.network.Edge",
    "EntityProfile": "search.aggregates.entity_profile.EntityProfile",
    "EntityRecord": "entity_index.table.EntityRecord",
    "Explanation": "search.explanation.Explanation",
    "ExportReport": "index.export.ExportReport",
    "FacetValue": "model.FacetValue",
    "FileContent": "corpus.base.FileContent",
    "Finding": "integrity.findings.Finding",
    "Form": "search.aggregates.entity_profile.Form",
    "Hit": "search.results.Hit",
    "Index": "index.index.Index",
    "Lost": "integrity.salvage.Lost",
    "Match": "model.Match",
    "Network": "search.aggregates.network.Network",
    "News": "index.news.News",
    "NewsItem": "index.news.NewsItem",
    "Node": "search.aggregates.network.Node",
    "NotFoundError": "errors.NotFoundError",
    "Passage": "model.Passage",
    "Place": "search.aggregates.places.Place",
    "Places": "search.aggregates.places.Places",
    "Progress": "ingest.report.Progress",
    "Reason": "search.explanation.Reason",
    "Recognizer": "entities.base.Recognizer",
    "Recovery": "integrity.recover.Recovery",
    "Related": "search.aggregates.related.Related",
    "Relations": "search.aggregates.related.Relations",
    "ReasonGroup": "ingest.report.ReasonGroup",
    "Report": "ingest.report.Report",
    "Resources": "entities.provider.Resources",
    "Results": "search.results.Results",
    "SearchOptions": "search.options.SearchOptions",
    "Section": "entities.base.Section",
    "Skipped": "corpus.base.Skipped",
    "Span": "model.Span",
    "Stats": "index.stats.Stats",
    "Timeline": "search.aggregates.timeline.Timeline",
    "Token": "model.Token",
    "Watch": "index.news.Watch",
    "Watches": "index.watches.Watches",
    "analyze": "analysis.analyzer.analyze",
    "check": "integrity.check.check",
    "copy": "index.merge.copy",
    "drop_parts": "index.partial_rebuild.drop_parts",
    "errors": "errors",
    "evaluation": "evaluation",
    "finish_rebuild": "index.partial_rebuild.finish_rebuild",
    "highlight": "search.highlight_text.highlight",
    "merge": "index.merge.merge",
    "open": "index.index.open_index",
    "rebuild": "index.rebuild.rebuild",
    "rebuild_part": "index.partial_rebuild.rebuild_part",
    "recognize": "entities.recognize.recognize",
    "recover": "integrity.recover.recover",
    "web": "web",
}

# The import statements of this file declare what is public, so this is none.
__getattr__ = import_module(".lazy", __name__).import_lazily(__name__, _HOMES)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
