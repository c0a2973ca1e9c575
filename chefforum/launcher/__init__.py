"""Starts and stops what one machine needs to run or test the app.

Nothing here imports Django or the rest of the app: the launcher prepares the
ground on which those are started as processes of their own.
"""
