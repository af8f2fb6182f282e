"""The addresses of the ways in: how they are, a look now, and connecting an account step by step."""

from collections.abc import Sequence
from http import HTTPStatus

from aiohttp import web

from liftday_sync import contract
from liftday_sync.config import AthleteConfig
from liftday_sync.connected import connectable, connected, disconnect
from liftday_sync.contract import API
from liftday_sync.freshness import as_of_all
from liftday_sync.house import surroundings
from liftday_sync.letgo import let_go_of
from liftday_sync.logins import NoSuchLogin, Told, TooManyLogins
from liftday_sync.newcomer import Newcomer
from liftday_sync.publish.auth import may_see
from liftday_sync.publish.bodies import AnswerBody, LoginBody
from liftday_sync.publish.problems import problem
from liftday_sync.publish.route import Call, Desk, Route, Scope, answer
from liftday_sync.publish.snapshot import Abilities, abilities, sources_of
from liftday_sync.sources import WITH_LOGIN, SourceConfig, open_login, open_source
from liftday_sync.sources.login import Login
from liftday_sync.threads import in_thread

SOURCES = f"{API}/athletes/{{id}}/sources"


def note_connected(desk: Desk, athlete: AthleteConfig, name: str) -> None:
    """A login has come to its good end: look at the account, or begin anew to have it among the sources."""
    if any(source.called == name for source in athlete.sources):
        desk.wake(athlete.id)
    else:
        desk.renew()


