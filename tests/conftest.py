"""Fixtures for all tests: the sample corpus, small indexes of every engine, a cluster."""

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


# Properties try the same examples each time, so that a failure here is one everywhere;
# ``--hypothesis-profile=quick`` tries fewer, ``random`` others and more of them. There is
# no deadline, as the time of an example depends on the machine more than on the code.
_UNTIMED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("fixed", _UNTIMED, derandomize=True)
settings.register_profile("quick", _UNTIMED, derandomize=True, max_examples=20)
settings.register_profile("random", _UNTIMED, max_examples=1000, print_blob=True)
settings.load_profile("fixed")


MEMORY = "/dev/shm"
"""File system in memory, on Linux."""

MEMORY_NEEDED = 1 << 30
"""Bytes; three times the size of the folders of a whole run (measured)."""

SLOW_FOLDERS = {"faults"}
"""Folders all of whose tests carry the mark ``slow``."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option ``--sample``, which runs a sample of the slow tests."""
    parser.addoption(
        "--sample",
        type=int,
        metavar="N",
        help="of the tests marked slow or cluster, run every Nth of each file",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Put temporary folders in memory if it has enough free space.

    Tests of an index would spend half of their time waiting for the disk.
    """
    if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > MEMORY_NEEDED:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", MEMORY)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark the tests of slow folders, and deselect those beyond the sample.

    Tests that need a cluster run in one process, as each process starts a server.
    """
    for item in items:
        if item.path.parent.name in SLOW_FOLDERS:
            item.add_marker(pytest.mark.slow)
        if item.get_closest_marker("cluster"):
            item.add_marker(pytest.mark.xdist_group("cluster"))
    if every := config.getoption("--sample"):
        left_out = _find_beyond_sample(items, every)
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


def _find_beyond_sample(items: list[pytest.Item], every: int) -> set[pytest.Item]:
    """Return the slow tests of each file except the first and every Nth after it."""
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
    """A cluster started for the tests, with DIPLOSEARCH_OPENSEARCH_NODES nodes (1)."""
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
def cluster_url(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> str:
    """The location of a cluster, without the name of an index.

    It is DIPLOSEARCH_OPENSEARCH_URL if that is set, or a cluster started for the tests.
    """
    if not find_spec("opensearchpy"):
        pytest.skip("needs the extra 'opensearch'")
    given = os.environ.get("DIPLOSEARCH_OPENSEARCH_URL")
    # What writers keep on this machine is not that of the user.
    folder = tmp_path_factory.mktemp("cache")
    os.environ["XDG_CACHE_HOME"] = str(folder)
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
    """The sample corpus on each engine; tests must not change it."""
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
    """A location without an index, for each engine in turn."""
    if engine_name == "opensearch":
        location = f"{request.getfixturevalue('cluster_url')}/test"
        yield location
        empty_cluster(location)
    else:
        yield ":memory:" if engine_name == "memory" else str(tmp_path / "index")


@pytest.fixture(scope="module")
def rebuilt(
    engine_name: str,
    tmp_path_factory: pytest.TempPathFactory,
    request: pytest.FixtureRequest,
) -> Iterator[Callable[[list[Document]], Index]]:
    """A function that builds an index of documents, for each engine in turn."""
    if engine_name == "opensearch":
        location = f"{request.getfixturevalue('cluster_url')}/test-module"
        yield lambda documents: diplosearch.rebuild(documents, location)
        empty_cluster(location)
    elif engine_name == "memory":
        yield diplosearch.rebuild
    else:
        folder = tmp_path_factory.mktemp("module") / "index"
        yield lambda documents: diplosearch.rebuild(documents, folder, engine=engine_name)


@pytest.fixture(scope="module")
def index(
    rebuilt: Callable[[list[Document]], Index], request: pytest.FixtureRequest
) -> Iterator[Index]:
    """The ``TEXTS`` of a test module, a document each, on each engine."""
    texts: dict[str, str] = request.module.TEXTS
    with rebuilt([Document(id=id, text=text) for id, text in texts.items()]) as index:
        yield index


def empty_cluster(location: str) -> None:
    """Remove all generations of an index from its cluster."""
    cluster = Cluster(read_address(location))
    remove_all(cluster)
    cluster.close()
