"""Turkish words: from a form to its dictionary forms.

``stems`` finds the words of the lexicon with which a form may begin, ``suffixes`` tells
whether the rest is a chain of suffixes that agrees with them, and how usual it is;
``lemmatizer`` weighs these readings and keeps the likely ones. ``rules`` is what the
analyzer calls. ``tools/make_turkish_lexicon.py`` makes the lexicon and the costs.
"""
