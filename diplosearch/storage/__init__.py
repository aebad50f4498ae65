"""Documents in full, apart from the inverted index, and files that survive a crash.

``store`` says what a document store can do, ``sqlite_store`` is the one in SQLite,
``segments`` keeps it on disk in files that never change, ``codec`` packs a document
into a row. ``atomic_files`` and ``checksummed_json`` write what a commit needs.
"""
