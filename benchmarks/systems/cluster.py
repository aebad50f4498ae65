"""The OpenSearch cluster on which systems are measured."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from ..errors import SystemFailed

VARIABLE = "DIPLOSEARCH_OPENSEARCH_URL"


def cluster_url() -> str:
    """Return the cluster that the environment names, as opensearch://HOST:9200.

    Raises :class:`SystemFailed` where it names none.
    """
    url = os.environ.get(VARIABLE, "").rstrip("/")
    if not url.startswith("opensearch://"):
        raise SystemFailed(
            f"{VARIABLE} names no cluster; tools/opensearch_server.py starts one"
        )
    return url


def index_name(kind: str, folder: Path) -> str:
    """Return the name of the index that stands for a folder, in any process."""
    digest = hashlib.blake2b(str(folder.resolve()).encode(), digest_size=6).hexdigest()
    return f"bench-{kind}-{digest}"
