"""Stories: documents of one text, as papers print an agency's story cut, retitled, edited.

``fingerprints`` chooses a few hashes of a text, by which ``candidates`` finds documents
that may tell the same story; ``same_story`` compares two of them word by word, and
``linking`` links those that do: ``writer`` at a commit, ``union`` those of several indexes.
A story is all documents that links connect, so it depends on the set of documents alone.
``table`` looks stories up.
"""
