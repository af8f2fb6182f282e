"""The addresses by which the athlete says something: verbs, flags, what a run was, and what-if."""

import re
import uuid
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from http import HTTPStatus

from aiohttp import hdrs, web
from pydantic import BaseModel

from liftday_rules import model, whatif
from liftday_rules.model import Doubt, ExerciseDone, Flag, Niggle, RunClass, SessionUid, SetDone
from liftday_sync import contract, flags, verbs
from liftday_sync.contract import API
from liftday_sync.errors import InputError
from liftday_sync.gather import gather
from liftday_sync.lift_log import exercise_key, note
from liftday_sync.publish.bodies import (
    ClassificationBody,
    DoubtBody,
    FlagBody,
    LogBody,
    LowerQuery,
    PreviewBody,
    VerbBody,
)
from liftday_sync.publish.problems import problem
from liftday_sync.publish.route import Answer, Call, Desk, Route, Scope, answer
from liftday_sync.publish.snapshot import notice_of, session_of
from liftday_sync.threads import in_thread
from liftday_sync.verbs import Verb

HERE = f"{API}/athletes/{{id}}"
SAYS = {
    Verb.DONE: "It was done; `start` says when, if not at its time.",
    Verb.SKIP: "Not this one; it is not made up for.",
    Verb.PUSH_BACK: "Another day, please: the next that suits, or one not before `start`.",
    Verb.MOVE: "To `start`, and pinned there.",
    Verb.CONFIRM: "Seen and agreed to. A hard run may still push it back.",
    Verb.PIN: "It stays where it is, whatever comes.",
    Verb.UNPIN: "It may move again.",
    Verb.UNDO: "Take back the last word about it.",
}
REVISION = re.compile(r'"?[0-9]{1,15}"?')
REFUSED = (HTTPStatus.CONFLICT, HTTPStatus.PRECONDITION_FAILED)


