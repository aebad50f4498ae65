"""Records the fingerprint of the analyzer beside its files: ``fingerprint.txt``.

Run it after every change of what makes terms, with the libraries of the lock::

    python -m tools.make_fingerprint
"""

from __future__ import annotations

from pathlib import Path

from diplosearch.analysis.analyzer import hash_terms
from diplosearch.analysis.fingerprint import digest_sources

FILE = Path(__file__).parent.parent / "diplosearch/analysis/data/fingerprint.txt"

UNICODE_VERSIONS = ("14.0.0", "15.0.0", "15.1.0")
"""The tables of letters of Python 3.11, 3.12 and 3.13, with each of which the tests run."""

HEADER = """\
# Digests of what the analyzer is made of, and its fingerprint, with the tables of letters
# of each Python; see diplosearch/analysis/fingerprint.py.
# Made by tools/make_fingerprint.py. GPL-3.0-or-later.
"""


def make_lines() -> str:
    """Return the file as it should be."""
    value = hash_terms()
    digests = map(digest_sources, UNICODE_VERSIONS)
    return HEADER + "".join(f"{digest} {value}\n" for digest in digests)


def main() -> None:
    """Write the file."""
    FILE.write_text(make_lines(), encoding="utf-8")


if __name__ == "__main__":
    main()
