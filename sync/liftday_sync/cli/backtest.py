"""`liftday backtest`: the athlete's own past, lived again by one or two policies."""

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from liftday_rules.model import Policy
from liftday_sync.cli.common import AthleteOption, ConfigOption, JsonOption, as_json, clock, opened, read_config, tell
from liftday_sync.errors import InputError

if TYPE_CHECKING:
    from datetime import date

    from liftday_rules.backtest import Replay
    from liftday_rules.model import Facts

SHOWN = (
    ("sessions_done", "sessions, each taken as done"),
    ("full", "of them full"),
    ("light", "of them light"),
    ("moved", "moved to another day or hour"),
    ("lightened", "made lighter"),
    ("dropped", "dropped"),
    ("changes_a_month", "visible changes a month"),
    ("against_a_rule", "against a rule, by the runs known when they began"),
    ("overtaken", "overtaken by a later run that was harder than foreseen"),
)
WIDTH = 58


def backtest(
    *,
    policy: Annotated[list[Policy] | None, typer.Option(help="A policy to try; give it twice to compare two.")] = None,
    weeks: Annotated[int, typer.Option(min=1, max=104, help="How many weeks back.")] = 8,
    config: ConfigOption = None,
    athlete: AthleteOption = None,
    json: JsonOption = False,
) -> None:
    """Live the last weeks again, knowing each day only what was known then, and count. Nothing is stored."""
    from liftday_rules.backtest import backtest as relive
    from liftday_rules.model import Sport

    facts, first, last = _history(config, athlete, weeks)
    policies = list(dict.fromkeys(policy or [facts.athlete.policy]))
    lifts = [one for one in facts.activities if one.sport is Sport.STRENGTH and first <= one.local_date <= last]
    found = {tried.value: _figures(relive(facts, first, last, tried)) for tried in policies}
    if json:
        as_json(
            {
                "first": first.isoformat(),
                "last": last.isoformat(),
                "strength_recorded": len(lifts),
                "policies": found,
            }
        )
        return
    tell((f"{first:%a %d %b %Y} to {last:%a %d %b %Y}", "bold"), f": {len(lifts)} strength sessions were recorded.")
    tell((" " * WIDTH + "".join(f"{name:>15}" for name in found), "bold"))
    for key, words in SHOWN:
        tell(f"{words:{WIDTH}}" + "".join(f"{figures[key]:>15}" for figures in found.values()))


def _history(config_path: Any, athlete_id: str | None, weeks: int) -> tuple[Facts, date, date]:
    """All that is known today with enough before the first day, and the days to live again."""
    from dataclasses import replace

    from liftday_sync.gather import MEMORY, gather

    config = read_config(config_path)
    athlete, now = config.athlete(athlete_id), clock().now()
    last = now.astimezone(athlete.zone).date() - timedelta(days=1)
    first = last - timedelta(days=7 * weeks - 1)
    with opened(config) as store:
        facts = replace(gather(store, athlete, now), activities=store.activities(athlete.id, since=first - MEMORY))
    oldest = min((one.local_date for one in facts.activities), default=None)
    if oldest is None or oldest > last:
        raise InputError("There is no past to live again yet: `liftday sync` or `liftday import` brings it.")
    return facts, max(first, oldest), last


def _figures(replay: Replay) -> dict[str, float]:
    from liftday_rules.model import ChangeKind, Kind

    count = replay.count
    moved = count(ChangeKind.MOVED) + count(ChangeKind.PUSHED_BACK) + count(ChangeKind.BROUGHT_FORWARD)
    full = sum(done.kind is Kind.FULL for done in replay.done)
    foreseen = sum(clash.foreseen for clash in replay.clashes)
    return {
        "sessions_done": len(replay.done),
        "full": full,
        "light": len(replay.done) - full,
        "moved": moved,
        "lightened": count(ChangeKind.LIGHTENED),
        "dropped": count(ChangeKind.DROPPED),
        "changes_a_month": round(replay.edits_a_month, 2),
        "against_a_rule": foreseen,
        "overtaken": len(replay.clashes) - foreseen,
    }
