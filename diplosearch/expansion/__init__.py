"""A typed query into weighted terms of the index, in both languages."""
