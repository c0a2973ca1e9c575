"""Removes what the launcher has made, in the checkout and outside it."""

from __future__ import annotations

import shutil

from chefforum.launcher.places import VAR, remove_places
from chefforum.launcher.servers import Servers


def clean() -> int:
    """Stop this checkout's servers and remove their data; the exit code."""
    if not VAR.is_dir():
        return 0
    for lock in VAR.glob("*/lock"):
        Servers(lock.parent, durable=True).stop()
    remove_places(VAR)
    shutil.rmtree(VAR)
    return 0
