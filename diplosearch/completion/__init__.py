"""Completion of a query that is being typed: words, names, fields, values.

``line`` parses the end of the line, ``words`` finds the words of the index with that
prefix, ``names`` the entities, ``values`` the languages, sources and dates;
``complete`` puts them together.
"""
