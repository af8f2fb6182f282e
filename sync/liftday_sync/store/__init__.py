"""What Liftday remembers: raw items, activities, what the athlete said, plans and their revisions, keys.

`Store` is the only way in; its values stand in `api`. It blocks, so the daemon calls it with `in_thread`.
"""

from liftday_sync.store.api import (
    ActivityCount,
    AthleteRow,
    Incoming,
    NewFact,
    NewToken,
    Problem,
    Saved,
    SessionStatus,
    SourceReport,
    StoredChange,
    StoredFact,
    StoredPlan,
    StoredSession,
    TokenRow,
)
from liftday_sync.store.store import Store

__all__ = [
    "ActivityCount",
    "AthleteRow",
    "Incoming",
    "NewFact",
    "NewToken",
    "Problem",
    "Saved",
    "SessionStatus",
    "SourceReport",
    "Store",
    "StoredChange",
    "StoredFact",
    "StoredPlan",
    "StoredSession",
    "TokenRow",
]
