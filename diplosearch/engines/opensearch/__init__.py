"""OpenSearch: an index on more than one machine.

Analysis is ours. The cluster keeps our terms (``schema``, ``tokens``), finds and
scores passages by them (``queries``) with weights of ours, and tells how frequent
terms are (``frequencies``, ``vocabulary``). An ``address`` says where it lies and
who asks, ``cluster`` asks it, and ``faults`` names what goes wrong. A ``reader``
looks through a ``view``, which holds one state fast; a ``writer`` sends passages
in ``bulk``.

Documents, manifests and the way from one state to the next are not the engine's:
see ``index/cluster.py``.
"""
