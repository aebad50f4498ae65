"""The query syntax: from the text of a query to its tree.

1. :mod:`.lexer` splits the text into tokens, and :mod:`.parser` builds a tree of
   them whose leaves are words as typed. :mod:`.syntax_errors` lists what can be
   wrong with a query.
2. :mod:`.tree` holds the nodes, which parser, expansion and engines share.
3. :mod:`.filters` turns filters by language, source and date into such nodes.

:mod:`diplosearch.expansion` then replaces the words by terms of both languages,
entities and translations.
"""
