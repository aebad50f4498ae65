"""Corrections by hand: what a person says of the entities of an index.

``line`` reads one line, ``corrections`` is a sound set of them, ``user_file`` reads the
file of a user, and ``decide`` applies a set to what the corpus says by itself.
"""
