"""What all passages that answer a query say together: how many, when, where, with whom."""
