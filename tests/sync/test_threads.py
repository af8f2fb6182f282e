"""Blocking code is called in a thread, with an end."""

import contextvars
import threading

import pytest

from liftday_sync.threads import in_thread

ATHLETE = contextvars.ContextVar("athlete", default="nobody")


async def test_a_blocking_call_runs_elsewhere_and_its_result_comes_back() -> None:
    def where(*parts: str, end: str) -> tuple[str, bool]:
        return "".join(parts) + end, threading.current_thread() is threading.main_thread()

    assert await in_thread(where, "a", "b", end="!") == ("ab!", False)


async def test_what_the_call_raises_is_raised_here() -> None:
    with pytest.raises(ZeroDivisionError):
        await in_thread(lambda: 1 / 0)


async def test_the_call_sees_the_context_of_the_caller() -> None:
    ATHLETE.set("anna")
    assert await in_thread(ATHLETE.get) == "anna"


async def test_a_call_that_takes_too_long_is_left_behind() -> None:
    late = threading.Event()
    with pytest.raises(TimeoutError):
        await in_thread(late.wait, 30, timeout_s=0.05)
    late.set()
    assert await in_thread(late.is_set, timeout_s=30)
