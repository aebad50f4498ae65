"""Who may ask, under which path, and the headers of every response."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable
from urllib.parse import parse_qs, quote

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ..errors import UsageError
from .interface import Interface
from .responses import form_of_path, interface_of, path_within, write_error, write_page

COOKIE = "diplosearch-token"
_YEAR = 365 * 24 * 3600  # seconds

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""Content Security Policy: nothing from elsewhere, no script or style within a page."""

_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

_PREFIX = re.compile(r"(?:/[A-Za-z0-9._~-]+)*")
_PORT = re.compile(r":[0-9]*\Z")
_SHORTEST_TOKEN = 8
_MOST_BYTES = 4096
"""Bytes of a form that is sent; more than a token has."""


class Access:
    """Lets requests through to ``app`` that know the token and call it by its name.

    Raises :class:`UsageError` for a token that is too short and a prefix that is no path.
    """

    def __init__(
        self, app: ASGIApp, *, prefix: str, token: str | None, hosts: Iterable[str]
    ) -> None:
        """See :func:`diplosearch.web.app`."""
        self._app = app
        self._prefix = prefix.rstrip("/")
        if not _PREFIX.fullmatch(self._prefix) or {".", ".."} & {*prefix.split("/")}:
            raise UsageError(f"prefix={prefix!r}: give a path such as /news")
        if token is not None and len(token) < _SHORTEST_TOKEN:
            raise UsageError(f"the token is short; give {_SHORTEST_TOKEN} characters")
        self._token = token
        self._hosts = frozenset(host.lower() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request; see the ASGI specification."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope = self._with_prefix(scope)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "private, no-cache")
            await send(message)

        request = Request(scope, receive)
        response = self._refuse_host(request) or await self._refuse_stranger(request)
        await (response or self._app)(scope, receive, send_with_headers)

    def _with_prefix(self, scope: Scope) -> Scope:
        """Return a scope whose path begins with all that the application lies under."""
        outer = str(scope.get("root_path", "")).rstrip("/")
        path = str(scope["path"])
        rest = path[len(outer) :] if path.startswith(f"{outer}/") else path
        if rest == self._prefix or rest.startswith(f"{self._prefix}/"):
            rest = rest[len(self._prefix) :]
        root = outer + self._prefix
        return {**scope, "root_path": root, "path": f"{root}{rest or '/'}"}

    def _refuse_host(self, request: Request) -> Response | None:
        """Return an error for a name that is not ours.

        A page elsewhere could have its own name point to this machine, and read here
        what the browser lets it read there.
        """
        host = _PORT.sub("", request.headers.get("host", "")).lower()
        if not self._hosts or host in self._hosts:
            return None
        message = f"{host or 'no name'} is no name of this server; it may be given one"
        return write_error(
            request,
            421,
            f"{message}: diplosearch serve --allow-host",
            form=form_of_path(request.url.path),
        )

    async def _refuse_stranger(self, request: Request) -> Response | None:
        """Return an error, a form or a cookie; None for who knows the token."""
        token, path = self._token, path_within(request)
        if token is None or path.startswith("/static/"):
            return None
        if path == "/token" and request.method == "POST":
            return await self._let_in(request, token)
        given = request.query_params.get("token")
        if given is not None and request.method == "GET":
            if _is_same(given, token):
                return self._send_cookie(request, token, _address_without_token(request))
            return _ask_for_token(request, is_wrong=True)
        scheme, _, value = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and _is_same(value.strip(), token):
            return None
        if _is_same(request.cookies.get(COOKIE, ""), _hash(token)):
            return None
        return _ask_for_token(request, is_wrong=False)

    async def _let_in(self, request: Request, token: str) -> Response:
        body = b""
        async for chunk in request.stream():
            body += chunk
            if len(body) > _MOST_BYTES:
                break
        form = parse_qs(body[:_MOST_BYTES].decode("utf-8", "replace"))
        given = (form.get("token") or [""])[0]
        if not _is_same(given, token):
            return _ask_for_token(request, is_wrong=True)
        root = str(request.scope["root_path"])
        return self._send_cookie(request, token, f"{quote(root)}/")

    def _send_cookie(self, request: Request, token: str, address: str) -> Response:
        response = RedirectResponse(address, 303)
        response.set_cookie(
            COOKIE,
            _hash(token),
            max_age=_YEAR,
            path=str(request.scope["root_path"]) or "/",
            secure=request.url.scheme == "https",
            httponly=True,
            samesite="lax",
        )
        return response


def _address_without_token(request: Request) -> str:
    pairs = [(n, v) for n, v in request.query_params.multi_items() if n != "token"]
    root = quote(str(request.scope["root_path"]))
    return Interface(root).link(quote(path_within(request)), further=pairs)


def _ask_for_token(request: Request, *, is_wrong: bool) -> Response:
    form = form_of_path(request.url.path)
    challenge = {"WWW-Authenticate": "Bearer"}
    if form != "page":
        message = "give the token: Authorization: Bearer TOKEN"
        return write_error(request, 401, message, form=form, headers=challenge.items())
    try:
        interface = interface_of(request)
    except UsageError:
        interface = Interface(str(request.scope["root_path"]))
    content = {"is_wrong": is_wrong}
    response = write_page(request, "token", content, interface, 401)
    response.headers.update(challenge)
    return response


def _hash(token: str) -> str:
    return hashlib.sha256(f"diplosearch {token}".encode()).hexdigest()


def _is_same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(
        given.encode("utf-8", "replace"), wanted.encode("utf-8", "replace")
    )
