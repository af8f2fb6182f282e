"""Which sport a word means: the words of FIT, TCX, GPX, Garmin and of Strava's archive in six languages."""

import unicodedata

from liftday_rules.model import Sport

SKATING = ("ski", "langlauf", "eislauf", "schlittschuh", "skat", "schaats", "patin")
"""Words that sound like running or walking and are not."""
STRENGTH = ("strength", "weight", "kraft", "gewicht", "muscula", "poids", "pesas", "fuerza", "pesi", "crossfit")
TREADMILL = ("treadmill", "indoor_run", "indoor run", "virtual", "laufband", "tapis", "cinta", "loopband")
RUN = ("run", "lauf", "course a pied", "carrera", "correr", "hardlo", "corsa")
CYCLING = ("ride", "cycl", "bik", "radfahr", "fahrrad", "rad", "velo", "bici", "cicl", "fiets", "pedal", "rit")
WALK = (
    "walk", "hik", "spazier", "wander", "marche", "randonn", "camina", "senderis", "wandel", "cammin", "escursion",
)  # fmt: skip
TRAIL = ("trail", "montana", "sentiero")


def plain_words(text: str) -> str:
    """Lower case, without accents and without needless blanks."""
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return " ".join("".join(letter for letter in decomposed if not unicodedata.combining(letter)).split())


def sport_of(words: str) -> Sport:
    """The sport that these words name; OTHER when they name none of ours."""
    text = plain_words(words)
    if _has(text, SKATING):
        return Sport.OTHER
    if _has(text, STRENGTH):
        return Sport.STRENGTH
    if _has(text, WALK):  # before the runs, for "Wanderung" holds one
        return Sport.WALK
    if _has(text, RUN):
        return _kind_of_run(text)
    if _has(text, CYCLING):
        return Sport.CYCLING
    return Sport.TRAIL_RUN if _has(text, TRAIL) else Sport.OTHER


def _kind_of_run(text: str) -> Sport:
    if _has(text, TREADMILL):
        return Sport.TREADMILL_RUN
    return Sport.TRAIL_RUN if _has(text, TRAIL) else Sport.RUN


def more_exact(listed: Sport, recorded: Sport) -> Sport:
    """Of two words for one thing: the athlete's own, unless the device knows better what kind of run it was."""
    if listed is Sport.OTHER or (listed is Sport.RUN and recorded.is_run):
        return recorded
    return listed


def _has(text: str, stems: tuple[str, ...]) -> bool:
    return any(stem in text for stem in stems)
