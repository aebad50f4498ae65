"""Documents made ready for an index, in this process or in several."""
