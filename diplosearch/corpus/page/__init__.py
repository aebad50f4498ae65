"""Metadata and boilerplate: what the lines of a page say besides the story itself."""
