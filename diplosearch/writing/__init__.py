"""Changes of an index, document by document.

``changes`` holds the four changes (rebuild, add, delete, sync), each one transaction.
``sources`` yields the documents, ``builder`` decides on each in their order, and
``recorder`` writes it and counts for the report.
"""
