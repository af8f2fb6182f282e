"""`liftday override`: what a run was, and what not to believe of it, in the athlete's own word."""

import uuid
from enum import StrEnum
from typing import Annotated

import typer

from liftday_rules.model import Doubt
from liftday_sync.cli.common import AthleteOption, ConfigOption, JsonOption, as_json, clock, opened, read_config, tell
from liftday_sync.errors import InputError


class Word(StrEnum):
    """What can be said of a run."""

    HARD = "hard"
    EASY = "easy"
    LONG = "long"
    RACE = "race"
    UNDO = "undo"
    """Judge it by itself again, and believe all of it."""


def override(
    activity: Annotated[str, typer.Argument(help="The run's id, as the snapshot and questions about it tell.")],
    word: Annotated[Word | None, typer.Argument(help="What it was; undo takes everything back.")] = None,
    *,
    ignore: Annotated[list[Doubt] | None, typer.Option(help="What can't be believed of it.")] = None,
    config: ConfigOption = None,
    athlete: AthleteOption = None,
    json: JsonOption = False,
) -> None:
    """Say what a run was, or what can't be believed of it. The plan follows within a second."""
    from liftday_rules.model import RunClass
    from liftday_sync.flags import classify, doubt

    if word is None and not ignore:
        raise InputError("Say what that run was: hard, easy, long, race or undo; or what to --ignore of it.")
    if word is Word.UNDO and ignore:
        raise InputError("Undo takes back what is ignored, too; leave one of the two out.")
    settings, now = read_config(config), clock().now()
    who, key = settings.athlete(athlete), f"command:{uuid.uuid4()}"
    outcomes = []
    with opened(settings) as store:
        if word is not None:
            run_class = None if word is Word.UNDO else RunClass(word)
            outcomes.append(classify(store, who, activity, run_class, key=key, now=now))
        if ignore or word is Word.UNDO:
            outcomes.append(doubt(store, who, activity, ignore or (), key=f"{key}:doubt", now=now))
    if json:
        as_json([{"activity": one.subject, "verb": one.verb, "message": one.message} for one in outcomes])
        return
    for one in outcomes:
        tell(one.message)
