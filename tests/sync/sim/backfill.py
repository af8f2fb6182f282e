"""A process that reads a history and may be killed: `python -m tests.sync.sim.backfill DATABASE`."""

import asyncio
import sys

from tests.fakes.scripted_source import FIRST, ScriptedSource

from liftday_sync.pull import look
from liftday_sync.store import Store

if __name__ == "__main__":
    with Store.open(sys.argv[1]) as store:
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        asyncio.run(look(ScriptedSource(total=400, portion=2), store, "anna", lambda: FIRST))
