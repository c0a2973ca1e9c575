"""What an agenda and minutes say: the paper, its editions, and its spelling as text."""
