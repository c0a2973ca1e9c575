"""The log of what was done: one line a clerk can read for every action, never changed, never deleted."""
