"""The fast engine: Tantivy stores, matches and scores the terms that we give it.

``tokens`` writes our terms so that Tantivy's tokenizer leaves them alone.
``lengths`` pads the fields, so that its BM25 weighs length as ours does. ``queries``
compiles our tree into Tantivy's queries, with the ``arrangements`` of near words, and
``ranking`` runs them in the order that the contract wants, for which ``order`` sorts
the segments. ``writer`` and ``reader`` use all of them; ``files`` reads and writes
what lies in the folder beside Tantivy's own files.
"""
