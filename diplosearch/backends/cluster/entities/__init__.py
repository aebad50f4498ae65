"""The entities of an index in a cluster: an index of their rows, of all commits.

``rows`` makes documents of them, ``index`` writes and lists them, ``table`` looks them up
for readers, and ``replica`` is the copy that a writer keeps on its machine.
"""
