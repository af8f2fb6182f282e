"""The actions: everything that can be said or asked about an athlete's plan, for automations and for the card."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any

import probatio
from homeassistant.const import ATTR_DEVICE_ID
from homeassistant.core import (
    HomeAssistant,
    ServiceCall,
    ServiceResponse,
    SupportsResponse,
    callback,
)
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import config_validation as cv
from homeassistant.util import dt as dt_util

from .client import Verb
from .const import DOMAIN
from .contract import Session, SessionStatus, write
from .coordinator import RESUMABLE, AthleteCoordinator
from .household import athlete_of_device
from .issues import telling

SESSION, START, NOT_BEFORE, REVISION = "session", "start", "not_before", "revision"
KIND, UNTIL, ACTIVITY, EFFORT, DATE, CHANGE = "kind", "until", "activity", "effort", "date", "change"
KINDS = ("pause", "sick", "injury", "travel")
EFFORTS = ("hard", "easy", "long", "race")
ITSELF = "auto"
"""The word by which a run is left to the daemon's own judgement."""
EQUIPMENT = ("none", "band", "dumbbells", "gym")
POLICIES = ("recover_first", "balanced", "stack_hard")

MOMENT = probatio.All(cv.datetime, dt_util.as_local)
ATHLETE: dict[Any, Any] = {probatio.Optional(ATTR_DEVICE_ID): cv.string}
ABOUT_SESSION: dict[Any, Any] = {
    **ATHLETE,
    probatio.Optional(SESSION): cv.string,
    probatio.Optional(REVISION): probatio.All(probatio.Coerce(int), probatio.Range(min=0)),
}
FIELDS_OF_VERB: Mapping[Verb, Mapping[Any, Any]] = {
    Verb.DONE: {probatio.Optional(START): MOMENT},
    Verb.PUSH_BACK: {probatio.Optional(NOT_BEFORE): MOMENT},
    Verb.MOVE: {probatio.Required(START): MOMENT},
}
PAUSE: dict[Any, Any] = {
    **ATHLETE,
    probatio.Required(KIND, default="pause"): probatio.In(KINDS),
    probatio.Optional("since"): MOMENT,
    probatio.Optional(UNTIL): MOMENT,
    probatio.Optional("region"): cv.string,
    probatio.Optional("side"): probatio.In(("left", "right", "both")),
    probatio.Optional("allow_upper"): cv.boolean,
    probatio.Optional("equipment"): probatio.In(EQUIPMENT),
}
RESUME: dict[Any, Any] = {**ATHLETE, probatio.Optional(KIND): probatio.In(KINDS)}
CLASSIFY: dict[Any, Any] = {
    **ATHLETE,
    probatio.Optional(ACTIVITY): cv.string,
    probatio.Required(EFFORT): probatio.In((*EFFORTS, ITSELF)),
}
EXPLAIN: dict[Any, Any] = {**ATHLETE, probatio.Optional(DATE): cv.date}
PREVIEW: dict[Any, Any] = {
    **ATHLETE,
    probatio.Optional("policy"): probatio.In(POLICIES),
    probatio.Optional("target_per_week"): probatio.All(probatio.Coerce(int), probatio.Range(min=0, max=3)),
    probatio.Optional("equipment"): probatio.In(EQUIPMENT),
    probatio.Optional("preferred_weekdays"): probatio.All(
        cv.ensure_list, [probatio.In(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))]
    ),
    probatio.Optional(CHANGE): dict,
}

type Handler = Callable[[AthleteCoordinator, ServiceCall], Awaitable[dict[str, Any]]]


@callback
def async_setup_services(hass: HomeAssistant) -> None:
    """Register every action, whether or not a daemon is connected."""
    for verb in Verb:
        schema = {**ABOUT_SESSION, **FIELDS_OF_VERB.get(verb, {})}
        _register(hass, verb, partial(_say, verb), schema)
    _register(hass, "pause", _pause, PAUSE)
    _register(hass, "resume", _resume, RESUME)
    _register(hass, "classify", _classify, CLASSIFY)
    _register(hass, "sync", _sync, ATHLETE, SupportsResponse.NONE)
    _register(hass, "get_plan", _get_plan, ATHLETE, SupportsResponse.ONLY)
    _register(hass, "explain", _explain, EXPLAIN, SupportsResponse.ONLY)
    _register(hass, "preview", _preview, PREVIEW, SupportsResponse.ONLY)


