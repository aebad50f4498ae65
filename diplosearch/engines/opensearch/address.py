"""Parses the location of an index in a cluster, with the user's credentials.

::

    opensearch://host:9200/name
    opensearchs://user:password@one:9200,two:9200/name?ca=/etc/ca.pem&timeout=30

``opensearchs`` is over TLS. Credentials are better kept in the environment, where
neither a list of processes nor a shell's history shows them.
"""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote

from ...errors import UsageError, show_location

SCHEMES = ("opensearch", "opensearchs")

USER_VARIABLE = "DIPLOSEARCH_OPENSEARCH_USER"
PASSWORD_VARIABLE = "DIPLOSEARCH_OPENSEARCH_PASSWORD"
KEY_VARIABLE = "DIPLOSEARCH_OPENSEARCH_API_KEY"
CA_VARIABLE = "DIPLOSEARCH_OPENSEARCH_CA"

_PORT = 9200
_LAST_PORT = 65_535
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}")
_HOST = re.compile(r"(?P<host>\[[0-9A-Fa-f:.]+\]|[^\s:/?#@\[\]]+)(?::(?P<port>[0-9]+))?")
_SHAPE = "opensearch://HOST:9200/NAME"


@dataclass(frozen=True, slots=True)
class Address:
    """An index in a cluster. Neither ``str`` nor ``repr`` shows credentials.

    ``shards`` and ``replicas`` are for new generations; with None they depend on
    the number of nodes. ``retries`` counts further tries of a request that failed,
    ``timeout`` and ``patience``, the time that a write waits for an overloaded cluster,
    are in seconds; ``ca`` is the path of a certificate.
    """

    hosts: tuple[tuple[str, int], ...]
    name: str
    is_secure: bool = False
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    api_key: str = field(default="", repr=False)
    ca: str = ""
    timeout: float = 30.0
    patience: float = 300.0
    retries: int = 3
    shards: int | None = None
    replicas: int | None = None

    def __str__(self) -> str:
        """Return the location without credentials."""
        scheme = SCHEMES[self.is_secure]
        hosts = ",".join(f"{host}:{port}" for host, port in self.hosts)
        return f"{scheme}://{hosts}/{self.name}"


def is_address(location: str) -> bool:
    """Tell whether a location is that of an index in a cluster."""
    return location.partition("://")[0] in SCHEMES and "://" in location


def show_address(location: str) -> str:
    """Return a location for messages: without credentials, or its scheme alone."""
    try:
        return (
            str(read_address(location)) if is_address(location) else show_location(location)
        )
    except UsageError:
        return show_location(location)


def read_address(location: str, environment: Mapping[str, str] | None = None) -> Address:
    """Return the address that ``location`` spells.

    Credentials and the certificate that it lacks are taken from ``environment``,
    ``os.environ`` unless given.

        >>> read_address("opensearch://localhost/news?timeout=5", {}).hosts
        (('localhost', 9200),)

    Raises:
        UsageError: if the location is malformed; its message shows no password.
    """
    known = os.environ if environment is None else environment
    scheme, _, rest = location.partition("://")
    if scheme not in SCHEMES:
        raise UsageError(f"an index in a cluster is written {_SHAPE}")
    rest, _, query = rest.partition("?")
    authority, _, name = rest.partition("/")
    credentials, _, hosts = authority.rpartition("@")
    if "@" in name or ("@" in query and not credentials):
        # What seems to be host, name and options may be pieces of a password.
        raise UsageError(
            "a location has '@' between password and host alone: write '/', '?', '#' and "
            f"'@' of a password as %2F, %3F, %23 and %40, as in {_SHAPE}"
        )
    user, has_password, password = credentials.partition(":")
    addresses = tuple(_read_host(one) for one in hosts.split(","))
    if not _NAME.fullmatch(name):
        raise UsageError(
            f"index name {name!r}: use up to 100 of a–z, 0–9, '.', '_' and '-', "
            f"beginning with a letter or digit, as in {_SHAPE}"
        )
    options = _read_options(query)
    key = options.pop("api_key", "") or known.get(KEY_VARIABLE, "")
    user, password = unquote(user), unquote(password)
    if not credentials and not key:
        user = known.get(USER_VARIABLE, "")
    if not has_password:
        password = known.get(PASSWORD_VARIABLE, "") if user else ""
    # The client's errors would repeat what it cannot send.
    if not (key.isascii() and f"{key}{user}{password}".isprintable()):
        raise UsageError(
            "the user, password or API key of a location holds characters that cannot be "
            "sent; write it anew"
        )
    return Address(
        hosts=addresses,
        name=name,
        is_secure=scheme == SCHEMES[1],
        user=user,
        password=password,
        api_key="" if credentials else key,
        ca=options.pop("ca", "") or known.get(CA_VARIABLE, ""),
        timeout=_read_number(options, "timeout", 30.0, least=0.1),
        patience=_read_number(options, "patience", 300.0, least=0),
        retries=int(_read_number(options, "retries", 3, least=0)),
        shards=_read_count(options, "shards", least=1),
        replicas=_read_count(options, "replicas", least=0),
    )


def _read_host(written: str) -> tuple[str, int]:
    found = _HOST.fullmatch(written)
    port = int(found["port"] or _PORT) if found else 0
    if found is None and written:
        # It may be a password, if what stands before the host was left out or cut.
        raise UsageError(f"a host of the location is malformed: write it as in {_SHAPE}")
    if found is None or not 0 < port <= _LAST_PORT:
        raise UsageError(f"host {written!r}: write it as in {_SHAPE}")
    return found["host"], port


_OPTIONS = ("api_key", "ca", "patience", "replicas", "retries", "shards", "timeout")


def _read_options(query: str) -> dict[str, str]:
    options = dict(parse_qsl(query, keep_blank_values=True))
    unknown = sorted(options.keys() - set(_OPTIONS))
    if unknown:
        # Only what is known as a slip is no piece of a password.
        slips = [one for one in unknown if difflib.get_close_matches(one, _OPTIONS, 1, 0.7)]
        what = f"option {slips[0]!r}" if slips else "an option"
        raise UsageError(f"{what} of a location: use {', '.join(sorted(_OPTIONS))}")
    return options


def _read_number(
    options: Mapping[str, str], name: str, default: float, *, least: float
) -> float:
    if name not in options:
        return default
    try:
        number = float(options[name])
    except ValueError:
        number = least - 1
    if not least <= number < float("inf"):
        raise UsageError(f"{name}= of a location: give a number from {least:g} on")
    return number


def _read_count(options: Mapping[str, str], name: str, *, least: int) -> int | None:
    if name not in options:
        return None
    return int(_read_number(options, name, least, least=least))
