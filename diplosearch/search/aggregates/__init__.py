"""What all passages that answer a query say together: who with whom, and where."""
