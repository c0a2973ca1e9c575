"""Meetings of a forum: agenda, papers, minutes, approval and the archive of old minutes."""
