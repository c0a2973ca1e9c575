"""What the budget agreement's papers and sheets say."""
