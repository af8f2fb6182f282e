"""The addresses that only look."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from http import HTTPStatus

from aiohttp import hdrs, web
from aiohttp.typedefs import LooseHeaders

from liftday_rules.decide import decide
from liftday_rules.dedupe import merge
from liftday_rules.explain import Explanation, explain_day
from liftday_rules.model import Activity, Facts, Plan
from liftday_sync import __version__, contract
from liftday_sync.config import AthleteConfig
from liftday_sync.contract import API, SCHEMA
from liftday_sync.gather import gather
from liftday_sync.publish import events
from liftday_sync.publish.auth import bearer, known, may_see
from liftday_sync.publish.bodies import ExplainQuery, RunsQuery
from liftday_sync.publish.health import worst
from liftday_sync.publish.problems import problem
from liftday_sync.publish.route import Answer, Call, Desk, Route, Scope, answer
from liftday_sync.publish.snapshot import activities_of, day_of
from liftday_sync.publish.streams import TooMany
from liftday_sync.threads import in_thread

FARTHEST = timedelta(days=366)
HISTORY = timedelta(weeks=106)
"""Two years, with a week on either side."""
LONGEST = timedelta(days=3653)
NOT_YET = (HTTPStatus.SERVICE_UNAVAILABLE,)


class Reading:
    """The addresses that only look."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def routes(self) -> Sequence[Route]:
        """Their rows of the table."""
        here = f"{API}/athletes/{{id}}"
        return (
            _get(f"{API}/info", self.info, "Who answers.", contract.ServerInfo, scope=Scope.OPEN),
            _get(
                f"{API}/health",
                self.health,
                "Whether all is well; for holders of a token with reasons. Watchdogs read the status.",
                contract.HealthReport,
                scope=Scope.OPEN,
                refuses=NOT_YET,
            ),
            _get(f"{API}/athletes", self.athletes, "Those that the token may see.", contract.AthleteList),
            _get(
                f"{here}/snapshot",
                self.snapshot,
                "Everything a display needs, or 304 when the caller's ETag is the same.",
                contract.Snapshot,
                refuses=NOT_YET,
            ),
            Route(
                method="GET",
                path=f"{here}/events",
                answer=self.events,
                says="Server-sent events: `snapshot` with an id, then `change` and `source` for what became different.",
                scope=Scope.READ,
                media="text/event-stream",
                refuses=(HTTPStatus.TOO_MANY_REQUESTS,),
            ),
            Route(
                method="GET",
                path=f"{here}/explain",
                answer=self.explain,
                says="Why a day looks as it does, and what speaks against every other place.",
                scope=Scope.READ,
                takes=ExplainQuery,
                gives=contract.Explanation,
            ),
            Route(
                method="GET",
                path=f"{here}/runs",
                answer=self.runs,
                says="When and how long was run, for graphs of the load that reach back two years.",
                scope=Scope.READ,
                takes=RunsQuery,
                gives=contract.RunHistory,
            ),
        )

    async def info(self, _: Call) -> web.Response:
        """Who answers; the only address that tells anything without a token."""
        return answer(
            contract.ServerInfo(
                name="Liftday",
                version=__version__,
                server_id=await in_thread(self._desk.store.server_id),
                schema_oldest=SCHEMA,
                schema_newest=SCHEMA,
            )
        )

    async def health(self, call: Call) -> web.Response:
        """Whether all is well. Reasons name athletes, so they are for those who may see them."""
        desk = self._desk
        documents = [desk.hub.latest(one.id) for one in desk.config.athletes]
        reasons = desk.health.reasons(desk.clock.now(), [one.snapshot for one in documents if one])
        row = await known(desk.store, bearer(call.request))
        asks = row if row is not None and not row.feed else None
        state = worst(reasons)
        told = contract.HealthReport(
            ok=state is not contract.HealthState.FAILING,
            version=__version__,
            reasons=tuple(one.sentence for one in reasons if asks and may_see(asks, one.athlete_id)),
            state=state,
        )
        return answer(told, HTTPStatus.OK if told.ok else HTTPStatus.SERVICE_UNAVAILABLE)

    async def athletes(self, call: Call) -> web.Response:
        """Those that the token may see."""
        assert call.token is not None
        seen = (athlete for athlete in self._desk.config.athletes if may_see(call.token, athlete.id))
        refs = tuple(contract.AthleteRef(id=a.id, name=a.name, time_zone=a.time_zone) for a in seen)
        return answer(contract.AthleteList(athletes=refs))

    async def snapshot(self, call: Call) -> web.Response:
        """The latest document, or 304 when the caller has it."""
        document = self._desk.hub.latest(call.athlete.id)
        if document is None:
            return problem(
                HTTPStatus.SERVICE_UNAVAILABLE,
                "The first plan is still being made; ask again in a moment.",
                headers={"Retry-After": "2"},
            )
        return conditional(
            call.request, document.body, document.etag, "application/json", {hdrs.CACHE_CONTROL: "no-cache"}
        )

    async def events(self, call: Call) -> web.StreamResponse:
        """The documents as they change."""
        assert call.token is not None
        desk, digest = self._desk, call.token.token_hash

        async def may_stay() -> bool:
            return await in_thread(desk.store.token, digest) is not None

        try:
            with desk.streams.one(digest):
                return await events.stream(call.request, desk.hub, call.athlete.id, may_stay)
        except TooMany:
            return problem(
                HTTPStatus.TOO_MANY_REQUESTS,
                "This token has too many streams open; close one, or wait a minute.",
                headers={"Retry-After": "60"},
            )

    async def explain(self, call: Call) -> web.Response:
        """One day, as the plan of this moment sees it."""
        day, athlete, now = call.read(ExplainQuery).date, call.athlete, self._desk.clock.now()
        if abs(day - now.astimezone(athlete.zone).date()) > FARTHEST:
            return problem(HTTPStatus.UNPROCESSABLE_ENTITY, "Ask for a day within a year of today.")
        facts = await in_thread(gather, self._desk.store, athlete, now)
        plan = await in_thread(decide, facts)
        found = explain_day(plan, facts, day)
        remembered = await in_thread(self._remembered, athlete, found)
        first, *others = found.sentences
        sentences = tuple(dict.fromkeys((first, *remembered, *others)))
        return answer(_explanation(found, plan, facts, sentences))

    async def runs(self, call: Call) -> web.Response:
        """The history of runs, as much of it as is stored."""
        today = self._desk.clock.now().astimezone(call.athlete.zone).date()
        since = call.read(RunsQuery).since or today - HISTORY
        if not timedelta(0) <= today - since <= LONGEST:
            return problem(HTTPStatus.UNPROCESSABLE_ENTITY, "Ask for a first day within the last ten years.")
        return answer(await in_thread(self._history, call.athlete, since))

    def _history(self, athlete: AthleteConfig, since: date) -> contract.RunHistory:
        """Runs of these days. The day before is read too, so that two recordings around midnight are still one run."""
        records = merge(self._desk.store.activities(athlete.id, since=since - timedelta(days=1)))
        runs = [one.activity for one in records if one.activity.sport.is_run and one.activity.local_date >= since]
        runs.sort(key=lambda run: run.start)
        return contract.RunHistory(since=since, runs=tuple(map(_time_of, runs)))

    def _remembered(self, athlete: AthleteConfig, found: Explanation) -> list[str]:
        """What was changed about the day before now: a plan that is published holds no changes any more."""
        since = datetime.combine(found.date, time(), athlete.zone) - timedelta(days=14)
        return [
            change.reason
            for change in self._desk.store.changes(athlete.id, since=since)
            if change.change != "added"
            and any(
                moment and moment.astimezone(athlete.zone).date() == found.date
                for moment in (change.start_before, change.start_after)
            )
        ]


