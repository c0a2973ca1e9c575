"""What the absence statistics reckon and demand; nothing here reads the database or writes."""
