"""Fuzzing: hostile input from a seed; a short run in the suite, a long one by hand.

::

    python -m tests.hostile --inputs 100000 --seed 1

``material`` makes the inputs, ``targets`` asserts what must be true for each of them, and
``runner`` counts failures: an error that is not of diplosearch, a failed assertion, a
call of more than a second.
"""
