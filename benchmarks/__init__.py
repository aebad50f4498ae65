"""Speed, memory and quality of diplosearch beside other search systems.

``corpus`` grows a corpus to any size and ``questions`` draws questions from it.
Each system (``systems/``) lives in a process of its own (``worker``, and
``remote`` on this side), so that neither memory nor garbage of one weighs on
another. ``building``, ``asking``, ``found`` and ``startup`` measure; ``runner``
calls them in turn; ``report`` holds the figures, ``table`` and ``picture`` show
them. ``command`` is the command line: ``python -m benchmarks --help``.
"""
