"""An index as a whole: where it lies, how it changes, how it is asked.

``place`` says what a place of an index can do; ``disk`` and ``ram`` are the
places there are. On disk, ``generations`` names the folders, ``manifest`` says
what is in one, ``durable`` brings files to the disk, and ``locks`` keeps
writers apart and readers safe. ``changes`` are the four ways in which an index
changes, ``builder`` turns documents into rows and entries, ``report`` and
``stats`` say what came of it, and ``index`` is what users hold.
"""
