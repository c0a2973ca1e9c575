"""How people get in: log-in with growing delays, the longest life of a session, and what is told of changed access."""
