"""Messages to the athlete's phone without Home Assistant: what is worth saying, in which words, and never twice."""

from liftday_sync.notify.notifier import Notifier

__all__ = ["Notifier"]
