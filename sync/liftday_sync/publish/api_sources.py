"""The addresses of the ways in: how they are, a look now, and connecting an account step by step."""

from collections.abc import Sequence
from http import HTTPStatus

from aiohttp import web

from liftday_sync import contract
from liftday_sync.config import AthleteConfig
from liftday_sync.contract import API
from liftday_sync.freshness import as_of_all
from liftday_sync.house import surroundings
from liftday_sync.logins import NoSuchLogin, Told, TooManyLogins
from liftday_sync.publish.auth import may_see
from liftday_sync.publish.bodies import AnswerBody, LoginBody
from liftday_sync.publish.problems import problem
from liftday_sync.publish.route import Call, Desk, Route, Scope, answer
from liftday_sync.publish.snapshot import Abilities, abilities, sources_of
from liftday_sync.sources import WITH_LOGIN, SourceConfig, open_login, open_source
from liftday_sync.threads import in_thread

SOURCES = f"{API}/athletes/{{id}}/sources"


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
                says="Every way in that is configured, and how it is doing.",
                scope=Scope.READ,
                gives=contract.SourceList,
            ),
            Route(
                method="POST",
                path=f"{SOURCES}/{{source}}/login",
                answer=self.begin,
                says="Begin to connect an account.",
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
        return answer(contract.SourceList(sources=listed))

    def _able(self, athlete: AthleteConfig) -> Abilities:
        """What the sources can bring. Blocks, for a vendor's library may be loaded for it."""
        folder = self._desk.config.folder
        return abilities([open_source(one, surroundings(athlete, one, folder)) for one in athlete.sources])

    async def begin(self, call: Call) -> web.Response:
        """The first step."""
        source, athlete, desk = self._source(call), call.athlete, self._desk
        login = await in_thread(open_login, source, surroundings(athlete, source, desk.config.folder))
        if login is None:
            return problem(HTTPStatus.CONFLICT, "This source has nothing to log in to.")
        try:
            told = await desk.logins.begin(
                athlete.id,
                source.called,
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
        return self._told(athlete, told)

    async def go_on(self, call: Call) -> web.Response:
        """The next step."""
        source, given = self._source(call), call.read(AnswerBody).answers
        try:
            told = await self._desk.logins.answer(
                call.athlete.id, source.called, call.part("login"), given, self._desk.clock.now()
            )
        except NoSuchLogin:
            return problem(HTTPStatus.NOT_FOUND, "This login is over; begin a new one.")
        return self._told(call.athlete, told)

    def _source(self, call: Call) -> SourceConfig:
        for source in call.athlete.sources:
            if source.called == call.part("source"):
                return source
        raise web.HTTPNotFound

    def _told(self, athlete: AthleteConfig, told: Told) -> web.Response:
        step = told.step
        if step.is_done:
            self._desk.wake(athlete.id)
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
