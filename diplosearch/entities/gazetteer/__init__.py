"""Entities known by name, and their ids."""
