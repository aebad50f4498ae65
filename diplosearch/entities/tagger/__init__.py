"""The statistical tagger: a linear-chain CRF and what it knows of words."""
