"""A typed query into weighted terms of the index, in both languages.

``expand`` turns the tree of a query into that of an engine: ``word_forms`` of each
word, ``phrases``, ``translation``, ``name_spellings`` and ``entity_names``;
``dictionary`` has the index's own terms. ``prefetch`` asks a cluster for all
frequencies at once.
"""
