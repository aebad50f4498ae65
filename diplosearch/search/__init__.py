"""Answer queries: hits, matches, explanations, facets, timelines, similar documents."""
