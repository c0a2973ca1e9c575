"""The verbs of the absence statistics: the only room that changes state."""
