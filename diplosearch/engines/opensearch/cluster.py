"""Sends requests to a cluster, and repeats those that fail for a while."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ...errors import UsageError
from ..deadline import OutOfTimeError, current_deadline
from .address import Address
from .connection import bound_call, bounded_connection
from .credential_files import TokenFile, check_client_certificate
from .http_errors import (
    OVERLOADED,
    TIMEOUT,
    TLS,
    UNREADABLE,
    Fault,
    error_of,
    fault_of,
)
from .library import load_opensearch
from .liveness import read_alert, speaks_tls

# Waits in seconds, doubled each time, and open connections: guesses.
_FIRST_WAIT = 0.2
_LONGEST_WAIT = 10.0
_CONNECTIONS = 8

_LEAST_SECONDS = 0.05
"""Seconds that a try is given at least; a guess."""

_GRACE = 0.5
"""Seconds that an answer may take after the deadline of its search; a guess."""

_HANDSHAKE_SECONDS = 2.0
"""Seconds for a server to show that it speaks TLS; a guess."""

_OUR_REFUSAL = "CERTIFICATE_VERIFY_FAILED"
"""In the reason of an error where it is the server's certificate that is not trusted."""

_HUNG = "hung"
"""The kind of fault of a host that hangs, while others may answer."""


class Cluster:
    """The servers behind an address. Safe to share between threads."""

    def __init__(self, address: Address, *, is_patient: bool = False) -> None:
        """Prepare the client; nothing is sent yet.

        A patient one, which a writer uses, waits as long as its address says for a
        cluster that is overloaded.

        Raises :class:`MissingExtraError` without the client library.
        """
        self.address = address
        self._is_patient = is_patient
        self._library = load_opensearch()
        self._token = TokenFile(address.token_file) if address.token_file else None
        self._client = self._connect()

    def _connect(self) -> Any:
        address = self.address
        options: dict[str, Any] = {}
        if address.api_key:
            options["headers"] = {"authorization": f"ApiKey {address.api_key}"}
        elif address.token:
            options["headers"] = {"authorization": f"Bearer {address.token}"}
        elif address.user:
            options["http_auth"] = (address.user, address.password)
        if address.is_secure:
            options |= {"use_ssl": True, "verify_certs": True, **_certificates_of(address)}
        hosts = [
            {"host": host, "port": port, "url_prefix": address.prefix}
            for host, port in address.hosts
        ]
        try:
            return self._library.OpenSearch(
                hosts=hosts,
                connection_class=bounded_connection(self._library),
                timeout=address.timeout,
                max_retries=0,
                retry_on_timeout=True,  # so a host that hangs is left out for a minute
                http_compress=False,
                pool_maxsize=_CONNECTIONS,
                **options,
            )
        except (OSError, ValueError) as error:
            raise UsageError(f"{address}: {error}; correct the location") from error

    def ask(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | str | None = None,
        *,
        timeout: float | None = None,
        tries: int | None = None,
        **parameters: object,
    ) -> Any:
        """Return the decoded answer to a request, which has to be safe to repeat.

        Args:
            method: of HTTP.
            path: without a slash in front.
            body: of the request; a string holds JSON lines.
            timeout: seconds for each host of the address, all tries together; that
                of the address unless given.
            tries: one more than the retries of the address unless given.
            **parameters: of the query string.

        Raises:
            IndexRefusedError: the cluster answered with an error; has its status.
            IndexAccessError: the cluster does not accept the credentials.
            IndexFullError: the cluster has closed its indices to writes.
            IndexUnreachableError: there was no answer in time, or none of a cluster.
            OutOfTimeError: the search that asks has a deadline, which has passed.
        """
        most = self.address.retries + 1 if tries is None else tries
        seconds = timeout or self.address.timeout
        latest = current_deadline()
        if latest is not None:
            latest += _GRACE
            seconds = min(seconds, latest - time.monotonic())
            if seconds <= 0:
                raise OutOfTimeError
        give_up = time.monotonic() + seconds * (len(self.address.hosts) if most > 1 else 1)
        if latest is not None:
            give_up = min(give_up, latest)
        bound = time.monotonic() + self.address.patience
        is_patient = self._is_patient and tries is None
        other_hosts = len(self.address.hosts) - 1
        wait = _FIRST_WAIT
        while True:
            most -= 1
            left = max(give_up - time.monotonic(), _LEAST_SECONDS)
            found, fault = self._try(
                method, path, body, min(seconds, left), parameters, other_hosts > 0
            )
            if fault is None:
                return found
            if fault.kind == _HUNG:
                other_hosts -= 1
                most += 1
                continue
            if (
                is_patient
                and fault.status == OVERLOADED
                and time.monotonic() + wait < bound
            ):
                most += 1
                give_up = bound + seconds
            if latest is not None and time.monotonic() >= latest - _LEAST_SECONDS:
                raise OutOfTimeError
            is_late = time.monotonic() + wait >= give_up
            if most <= 0 or is_late or not fault.is_passing or fault.kind == "SSLError":
                raise error_of(self._explain(fault), str(self.address), seconds)
            if fault.kind != TIMEOUT:  # another host is asked at once
                time.sleep(wait)
                wait = min(wait * 2, _LONGEST_WAIT)

    def _explain(self, fault: Fault) -> Fault:
        """Return ``fault``, or a plainer one where TLS is what is wrong."""
        is_odd = not fault.status and fault.kind not in (TIMEOUT, UNREADABLE)
        if self.address.is_secure:
            return self._explain_refusal(fault) if is_odd else fault
        if not (is_odd or "HTTPS" in fault.reason):
            return fault
        if any(speaks_tls(host, _HANDSHAKE_SECONDS) for host in self.address.hosts):
            return Fault(0, TLS, fault.reason)
        return fault

    def _explain_refusal(self, fault: Fault) -> Fault:
        """Return ``fault``, or the alert with which a server refuses our certificate."""
        if fault.is_certificate_asked_for or _OUR_REFUSAL in fault.reason:
            return fault
        own = self.address.client_cert, self.address.client_key
        alert = read_alert(self.address.hosts[0], _HANDSHAKE_SECONDS, *own)
        return Fault(0, fault.kind, alert) if alert else fault

    def _try(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | str | None,
        seconds: float,
        parameters: Mapping[str, object],
        has_other_hosts: bool = False,
    ) -> tuple[Any, Fault | None]:
        params: dict[str, Any] = {
            name: str(value).lower() if isinstance(value, bool) else value
            for name, value in parameters.items()
        }
        params["request_timeout"] = seconds
        headers = {}
        if isinstance(body, str):
            headers["content-type"] = "application/x-ndjson"
        if self._token:
            headers["authorization"] = f"Bearer {self._token.read()}"
        deadline = time.monotonic() + seconds
        with bound_call(deadline, has_other_hosts=has_other_hosts) as call:
            try:
                found = self._client.transport.perform_request(
                    method, f"/{path}", params=params, body=body, headers=headers
                )
            except self._library.exceptions.TransportError as error:
                if call.is_too_long:
                    return None, Fault(0, UNREADABLE, "it is too long")
                fault = fault_of(error)
                if call.is_hung:
                    return None, Fault(0, _HUNG, fault.reason)
                if not fault.status and time.monotonic() >= call.deadline:
                    return None, Fault(0, TIMEOUT, fault.reason)
                return None, fault
            except UnicodeEncodeError as error:
                return None, Fault(400, "UnicodeEncodeError", str(error))
            except (RecursionError, MemoryError):
                return None, Fault(0, UNREADABLE, "it is nested too deeply, or too long")
            except self._library.exceptions.SerializationError:
                return None, Fault(0, UNREADABLE, "it is no JSON")
        if not isinstance(found, (dict, list)):
            return None, Fault(0, UNREADABLE, "it is no JSON object")
        return found, None

    def close(self) -> None:
        """Close the connections; a second call does nothing."""
        self._client.close()


def _certificates_of(address: Address) -> dict[str, str]:
    """Return the files of certificates as the client takes them.

    Raises :class:`UsageError` where one is missing or cannot be used.
    """
    options = {}
    if address.ca:
        if not Path(address.ca).is_file():
            raise UsageError(
                f"ca={address.ca!r}: no such file; name the certificate of the "
                "authority that signed the cluster's"
            )
        options["ca_certs"] = address.ca
    if address.client_cert:
        check_client_certificate(address.client_cert, address.client_key)
        options["client_cert"] = address.client_cert
        if address.client_key:
            options["client_key"] = address.client_key
    return options


def lines_of(values: Iterable[Mapping[str, Any]]) -> str:
    """Return ``values`` as JSON lines, the body of a request made of several."""
    return "".join(
        f"{json.dumps(one, ensure_ascii=False, separators=(',', ':'))}\n" for one in values
    )