class Connecting:
    """The addresses of the ways in."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def routes(self) -> Sequence[Route]:
        """Their rows of the table."""
        return (
            Route(
                method="POST",
                path=f"{API}/sync",
                answer=self.sync,
                says="Look at the sources of everybody that the token may see, now.",
                scope=Scope.FULL,
                status=HTTPStatus.ACCEPTED,
            ),
            Route(
                method="GET",
                path=SOURCES,
                answer=self.sources,
                says="Every way in, and how it is doing; and what could be connected.",
                scope=Scope.READ,
                gives=contract.SourceList,
            ),
            Route(
                method="DELETE",
                path=f"{SOURCES}/{{source}}",
                answer=self.disconnect,
                says="Forget an account that was connected by a login. Its runs stay, except what it only lent.",
                scope=Scope.FULL,
                status=HTTPStatus.NO_CONTENT,
                refuses=(HTTPStatus.CONFLICT,),
            ),
            Route(
                method="POST",
                path=f"{SOURCES}/{{source}}/login",
                answer=self.begin,
                says="Begin to connect an account: one that is there, or a kind that is connectable.",
                scope=Scope.FULL,
                takes=LoginBody,
                gives=contract.LoginStep,
                refuses=(HTTPStatus.CONFLICT, HTTPStatus.TOO_MANY_REQUESTS),
            ),
            Route(
                method="POST",
                path=f"{SOURCES}/{{source}}/login/{{login}}",
                answer=self.go_on,
                says="Answer the questions of the last step.",
                scope=Scope.FULL,
                takes=AnswerBody,
                gives=contract.LoginStep,
            ),
        )

    async def sync(self, call: Call) -> web.Response:
        """Look at the sources now."""
        assert call.token is not None
        for athlete in self._desk.config.athletes:
            if may_see(call.token, athlete.id):
                self._desk.wake(athlete.id)
        return web.Response(status=HTTPStatus.ACCEPTED.value)

    async def sources(self, call: Call) -> web.Response:
        """Every way in that is configured; one that was never looked at is unknown."""
        reports = await in_thread(self._desk.store.source_reports, call.athlete.id)
        able = await in_thread(self._able, call.athlete)
        heard = {
            one.name: one
            for one in sources_of(call.athlete, as_of_all(reports, call.athlete, self._desk.clock.now()), able)
        }
        listed = tuple(heard.get(one.called) or _unheard(one, able) for one in call.athlete.sources)
        by_login = await in_thread(connected, self._desk.config.folder, call.athlete.id)
        return answer(contract.SourceList(sources=listed, connectable=connectable(call.athlete), connected=by_login))

    async def disconnect(self, call: Call) -> web.Response:
        """Forget an account; the daemon begins anew without it."""
        name, desk = call.part("source"), self._desk
        if name not in await in_thread(connected, desk.config.folder, call.athlete.id):
            self._source(call)
            return problem(HTTPStatus.CONFLICT, f"{name} stands in the configuration file; take it out there.")
        await in_thread(self._forget, call.athlete, self._source(call))
        desk.renew()
        return web.Response(status=HTTPStatus.NO_CONTENT.value)

    def _forget(self, athlete: AthleteConfig, source: SourceConfig) -> None:
        """Let go of what was only lent, then of the account. Blocks."""
        folder = self._desk.config.folder
        if open_source(source, surroundings(athlete, source, folder)).keeps_raw_for is not None:
            let_go_of(self._desk.store, athlete, source.called, self._desk.clock.now())
        disconnect(folder, athlete.id, source.called)

    def _able(self, athlete: AthleteConfig) -> Abilities:
        """What the sources can bring. Blocks, for a vendor's library may be loaded for it."""
        folder = self._desk.config.folder
        return abilities([open_source(one, surroundings(athlete, one, folder)) for one in athlete.sources])

    async def begin(self, call: Call) -> web.Response:
        """The first step."""
        name, athlete, desk = call.part("source"), call.athlete, self._desk
        login = await self._login(call)
        if login is None:
            return problem(HTTPStatus.CONFLICT, "This source has nothing to log in to.")
        try:
            told = await desk.logins.begin(
                athlete.id,
                name,
                login,
                desk.clock.now(),
                redirect_url=call.read(LoginBody).redirect_url,
            )
        except TooManyLogins:
            return problem(
                HTTPStatus.TOO_MANY_REQUESTS,
                "Too many logins are under way; wait ten minutes.",
                headers={"Retry-After": "600"},
            )
        return self._told(athlete, name, told)

    async def go_on(self, call: Call) -> web.Response:
        """The next step."""
        name, given = call.part("source"), call.read(AnswerBody).answers
        try:
            told = await self._desk.logins.answer(
                call.athlete.id, name, call.part("login"), given, self._desk.clock.now()
            )
        except NoSuchLogin:
            return problem(HTTPStatus.NOT_FOUND, "This login is over; begin a new one.")
        return self._told(call.athlete, name, told)

    async def _login(self, call: Call) -> Login | None:
        """To an account that is there, or to a new one."""
        name, athlete, folder = call.part("source"), call.athlete, self._desk.config.folder
        if name in connectable(athlete):
            return Newcomer(athlete, name, folder)
        source = self._source(call)
        return await in_thread(open_login, source, surroundings(athlete, source, folder))

    def _source(self, call: Call) -> SourceConfig:
        for source in call.athlete.sources:
            if source.called == call.part("source"):
                return source
        raise web.HTTPNotFound

    def _told(self, athlete: AthleteConfig, name: str, told: Told) -> web.Response:
        step = told.step
        if step.is_done:
            note_connected(self._desk, athlete, name)
        return answer(
            contract.LoginStep(
                message=step.message,
                login=told.id,
                questions=tuple(
                    contract.Question(name=one.name, label=one.label, is_secret=one.is_secret) for one in step.questions
                ),
                visit_url=step.visit_url,
                is_done=step.is_done,
                is_over=step.is_over,
                retry_at=step.retry_at,
            )
        )


def _unheard(source: SourceConfig, able: Abilities) -> contract.Source:
    return contract.Source(
        name=source.called,
        state=contract.SourceState.UNKNOWN,
        kind=source.kind,
        capabilities=able.get(source.called, ()),
        can_login=source.kind in WITH_LOGIN,
    )
