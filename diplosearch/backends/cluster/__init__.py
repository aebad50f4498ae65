"""An index in an OpenSearch cluster, with the same transactions as in a folder.

``backend`` opens and begins, ``transaction`` is the next commit in the making,
``generations`` names the indices of a generation, ``state`` keeps manifest and
entities, ``store`` and ``store_writer`` the documents, ``lock`` keeps writers apart.
``partial_rebuild`` writes a ``part`` of a rebuild by several machines.
"""
