"""Files become documents: readers → decoding → metadata → boilerplate.

``readers`` gives each file of a folder (``files``) to the reader of its kind:
``json_rows``, ``csv_rows`` or ``html``. ``decoding`` turns bytes into text, with
``mojibake`` to repair what was decoded wrongly before. In ``page``, ``metadata`` reads
what the text states about itself, and ``boilerplate`` marks the lines that belong to
the page and not to the story.
"""
