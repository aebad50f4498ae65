"""The tools for programs that ask in words, asked by the protocol's own client."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from mcp import Client, StdioServerParameters

import diplosearch
from diplosearch import Document, Index
from diplosearch.mcp.answers import MOST_CHARACTERS
from diplosearch.mcp.server import make_server

LONG = "Görüşme sürdü. " * 3_000


@pytest.fixture(scope="module")
def index(seeds: Path) -> Iterator[Index]:
    """The sample corpus, and a long document."""
    with diplosearch.rebuild(seeds) as index:
        index.add(Document(id="long", text=LONG, language="tr"))
        yield index


def call(index: Index, tool: str, **arguments: Any) -> Any:
    """Return what a tool answers; raise what it says where it fails."""

    async def ask() -> Any:
        async with Client(make_server(index)) as client:
            return await client.call_tool(tool, arguments)

    answer = asyncio.run(ask())
    if answer.is_error:
        raise RuntimeError(answer.content[0].text)
    return answer.structured_content


def test_tools_only_read(index: Index) -> None:
    """There are five tools, described, and none of them changes anything."""

    async def ask() -> Any:
        async with Client(make_server(index)) as client:
            return (await client.list_tools()).tools

    tools = {tool.name: tool for tool in asyncio.run(ask())}
    assert tools.keys() == {"search", "get", "who", "timeline", "similar"}
    for tool in tools.values():
        assert tool.description
        assert tool.annotations.read_only_hint
        assert tool.output_schema


def test_search_quotes_with_offsets(index: Index) -> None:
    """Passages are those of ``Index.search``, and ``get`` gives the text at the offsets."""
    found = call(index, "search", query="Gazze ateşkes", limit=3)
    results = index.search("Gazze ateşkes", limit=3)
    assert found["total"] == results.total
    assert [one["passage"] for one in found["passages"]] == [
        hit.passage.id for hit in results
    ]
    first = found["passages"][0]
    part = call(
        index, "get", document=first["document"], start=first["start"], end=first["end"]
    )
    assert part["text"] == first["text"]
    assert set(first["matched"]) == {"ceasefire", "Gaza"}
    assert {"id": "city:281133", "name": "Gaza", "type": "GPE"} in first["names"]


def test_filters(index: Index) -> None:
    """Language, dates, entities and order are those of the library."""
    found = call(
        index,
        "search",
        query="Çin",
        language="tr",
        since="2022",
        entities=["country:China"],
        newest_first=True,
    )
    dates = [one["date"] for one in found["passages"]]
    assert dates == sorted(dates, reverse=True)
    assert {one["language"] for one in found["passages"]} == {"tr"}


def test_a_long_document_comes_in_parts(index: Index) -> None:
    """No call gives more than a model reads, and the parts make up the text."""
    text, start = "", 0
    while True:
        part = call(index, "get", document="long", start=start)
        assert len(part["text"]) <= MOST_CHARACTERS
        text += part["text"]
        start = part["end"]
        if start == part["length"]:
            break
    assert text == LONG
    assert call(index, "get", document="long", start=10**9)["text"] == ""
    assert call(index, "get", document="long", start=5, end=2)["text"] == ""


def test_who_timeline_similar(index: Index) -> None:
    """The other tools tell what the library tells."""
    who = call(index, "who", name="Çin", limit=2)
    assert (who["id"], who["name"]) == ("country:CN", "China")
    assert len(who["named_with"]) == 2
    assert who["passages"] == index.profile("country:CN").passages
    steps = call(index, "timeline", query="Çin", by="year")
    assert sum(one["documents"] for one in steps["steps"]) + steps["undated"] == len(
        list(index.documents("Çin"))
    )
    document = index.ids()[0]
    similar = call(index, "similar", document=document, limit=2)
    assert document not in {one["document"] for one in similar["passages"]}


@pytest.mark.parametrize(
    ("tool", "arguments", "told"),
    [
        ("get", {"document": "nope"}, "no document 'nope'"),
        ("who", {"name": "Zorblax"}, "no entity 'Zorblax'"),
        ("similar", {"document": "nope"}, "no document 'nope'"),
        ("search", {"query": "x", "since": "blah"}, "since='blah'"),
        ("search", {"query": "x", "limit": 0}, "greater than or equal to 1"),
        ("search", {}, "query"),
    ],
)
def test_errors_are_told(
    index: Index, tool: str, arguments: dict[str, Any], told: str
) -> None:
    """What cannot be is answered by a sentence, not by a broken connection."""
    with pytest.raises(RuntimeError, match=told):
        call(index, tool, **arguments)


@pytest.mark.slow
def test_the_command_over_pipes(tmp_path: Path, seeds: Path) -> None:
    """A client starts the command, asks, and sees what another process adds meanwhile."""
    folder = tmp_path / "index"
    diplosearch.rebuild(seeds, folder).close()
    command = StdioServerParameters(
        command=sys.executable,
        args=["-m", "diplosearch", "mcp", "--index", str(folder)],
        env=dict(os.environ),
    )

    async def ask() -> tuple[Any, Any]:
        async with Client(command) as client:
            before = await client.call_tool("search", {"query": "zeplin"})
            with diplosearch.open(folder) as index:
                index.add(Document(id="z", text="Zeplin Ankara'ya indi.", language="tr"))
            await asyncio.sleep(1.2)
            return before, await client.call_tool("search", {"query": "zeplin"})

    before, after = asyncio.run(ask())
    assert before.structured_content["total"] == 0
    assert after.structured_content["total"] == 1
    assert json.loads(after.content[0].text)["passages"][0]["document"] == "z"
