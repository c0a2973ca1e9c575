"""Status of the budget agreement. Offers papers to a forum and reads the stamps that come back."""
