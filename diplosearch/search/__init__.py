"""Answers over one snapshot of an index.

``searcher`` holds what all answers need of a snapshot. ``search`` is the way of a
query: ``paging`` asks the engine, ``loaded_passages`` are the best ones read back,
``hits`` scores them again with ``proximity`` and marks their ``matches``, and
``results`` is what users receive, with ``explanation`` and ``facets``. Beside it stand
``timeline``, ``more_like_this`` (by ``significant_terms``), ``related`` and
``entity_profile``; ``highlight_text`` marks texts that no index holds.
"""
