"""What is measured: diplosearch on each engine, and others beside it, a file each.

``base`` says what a system is, ``registry`` knows them all.
"""
