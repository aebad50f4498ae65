"""An index as a whole: where it lies, how it changes, how it is asked.

``place`` says what a place of an index can do; ``disk`` and ``ram`` are the
places there are, and ``location`` finds the one that a user names. On disk,
``generations`` names the folders, ``manifest`` says what is in one, ``unfinished``
what an interrupted rebuild has left, ``durable`` brings files to the disk,
``room`` names a full one, and ``locks`` keeps writers apart and readers safe.

``changes`` are the four ways in which an index changes. A change reads
``candidates`` (of a corpus, of documents, of another index), decides on each in
their order (``builder``) and writes it (``recording``); what is done to each
between (``work``) is done ``ahead`` by a ``pool`` of processes (``worker``).
``learning`` looks through a corpus first. ``report`` and ``stats`` say what came
of it, ``rebuild`` makes an index from scratch, and ``index`` is what users hold.
"""