def _time_of(run: Activity) -> contract.RunTime:
    seconds = run.elapsed_s if run.moving_s is None else run.moving_s
    return contract.RunTime(start=run.start, minutes=round(seconds / 60, 2))


def _get(
    path: str,
    handler: Answer,
    says: str,
    gives: type,
    *,
    scope: Scope = Scope.READ,
    refuses: Sequence[HTTPStatus] = (),
) -> Route:
    return Route(method="GET", path=path, answer=handler, says=says, scope=scope, gives=gives, refuses=refuses)


def _explanation(found: Explanation, plan: Plan, facts: Facts, sentences: tuple[str, ...]) -> contract.Explanation:
    activities = activities_of(facts.activities, plan.verdicts, since=found.date)
    return contract.Explanation(
        date=found.date,
        sentences=sentences,
        day=None if found.day is None else day_of(found.day, plan, facts.athlete.zone),
        sessions=tuple(session.uid for session in found.sessions),
        places=tuple(
            contract.Place(
                start=look.start.astimezone(facts.athlete.zone),
                kind=look.kind,
                is_possible=look.is_possible,
                objections=tuple(
                    contract.Objection(
                        rule=one.rule,
                        code=one.code,
                        because=one.because,
                        forbids=one.forbids,
                        points=None if one.points is None else one.points / 100,
                    )
                    for one in look.objections
                ),
            )
            for look in found.slots
        ),
        activities=tuple(one for one in activities if one.local_date == found.date),
    )


def conditional(request: web.Request, body: bytes, etag: str, content_type: str, headers: LooseHeaders) -> web.Response:
    """304 without a body when the caller's tag is the same."""
    asked = request.headers.get(hdrs.IF_NONE_MATCH, "")
    if asked.strip() == "*" or etag in {tag.strip().removeprefix("W/") for tag in asked.split(",")}:
        response = web.Response(status=HTTPStatus.NOT_MODIFIED.value, headers=headers)
    else:
        response = web.Response(body=body, content_type=content_type, charset="utf-8", headers=headers)
    response.headers[hdrs.ETAG] = etag
    return response
