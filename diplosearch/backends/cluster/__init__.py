"""An index in an OpenSearch cluster, with the same transactions as in a folder."""
