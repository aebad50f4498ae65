"""What may follow a line that is being typed: words, names, fields, values.

``line`` finds what is typed last and where it stands, ``words`` what words of the
index begin so, ``names`` whom and what, ``values`` which languages, sources and
dates; ``complete`` puts them together.
"""
