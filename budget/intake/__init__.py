"""What a sheet brings: its columns, and the points in its rows. Parses and judges, never saves."""
