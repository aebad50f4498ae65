"""An index in a folder: every commit is a folder of files that never change.

``backend`` opens and begins, ``transaction`` is the next commit in the making,
``generations`` and ``layout`` name the folders and files, ``locks`` keeps writers apart
and readers safe, ``network_mounts`` knows file systems on which nothing is promised.
"""
