"""The statistical tagger: a linear-chain CRF and its features."""
