"""Whether an index is sound, and what can be recovered of a damaged one."""
