"""Formats that other programs read: citations, networks, places on a map."""
