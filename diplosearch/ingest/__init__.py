"""Documents made ready for an index, in this process or in several.

``prepare`` fills in metadata, boilerplate, language and passages, ``annotate`` adds
entities, ``entries`` makes what an engine indexes; ``tasks`` puts these together.
``pool`` and ``worker`` run tasks in other processes, ``pipeline`` keeps their results
in order. ``survey`` reads a corpus before that; ``report`` is the outcome.
"""
