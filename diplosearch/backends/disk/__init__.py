"""The backend of an index in a folder: generations, locks and atomic transactions."""
