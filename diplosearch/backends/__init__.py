"""Where an index is stored: in memory, in a folder, in a cluster."""
