"""What goes wrong around an index, made to go wrong: each module brings about one
kind of fault, its test runs it for a short while, and ``python -m tests.faults`` for long.

::

    states       what an index answers, and what it ought to
    changes      random changes of an index, with what comes of them
    processes    children that are watched, and may die
    kills        writers that are killed at random moments
    shim         calls of the system that fail, one after the other
    failures     changes during which one such call fails
    damage       single flipped bits, files cut short
    machine      random changes by Hypothesis, step by step
    company      readers in other processes while an index changes
    resources    files, threads and memory after many searches and rebuilds

Every outcome is the state before, the state after, or a named error.
"""
