"""Changes of an index: which documents are written, and the books on that."""
