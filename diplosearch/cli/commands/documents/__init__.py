"""Commands on single documents: show, tag, update, delete."""
