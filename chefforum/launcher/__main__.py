"""The launcher's command line: `python -m chefforum.launcher COMMAND`."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from chefforum.launcher.errors import LauncherError

USAGE = """\
usage: python -m chefforum.launcher COMMAND

  run                   serve the app with demo data until Ctrl-C
  test [ARGUMENT...]    run pytest against real servers
  with-servers COMMAND  run any command with the servers up
  manage COMMAND        run a command of manage.py with the servers up
  system [--tests]      install the system parts that are missing
  fonts                 make the web fonts
  clean                 stop the servers and remove their data
"""


def main(arguments: Sequence[str]) -> int:
    """Do what the first argument says; the exit code."""
    command, rest = (arguments[0], list(arguments[1:])) if arguments else ("", [])
    try:
        return dispatch(command, rest)
    except LauncherError as problem:
        print(problem, file=sys.stderr, flush=True)
    except OSError as problem:
        # A full disk, a right that is missing: the machine's trouble, not ours.
        print(f"This machine refuses: {problem}", file=sys.stderr, flush=True)
    return 1


def dispatch(command: str, rest: list[str]) -> int:
    """Hand over to the command's own module.

    Each is imported only when asked for: `system` and `fonts` must work
    before everything that the others need is there.
    """
    if command in {"run", "test", "with-servers", "manage"}:
        from chefforum.launcher import run

        if command == "run":
            return run.run()
        verbs = {"test": run.test, "with-servers": run.with_servers, "manage": run.manage}
        return verbs[command](rest)
    if command == "system":
        from chefforum.launcher import system

        return system.ensure(for_tests="--tests" in rest)
    if command == "fonts":
        from chefforum.launcher import fonts

        return fonts.make_all()
    if command == "clean":
        from chefforum.launcher import clean

        return clean.clean()
    print(USAGE, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
