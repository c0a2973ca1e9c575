"""Papers that are frozen, rendered, kept and served. Knows nothing of what a paper is about."""
