"""What a sheet from payroll brings. Parses and judges, never saves."""
