"""The prompt: queries and commands, at a terminal or through a pipe.

``command`` is ``diplosearch repl``. A line goes to the ``interpreter``, which asks
the ``session`` or runs one of ``commands``; either way an answer comes back
(``answers``), which the ``dialogue`` writes to a screen, to a pager, or as JSON. At a
terminal ``prompt`` reads the lines, with ``completion``, ``colouring``, ``toolbar``
and ``history``, while ``opening`` opens the index behind it; ``plain`` reads them
from a pipe. Neither session nor commands know a terminal.
"""
