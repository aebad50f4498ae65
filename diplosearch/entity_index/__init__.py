"""The entities of a whole corpus: names, ids, counts, and aliases."""
