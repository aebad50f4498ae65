"""Inverted indexes of terms that we made: one protocol, several engines.

An engine neither lower-cases nor stems nor highlights. It keeps the terms of
each passage and answers the tree of :mod:`diplosearch.query.tree`. ``base``
holds the protocols, and ``registry`` finds an engine by its name. Engines in
Python give their ``postings``; ``scorer`` and ``reader`` do the rest.
"""
