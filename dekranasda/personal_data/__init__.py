"""A person's own data over all apps: the copy, the erasure, and what survives of it."""
