"""The document store (documents in full, beside the inverted index) and atomic files."""
