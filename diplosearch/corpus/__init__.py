"""How files become documents: readers → decoding → metadata → cleaning.

``readers`` gives each file of a folder (``files``) to the reader of its kind:
``json_rows``, ``csv_rows`` or ``html``. ``decoding`` makes text of bytes, with
``mojibake`` to repair what was decoded wrongly before. ``metadata`` then reads
what the text says of itself, and ``cleaning`` marks the lines that belong to
the page and not to the story.
"""
