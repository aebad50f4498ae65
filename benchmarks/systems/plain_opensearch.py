"""OpenSearch used the usual way: its own analyzers for both languages, its highlighter."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from diplosearch import Document

from ..questions import Question
from .base import HITS, Answer, System
from .cluster import cluster_url, index_name

_BATCH = 1_000
_FIELDS = ["text.tr", "text.en"]
_INDEX = {
    "settings": {"index": {"number_of_replicas": 0, "refresh_interval": "-1"}},
    "mappings": {
        "dynamic": "strict",
        "properties": {
            "id": {"type": "keyword"},
            "language": {"type": "keyword"},
            "date": {"type": "date"},
            "text": {
                "type": "text",
                "fields": {
                    "tr": {"type": "text", "analyzer": "turkish"},
                    "en": {"type": "text", "analyzer": "english"},
                },
            },
        },
    },
}


class PlainOpenSearch(System):
    """An index with an analyzer for each language, and the unified highlighter."""

    def __init__(self) -> None:
        from opensearchpy import OpenSearch

        hosts = cluster_url().partition("://")[2].split(",")
        self._client: Any = OpenSearch([f"http://{host}" for host in hosts], timeout=120)
        self._name = ""

    @property
    def version(self) -> str:
        """The release of the server."""
        return str(self._client.info()["version"]["number"])

    def build(
        self,
        documents: Iterable[Document],
        folder: Path,
        options: Mapping[str, Any],  # noqa: ARG002 - it has none
    ) -> None:
        """Send all in batches, then refresh."""
        self.open(folder)
        self._client.indices.delete(index=self._name, ignore_unavailable=True)
        self._client.indices.create(index=self._name, body=_INDEX)
        for lines in _batches(documents):
            found = self._client.bulk(body=lines, index=self._name)
            assert not found["errors"], found
        self._client.indices.refresh(index=self._name, request_timeout=600)

    def open(self, folder: Path) -> None:
        """Note the name of the index; the server has it open."""
        self._name = index_name("plain", folder)

    def ask(self, question: Question) -> list[Answer]:
        """Ask both fields, with the best passages of each document marked."""
        words = {
            "query": " ".join(question.words),
            "fields": _FIELDS,
            "type": "phrase" if question.is_phrase else "best_fields",
        }
        filters: list[dict[str, Any]] = []
        if question.language is not None:
            filters.append({"term": {"language": question.language}})
        if question.since is not None:
            dates = {"gte": question.since, "lte": question.until}
            filters.append({"range": {"date": dates}})
        body = {
            "size": HITS,
            "_source": ["id", "text"],
            "query": {"bool": {"must": [{"multi_match": words}], "filter": filters}},
            "highlight": {
                "type": "unified",
                "fields": {field: {} for field in _FIELDS},
            },
        }
        hits = self._client.search(index=self._name, body=body)["hits"]["hits"]
        return [Answer(hit["_source"]["id"], _shown(hit)) for hit in hits]

    def size(self, folder: Path) -> int | None:  # noqa: ARG002 - the server knows
        """Return the bytes of the index."""
        stats = self._client.indices.stats(index=self._name, metric="store")
        return int(stats["_all"]["primaries"]["store"]["size_in_bytes"])

    def close(self) -> None:
        """Close connections; the index stays, for questions of another process."""
        self._client.close()


def _batches(documents: Iterable[Document]) -> Iterator[str]:
    lines: list[str] = []
    for one in documents:
        date = one.date.isoformat() if one.date else None
        row = {"id": one.id, "text": one.text, "language": one.language, "date": date}
        lines += ['{"index":{}}\n', f"{json.dumps(row, ensure_ascii=False)}\n"]
        if len(lines) == 2 * _BATCH:
            yield "".join(lines)
            lines = []
    if lines:
        yield "".join(lines)


def _shown(hit: Mapping[str, Any]) -> str:
    marked = hit.get("highlight", {})
    fragments = next(iter(marked.values()), None)
    return " … ".join(fragments) if fragments else str(hit["_source"]["text"])
