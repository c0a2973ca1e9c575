"""What only the budget's templates say."""
