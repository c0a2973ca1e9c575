"""The verbs of the budget agreement: the only room that changes state."""
