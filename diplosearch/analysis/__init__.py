"""Text into terms: tokenizer → suffix → casing → stemmer → folding.

``tokenizer`` finds the words and their spans; ``turkish`` and ``english`` say
what a word means in their language; ``analyzer`` joins both and is the one
analyzer for indexing, searching and highlighting.
"""
