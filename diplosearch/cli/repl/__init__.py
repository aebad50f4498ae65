"""The prompt: queries and commands, at a terminal or through a pipe.

``cli_command`` is ``diplosearch repl``. ``run`` gives each line to the
``interpreter``, which searches through the ``session`` or runs one of ``commands``;
both return an ``answer``, which the ``console`` writes to a screen, to a pager, or as
JSON. At a terminal ``prompt`` reads the lines, with ``completion``,
``syntax_colours``, ``toolbar`` and ``history``, while ``background_open`` opens the
index. Neither session nor commands know a terminal.
"""
