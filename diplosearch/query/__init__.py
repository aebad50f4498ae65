"""The way of a query, from what a person typed to what an engine looks up.

1. :mod:`.parser` turns text into a tree whose leaves are words as typed;
   :mod:`.lexer` reads its tokens.
2. :mod:`.tree` holds the nodes, which parser, expansion and engines share.
3. :mod:`.expansion` replaces the leaves by terms of both languages, entities
   and translations.
"""
