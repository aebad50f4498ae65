"""The fast engine: Tantivy keeps, matches and scores, we choose what it counts.

``tokens`` writes our terms so that Tantivy's tokenizer leaves them alone.
``lengths`` brings its BM25, whose constants are fixed, to ours by what stands
in the fields beside the terms. ``queries`` turns our tree into Tantivy's, and
``ranking`` asks it in the order that the contract wants. ``writer`` and
``reader`` join them, ``files`` knows what lies in the folder.
"""
