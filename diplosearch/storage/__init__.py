"""Documents in full, apart from the inverted index, and files that survive a crash."""
