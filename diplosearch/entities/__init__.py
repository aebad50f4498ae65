"""Entities: who and what a text mentions, with ids.

A sentence is split into words (``tokens``). The gazetteer finds known names
(``gazetteer``), the tagger unknown ones (``tagger``), to which headlines are given with
the capitals of prose (``tagger.headlines``), and rules what has a fixed form:
dates, money, offices, events (``rules``). Of finds that overlap, one is kept
(``overlaps``); spans that hold several names are split (``span_splitting``),
organisations completed (``rules.organizations``), and surnames found again once the full
name has been seen (``coreference``). The linker gives the mentions of a document their
ids (``linker``). ``recognizer`` runs all of these in order; ``spacy`` is a recognizer that
takes the names from a spaCy pipeline instead.
"""
