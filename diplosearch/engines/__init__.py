"""Inverted indexes of the analyzer's terms: one protocol, several engines.

An engine neither lower-cases nor stems nor highlights. It keeps the terms of
each passage and answers the tree of :mod:`diplosearch.query.tree`. ``base``
holds the protocols, ``registry`` loads an engine by its name, ``error_guard``
translates the errors of its library. The memory and the Whoosh engine are a
``posting_source`` each; ``posting_reader`` and ``scorer``, which they share, match
and score. Tantivy and OpenSearch do that themselves.
"""
