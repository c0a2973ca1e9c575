"""Sickness-absence totals. Offers papers to a forum; never holds a person, a cause or an identity number."""
