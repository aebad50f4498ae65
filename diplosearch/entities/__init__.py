"""Entities: who and what a text names.

A sentence is read into words (``words``); the gazetteer finds names that are
known (``gazetteer``), the tagger names that are not (``features``, ``tagger``),
and rules what has a form (``date_rules``, ``money``, ``offices``, ``events``,
``holders``). Of what overlaps one is chosen (``choice``), what the tagger joined is
parted (``splitting``), organisations are completed (``organizations``), surnames
counted once the full name was seen (``propagation``), and the linker gives the
mentions of a document their ids (``linker``). ``recognizer`` joins all that;
``aliases`` joins the ids of a whole corpus. ``spacy`` stands in for the whole.
"""
