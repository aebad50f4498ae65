"""Translation of words and terms between Turkish and English.

``glossary`` reads lists of terms written by hand; ``phrases`` gives the stems of a
phrase; ``compiler`` turns entries into ``tables``; ``inflection`` finds the headword of
an inflected English word; ``lexicon`` looks up a word or the terms of a query. The data
are a dictionary, a glossary of diplomacy and names of countries, compiled by
``tools/make_lexicon.py``.
"""
