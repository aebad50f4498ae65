"""A location of a test's own in the cluster, and the cluster itself."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest

from diplosearch.backends.cluster.generations import remove_all
from diplosearch.engines.opensearch.address import read_address
from diplosearch.engines.opensearch.cluster import Cluster


@pytest.fixture
def location(cluster_url: str) -> Iterator[str]:
    """A location in the cluster without an index."""
    location = f"{cluster_url}/test-{uuid.uuid4().hex[:8]}"
    yield location
    cluster = Cluster(read_address(location))
    remove_all(cluster)
    cluster.close()


@pytest.fixture
def cluster(location: str) -> Iterator[Cluster]:
    """The cluster itself."""
    found = Cluster(read_address(location))
    yield found
    found.close()
