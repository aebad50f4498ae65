"""Query expansion: from a parsed query to weighted terms of both languages."""
