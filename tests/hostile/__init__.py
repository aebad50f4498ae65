"""Input that nobody means well with, made from a seed: short in the suite, long by hand.

::

    python -m tests.hostile --inputs 100000 --seed 1

``material`` makes the inputs, ``targets`` says what has to hold for each of them,
and ``runner`` counts what does not: an error that is not ours, a promise broken, a
call of more than a second.
"""
