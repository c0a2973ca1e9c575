"""What the papers on absence say."""
