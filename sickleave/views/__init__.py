"""The pages of the absence statistics."""
