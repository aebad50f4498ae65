"""Analysis of text into terms: tokenizer → suffix → casing → stemmer → folding.

``tokenizer`` finds the words and their spans; ``turkish`` and ``english`` have the rules
for suffixes, stop words and stems of a language; ``analyzer`` combines them into the one
analyzer for indexing, searching and highlighting. ``term_list`` and ``term_vectors`` are
the forms in which the terms of a text are indexed and stored.
"""
