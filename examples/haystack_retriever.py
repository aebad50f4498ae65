"""A retriever for Haystack: a component that goes into a pipeline.

pip install diplosearch haystack-ai
python haystack_retriever.py index 'Gazze ateşkes'
"""

from __future__ import annotations

import sys
from typing import Any

from haystack import Document, Pipeline, component

import diplosearch


@component
class DiplosearchRetriever:
    """Finds the passages that answer a question typed in Turkish or English."""

    def __init__(self, index: diplosearch.Index, **options: Any) -> None:
        """Search ``index`` with some options of ``Index.search``, such as ``limit=5``."""
        self.index = index
        self.options = options

    @component.output_types(documents=list[Document])
    def run(self, query: str) -> dict[str, list[Document]]:
        """Return the passages, the best first, with where they stand in their documents."""
        return {
            "documents": [
                Document(
                    id=hit.passage.id,
                    content=hit.passage.text,
                    score=hit.score,
                    meta={
                        "document": hit.document.id,
                        "title": hit.title,
                        "date": str(hit.document.date or ""),
                        "start": hit.passage.start,
                        "end": hit.passage.end,
                        "names": list(
                            dict.fromkeys(one.name for one in hit.passage.entities)
                        ),
                    },
                )
                for hit in self.index.search(query, **self.options)
            ]
        }


if __name__ == "__main__":
    folder, question = sys.argv[1:]
    with diplosearch.open(folder) as opened:
        pipeline = Pipeline()
        pipeline.add_component("retriever", DiplosearchRetriever(opened, limit=5))
        answer = pipeline.run({"retriever": {"query": question}})
        for found in answer["retriever"]["documents"]:
            print(found.meta["title"], found.content, "", sep="\n")
