"""People by name: the words of a name, and which names are of one person."""
