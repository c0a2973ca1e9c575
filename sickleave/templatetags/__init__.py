"""Figures, trends and drawings in templates and papers on absence."""
