"""How the location of an index in a cluster is parsed, without showing a password."""

from __future__ import annotations

import pytest

from diplosearch.backends.registry import shown
from diplosearch.engines.opensearch.address import add_options, is_address, read_address
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
        ("opensearch://host/a/b", "index name 'a/b'"),
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
    ],
)
def test_errors_repeat_no_secret(location: str) -> None:
    """A location that cannot be read is not repeated with its password."""
    with pytest.raises(UsageError) as raised:
        read_address(location, {})
    assert SECRET not in str(raised.value)


def test_secrets_are_not_shown() -> None:
    """Neither an address nor a location that is shown holds what identifies the user."""
    location = f"opensearchs://nobody:{SECRET}@a:1,b/x?api_key={SECRET}&timeout=3"
    address = read_address(location, {})
    assert str(address) == shown(location) == "opensearchs://a:1,b:9200/x"
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


def test_what_is_an_address() -> None:
    """Only the two schemes are taken for a cluster."""
    assert is_address("opensearch://h/x")
    assert is_address("opensearchs://h/x")
    assert not is_address("opensearch")
    assert not is_address("http://h/x")
    assert not is_address("opensearch2://h/x")


@pytest.mark.parametrize(
    ("location", "given", "expected"),
    [
        ("opensearch://h/x", {"shards": 3}, "opensearch://h/x?shards=3"),
        ("opensearch://h/x?shards=1&ca=%2Fa", {"shards": 3, "replicas": 0},
         "opensearch://h/x?shards=3&ca=%2Fa&replicas=0"),
        ("opensearch://h/x?api_key=a%2Bb%3D", {"replicas": 2},
         "opensearch://h/x?api_key=a%2Bb%3D&replicas=2"),
        ("opensearch://h/x", {"shards": None}, "opensearch://h/x"),
        ("folder", {"shards": None, "replicas": None}, "folder"),
    ],
)  # fmt: skip
def test_options_that_are_given_beside(
    location: str, given: dict[str, int | None], expected: str
) -> None:
    """What is given beside a location goes before what it says."""
    assert add_options(location, **given) == expected


@pytest.mark.parametrize("location", ["folder", ":memory:", "http://h/x"])
def test_options_of_a_cluster_alone(location: str) -> None:
    """A folder has no shards."""
    with pytest.raises(UsageError, match="only an index in a cluster"):
        add_options(location, shards=2)
