"""What procedure demands of meetings and items. Returns findings or raises; never writes."""
