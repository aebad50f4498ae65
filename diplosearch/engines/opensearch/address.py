"""Parses the location of an index in a cluster, with the user's credentials.

::

    opensearch://host:9200/name
    opensearchs://user:password@one:9200,two:9200/name?ca=/etc/ca.pem&timeout=30
    opensearchs://gateway.example.org:443/path/of/the/cluster/name

``opensearchs`` is over TLS. Credentials are better kept in the environment, where
neither a list of processes nor a shell's history shows them, or in files that it names.
"""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote

from ...errors import UsageError, show_location
from .credential_files import read_secret

SCHEMES = ("opensearch", "opensearchs")

USER_VARIABLE = "DIPLOSEARCH_OPENSEARCH_USER"
PASSWORD_VARIABLE = "DIPLOSEARCH_OPENSEARCH_PASSWORD"
KEY_VARIABLE = "DIPLOSEARCH_OPENSEARCH_API_KEY"
TOKEN_VARIABLE = "DIPLOSEARCH_OPENSEARCH_TOKEN"
CA_VARIABLE = "DIPLOSEARCH_OPENSEARCH_CA"
CLIENT_CERTIFICATE_VARIABLE = "DIPLOSEARCH_OPENSEARCH_CLIENT_CERT"
CLIENT_KEY_VARIABLE = "DIPLOSEARCH_OPENSEARCH_CLIENT_KEY"

FILE = "_FILE"
"""Ends the name of a variable that names a file with what the shorter one would hold."""

_PORT = 9200
_LAST_PORT = 65_535
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}")
_PREFIX = re.compile(r"(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*/)*")
_HOST = re.compile(r"(?P<host>\[[0-9A-Fa-f:.]+\]|[^\s:/?#@\[\]]+)(?::(?P<port>[0-9]+))?")
_SHAPE = "opensearch://HOST:9200/NAME"
_SHAPE_WITH_PREFIX = "opensearchs://HOST:443/PATH/NAME"


