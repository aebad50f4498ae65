"""The OpenSearch engine: passages in an index of a cluster.

Analysis and weights are ours: the cluster keeps our terms (``schema``, ``tokens``)
and finds and scores passages by them (``queries``). An ``address`` is parsed from a
location, ``cluster`` sends requests to it, ``http_errors`` turns failures into our
errors, and ``indices`` creates and deletes indices.

A ``reader`` searches a ``point_in_time``, which pins one ``state``; it looks terms
up (``frequencies``, ``vocabulary``) through one ``term_cache``. A ``writer`` sends
passages in ``bulk``.

Documents, manifests and commits are in :mod:`diplosearch.backends.cluster`.
"""
