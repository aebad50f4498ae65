"""What users hold: an index, and how it is made from scratch.

``index`` is :class:`Index`, which changes; its questions are in ``reader``.
``rebuild`` makes one from scratch, ``partial_rebuild`` by several machines.
``resources`` loads a user's words and names, ``stats`` counts what is there.
"""
