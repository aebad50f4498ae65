"""Fault injection: each module causes one kind of fault around an index.

Its test runs it for a short time, ``python -m tests.faults`` for a long one.

::

    states       the answers of an index, and the expected ones
    changes      random changes of an index, with the documents after each
    processes    child processes that may die, and their open files and threads
    kills        writers that are killed at random moments
    shim         system calls that fail, one after the other
    failures     changes during which one such call fails
    damage       single flipped bits, truncated files
    machine      random changes by Hypothesis, step by step
    company      readers in other processes while an index changes
    resources    files, threads and memory after many searches and rebuilds

Every outcome is the state before, the state after, or an error of diplosearch.
"""
