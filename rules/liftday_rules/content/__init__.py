"""Session content: what to do in the gym, the living room or the hotel, made out of five articles' ideas."""

from liftday_rules.content.adherence import Adherence, adherence
from liftday_rules.content.audit import audit
from liftday_rules.content.catalogue import catalogue
from liftday_rules.content.compose import compose
from liftday_rules.content.exercises import LIBRARY
from liftday_rules.content.loads import from_watch, suggestions, with_log
from liftday_rules.content.log import SessionDone, best_e1rm_kg, e1rm_kg
from liftday_rules.content.move import Gate, Move
from liftday_rules.content.programme import Programme
from liftday_rules.content.programmes import PROGRAMMES
from liftday_rules.content.progress import Layoff, Step, Suggestion, ease, layoff, suggest
from liftday_rules.content.reading import ProgrammeError, read_programme
from liftday_rules.content.regions import Region, understand
from liftday_rules.content.text import description, summary
from liftday_rules.content.watch_names import WATCH_NAMES, key_of

__all__ = [
    "LIBRARY",
    "PROGRAMMES",
    "WATCH_NAMES",
    "Adherence",
    "Gate",
    "Layoff",
    "Move",
    "Programme",
    "ProgrammeError",
    "Region",
    "SessionDone",
    "Step",
    "Suggestion",
    "adherence",
    "audit",
    "best_e1rm_kg",
    "catalogue",
    "compose",
    "description",
    "e1rm_kg",
    "ease",
    "from_watch",
    "key_of",
    "layoff",
    "read_programme",
    "suggest",
    "suggestions",
    "summary",
    "understand",
    "with_log",
]
