"""The page: two weeks, why, and what can be said. A form is one more word of the athlete; the next cycle decides."""

import asyncio
import uuid
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from aiohttp import web

from liftday_rules.model import Equipment, Flag, FlagKind, RunClass
from liftday_sync import __version__
from liftday_sync.config import AthleteConfig
from liftday_sync.connected import connectable
from liftday_sync.flags import classify, flags, lower_flag, raise_flag
from liftday_sync.keys import feed_keys
from liftday_sync.page import view
from liftday_sync.page.answers import Form, check, form_of, html, to
from liftday_sync.page.connecting import Connect
from liftday_sync.page.doors import Doors
from liftday_sync.page.paint import look, qr
from liftday_sync.page.visitors import Visitor, visitor
from liftday_sync.publish.access import ensure_feed, feed_path, subscribe_link
from liftday_sync.publish.route import Desk
from liftday_sync.publish.silence import TAKES_FILE
from liftday_sync.threads import in_thread
from liftday_sync.verbs import Outcome, Refused, Verb, act

if TYPE_CHECKING:
    from liftday_sync.page.moving import Moving

NEWS_S = 2.0
"""How long an answer waits for the plan that follows from it."""
TO_SAY = 256
"""Sentences kept for visitors who were sent on and have not come yet."""

type Inside = Callable[[web.Request, Visitor, AthleteConfig], Awaitable[web.StreamResponse]]


