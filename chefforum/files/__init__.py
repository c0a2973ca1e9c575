"""Received files: inspected by content, kept once under their SHA-256, never changed."""
