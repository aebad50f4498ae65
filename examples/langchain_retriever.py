"""A retriever for LangChain: passages with their names, dates and places in the text.

pip install diplosearch langchain-core
python langchain_retriever.py index 'Gazze ateşkes'
"""

from __future__ import annotations

import sys
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import Field

import diplosearch


class DiplosearchRetriever(BaseRetriever):
    """Finds the passages that answer a question typed in Turkish or English.

    ``options`` are those of ``Index.search``, such as ``{"limit": 5, "since": "2025"}``.
    """

    index: Any
    options: dict[str, Any] = Field(default_factory=dict)

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002 - LangChain passes it
    ) -> list[Document]:
        return [
            Document(
                page_content=hit.passage.text,
                id=hit.passage.id,
                metadata={
                    "source": hit.document.url or hit.document.id,
                    "title": hit.title,
                    "date": str(hit.document.date or ""),
                    "start": hit.passage.start,
                    "end": hit.passage.end,
                    "score": hit.score,
                    "names": list(dict.fromkeys(one.name for one in hit.passage.entities)),
                },
            )
            for hit in self.index.search(query, **self.options)
        ]


if __name__ == "__main__":
    folder, question = sys.argv[1:]
    with diplosearch.open(folder) as opened:
        for found in DiplosearchRetriever(index=opened).invoke(question):
            print(found.metadata["title"], found.page_content, "", sep="\n")
