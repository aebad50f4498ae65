"""Turns failed requests to a cluster into errors that say what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ...errors import (
    IndexAccessError,
    IndexFullError,
    IndexRefusedError,
    IndexUnavailableError,
    IndexUnreachableError,
    UnusableIndexError,
)

UNAUTHORIZED = 401
FORBIDDEN = 403
MISSING = 404
CONFLICT = 409
OVERLOADED = 429
UNAVAILABLE = (502, 503, 504)

TIMEOUT = "ConnectionTimeout"
"""The kind of fault of a call that took too long, as the client names it."""

UNREADABLE = "unreadable answer"
"""The kind of fault of an answer that no cluster gives."""

TLS = "TLS"
"""The kind of fault of a server that expects TLS and was asked without."""

_GONE = "index_not_found_exception"
_CLOSED = "index_closed_exception"
_BLOCKED = "cluster_block_exception"
_NO_SHARD = (
    "no_shard_available_action_exception",
    "unavailable_shards_exception",
    "search_phase_execution_exception",
    "primary_missing_action_exception",
)
"""Errors of a shard without a copy that could answer."""

_NO_ENTRY = (
    "ALERT_CERTIFICATE_REQUIRED",
    "ALERT_UNKNOWN_CA",
    "ALERT_BAD_CERTIFICATE",
    "ALERT_CERTIFICATE_UNKNOWN",
    "ALERT_CERTIFICATE_EXPIRED",
    "ALERT_HANDSHAKE_FAILURE",
    "ALERT_ACCESS_DENIED",
)
"""Alerts of TLS by which a server refuses a client's certificate, as OpenSSL says."""

_NO_STATUS = "N/A"
_SHOWN = 300


@dataclass(frozen=True, slots=True)
class Fault:
    """A failed request: its HTTP status (0 without an answer), type of error, reason."""

    status: int
    kind: str
    reason: str

    @property
    def is_passing(self) -> bool:
        """Whether the same request may succeed a little later."""
        if self.is_block or self.kind == UNREADABLE:
            return False
        return self.status in (0, OVERLOADED, *UNAVAILABLE)

    @property
    def is_block(self) -> bool:
        """Whether the cluster has closed an index to writes, as it does on a full disk."""
        return self.kind == _BLOCKED and (
            "read-only" in self.reason or "flood" in self.reason
        )

    @property
    def is_closed(self) -> bool:
        """Whether an index is closed."""
        return self.kind == _CLOSED or (
            self.kind == _BLOCKED and "index closed" in self.reason
        )

    @property
    def is_certificate_asked_for(self) -> bool:
        """Whether a server ended the handshake for want of a certificate of ours."""
        return not self.status and any(one in self.reason.upper() for one in _NO_ENTRY)

    @property
    def is_missing_shard(self) -> bool:
        """Whether no copy of a shard could answer, as where its nodes are lost."""
        return self.status in UNAVAILABLE and self.kind in _NO_SHARD


def fault_of(error: Any) -> Fault:
    """Return the fault that an exception of the client library describes."""
    status = error.status_code
    if status == _NO_STATUS or not isinstance(status, int):
        kind = type(error).__name__
        return Fault(0, kind, _short(str(error.info)))
    return fault_in(status, error.info or error.error)


def fault_in(status: int, answer: object) -> Fault:
    """Return the fault that the body of an answer describes."""
    if status == MISSING and not isinstance(answer, Mapping):
        return Fault(0, UNREADABLE, "a page of status 404")
    error: object = answer.get("error") if isinstance(answer, Mapping) else answer
    if not isinstance(error, Mapping):
        return Fault(status, "", _short(str(error or "")))
    causes = error.get("root_cause") or [error]
    cause = causes[0] if isinstance(causes[0], Mapping) else error
    reason = str(cause.get("reason") or error.get("reason") or "")
    deeper = error.get("caused_by")
    if isinstance(deeper, Mapping) and str(deeper.get("reason", "")) not in reason:
        reason += f" ({deeper.get('reason')})"
    kind = str(cause.get("type") or error.get("type") or "")
    return Fault(status, kind, _short(reason))


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def error_of(fault: Fault, location: str, seconds: float) -> UnusableIndexError:
    """Return the error that a user sees.

    ``location`` is shown, so it has no credentials; ``seconds`` is the timeout.
    """
    if fault.kind == TIMEOUT:
        return IndexUnreachableError(
            f"{location} did not answer within {seconds:g} s; is it overloaded? Try again, "
            "or give more time with ?timeout=SECONDS behind the location"
        )
    if fault.is_certificate_asked_for:
        return IndexUnreachableError(
            f"{location}: the server lets in nobody without a certificate that it trusts "
            f"({fault.reason}); name yours with ?client_cert=FILE&client_key=FILE"
        )
    if fault.kind == "SSLError":
        return IndexUnreachableError(
            f"{location}: no safe connection ({fault.reason}); name the authority's "
            "certificate with ?ca=FILE, or use opensearch:// for a server without TLS"
        )
    if fault.kind == UNREADABLE:
        return IndexUnreachableError(
            f"{location}: its answer is not that of a cluster ({fault.reason}); is another "
            "service there, or the cluster at another path? Correct the location"
        )
    if fault.kind == TLS:
        return IndexUnreachableError(
            f"{location}: the server expects TLS; write opensearchs:// instead of "
            "opensearch://"
        )
    if not fault.status:
        return IndexUnreachableError(
            f"{location}: no server answers ({fault.reason}); start it, or correct the "
            "location"
        )
    if fault.is_block:
        return IndexFullError(
            f"{location}: its indices may only be read, as on a full disk "
            f"({fault.reason}); free disk space there, or lift the block, and try again"
        )
    if fault.is_closed:
        return IndexUnavailableError(
            f"{location} is not available: one of its indices is closed ({fault.reason}); "
            "open it (POST INDEX/_open), then try again",
            fault.status,
            fault.kind,
        )
    if fault.is_missing_shard:
        return IndexUnavailableError(
            f"{location} is not available: a shard of it has no copy that answers "
            f"({fault.kind}: {fault.reason}); bring its nodes back, then try again",
            fault.status,
            fault.kind,
        )
    if fault.status == UNAUTHORIZED:
        return IndexAccessError(
            f"{location} does not know the user, or the password, key or token is wrong; "
            "set DIPLOSEARCH_OPENSEARCH_USER and _PASSWORD, _API_KEY or _TOKEN"
        )
    if fault.status == FORBIDDEN:
        return IndexAccessError(
            f"{location} does not allow this ({fault.reason}); give the user that right in "
            "the cluster, or ask as another one: DIPLOSEARCH_OPENSEARCH_USER, _API_KEY or "
            "_TOKEN"
        )
    if fault.kind == _GONE:
        return IndexRefusedError(
            f"{location}: an index of it is gone ({fault.reason}); open it again, and if "
            "it stays so, restore it from a snapshot or rebuild it: diplosearch rebuild",
            fault.status,
            fault.kind,
        )
    said = f"{fault.kind}: {fault.reason}" if fault.kind else fault.reason
    if fault.status == OVERLOADED:
        what, hint = "is overloaded", "try again later, or send less at once"
    elif fault.status in UNAVAILABLE:
        what, hint = "has no node that can answer", "look after its nodes, then try again"
    else:
        what, hint = f"refused with status {fault.status}", "see the cluster's log"
    return IndexRefusedError(
        f"{location} {what} ({said}); {hint}", fault.status, fault.kind
    )
