"""Sends requests to a cluster, and repeats those that fail for a while."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ...errors import UsageError
from .address import Address
from .http_errors import Fault, error_of, fault_of
from .library import load_opensearch

# Waits in seconds, doubled each time, and open connections: guesses.
_FIRST_WAIT = 0.2
_LONGEST_WAIT = 10.0
_CONNECTIONS = 8


class Cluster:
    """The servers behind an address. Safe to share between threads."""

    def __init__(self, address: Address) -> None:
        """Prepare the client; nothing is sent yet.

        Raises :class:`MissingExtraError` without the client library.
        """
        self.address = address
        self._library = load_opensearch()
        self._client = self._connect()

    def _connect(self) -> Any:
        address = self.address
        options: dict[str, Any] = {}
        if address.api_key:
            options["headers"] = {"authorization": f"ApiKey {address.api_key}"}
        elif address.user:
            options["http_auth"] = (address.user, address.password)
        if address.is_secure:
            options |= {"use_ssl": True, "verify_certs": True}
            if address.ca:
                if not Path(address.ca).is_file():
                    raise UsageError(
                        f"ca={address.ca!r}: no such file; name the certificate of the "
                        "authority that signed the cluster's"
                    )
                options["ca_certs"] = address.ca
        hosts = [{"host": host, "port": port} for host, port in address.hosts]
        try:
            return self._library.OpenSearch(
                hosts=hosts,
                timeout=address.timeout,
                max_retries=0,
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
            timeout: seconds for each try; that of the address unless given.
            tries: one more than the retries of the address unless given.
            **parameters: of the query string.

        Raises:
            IndexRefusedError: the cluster answered with an error; has its status.
            IndexAccessError: the cluster does not accept the credentials.
            IndexFullError: the cluster has closed its indices to writes.
            IndexUnreachableError: there was no answer.
        """
        most = self.address.retries + 1 if tries is None else tries
        wait = _FIRST_WAIT
        while True:
            most -= 1
            found, fault = self._try(method, path, body, timeout, parameters)
            if fault is None:
                return found
            if most <= 0 or not fault.is_passing or fault.kind == "SSLError":
                raise error_of(fault, str(self.address), timeout or self.address.timeout)
            time.sleep(wait)
            wait = min(wait * 2, _LONGEST_WAIT)

    def _try(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | str | None,
        timeout: float | None,
        parameters: Mapping[str, object],
    ) -> tuple[Any, Fault | None]:
        params: dict[str, Any] = {
            name: str(value).lower() if isinstance(value, bool) else value
            for name, value in parameters.items()
        }
        params["request_timeout"] = timeout or self.address.timeout
        headers = None
        if isinstance(body, str):
            headers = {"content-type": "application/x-ndjson"}
        try:
            found = self._client.transport.perform_request(
                method, f"/{path}", params=params, body=body, headers=headers
            )
        except self._library.exceptions.TransportError as error:
            return None, fault_of(error)
        except UnicodeEncodeError as error:
            return None, Fault(400, "UnicodeEncodeError", str(error))
        return found, None

    def close(self) -> None:
        """Close the connections; a second call does nothing."""
        self._client.close()


def lines_of(values: Iterable[Mapping[str, Any]]) -> str:
    """Return ``values`` as JSON lines, the body of a request made of several."""
    return "".join(
        f"{json.dumps(one, ensure_ascii=False, separators=(',', ':'))}\n" for one in values
    )
