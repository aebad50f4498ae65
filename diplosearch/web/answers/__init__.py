"""What each resource answers: as values for JSON, as a table, and as a page's content."""