class Saying:
    """The addresses by which the athlete says something."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def routes(self) -> Sequence[Route]:
        """Their rows of the table."""
        return (
            *(self._verb_route(verb) for verb in Verb),
            _post(
                f"{HERE}/activities/{{activity}}/classification",
                self.classify,
                "What a run was, in the athlete's own word; null lets the classifier judge again.",
                ClassificationBody,
            ),
            _post(
                f"{HERE}/activities/{{activity}}/doubts",
                self.doubt,
                "What can't be believed of a run; it is judged without that.",
                DoubtBody,
            ),
            Route(
                method="DELETE",
                path=f"{HERE}/activities/{{activity}}/doubts",
                answer=self.believe,
                says="All of that run can be believed again.",
                scope=Scope.FULL,
                gives=contract.Outcome,
            ),
            _post(
                f"{HERE}/sessions/{{uid}}/log",
                self.log,
                "What was lifted; the next session's weights are suggested from it.",
                LogBody,
            ),
            Route(
                method="GET",
                path=f"{HERE}/flags",
                answer=self.flags,
                says="Flags that are up now or will be.",
                scope=Scope.READ,
                gives=contract.FlagList,
            ),
            _post(f"{HERE}/flags", self.raise_flag, "Sick, hurt, travelling or pausing.", FlagBody),
            Route(
                method="DELETE",
                path=f"{HERE}/flags/{{flag}}",
                answer=self.lower_flag,
                says="It is over; with `mistake` it never was so.",
                scope=Scope.FULL,
                takes=LowerQuery,
                gives=contract.Outcome,
            ),
            Route(
                method="POST",
                path=f"{HERE}/preview",
                answer=self.preview,
                says="What would become different. Nothing is stored.",
                scope=Scope.FULL,
                takes=PreviewBody,
                gives=contract.Preview,
            ),
        )

    def _verb_route(self, verb: Verb) -> Route:
        path = f"{HERE}/sessions/{{uid}}/{verb}"
        return _post(path, partial(self.say, verb), SAYS[verb], VerbBody, refuses=REFUSED)

    async def say(self, verb: Verb, call: Call) -> web.Response:
        """A verb."""
        body = call.read(VerbBody)
        outcome = await in_thread(
            verbs.act,
            self._desk.store,
            call.athlete,
            call.part("uid"),
            verb,
            start=body.start,
            key=call.key,
            now=self._desk.clock.now(),
            revision=_revision(call.request) if body.revision is None else body.revision,
        )
        return self._taken(call, outcome)

    async def log(self, call: Call) -> web.Response:
        """What was lifted in a session."""
        body, now, uid = call.read(LogBody), self._desk.clock.now(), call.part("uid")
        try:
            exercise = exercise_key(body.exercise)
        except InputError as error:
            return problem(HTTPStatus.UNPROCESSABLE_ENTITY, str(error))
        done = ExerciseDone(
            key=exercise,
            on=body.on or now.astimezone(call.athlete.zone).date(),
            sets=tuple(SetDone(reps=one.reps, load_kg=one.load_kg, rpe=one.rpe) for one in body.sets),
            niggles=tuple(Niggle(region=one.region, level=one.level) for one in body.niggles),
            uid=SessionUid(uid),
        )
        return self._taken(call, await in_thread(note, self._desk.store, call.athlete, uid, done, call.key, now))

    async def doubt(self, call: Call) -> web.Response:
        """What can't be believed of a run."""
        return await self._doubt(call, call.read(DoubtBody).ignore, call.key)

    async def believe(self, call: Call) -> web.Response:
        """All of a run can be believed again."""
        return await self._doubt(call, (), f"once:{uuid.uuid4()}")

    async def _doubt(self, call: Call, doubts: Sequence[Doubt], key: str) -> web.Response:
        now, activity = self._desk.clock.now(), call.part("activity")
        outcome = await in_thread(flags.doubt, self._desk.store, call.athlete, activity, doubts, key=key, now=now)
        return self._taken(call, outcome)

    async def classify(self, call: Call) -> web.Response:
        """What a run was."""
        effort = call.read(ClassificationBody).effort
        outcome = await in_thread(
            flags.classify,
            self._desk.store,
            call.athlete,
            call.part("activity"),
            RunClass(effort) if effort else None,
            key=call.key,
            now=self._desk.clock.now(),
        )
        return self._taken(call, outcome)

    async def flags(self, call: Call) -> web.Response:
        """Flags that are up now or will be."""
        found = await in_thread(flags.flags, self._desk.store, call.athlete, self._desk.clock.now())
        return answer(contract.FlagList(flags=tuple(_shown(one) for one in found)))

    async def raise_flag(self, call: Call) -> web.Response:
        """Put a flag up."""
        now = self._desk.clock.now()
        flag = self._flag(call.read(FlagBody))
        outcome = await in_thread(flags.raise_flag, self._desk.store, call.athlete, flag, key=call.key, now=now)
        return self._taken(call, outcome)

    async def lower_flag(self, call: Call) -> web.Response:
        """Take a flag down."""
        mistake = call.read(LowerQuery).mistake
        now = self._desk.clock.now()
        outcome = await in_thread(
            flags.lower_flag, self._desk.store, call.athlete, call.part("flag"), now=now, mistake=mistake
        )
        return self._taken(call, outcome)

    async def preview(self, call: Call) -> web.Response:
        """What would become different."""
        change = self._change(call.read(PreviewBody))
        facts = await in_thread(gather, self._desk.store, call.athlete, self._desk.clock.now())
        try:
            found = await in_thread(whatif.preview, facts, change)
        except ValueError as error:
            return problem(HTTPStatus.UNPROCESSABLE_ENTITY, _sentence(str(error)))
        latest = self._desk.hub.latest(call.athlete.id)
        return answer(_difference(found, call, latest.snapshot.revision if latest else 0, facts.now))

    def _taken(self, call: Call, outcome: verbs.Outcome) -> web.Response:
        self._desk.decide(call.athlete.id)
        return answer(
            contract.Outcome(subject=outcome.subject, verb=outcome.verb, message=outcome.message, is_new=outcome.is_new)
        )

    def _flag(self, body: FlagBody) -> Flag:
        return Flag(
            kind=body.kind,
            since=body.since or self._desk.clock.now(),
            until=body.until,
            region=body.region,
            side=body.side,
            allow_upper=body.allow_upper,
            equipment=body.equipment,
        )

    def _change(self, body: PreviewBody) -> whatif.WhatIf:
        for one in body.flags:
            flags.check(self._flag(one), self._desk.clock.now())
        moments = [*body.pushed_back.values(), *body.moved.values()]
        for moment in moments:
            verbs.check_near(moment, self._desk.clock.now())
        return whatif.WhatIf(
            policy=body.policy,
            target_per_week=body.target_per_week,
            equipment=body.equipment,
            preferred_weekdays=None if body.preferred_weekdays is None else frozenset(body.preferred_weekdays),
            parameters=body.parameters,
            flags=tuple(self._flag(one) for one in body.flags),
            without_flags=body.without_flags,
            overrides={model.ActivityId(one): RunClass(effort) for one, effort in body.classification.items()},
            skipped=frozenset(SessionUid(uid) for uid in body.skipped),
            pushed_back={SessionUid(uid): moment for uid, moment in body.pushed_back.items()},
            pinned={SessionUid(uid): moment for uid, moment in body.moved.items()},
            unpinned=frozenset(SessionUid(uid) for uid in body.unpinned),
            more_days=body.more_days,
        )


