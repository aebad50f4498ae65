"""Where an index is stored: in memory, in a folder, in a cluster.

``base`` says what a backend, a snapshot and a transaction are; ``registry`` finds the
backend of a location. ``manifest`` describes a commit, ``draft`` an unfinished rebuild.
"""
