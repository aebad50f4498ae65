"""Entities: who and what a text names.

A sentence is read into words (``words``); the gazetteer finds names that are
known (``gazetteer``), the tagger names that are not (``features``, ``tagger``),
and rules what has a form (``dates``, ``money``, ``offices``, ``peoples``). Of
what overlaps one is chosen (``choice``), and the linker gives the mentions of a
document their ids (``linker``). ``recognizer`` joins all that; ``aliases``
joins the ids of a whole corpus.
"""
