"""Liftday's daemon: it touches the world, so that the rules need not.

Start at `cycle` for the main flow and at `daemon` for start and stop.
"""

__version__ = "0.1.0"
