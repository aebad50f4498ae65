"""The gazetteer: entities known by name, and their ids."""
