"""The parts of a decision for tests that look inside: the situation and the books, as `decide` puts them together."""

from datetime import date

from liftday_rules import decide as deciding
from liftday_rules.classify import judge
from liftday_rules.dedupe import merge
from liftday_rules.model import Facts
from liftday_rules.placement import settings_of
from liftday_rules.placement.asked import spent
from liftday_rules.placement.books import Books, lifts, settle
from liftday_rules.placement.situation import Situation
from liftday_rules.placement.targets import targets
from liftday_rules.timeline import build


def situation_of(facts: Facts) -> tuple[Situation, Books, date]:
    """The situation, the books, and the last day of the horizon."""
    settings = settings_of(facts.athlete)
    records = merge(facts.activities)
    last_day = deciding.last_day_of(facts)
    timeline = build(facts, records, judge(records, facts.athlete, facts.overrides), last_day)
    weeks = targets(facts, timeline, deciding._mondays(facts, last_day), settings, spent(facts))
    done = lifts(facts, records, settings)
    books = settle(facts, done, weeks, settings)
    situation = deciding._situation(facts, settings=settings, timeline=timeline, weeks=weeks, books=books, done=done)
    return situation, books, last_day