@dataclass(frozen=True, slots=True)
class Address:
    """An index in a cluster. Neither ``str`` nor ``repr`` shows credentials.

    ``shards`` and ``replicas`` are for new generations; with None they depend on
    the number of nodes. ``retries`` counts further tries of a request that failed,
    ``timeout`` and ``patience``, the time that a write waits for an overloaded cluster,
    are in seconds. ``ca``, ``client_cert`` and ``client_key`` are paths of files in PEM
    form, ``token_file`` that of a bearer token, which is read anew for each request;
    ``prefix`` is the path of the cluster on its hosts, without slashes around it.
    """

    hosts: tuple[tuple[str, int], ...]
    name: str
    is_secure: bool = False
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    api_key: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    token_file: str = ""
    ca: str = ""
    client_cert: str = ""
    client_key: str = ""
    prefix: str = ""
    timeout: float = 30.0
    patience: float = 300.0
    retries: int = 3
    shards: int | None = None
    replicas: int | None = None

    def __str__(self) -> str:
        """Return the location without credentials."""
        scheme = SCHEMES[self.is_secure]
        hosts = ",".join(f"{host}:{port}" for host, port in self.hosts)
        prefix = f"{self.prefix}/" if self.prefix else ""
        return f"{scheme}://{hosts}/{prefix}{self.name}"


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

    Credentials and certificates that it lacks are taken from ``environment``,
    ``os.environ`` unless given, or from files that this names.

        >>> read_address("opensearch://localhost/news?timeout=5", {}).hosts
        (('localhost', 9200),)

    Raises:
        UsageError: if the location is malformed, or a file of a secret cannot be read;
            its message shows no secret.
    """
    known = os.environ if environment is None else environment
    scheme, _, rest = location.partition("://")
    if scheme not in SCHEMES:
        raise UsageError(f"an index in a cluster is written {_SHAPE}")
    rest, _, query = rest.partition("?")
    authority, _, path = rest.partition("/")
    credentials, _, hosts = authority.rpartition("@")
    if "@" in path or ("@" in query and not credentials):
        # What seems to be host, name and options may be pieces of a password.
        raise UsageError(
            "a location has '@' between password and host alone: write '/', '?', '#' and "
            f"'@' of a password as %2F, %3F, %23 and %40, as in {_SHAPE}"
        )
    addresses = tuple(_read_host(one) for one in hosts.split(","))
    prefix, slash, name = path.rpartition("/")
    if not _PREFIX.fullmatch(prefix + slash):
        raise UsageError(
            "a location has the path of the cluster, if it has one, before the index's "
            f"name, in letters, digits, '.', '_', '~' and '-': {_SHAPE_WITH_PREFIX}"
        )
    if not _NAME.fullmatch(name):
        raise UsageError(
            f"index name {name!r}: use up to 100 of a–z, 0–9, '.', '_' and '-', "
            f"beginning with a letter or digit, as in {_SHAPE}"
        )
    options = _read_options(query)
    return Address(
        hosts=addresses,
        name=name,
        prefix=prefix,
        is_secure=scheme == SCHEMES[1],
        **_read_credentials(credentials, options, known),
        ca=options.get("ca", "") or known.get(CA_VARIABLE, ""),
        **_read_client_certificate(options, known),
        timeout=_read_number(options, "timeout", 30.0, least=0.1),
        patience=_read_number(options, "patience", 300.0, least=0),
        retries=int(_read_number(options, "retries", 3, least=0)),
        shards=_read_count(options, "shards", least=1),
        replicas=_read_count(options, "replicas", least=0),
    )


def _read_credentials(
    credentials: str, options: Mapping[str, str], known: Mapping[str, str]
) -> dict[str, str]:
    """Return who asks, by one of: user and password, API key, bearer token.

    The location comes before the environment.
    """
    user, has_password, password = map(unquote, credentials.partition(":"))
    found: dict[str, str] = {}
    if credentials:
        found = {"user": user, "password": password}
    else:
        for name in ("api_key", "token", "token_file"):
            if options.get(name):
                found = {name: options[name]}
                break
    if not found:
        found = _read_known_credentials(known)
    if found.get("user") and not has_password:
        found["password"] = _read_variable(known, PASSWORD_VARIABLE)
    # The client's errors would repeat what it cannot send.
    asked = [found.get(name, "") for name in ("api_key", "token")]
    if not ("".join(asked).isascii() and "".join(found.values()).isprintable()):
        raise UsageError(
            "the user, password, API key or token of a location holds characters that "
            "cannot be sent; write it anew"
        )
    return found


def _read_known_credentials(known: Mapping[str, str]) -> dict[str, str]:
    """Return the credentials of the environment; empty where it has none."""
    key = _read_variable(known, KEY_VARIABLE)
    if key:
        return {"api_key": key}
    if known.get(TOKEN_VARIABLE):
        return {"token": known[TOKEN_VARIABLE]}
    if known.get(TOKEN_VARIABLE + FILE):
        return {"token_file": known[TOKEN_VARIABLE + FILE]}
    user = _read_variable(known, USER_VARIABLE)
    return {"user": user} if user else {}


def _read_variable(known: Mapping[str, str], variable: str) -> str:
    """Return a secret of the environment, or of the file that the environment names."""
    if known.get(variable):
        return known[variable]
    path = known.get(variable + FILE, "")
    return read_secret(path, variable + FILE) if path else ""


def _read_client_certificate(
    options: Mapping[str, str], known: Mapping[str, str]
) -> dict[str, str]:
    """Return the files of a client certificate and its key, both from one source."""
    certificate, key = options.get("client_cert", ""), options.get("client_key", "")
    if key and not certificate:
        raise UsageError(
            "client_key= of a location is the key of a certificate: name that as well, "
            "with client_cert=FILE"
        )
    if not certificate:
        certificate = known.get(CLIENT_CERTIFICATE_VARIABLE, "")
        key = known.get(CLIENT_KEY_VARIABLE, "") if certificate else ""
    return {"client_cert": certificate, "client_key": key}


def _read_host(written: str) -> tuple[str, int]:
    found = _HOST.fullmatch(written)
    port = int(found["port"] or _PORT) if found else 0
    if found is None and written:
        # It may be a password, if what stands before the host was left out or cut.
        raise UsageError(f"a host of the location is malformed: write it as in {_SHAPE}")
    if found is None or not 0 < port <= _LAST_PORT:
        raise UsageError(f"host {written!r}: write it as in {_SHAPE}")
    return found["host"], port


_OPTIONS = (
    *("api_key", "ca", "client_cert", "client_key", "patience", "replicas"),
    *("retries", "shards", "timeout", "token", "token_file"),
)


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
