"""People, the posts they hold, and the departments they lead."""
