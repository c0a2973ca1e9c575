"""The environment the app's processes are given."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from chefforum.launcher.places import CHECKOUT
from chefforum.launcher.servers import Addresses

# These would lead Python or the database driver elsewhere than we say.
MISLEADING = ("PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP", "DJANGO_SETTINGS_MODULE")
MISLEADING_DATABASE = "PG"


def kept_secret(path: Path) -> str:
    """A random secret that is made once and then only the owner can read."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        kept = path.read_text().strip()
        if kept:
            return kept
        path.unlink()
        return kept_secret(path)
    with os.fdopen(handle, "w") as file:
        made = secrets.token_urlsafe(50)
        file.write(made + "\n")
    return made


def app_environment(given: Mapping[str, str], addresses: Addresses, *, secret: str, data: Path) -> dict[str, str]:
    """The given environment, made whole for the app on one machine.

    What a person has set wins over every default. The servers'
    addresses are always those passed in.
    """
    clean = {name: value for name, value in given.items() if name not in MISLEADING}
    if not given.get("DATABASE_URL"):
        clean = {k: v for k, v in clean.items() if not k.startswith(MISLEADING_DATABASE)}
    defaults = {
        "SECRET_KEY": secret,
        "PLAIN_HTTP": "1",
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "DATA_DIR": str(data),
    }
    for name, value in defaults.items():
        clean[name] = given.get(name) or value
    clean["DATABASE_URL"] = addresses.database_url
    clean["REDIS_URL"] = addresses.redis_url
    clean["DJANGO_SETTINGS_MODULE"] = "chefforum.settings"
    clean["PATH"] = os.pathsep.join([str(CHECKOUT / ".venv" / "bin"), given.get("PATH", os.defpath)])
    clean["PYTHONUNBUFFERED"] = "1"
    # A worker that is told to stop waits for its jobs no longer than CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT.
    clean["REMAP_SIGTERM"] = "SIGQUIT"
    return clean
