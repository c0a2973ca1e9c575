#!/usr/bin/env python
"""Django's command line, with this project's settings.

Where the environment names no servers, a command borrows those of `make run` for as long as it takes. A command
that touches no database needs none.
"""

import os
import secrets
import sys

from django.core.management import execute_from_command_line

from chefforum.launcher.__main__ import main as launcher

NEEDS_NO_SERVERS = {"", "help", "--help", "version", "--version", "check", "read_minutes"}
CONFIGURED_BY = ("SECRET_KEY", "DATABASE_URL", "REDIS_URL")


def main(arguments: list[str]) -> int:
    """Run one command; the exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chefforum.settings")
    if not any(os.environ.get(name) for name in CONFIGURED_BY):
        if (arguments[1] if len(arguments) > 1 else "") not in NEEDS_NO_SERVERS:
            return launcher(["manage", *arguments[1:]])
        nowhere = {"DATABASE_URL": "postgresql:///nowhere", "REDIS_URL": "redis://nowhere", "PLAIN_HTTP": "1"}
        os.environ.update(nowhere, SECRET_KEY=secrets.token_urlsafe(50))
    execute_from_command_line(arguments)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
