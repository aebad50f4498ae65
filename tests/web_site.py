"""Documents that nobody means well, and a client for the pages of an index of them."""

from __future__ import annotations

import asyncio
import datetime
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from diplosearch import Document

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message

HOSTILE_ID = "../a/./b\"'<script>.json"
"""An id that is path, markup, quotation marks and a form at once."""

NEWS = (
    Document(
        id="wang-1",
        title="China's foreign minister in Baku",
        date=datetime.date(2026, 1, 29),
        source="Xinhua",
        url="https://news.example.org/wang?a=1&b=2",
        text="Chinese Foreign Minister Wang Yi met Azerbaijani Foreign Minister Ceyhun "
        "Bayramov in Baku on Thursday. Both spoke of a ceasefire in Gaza and of trade "
        "between China and Azerbaijan.",
    ),
    Document(
        id="wang-2",
        date=datetime.date(2025, 11, 4),
        source="AA",
        url="javascript:alert(1)",
        text="Çin Dışişleri Bakanı Wang Yi, Pekin'de Azerbaycan heyetini kabul etti. "
        "Görüşmede ateşkes çağrısı yapıldı.\n\nWang Yi, Şanghay İşbirliği Örgütü'nün "
        "zirvesine katılacak.",
    ),
    Document(
        id="folder/a b.json",
        date=datetime.date(2025, 3, 2),
        source="AA",
        text="The ceasefire was signed in Ankara by Hakan Fidan. Türkiye and China "
        "welcomed the ceasefire.",
    ),
    Document(
        id=HOSTILE_ID,
        title="<script>alert('title')</script> ceasefire",
        source='"><img src=x onerror=alert(1)>',
        dateline="</p><script>alert(2)</script>",
        url='https://example.org/"onmouseover="alert(3)',
        text="A ceasefire <script>alert('text')</script> & more\u202e reversed \x1b[31m.",
    ),
)


def make_news() -> list[Document]:
    """Return the documents, and enough others for several pages."""
    more = [
        Document(
            id=f"trade-{number:02}",
            date=datetime.date(2010 + number % 12, 1 + number % 9, 11),
            text=f"Trade volume with Kazakhstan grew in year {number}, said the minister.",
        )
        for number in range(25)
    ]
    return [*NEWS, *more]


@dataclass(frozen=True)
class Response:
    """What an application answered; names of ``headers`` are in small letters."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def text(self) -> str:
        """The content as text."""
        return self.content.decode()

    def json(self) -> Any:
        """Return the content read as JSON."""
        return json.loads(self.content)


@dataclass(frozen=True)
class Client:
    """Asks an ASGI application, without a network."""

    app: ASGIApp
    headers: Mapping[str, str]
    root: str = ""

    def get(self, address: str, headers: Mapping[str, str] | None = None) -> Response:
        """Return the answer to ``GET``."""
        return self.request("GET", address, headers)

    def request(
        self,
        method: str,
        address: str,
        headers: Mapping[str, str] | None = None,
        body: bytes = b"",
    ) -> Response:
        """Return the answer to a request."""
        return asyncio.run(self._request(method, address, headers or {}, body))

    async def _request(
        self, method: str, address: str, headers: Mapping[str, str], body: bytes
    ) -> Response:
        path, query = urlsplit(f"http://x{address}")[2:4]
        given = {"host": "testserver", **self.headers, **headers}
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": unquote(path),
            "raw_path": path.encode(),
            "root_path": self.root,
            "query_string": query.encode(),
            "headers": _encode(given.items()),
            "client": ("127.0.0.1", 1),
            "server": ("testserver", 80),
        }
        sent: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Message) -> None:
            sent.append(message)

        await self.app(scope, receive, send)
        start = sent[0]
        return Response(
            start["status"],
            {name.decode().lower(): value.decode() for name, value in start["headers"]},
            b"".join(one.get("body", b"") for one in sent[1:]),
        )


def _encode(headers: Iterable[tuple[str, str]]) -> list[tuple[bytes, bytes]]:
    return [(name.lower().encode(), value.encode()) for name, value in headers]
