"""Files that hold documents in a format of their own, or other files.

``pdf``, ``docx`` and ``mail`` give a document each; ``mbox``, ``feed`` and ``warc`` one
for each message, entry and page. ``archive`` and ``mail`` hand on what they hold by the
endings of its names. ``plugins`` runs readers of other packages.
"""
