"""What all tests share: the sample corpus and small indexes of every engine."""

from __future__ import annotations

import os
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from paths import REPOSITORY

import diplosearch
from diplosearch import Document, Index
from diplosearch.backends.cluster.generations import remove_all
from diplosearch.engines.opensearch.address import read_address
from diplosearch.engines.opensearch.cluster import Cluster
from diplosearch.engines.registry import DISK_ENGINES
from tools.opensearch_server import Server, UnavailableError, serve

ENGINES = ("memory", *(name for name in DISK_ENGINES if find_spec(name)))


# Properties try the same examples each time, so that what fails here fails everywhere;
# ``--hypothesis-profile=random`` tries others, and more of them. How long one takes says
# more of the machine than of the code.
_UNTIMED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("fixed", _UNTIMED, derandomize=True)
settings.register_profile("random", _UNTIMED, max_examples=1000, print_blob=True)
settings.load_profile("fixed")


MEMORY = "/dev/shm"
MEMORY_NEEDED = 1 << 30
"""Bytes; three times what the folders of a whole run take (measured)."""

SLOW_FOLDERS = {"faults"}
"""Folders all of whose tests carry the mark ``slow``."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a run make do with a sample of the slow tests."""
    parser.addoption(
        "--sample",
        type=int,
        metavar="N",
        help="of the tests marked slow or cluster, run every Nth of each file",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Let temporary folders lie in memory where it has room for them.

    To wait for the disk at each commit takes half of the time of tests of an index.
    """
    if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > MEMORY_NEEDED:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", MEMORY)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark slow folders, leave out what a sample does not hold, and keep together what
    needs a cluster: each process would start a server.
    """
    for item in items:
        if item.path.parent.name in SLOW_FOLDERS:
            item.add_marker(pytest.mark.slow)
        if item.get_closest_marker("cluster"):
            item.add_marker(pytest.mark.xdist_group("cluster"))
    if every := config.getoption("--sample"):
        left_out = _beyond_sample(items, every)
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


def _beyond_sample(items: list[pytest.Item], every: int) -> set[pytest.Item]:
    """Return all slow tests of each file but the first and every Nth behind it."""
    alike: defaultdict[tuple[Path, str], list[pytest.Item]] = defaultdict(list)
    for item in items:
        for mark in ("cluster", "slow"):
            if item.get_closest_marker(mark):
                alike[item.path, mark].append(item)
                break
    return {item for some in alike.values() for n, item in enumerate(some) if n % every}


@pytest.fixture(scope="session")
def repository() -> Path:
    """The folder of the repository."""
    return REPOSITORY


@pytest.fixture(scope="session")
def cluster_server() -> Iterator[Server]:
    """A cluster started for the tests: of one node, or of as many as are asked for."""
    if not find_spec("opensearchpy"):
        pytest.skip("needs the extra 'opensearch'")
    if os.environ.get("DIPLOSEARCH_OPENSEARCH_URL"):
        pytest.skip("needs nodes of its own; unset DIPLOSEARCH_OPENSEARCH_URL")
    nodes = int(os.environ.get("DIPLOSEARCH_OPENSEARCH_NODES", "1"))
    with ExitStack() as stack:
        try:
            server = stack.enter_context(serve(nodes, is_short_lived=True))
        except UnavailableError as error:
            pytest.skip(f"no OpenSearch: {error}")
        yield server


@pytest.fixture(scope="session")
def cluster_url(request: pytest.FixtureRequest) -> str:
    """A cluster, as a location without the name of an index.

    The one that DIPLOSEARCH_OPENSEARCH_URL names, or one that is started.
    """
    if not find_spec("opensearchpy"):
        pytest.skip("needs the extra 'opensearch'")
    given = os.environ.get("DIPLOSEARCH_OPENSEARCH_URL")
    if given:
        return given.rstrip("/")
    server: Server = request.getfixturevalue("cluster_server")
    return server.url


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The sample corpus."""
    return REPOSITORY / "seeds"


CLUSTER = pytest.param("opensearch", marks=pytest.mark.cluster)


@pytest.fixture(scope="session", params=[*ENGINES, CLUSTER])
def engine_name(request: pytest.FixtureRequest) -> str:
    """The name of each engine in turn."""
    return str(request.param)


@pytest.fixture(scope="session")
def seeds_index(
    engine_name: str,
    seeds: Path,
    tmp_path_factory: pytest.TempPathFactory,
    request: pytest.FixtureRequest,
) -> Iterator[Index]:
    """The sample corpus on each engine; not to be changed."""
    if engine_name == "memory":
        index = diplosearch.rebuild(seeds)
    elif engine_name == "opensearch":
        url = request.getfixturevalue("cluster_url")
        index = diplosearch.rebuild(seeds, f"{url}/test-seeds")
    else:
        folder = tmp_path_factory.mktemp("seeds") / "index"
        index = diplosearch.rebuild(seeds, folder, engine=engine_name)
    with index:
        yield index
    if engine_name == "opensearch":
        empty_cluster(f"{request.getfixturevalue('cluster_url')}/test-seeds")


@pytest.fixture
def location(
    engine_name: str, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[str]:
    """An empty place for an index of each engine in turn."""
    if engine_name == "opensearch":
        place = f"{request.getfixturevalue('cluster_url')}/test"
        yield place
        empty_cluster(place)
    else:
        yield ":memory:" if engine_name == "memory" else str(tmp_path / "index")


@pytest.fixture(scope="module")
def rebuilt(
    engine_name: str,
    tmp_path_factory: pytest.TempPathFactory,
    request: pytest.FixtureRequest,
) -> Iterator[Callable[[list[Document]], Index]]:
    """A function that makes an index of documents on each engine, for one module."""
    if engine_name == "opensearch":
        place = f"{request.getfixturevalue('cluster_url')}/test-module"
        yield lambda documents: diplosearch.rebuild(documents, place)
        empty_cluster(place)
    elif engine_name == "memory":
        yield diplosearch.rebuild
    else:
        folder = tmp_path_factory.mktemp("module") / "index"
        yield lambda documents: diplosearch.rebuild(documents, folder, engine=engine_name)


def empty_cluster(location: str) -> None:
    """Remove what there is of an index in a cluster."""
    cluster = Cluster(read_address(location))
    remove_all(cluster)
    cluster.close()
