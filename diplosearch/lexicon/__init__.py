"""From one language into the other: a dictionary, a glossary of the field, names.

``phrases`` says which stems stand for a phrase; ``glossary`` reads lists of
terms written by hand; ``tables`` holds compiled entries; ``inflection`` finds
the headword of an inflected English word; ``lexicon`` answers for a word or a
run of words. The data files are made by ``tools/make_lexicon.py``.
"""
