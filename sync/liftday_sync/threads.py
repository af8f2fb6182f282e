"""The one way to call code that blocks: the store, and libraries that know no asyncio."""

import asyncio
import contextvars
import functools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

THREADS = 8
"""A few, so that one hanging service does not hold up the store; a thread starts only once it is needed."""

_executor = ThreadPoolExecutor(max_workers=THREADS, thread_name_prefix="liftday")


async def in_thread[R](fn: Callable[..., R], /, *args: Any, timeout_s: float | None = None, **kwargs: Any) -> R:
    """Call `fn` in a thread and wait for its result.

    After `timeout_s` seconds (None: never) it raises `TimeoutError`. The thread itself can't be stopped: it runs to
    its end, and its result is forgotten.
    """
    context = contextvars.copy_context()
    call = functools.partial(context.run, fn, *args, **kwargs)
    async with asyncio.timeout(timeout_s):
        return await asyncio.get_running_loop().run_in_executor(_executor, call)
