"""Who knocks at the budget agreement: each finds, asks, acts and answers."""
