"""Who may ask a cluster, and on what way: tokens, keys, certificates, a path before it.

A proxy before the cluster asks for them; a cluster with the security plugin was tried by
hand, as docs/operators/security.md tells.
"""

from __future__ import annotations

import re
import shutil
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from doorkeeper import Doorkeeper, doorkeeper

import diplosearch
from diplosearch import Document
from diplosearch.engines.opensearch.address import read_address
from diplosearch.engines.opensearch.cluster import Cluster
from diplosearch.errors import IndexAccessError, IndexUnreachableError, UsageError

pytestmark = pytest.mark.cluster

ONE = [Document(id="a", text="Ministers signed the trade agreement.")]
OTHER = [Document(id="b", text="The embassy reopened in Baku.")]
VARIABLE = "DIPLOSEARCH_OPENSEARCH"


@pytest.fixture
def door(cluster_url: str) -> Iterator[Doorkeeper]:
    """A door before the cluster."""
    host, port = read_address(f"{cluster_url}/x").hosts[0]
    with doorkeeper(host, port) as found:
        yield found


def behind(door: Doorkeeper, location: str, options: str = "") -> str:
    """Return ``location`` behind the door."""
    name = read_address(location).name
    return f"opensearch://{door.address}{door.prefix}/{name}?retries=0{options}"


def use(location: str) -> None:
    """Build an index, search it, change it, check it."""
    with diplosearch.rebuild(ONE, location, jobs=1) as index:
        assert index.search("trade").total == 1
        assert index.add(OTHER).documents == 1
        assert index.search("embassy").total == 1
    assert diplosearch.check(location, full=True).findings == ()


