"""How files become documents: readers → decoding → metadata → cleaning.

``readers`` finds the files of a folder and hands each to the reader of its
kind (``rows`` for JSON and CSV, ``html`` for pages). ``decoding`` makes text of
bytes, with ``mojibake`` to repair text that was decoded wrongly before.
``metadata`` then reads what the text says of itself, and ``cleaning`` marks
the lines that belong to the page and not to the story.
"""
