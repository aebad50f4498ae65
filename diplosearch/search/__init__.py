"""Answering a query: hits, matches, explanations, facets, timelines, like documents."""