def _register(
    hass: HomeAssistant,
    name: str,
    handler: Handler,
    schema: Mapping[Any, Any],
    responds: SupportsResponse = SupportsResponse.OPTIONAL,
) -> None:
    async def handle(call: ServiceCall) -> ServiceResponse:
        told = await handler(athlete_of_device(hass, call.data.get(ATTR_DEVICE_ID)), call)
        return told if call.return_response else None

    hass.services.async_register(DOMAIN, name, handle, schema=probatio.Schema(dict(schema)), supports_response=responds)


async def _say(verb: Verb, athlete: AthleteCoordinator, call: ServiceCall) -> dict[str, Any]:
    uid = call.data.get(SESSION) or _meant(athlete, verb).uid
    start = call.data.get(START) or call.data.get(NOT_BEFORE)
    return _plain(await athlete.say(uid, verb, start=start, revision=call.data.get(REVISION)))


def _meant(athlete: AthleteCoordinator, verb: Verb) -> Session:
    """The session that a word without a name is about: the next one, and in hindsight the last."""
    now, sessions = dt_util.utcnow(), athlete.data.sessions
    open_ = {SessionStatus.PLANNED, SessionStatus.LOCKED}
    closed = {SessionStatus.DONE, SessionStatus.SKIPPED}
    found: Session | None = None
    if verb is Verb.DONE:
        today = (one for one in sessions if one.status in open_ and one.start.date() == athlete.data.today)
        found = max((one for one in today if one.start <= now), key=lambda one: one.start, default=None)
    elif verb is Verb.UNDO:
        week = (one for one in sessions if one.status in closed and one.start.date() >= athlete.data.today)
        found = min(week, key=lambda one: one.start, default=None)
    found = found or athlete.data.next_session(now)
    if found is None:
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="no_session")
    return found


async def _pause(athlete: AthleteCoordinator, call: ServiceCall) -> dict[str, Any]:
    flag = {name: value for name, value in call.data.items() if name != ATTR_DEVICE_ID}
    with telling():
        return _plain(await athlete.client.raise_flag(athlete.athlete.id, flag))


async def _resume(athlete: AthleteCoordinator, call: ServiceCall) -> dict[str, Any]:
    kinds = (call.data[KIND],) if KIND in call.data else RESUMABLE
    return {"ended": [_plain(outcome) for outcome in await athlete.resume(kinds)]}


async def _classify(athlete: AthleteCoordinator, call: ServiceCall) -> dict[str, Any]:
    run = athlete.data.last_run
    activity = call.data.get(ACTIVITY) or (run.id if run else None)
    if activity is None:
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="no_run")
    effort = call.data[EFFORT]
    with telling():
        return _plain(await athlete.client.classify(athlete.athlete.id, activity, None if effort == ITSELF else effort))


async def _sync(athlete: AthleteCoordinator, _call: ServiceCall) -> dict[str, Any]:
    with telling():
        await athlete.client.sync()
    return {}


async def _get_plan(athlete: AthleteCoordinator, _call: ServiceCall) -> dict[str, Any]:
    if not athlete.is_shown:
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="plan_unavailable")
    return _plain(athlete.data)


async def _explain(athlete: AthleteCoordinator, call: ServiceCall) -> dict[str, Any]:
    with telling():
        return _plain(await athlete.client.explain(athlete.athlete.id, call.data.get(DATE) or athlete.data.today))


async def _preview(athlete: AthleteCoordinator, call: ServiceCall) -> dict[str, Any]:
    named = {name: value for name, value in call.data.items() if name not in {ATTR_DEVICE_ID, CHANGE}}
    with telling():
        return _plain(await athlete.client.preview(athlete.athlete.id, {**call.data.get(CHANGE, {}), **named}))


def _plain(value: Any) -> dict[str, Any]:
    """An answer of the daemon as plain values."""
    written: dict[str, Any] = write(value)
    return written
