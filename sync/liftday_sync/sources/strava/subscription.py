"""Strava's hints, asked for and ended. An API application has one subscription: runners who share it share the address.

Strava looks at the address before it answers, so the secrets are in place before it is asked. Who is subscribed can't
be asked without writing the application's secret into an address, so that is never done.
"""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from http import HTTPStatus

from liftday_sync.errors import SourceError
from liftday_sync.sources.strava.account import Account
from liftday_sync.sources.strava.tokens import Hints
from liftday_sync.sources.strava.trouble import Trouble

PATH = "/webhook/strava/"
EXISTS = "already exists"


def subscribe(accounts: Sequence[Account], callback: str, now: datetime) -> Hints:
    """Ask Strava to send hints for these accounts of one application; asked again, it only lets newcomers in.

    Raises `SourceError` with the mend, and nothing is left behind then.
    """
    known = kept(accounts)
    if known is not None and known.subscription is not None and known.callback == callback:
        _save(accounts, known)
        return known
    if known is not None and known.subscription is not None:
        raise SourceError(
            f"Strava sends hints to {known.callback}; end that with `liftday strava unsubscribe` first, then try again."
        )
    begun = Hints(secret=secrets.token_urlsafe(32), verify_token=secrets.token_urlsafe(24), callback=callback)
    _save(accounts, begun)
    account = accounts[0]
    try:
        number = account.session.subscribe(
            account.app(), callback.rstrip("/") + PATH + begun.secret, begun.verify_token, now
        )
    except Trouble as trouble:
        _drop(accounts)
        raise _sorted(account, trouble, callback) from trouble
    done = replace(begun, subscription=number)
    _save(accounts, done)
    return done


def unsubscribe(accounts: Sequence[Account], now: datetime, number: int | None = None) -> int | None:
    """End it, and forget the address; the number of what was ended, None when there was nothing to end."""
    known = kept(accounts)
    number = number or (known.subscription if known is not None else None)
    if number is not None:
        try:
            accounts[0].session.unsubscribe(accounts[0].app(), number, now)
        except Trouble as trouble:
            raise accounts[0].sorted(trouble) from trouble
    _drop(accounts)
    return number


def kept(accounts: Sequence[Account]) -> Hints | None:
    """What is known of the subscription; one that Strava confirmed comes first."""
    found = [hints for account in accounts if (hints := account.hints.load()) is not None]
    return next((hints for hints in found if hints.subscription is not None), found[0] if found else None)


def _save(accounts: Sequence[Account], hints: Hints) -> None:
    for account in accounts:
        account.hints.save(hints)


def _drop(accounts: Sequence[Account]) -> None:
    for account in accounts:
        account.hints.drop()


def _sorted(account: Account, trouble: Trouble, callback: str) -> SourceError:
    if EXISTS in trouble.codes:
        return SourceError(
            "Strava sends this application's hints elsewhere already; end that where it was begun, or here with "
            "`liftday strava unsubscribe --number N`, then try again."
        )
    if trouble.status == HTTPStatus.BAD_REQUEST and not trouble.is_of_application:
        return SourceError(
            f"Strava could not reach {callback}; start `liftday serve`, see that this address leads to it, then try "
            "again."
        )
    return account.sorted(trouble)
