"""Stories: documents of one text, as papers print an agency's story cut, retitled, edited.

``fingerprints`` chooses a few hashes of a text, by which ``log`` finds documents that may
tell the same story; ``same_story`` compares two of them word by word, and ``writer`` links
those that do at a commit. A story is all documents that links connect, so it depends on
the set of documents alone. ``table`` looks stories up.
"""
