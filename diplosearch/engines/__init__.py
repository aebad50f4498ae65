"""Inverted indexes of the analyzer's terms: one protocol, several engines.

An engine neither lower-cases nor stems nor highlights. It keeps the terms of
each passage and answers the tree of :mod:`diplosearch.query.tree`. ``base``
holds the protocols, ``registry`` loads an engine by its name, ``error_guard``
translates the errors of its library. The memory and the Whoosh engine are a
``posting_source`` each; ``posting_reader`` and ``scorer``, which they share, match
and score. Tantivy and OpenSearch do that themselves.
"""

from __future__ import annotations

import warnings

# Whoosh 2.7.4 is from before Python's stricter warnings. A user saw them at the first
# run where its installation compiled nothing, as that of uv.
warnings.filterwarnings(
    "ignore", category=SyntaxWarning, module=r"(.*[\\/])?whoosh([\\/.]|$)"
)
