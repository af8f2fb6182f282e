"""Errors, sorted by what the caller does next. Each message is one sentence that names the mend."""


class LiftdayError(Exception):
    """The base of all our errors; the command line turns it into one sentence and an exit code."""

    exit_code = 1


class InputError(LiftdayError):
    """What was given breaks its format: say what and where, change nothing, exit with 2."""

    exit_code = 2


class ConfigError(LiftdayError):
    """The configuration can't be used: stop at start-up and name the key."""

    exit_code = 3


class StoreError(LiftdayError):
    """The store is in doubt: stop, never plan on it."""

    exit_code = 4


class SourceError(LiftdayError):
    """This source sits out; the others go on."""

    exit_code = 5


class BadPayload(SourceError):
    """One item can't be read: quarantine it, keep its raw bytes, go on with the rest."""