def _post(
    path: str,
    handler: Answer,
    says: str,
    takes: type[BaseModel],
    *,
    refuses: Sequence[HTTPStatus] = (HTTPStatus.CONFLICT,),
) -> Route:
    return Route(
        method="POST",
        path=path,
        answer=handler,
        says=says,
        scope=Scope.FULL,
        takes=takes,
        gives=contract.Outcome,
        refuses=refuses,
    )


def _revision(request: web.Request) -> int | None:
    """The plan that was looked at, by the header; None: whatever it was. May refuse."""
    asked = request.headers.get(hdrs.IF_MATCH, "*").strip()
    if asked == "*":
        return None
    if not REVISION.fullmatch(asked):
        raise verbs.Refused(verbs.Refusal.INVALID, 'If-Match names the revision of a plan, such as "12".')
    return int(asked.strip('"'))


def _sentence(said: str) -> str:
    """What the rules say of a change that can't be thought through, as a sentence."""
    return said[:500].rstrip(".") + "."


def _shown(one: flags.Raised) -> contract.Flag:
    flag = one.flag
    return contract.Flag(
        id=one.id,
        kind=flag.kind,
        since=flag.since,
        until=flag.until,
        region=flag.region,
        side=flag.side,
        allow_upper=flag.allow_upper,
        equipment=flag.equipment,
    )


def _difference(found: whatif.Preview, call: Call, revision: int, now: datetime) -> contract.Preview:
    zone = call.athlete.zone
    return contract.Preview(
        changes_anything=found.changes_anything,
        changes=tuple(
            contract.Change(
                uid=one.uid,
                change=one.change,
                at=now,
                revision=revision,
                start_before=one.start_before,
                start_after=one.start_after,
                reason_code=one.reason_code,
                reason=one.reason,
            )
            for one in (*found.moved, *found.resized, *found.dropped, *found.credited)
        ),
        added=tuple(session_of(one, contract.SessionStatus.PLANNED, zone) for one in found.added),
        warnings=tuple(notice_of(one) for one in found.warnings),
        resolved=tuple(notice_of(one) for one in found.resolved),
        targets=tuple(
            contract.WeekTarget(monday=monday, before=before, after=after)
            for monday, (before, after) in sorted(found.targets.items())
        ),
    )
