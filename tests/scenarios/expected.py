"""Whether a plan is what a scenario of ours expects: a few properties, each a function of the plan and its argument.

The answer is the JSON document of `liftday plan --scenario`. A date is `2026-11-26`, a range `2026-11-26..2026-11-29`.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from liftday_rules.model.run import DEMANDING_P
from liftday_sync.scenario.reader import to_facts

type Answer = Mapping[str, Any]
type Given = Mapping[str, Any]
type Holds = Callable[[Answer, Given, Any], bool]

EDITS = {"pushed_back", "brought_forward", "moved", "lightened", "made_full", "dropped", "paused"}


def dates(spans: list[Any]) -> set[str]:
    """The dates of a list of dates and ranges."""
    found: set[str] = set()
    for span in map(str, spans):
        first, _, last = span.partition("..")
        begin, end = date.fromisoformat(first), date.fromisoformat(last or first)
        found |= {str(begin + timedelta(days=n)) for n in range((end - begin).days + 1)}
    return found


def words(value: Any) -> list[Any]:
    """One word or several, as a list."""
    return value if isinstance(value, list) else [value]


def sessions(answer: Answer, asked: Any) -> list[Mapping[str, Any]]:
    """The sessions on the dates asked for, of the kind asked for."""
    on, kind = dates(asked["dates"]), asked.get("kind", "any")
    return [one for one in answer["sessions"] if one["start"][:10] in on and kind in {"any", one["kind"]}]


def _standing(answer: Answer, given: Given, uid: str) -> bool:
    old = next(one for one in given["published"] if one["uid"] == uid)
    new = next((one for one in answer["sessions"] if one["uid"] == uid), None)
    return new is not None and (new["start"][:16], new["kind"]) == (old["start"][:16], old["kind"])


def _change(answer: Answer, uid: str) -> str:
    return next((one["change"] for one in answer["changes"] if one["uid"] == uid), "none")


def _in_week(answer: Answer, given: Given, asked: Any) -> int:
    monday = date.fromisoformat(str(asked["monday"]))
    week = {"dates": [f"{monday}..{monday + timedelta(days=6)}"], "kind": asked.get("kind", "any")}
    done = [one for one in given.get("strength_done", []) if one["start"][:10] in dates(week["dates"])]
    return len(sessions(answer, week)) + sum(week["kind"] in {"any", one["kind"]} for one in done)


def _not_consecutive(answer: Answer, given: Given, _: Any) -> bool:
    lifted = [*answer["sessions"], *given.get("strength_done", [])]
    days = sorted(datetime.fromisoformat(one["start"]).date() for one in lifted)
    return all((later - earlier).days > 1 for earlier, later in pairwise(days))


def _content(answer: Answer, asked: Any) -> bool:
    for one in sessions(answer, asked):
        content = one["content"]
        if "dose" in asked and content["dose"] not in words(asked["dose"]):
            return False
        if content["dose"] in words(asked.get("dose_not", [])):
            return False
        if "equipment" in asked and content["equipment"] != asked["equipment"]:
            return False
        if set(content["patterns"]) & set(asked.get("patterns_exclude", [])):
            return False
    return True


def _day(answer: Answer, asked: Any) -> bool:
    one = next(day for day in answer["days"] if day["date"] == str(asked["date"]))
    return (
        one["class"] in words(asked.get("class", one["class"]))
        and one["class"] not in words(asked.get("class_not", []))
        and one["expected"] == asked.get("expected", one["expected"])
        and abs(one["run_min"] - asked.get("run_min", one["run_min"])) <= 1
        and asked.get("p_hard_min", 0) <= one["p_hard"]
    )


def _activity(answer: Answer, asked: Any) -> bool:
    one = next(found for found in answer["activities"] if asked["id"] in [found["id"], *found["merged_ids"]])
    return (
        one["class"] in words(asked.get("class", one["class"]))
        and one["confidence"] in words(asked.get("confidence", one["confidence"]))
        and set(asked.get("flags_include", [])) <= set(one["flags"])
    )


def _said(answer: Answer, asked: Any) -> bool:
    found = [one for one in (*answer["sessions"], *answer["changes"]) if one["uid"] == asked.get("uid")]
    sentences = [one["reason"] for one in found]
    sentences += [one["message"] for one in answer["warnings"] if one["code"] == asked.get("warning")]
    return any(word.casefold() in sentence.casefold() for word in asked["words"] for sentence in sentences)


def _moved(answer: Answer, asked: Any) -> bool:
    one = next((found for found in answer["sessions"] if found["uid"] == asked["uid"]), None)
    to = [str(place) for place in asked["to_any_of"]]
    return one is not None and any(one["start"].startswith(place) for place in to) and one["kind"] == asked["kind"]


HOURS = {"before_full_h": 23, "before_light_h": 11, "after_full_h": 6, "after_light_h": 3, "after_long_full_h": 20}


def _gaps(answer: Answer, given: Given, asked: Any) -> bool:
    """The least hours around demanding runs; runs of a date with a recording, and pinned sessions, are left out."""
    least = {**HOURS, **(asked if isinstance(asked, Mapping) else {})}
    facts = to_facts(given)
    recorded = {activity.local_date for activity in facts.activities}
    for run in facts.runs:
        is_demanding = run.run_class in {"hard", "long", "race"} or (run.p_hard or 0) >= DEMANDING_P
        if not is_demanding or run.cancelled or run.start.astimezone(facts.athlete.zone).date() in recorded:
            continue
        for one in answer["sessions"]:
            kind = "full" if one["kind"] == "full" else "light"
            start, end = (datetime.fromisoformat(one[name]) for name in ("start", "end"))
            before_h = (run.start - end).total_seconds() / 3600
            after_h = (start - run.start).total_seconds() / 3600 - run.minutes / 60
            need_h = least["after_long_full_h" if run.run_class == "long" and kind == "full" else f"after_{kind}_h"]
            if one["state"] != "locked" and (0 <= before_h < least[f"before_{kind}_h"] or 0 <= after_h < need_h):
                return False
    return True


def _target(answer: Answer, given: Given, asked: Any) -> bool:
    if isinstance(asked, Mapping):
        return bool(answer["target_per_week"][str(asked["monday"])] == asked["count"])
    today = datetime.fromisoformat(given["now"]).date()
    return bool(answer["target_per_week"][str(today - timedelta(days=today.weekday()))] == asked)


def _counted(found: int, asked: Any) -> bool:
    return bool(asked.get("min", 0) <= found <= asked.get("max", 99) and found == asked.get("count", found))


PROPERTIES: Mapping[str, Holds] = {
    "none_on": lambda answer, _, asked: not sessions(answer, asked),
    "sessions_on": lambda answer, _, asked: (
        bool(sessions(answer, asked)) and _counted(len(sessions(answer, asked)), asked)
    ),
    "count_in_week": lambda answer, given, asked: _counted(_in_week(answer, given, asked), asked),
    "not_consecutive": _not_consecutive,
    "gaps": _gaps,
    "content": lambda answer, _, asked: _content(answer, asked),
    "unchanged": lambda answer, given, asked: all(_standing(answer, given, uid) for uid in asked),
    "moved": lambda answer, _, asked: _moved(answer, asked),
    "change": lambda answer, _, asked: _change(answer, asked["uid"]) in asked["any_of"],
    "changes_max": lambda answer, _, asked: sum(one["change"] in EDITS for one in answer["changes"]) <= asked,
    "no_change_of_type": lambda answer, _, asked: not {one["change"] for one in answer["changes"]} & set(asked),
    "activity": lambda answer, _, asked: _activity(answer, asked),
    "day": lambda answer, _, asked: _day(answer, asked),
    "state": lambda answer, _, asked: answer["state"] in words(asked),
    "target": _target,
    "warning": lambda answer, _, asked: any(one["code"] in asked["code_any_of"] for one in answer["warnings"]),
    "reason_mentions_any": lambda answer, _, asked: _said(answer, asked),
}


def broken(answer: Answer, given: Given, expected: list[Mapping[str, Any]]) -> Iterator[str]:
    """The expectations that do not hold, as they are written."""
    for one in expected:
        for name, asked in one.items():
            if not PROPERTIES[name](answer, given, asked):
                yield f"{name}: {asked}"
