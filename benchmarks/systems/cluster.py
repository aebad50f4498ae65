"""The OpenSearch cluster on which systems are measured."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from ..errors import SystemFailed

VARIABLE = "DIPLOSEARCH_OPENSEARCH_URL"


def cluster_url() -> str:
    """Return the cluster in the environment variable, as opensearch://HOST:9200.

    Raises :class:`SystemFailed` if it is not set.
    """
    url = os.environ.get(VARIABLE, "").rstrip("/")
    if not url.startswith("opensearch://"):
        raise SystemFailed(
            f"{VARIABLE} names no cluster; tools/opensearch_server.py starts one"
        )
    return url


def index_name(kind: str, folder: Path) -> str:
    """Return the name of the index for a folder, the same in every process."""
    digest = hashlib.blake2b(str(folder.resolve()).encode(), digest_size=6).hexdigest()
    return f"bench-{kind}-{digest}"
