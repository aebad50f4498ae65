"""Fault injection: each module causes one kind of fault around an index.

Its test runs it for a short time, ``python -m tests.faults`` for a long one.

::

    states       the answers of an index, and the expected ones
    changes      random changes of an index, with the documents after each
    processes    child processes that may die, and their open files and threads
    kills        writers, recoveries and checks that are killed at random moments
    workers      workers of a rebuild that are killed
    harms        harms from which a recovery brings everything back
    shim         system calls that fail, one after the other
    failures     changes during which one such call fails
    damage       flipped bits, files that are cut, deleted or swapped
    wounds       such harm to a single file
    machine      random changes by Hypothesis, step by step
    company      readers in other processes while an index changes
    resources    files, threads and memory after many searches and rebuilds

Every outcome is the state before, the state after, or an error of diplosearch.
"""
