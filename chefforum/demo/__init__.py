"""A made-up municipality to try the house with. Everything in it is fictional and fixed relative to today."""
