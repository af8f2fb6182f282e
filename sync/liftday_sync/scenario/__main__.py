"""`python -m liftday_sync.scenario FILE`: the answer to one scenario on stdout."""

import sys
from pathlib import Path

from liftday_sync.errors import LiftdayError
from liftday_sync.scenario.answer import answer


def main(arguments: list[str]) -> int:
    """Answer one file; the exit status says how it went."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m liftday_sync.scenario FILE.yaml\n")
        return 2
    try:
        sys.stdout.write(answer(Path(arguments[0])))
    except LiftdayError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