def test_bearer_token(
    door: Doorkeeper, location: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A token is taken from the location, the environment, or a file."""
    door.authorization = "Bearer abc.def-1"
    with pytest.raises(IndexAccessError, match="_TOKEN"):
        diplosearch.open(behind(door, location))
    use(behind(door, location, "&token=abc.def-1"))
    file = tmp_path / "token"
    file.write_text("abc.def-1\n", encoding="utf-8")
    with diplosearch.open(behind(door, location, f"&token_file={file}")) as index:
        assert len(index.ids()) == 2
    for name, value in (("TOKEN", "abc.def-1"), ("TOKEN_FILE", str(file))):
        with monkeypatch.context() as inside:
            inside.setenv(f"{VARIABLE}_{name}", value)
            with diplosearch.open(behind(door, location)) as index:
                assert len(index.ids()) == 2


def test_token_that_is_replaced(door: Doorkeeper, location: str, tmp_path: Path) -> None:
    """An index that is open goes on with the token that its file has now."""
    file = tmp_path / "token"
    file.write_text("first", encoding="utf-8")
    door.authorization = "Bearer first"
    with diplosearch.rebuild(ONE, behind(door, location, f"&token_file={file}")) as index:
        assert index.search("trade").total == 1
        door.authorization = "Bearer second"
        with pytest.raises(IndexAccessError):
            index.refresh()
        file.write_text("second", encoding="utf-8")
        assert index.add(OTHER).documents == 1
        assert index.search("embassy").total == 1


def test_api_key(
    door: Doorkeeper, location: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A key is sent as it is, from the location, the environment, or a file."""
    door.authorization = "ApiKey aWQ6a2V5"
    use(behind(door, location, "&api_key=aWQ6a2V5"))
    file = tmp_path / "key"
    file.write_text("aWQ6a2V5", encoding="utf-8")
    monkeypatch.setenv(f"{VARIABLE}_API_KEY_FILE", str(file))
    with diplosearch.open(behind(door, location)) as index:
        assert len(index.ids()) == 2


def test_password_in_a_file(
    door: Doorkeeper, location: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """User and password may lie in files, as a container gets them."""
    for name, secret in (("USER", "reader"), ("PASSWORD", "geheim%1")):
        file = tmp_path / name
        file.write_text(f"{secret}\n", encoding="utf-8")
        monkeypatch.setenv(f"{VARIABLE}_{name}_FILE", str(file))
    use(behind(door, location))


@pytest.mark.parametrize("prefix", ["/search", "/eu-1/Search_2/v1.0"])
def test_path_before_the_name(door: Doorkeeper, location: str, prefix: str) -> None:
    """A cluster behind a gateway is found at the path that the location has."""
    door.authorization = ""
    door.prefix = prefix
    address = behind(door, location)
    use(address)
    assert prefix in str(read_address(address))
    for part in ("1/2", "2/2"):
        diplosearch.rebuild_part(ONE + OTHER, address, part, jobs=1)
    with diplosearch.finish_rebuild(address) as index:
        assert index.ids() == ["a", "b"]


def test_path_that_is_wrong(door: Doorkeeper, location: str) -> None:
    """A gateway without a cluster at that path is no cluster without an index."""
    door.authorization = ""
    door.prefix = "/search"
    address = behind(door, location).replace("/search/", "/")
    with pytest.raises(IndexUnreachableError, match="path"):
        diplosearch.open(address)
    with pytest.raises(IndexUnreachableError, match="path"):
        diplosearch.rebuild(ONE, address, jobs=1)


@pytest.fixture
def certificates(tmp_path: Path) -> Path:
    """A folder with certificates and their keys, each its own authority's."""
    program = shutil.which("openssl")
    if program is None:
        pytest.skip("needs openssl")
    names = ("-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1")
    for one in ("server", "client", "other"):
        key, certificate = tmp_path / f"{one}.key", tmp_path / f"{one}.pem"
        command = [program, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
        files = ("-keyout", str(key), "-out", str(certificate))
        subprocess.run([*command, *names, *files], check=True, capture_output=True)
        both = tmp_path / f"{one}-both.pem"
        both.write_bytes(certificate.read_bytes() + key.read_bytes())
    command = [program, "rsa", "-aes256", "-passout", "pass:geheim"]
    files = ("-in", str(tmp_path / "client.key"), "-out", str(tmp_path / "locked.key"))
    subprocess.run([*command, *files], check=True, capture_output=True)
    return tmp_path


@pytest.mark.parametrize("version", ["TLSv1_2", "TLSv1_3"])
def test_client_certificate(
    cluster_url: str,
    location: str,
    certificates: Path,
    version: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A certificate of one's own is shown where the cluster asks for it; without it, or
    with another one, the message says so.
    """
    host, port = read_address(f"{cluster_url}/x").hosts[0]
    with doorkeeper(
        host,
        port,
        certificate=certificates / "server-both.pem",
        clients=certificates / "client.pem",
        version=ssl.TLSVersion[version],
    ) as door:
        door.authorization = ""
        address = behind(door, location, f"&ca={certificates}/server.pem")
        address = address.replace("opensearch:", "opensearchs:")
        own = f"&client_cert={certificates}/client.pem"
        use(f"{address}{own}&client_key={certificates}/client.key")
        use(f"{address}&client_cert={certificates}/client-both.pem")
        for wrong in (
            "",
            f"&client_cert={certificates}/other.pem&client_key={certificates}/other.key",
        ):
            with pytest.raises(IndexUnreachableError, match="client_cert=FILE"):
                diplosearch.open(address + wrong)
        for wrong, said in (
            (f"{own}&client_key={certificates}/other.key", "cannot be used with its key"),
            (f"{own}&client_key={certificates}/locked.key", "without a password"),
            (f"{own}&client_key={certificates}/none.key", "no such file"),
            (own, "cannot be used with its key"),
            (f"&client_key={certificates}/client.key", "client_cert=FILE"),
        ):
            with pytest.raises(UsageError, match=said):
                diplosearch.open(address + wrong)
        monkeypatch.setenv(f"{VARIABLE}_CLIENT_CERT", f"{certificates}/client.pem")
        monkeypatch.setenv(f"{VARIABLE}_CLIENT_KEY", f"{certificates}/client.key")
        with diplosearch.open(address) as index:
            assert len(index.ids()) == 2


def test_tls_is_hinted_at(cluster_url: str, location: str, certificates: Path) -> None:
    """Who asks a cluster without TLS that speaks it is told of ``opensearchs://``."""
    host, port = read_address(f"{cluster_url}/x").hosts[0]
    with doorkeeper(host, port, certificate=certificates / "server-both.pem") as door:
        for call in (diplosearch.open, diplosearch.check):
            with pytest.raises(IndexUnreachableError, match="opensearchs://"):
                call(behind(door, location))


def test_requests_are_those_of_the_roles(
    location: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is done with an index, it asks for indices of its own name, and for a few
    things of the cluster that docs/operators/security.md gives a role the right to.

    A request for aliases that names no index asks for those of all indices, which a user
    of one index may not see.
    """
    paths: set[str] = set()
    send = Cluster._try

    def note(self: Cluster, method: str, path: str, *more: Any) -> Any:
        paths.add(path)
        return send(self, method, path, *more)

    monkeypatch.setattr(Cluster, "_try", note)
    use(location)
    diplosearch.rebuild(ONE, location, jobs=1).close()
    diplosearch.rebuild_part(ONE, location, "1/2", jobs=1)
    diplosearch.drop_parts(location)
    assert diplosearch.recover(location).outcome == "sound"
    with diplosearch.open(location) as index:
        index.search("tradde", facets=["source", "person"])
        index.tag("a", "kept")
        index.complete("mini")
        index.similar("a")
        index.delete("a")
    name = read_address(location).name
    of_others = {
        one for one in paths if not re.match(rf"{name}(-[^,]*)?(/|,{name}|$)", one)
    }
    of_cluster = {"", "_aliases", "_bulk", "_cluster/health", "_msearch", "_search"}
    assert of_others <= {*of_cluster, "_search/point_in_time"}
