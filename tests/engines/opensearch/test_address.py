"""How the location of an index in a cluster is parsed, without showing a password."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from diplosearch.backends.registry import shown
from diplosearch.engines.opensearch.address import is_address, read_address
from diplosearch.engines.opensearch.credential_files import TokenFile, read_secret
from diplosearch.errors import UsageError

SECRET = "geheim"


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        ("opensearch://host/news", {"hosts": (("host", 9200),), "name": "news"}),
        ("opensearch://host:1/a-b.c_1", {"hosts": (("host", 1),), "name": "a-b.c_1"}),
        ("opensearch://a,b:2/x", {"hosts": (("a", 9200), ("b", 2))}),
        ("opensearch://[::1]:9/x", {"hosts": (("[::1]", 9),)}),
        ("opensearch://host/x", {"is_secure": False, "user": "", "api_key": ""}),
        ("opensearchs://host/x?ca=/c.pem", {"is_secure": True, "ca": "/c.pem"}),
        ("opensearchs://me:p%40ss@h/x", {"user": "me", "password": "p@ss"}),
        ("opensearch://h/x?timeout=2.5&retries=0", {"timeout": 2.5, "retries": 0}),
        ("opensearch://h/x?shards=4&replicas=0", {"shards": 4, "replicas": 0}),
        ("opensearch://h/x?api_key=k", {"api_key": "k"}),
        ("opensearch://h/x?token=t", {"token": "t", "api_key": ""}),
        ("opensearch://h/x?token_file=/t", {"token": "", "token_file": "/t"}),
        ("opensearch://h/x", {"prefix": "", "name": "x"}),
        ("opensearchs://h:443/a/b", {"prefix": "a", "name": "b"}),
        ("opensearch://h/Eu-1/v1.0/~b/x", {"prefix": "Eu-1/v1.0/~b", "name": "x"}),
        (
            "opensearchs://h/x?client_cert=/c&client_key=/k",
            {"client_cert": "/c", "client_key": "/k"},
        ),
        ("opensearchs://h/x?client_cert=/c", {"client_cert": "/c", "client_key": ""}),
    ],
)
def test_address(location: str, expected: dict[str, object]) -> None:
    """A location names hosts, an index, who asks, and how patiently."""
    address = read_address(location, {})
    assert {name: getattr(address, name) for name in expected} == expected


@pytest.mark.parametrize(
    ("location", "message"),
    [
        ("opensearch://host", "index name ''"),
        ("opensearch://host/", "index name ''"),
        ("opensearch://host/News", "index name 'News'"),
        ("opensearch://host/_news", "index name '_news'"),
        ("opensearch://host/a/B", "index name 'B'"),
        ("opensearch://host//b", "before the index's name"),
        ("opensearch://host/a//b", "before the index's name"),
        ("opensearch://host/../b", "before the index's name"),
        ("opensearch://host/a b/c", "before the index's name"),
        ("opensearch://h/x?client_key=/k", "client_cert=FILE"),
        ("opensearch://host/a*", "index name 'a\\*'"),
        ("opensearch:///x", "host ''"),
        ("opensearch://host:0/x", "host 'host:0'"),
        ("opensearch://host:70000/x", "host 'host:70000'"),
        ("opensearch://a,,b/x", "host ''"),
        ("opensearch://h/x?timeot=3", "option 'timeot'"),
        ("opensearch://h/x?timeout=soon", "timeout= of a location"),
        ("opensearch://h/x?timeout=nan", "timeout= of a location"),
        ("opensearch://h/x?shards=0", "shards= of a location"),
        ("opensearch://h/x?replicas=-1", "replicas= of a location"),
    ],
)
def test_malformed_address(location: str, message: str) -> None:
    """What is wrong with a location is said, with what to write instead."""
    with pytest.raises(UsageError, match=message):
        read_address(location, {})


@pytest.mark.parametrize(
    "location",
    [
        f"opensearch://me:{SECRET}@host/News",
        f"opensearch://me:{SECRET}@ho st/x",
        f"opensearch://me:{SECRET}@host:0/x",
        f"opensearch://{SECRET}@@host:x/x",
        f"opensearch://host/x?api_key={SECRET}&timeout=soon",
        f"opensearch://me:{SECRET}@host/x?y=1",
        f"opensearch://me:{SECRET}/{SECRET}@host/x",
        f"opensearch://me:{SECRET}?a={SECRET}@host/x",
        f"opensearch://me@corp.org:{SECRET}?{SECRET}@host/x",
        f"opensearch://me:{SECRET}/x",
        f"opensearch://me:{SECRET}/{SECRET}",
        f"opensearch://me:{SECRET}\n@host/x",
        f"opensearch://host/x?{SECRET}",
        f"opensearch://host/x?timeout={SECRET}",
        f"opensearch://host/x?replicas={SECRET}",
        f"opensearch://host/x?api_key={SECRET}%0d%0a",
        f"opensearch://host/x?api_key={SECRET}ı",
        f"opensearch://host/x?token={SECRET}ı",
        f"opensearch://host/x?token={SECRET}%0d%0a",
        f"opensearch://me:123/{SECRET}%2F/x",
    ],
)
def test_errors_repeat_no_secret(location: str) -> None:
    """A location that cannot be read is not repeated with its password."""
    with pytest.raises(UsageError) as raised:
        read_address(location, {})
    assert SECRET not in str(raised.value)


def test_secrets_are_not_shown() -> None:
    """Neither an address nor a location that is shown holds what identifies the user."""
    location = f"opensearchs://nobody:{SECRET}@a:1,b/p/x?api_key={SECRET}&timeout=3"
    address = read_address(location, {})
    assert str(address) == shown(location) == "opensearchs://a:1,b:9200/p/x"
    assert SECRET not in repr(read_address(f"opensearch://a/x?token={SECRET}", {}))
    assert SECRET not in repr(address)
    assert "nobody" not in repr(address)
    assert shown("folder") == "folder"


def test_environment() -> None:
    """Who asks may stand in the environment; the location comes first."""
    known = {
        "DIPLOSEARCH_OPENSEARCH_USER": "me",
        "DIPLOSEARCH_OPENSEARCH_PASSWORD": "p%41",
        "DIPLOSEARCH_OPENSEARCH_CA": "/ca",
    }
    address = read_address("opensearch://h/x", known)
    assert (address.user, address.password, address.ca) == ("me", "p%41", "/ca")
    other = read_address("opensearch://you@h/x", known)
    assert (other.user, other.password) == ("you", "p%41")
    keyed = {**known, "DIPLOSEARCH_OPENSEARCH_API_KEY": "k"}
    assert read_address("opensearch://h/x", keyed).api_key == "k"
    assert read_address("opensearch://h/x", keyed).user == ""
    assert read_address("opensearch://you:pw@h/x", keyed).api_key == ""


def test_credentials_of_the_environment(tmp_path: Path) -> None:
    """A variable holds a secret or, with ``_FILE`` behind its name, where it lies; one way
    to say who asks is taken, and the location comes first.
    """
    file = tmp_path / "secret"
    file.write_text(f"{SECRET}\n", encoding="utf-8")
    head = "DIPLOSEARCH_OPENSEARCH_"
    for name, attribute in (("API_KEY", "api_key"), ("USER", "user")):
        address = read_address("opensearch://h/x", {f"{head}{name}_FILE": str(file)})
        assert getattr(address, attribute) == SECRET
    known = {f"{head}USER": "me", f"{head}PASSWORD_FILE": str(file)}
    assert read_address("opensearch://h/x", known).password == SECRET
    assert read_address("opensearch://you@h/x", known).password == SECRET
    assert read_address("opensearch://you:pw@h/x", known).password == "pw"
    keyed = {**known, f"{head}TOKEN": "t", f"{head}API_KEY": "k"}
    found = read_address("opensearch://h/x", keyed)
    assert (found.api_key, found.token, found.user, found.password) == ("k", "", "", "")
    assert read_address("opensearch://h/x?token=u", keyed).api_key == ""
    filed = {**known, f"{head}TOKEN_FILE": str(file)}
    assert read_address("opensearch://h/x", filed).token_file == str(file)
    certified = {f"{head}CLIENT_CERT": "/c", f"{head}CLIENT_KEY": "/k"}
    address = read_address("opensearchs://h/x", certified)
    assert (address.client_cert, address.client_key) == ("/c", "/k")
    own = read_address("opensearchs://h/x?client_cert=/own", certified)
    assert (own.client_cert, own.client_key) == ("/own", "")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "cannot be read"),
        (b"", "is empty"),
        (b" \n", "is empty"),
        (f"{SECRET}\nand more".encode(), "more than a secret"),
        (b"\xff\xfe" + SECRET.encode(), "more than a secret"),
        (SECRET.encode() * 20_000, "more than a secret"),
    ],
)
def test_file_that_holds_no_secret(
    tmp_path: Path, content: bytes | None, said: str
) -> None:
    """A file that cannot be used is named, and nothing of it repeated."""
    file = tmp_path / "secret"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(UsageError, match=said) as raised:
        read_secret(str(file), "token_file")
    assert str(file) in str(raised.value)
    assert SECRET not in str(raised.value)


def test_folder_and_pipe_hold_no_secret(tmp_path: Path) -> None:
    """What is no file is not read, as a pipe would be waited for without end."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path in (tmp_path, pipe):
        with pytest.raises(UsageError, match="cannot be read"):
            TokenFile(str(path))


def test_token_is_read_again(tmp_path: Path) -> None:
    """A token is that which the file has now; while there is none, the last one."""
    file = tmp_path / "token"
    file.write_text("first\n", encoding="utf-8")
    token = TokenFile(str(file))
    assert token.read() == "first"
    file.write_text("second", encoding="utf-8")
    assert token.read() == "second"
    for broken in ("", "ı"):
        file.write_text(broken, encoding="utf-8")
        assert token.read() == "second"
    file.unlink()
    assert token.read() == "second"


def test_what_is_an_address() -> None:
    """Only the two schemes are taken for a cluster."""
    assert is_address("opensearch://h/x")
    assert is_address("opensearchs://h/x")
    assert not is_address("opensearch")
    assert not is_address("http://h/x")
    assert not is_address("opensearch2://h/x")
