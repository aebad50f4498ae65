"""The pages of ``diplosearch serve`` as a part of a Starlette application.

pip install 'diplosearch[web]'
DIPLOSEARCH_INDEX=index uvicorn starlette_page:make_app --factory
"""

from __future__ import annotations

import os

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Mount, Route

import diplosearch


def make_app() -> Starlette:
    """Return an application with the pages under /news, and a resource of its own."""
    index = diplosearch.open(os.environ["DIPLOSEARCH_INDEX"])

    async def health(_: Request) -> JSONResponse:
        return JSONResponse({"documents": index.stats().documents})

    return Starlette(
        routes=[Route("/health", health), Mount("/news", diplosearch.web.app(index))]
    )
