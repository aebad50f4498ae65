"""A whole answer as text, terminal text, Markdown, a page, JSON or a table.

:mod:`.base` says what an answer is to a format; :mod:`.phrases` puts into words what
all formats say; one module a format writes it down, :mod:`.formats` finds the format
by a file's ending, and :mod:`.files` writes the file. Text for terminals is made of
styled :mod:`.lines`. The passages themselves are written by ``highlighting``, so no
control character of a document or a query reaches a terminal or a page.
"""