class Rooms:
    """The page."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._doors = Doors(desk)
        self._connect = Connect(desk)
        self._to_say: OrderedDict[tuple[str, str], str] = OrderedDict()

    def routes(self) -> list[web.RouteDef]:
        """All addresses of the page."""
        corner = "/athlete/{id}"
        account = f"{corner}/connect/{{source}}"
        return [
            web.get("/", self.front),
            web.get("/look.css", self.style),
            *self._doors.routes(),
            web.get(corner, self._inside(self.athlete)),
            web.post(f"{corner}/say", self._inside(self.say)),
            web.post(f"{corner}/sync", self._inside(self.sync)),
            web.get(account, self._inside(self._connect.show)),
            web.post(account, self._inside(self._connect.go_on)),
            web.get(f"{account}/back", self.come_back),
            web.get(f"{corner}/moving", self._inside(self._move(lambda moving: moving.show))),
            web.get(f"{corner}/moving/file", self._inside(self._move(lambda moving: moving.download))),
            web.post(f"{corner}/moving", self._inside(self._move(lambda moving: moving.bring_in)), name=TAKES_FILE),
        ]

    async def style(self, _: web.Request) -> web.Response:
        """How it looks."""
        body = await in_thread(look)
        return web.Response(
            body=body, content_type="text/css", charset="utf-8", headers={"Cache-Control": "max-age=300"}
        )

    async def front(self, request: web.Request) -> web.StreamResponse:
        """The first athlete that the visitor may see."""
        who = await self._who(request)
        if who is None:
            raise web.HTTPSeeOther("/sign-in")
        first = next((one for one in self._desk.config.athletes if who.may_see(one.id)), None)
        if first is None:
            raise web.HTTPNotFound
        return await self.athlete(request, who, first)

    async def athlete(
        self, request: web.Request, who: Visitor, athlete: AthleteConfig, message: str = "", status: int = 200
    ) -> web.Response:
        """Two weeks, today, and everything that can be said."""
        desk = self._desk
        document = desk.hub.latest(athlete.id)
        snapshot = document.snapshot if document else None
        now = desk.clock.now()
        said = self._to_say.pop((who.form_key, athlete.id), "")
        reasons = desk.health.reasons(now, ())
        values: dict[str, Any] = {
            "message": message or said,
            "prefix": who.prefix,
            "form_key": who.form_key,
            "new_key": lambda: f"page:{uuid.uuid4()}",
            "athlete": athlete,
            "athletes": [one for one in desk.config.athletes if who.may_see(one.id)],
            "snapshot": snapshot,
            "headline": view.headline(snapshot) if snapshot else "",
            "state": view.STATES.get(snapshot.state, "") if snapshot else "",
            "weeks": view.weeks(snapshot) if snapshot else (),
            "next": view.upcoming(snapshot, now) if snapshot else None,
            "changes": view.changes(snapshot) if snapshot else (),
            "asked": view.asked(snapshot) if snapshot else frozenset(),
            "flags": await in_thread(flags, desk.store, athlete, now),
            "ways": view.ways(athlete, snapshot, now),
            "connectable": connectable(athlete),
            "troubles": [one.sentence for one in reasons if one.athlete_id == athlete.id],
            "feed": await in_thread(self._feed, request, who, athlete, now),
            "version": __version__,
            "today": now.astimezone(athlete.zone).date(),
        }
        return await html("athlete.html", values, status)

    def _feed(self, request: web.Request, who: Visitor, athlete: AthleteConfig, now: datetime) -> dict[str, str] | None:
        """Where the calendar is; None: behind Home Assistant, where nobody told us our own address."""
        base = self._desk.config.server.url
        if base is None and who.prefix:
            return None
        key = ensure_feed(self._desk.store, feed_keys(self._desk.config.folder), athlete.id, now)
        url = f"{base or f'{request.scheme}://{request.host}'}{feed_path(key)}"
        return {"url": url, "webcal": subscribe_link(url), "qr": qr(subscribe_link(url))}

    async def say(self, request: web.Request, who: Visitor, athlete: AthleteConfig) -> web.StreamResponse:
        """Take a form in; back to the page, with what came of it, once the plan has answered."""
        form = await form_of(request)
        check(who, form)
        before = self._desk.hub.latest(athlete.id)
        try:
            outcome = await in_thread(_take, self._desk, athlete, form)
        except Refused as refused:
            return await self.athlete(request, who, athlete, str(refused), 409)
        except KeyError, ValueError:
            return await self.athlete(request, who, athlete, "That form was not complete; try again.", 400)
        self._desk.decide(athlete.id)
        await self._news(athlete.id, before.number if before else 0)
        return self._on(who, athlete, outcome.message)

    def _on(self, who: Visitor, athlete: AthleteConfig, message: str) -> web.Response:
        """To the page, which will say this once."""
        self._to_say[who.form_key, athlete.id] = message
        while len(self._to_say) > TO_SAY:
            self._to_say.popitem(last=False)
        return to(f"{who.prefix}/athlete/{athlete.id}")

    async def _news(self, athlete_id: str, number: int) -> None:
        """Until there is a newer plan, or for a moment."""
        try:
            async with asyncio.timeout(NEWS_S):
                with self._desk.hub.follow(athlete_id) as queue:
                    while (document := await queue.get()) is not None and document.number <= number:
                        pass
        except TimeoutError:
            return

    async def sync(self, request: web.Request, who: Visitor, athlete: AthleteConfig) -> web.StreamResponse:
        """Look at the accounts now."""
        check(who, await form_of(request))
        self._desk.wake(athlete.id)
        return self._on(who, athlete, "Liftday is looking for new runs; reload in a moment.")

    def _move(self, way: Callable[[Moving], Inside]) -> Inside:
        """What moving house takes to load is paid by who moves."""

        async def handle(request: web.Request, who: Visitor, athlete: AthleteConfig) -> web.StreamResponse:
            return await way(await in_thread(_moving, self._desk, self._on))(request, who, athlete)

        return handle

    async def come_back(self, request: web.Request) -> web.StreamResponse:
        """From another site our cookie does not come along: a page of ours asks once more, from here."""
        if "again" not in request.query and await self._who(request) is None:
            again = request.rel_url.update_query({"again": "1"})
            return await html("back.html", {"prefix": "", "again": str(again)})
        return await self._inside(self._connect.back)(request)

    async def _who(self, request: web.Request) -> Visitor | None:
        return await visitor(self._desk.store, self._desk.config, request, self._desk.clock.now())

    def _inside(self, answer: Inside) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        """Only for whoever is signed in and may see the athlete; somebody else's corner looks like nobody's."""

        async def handle(request: web.Request) -> web.StreamResponse:
            who, athlete = await self._who(request), self._desk.athlete(request.match_info["id"])
            if who is None:
                raise web.HTTPSeeOther("/sign-in")
            if athlete is None or not who.may_see(athlete.id):
                raise web.HTTPNotFound
            return await answer(request, who, athlete)

        return handle


def _moving(desk: Desk, say: Callable[[Visitor, AthleteConfig, str], web.Response]) -> Moving:
    from liftday_sync.page.moving import Moving  # noqa: PLC0415 (see `Rooms._move`)

    return Moving(desk, say)


def _take(desk: Desk, athlete: AthleteConfig, form: Form) -> Outcome:
    """The word that a form stands for. Blocks; raises `Refused`, or KeyError and ValueError for a broken form."""
    now, key = desk.clock.now(), form["key"]
    match form["what"]:
        case "session":
            verb, revision = Verb(form["verb"]), int(form["revision"])
            return act(desk.store, athlete, form["uid"], verb, key=key, now=now, revision=revision)
        case "run":
            run_class = RunClass(form["class"])
            return classify(desk.store, athlete, form["activity"], run_class, key=key, now=now)
        case "flag":
            return raise_flag(desk.store, athlete, _flag(athlete, form, now), key=key, now=now)
        case "over":
            return lower_flag(desk.store, athlete, form["flag"], now=now)
    raise ValueError(form["what"])


def _flag(athlete: AthleteConfig, form: Form, now: datetime) -> Flag:
    kind, last = FlagKind(form["kind"]), form.get("until")
    day = datetime.fromisoformat(last).date() + timedelta(days=1) if last else None
    return Flag(
        kind=kind,
        since=now,
        until=datetime.combine(day, time(), athlete.zone) if day else None,
        region=form.get("region") or None if kind is FlagKind.INJURY else None,
        equipment=Equipment(form["equipment"]) if kind is FlagKind.TRAVEL else None,
    )
