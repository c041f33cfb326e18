"""Pages of curation: one address, one action."""
