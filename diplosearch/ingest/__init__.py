"""Prepare documents for an index, in this process or in several."""
