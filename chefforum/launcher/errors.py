"""What the launcher says when it cannot go on."""


class LauncherError(Exception):
    """A reason to stop, written as the one sentence a person is shown."""
