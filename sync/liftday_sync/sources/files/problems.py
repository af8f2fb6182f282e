"""Why a file could not be used, each in one sentence that stands behind the file's name."""


class Refused(Exception):
    """A file that can't be used; the message is the sentence."""


class NotDone(Exception):
    """A file in order that tells of nothing that was done: a planned course, a night's sleep, a watch's settings."""
