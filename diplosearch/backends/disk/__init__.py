"""An index in a folder: generations, locks, and transactions that are atomic."""
