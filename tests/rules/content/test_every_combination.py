"""The promise of a session holds however it is asked for: programme x dose x equipment x length x focus x gates."""

from itertools import product

import pytest

from liftday_rules.content import PROGRAMMES, Gate, audit, compose
from liftday_rules.content.audit import problems
from liftday_rules.content.dose import ROTATION
from liftday_rules.content.regions import Region, patterns_left_out
from liftday_rules.model import Dose, Equipment, Focus, Kind, Pattern

ANYTHING = frozenset({Gate.COACHED, Gate.MOBILITY})
NOBODY = frozenset[Gate]()
ATHLETES = [
    pytest.param(0, None, NOBODY, id="on the first day"),
    pytest.param(7, 3, NOBODY, id="before the gate for jumps"),
    pytest.param(8, 4, NOBODY, id="when the gate for jumps has just opened"),
    pytest.param(60, None, ANYTHING, id="with a coach and all gates open"),
]
BLOCKS = range(1, ROTATION + 1)
FULL_DOSES = [dose for dose in Dose if dose is not Dose.LIGHT]


@pytest.mark.parametrize("programme", PROGRAMMES)
@pytest.mark.parametrize(("sessions_done", "weeks_done", "allowed"), ATHLETES)
def test_a_full_session_fits_its_slot_keeps_the_caps_and_has_what_it_needs(
    programme: str, sessions_done: int, weeks_done: int | None, allowed: frozenset[Gate]
) -> None:
    broken = {}
    for dose, equipment, minutes, focus, block, parity in product(
        FULL_DOSES, Equipment, (25, 45), Focus, BLOCKS, (0, 1)
    ):
        content = compose(
            kind=Kind.FULL, focus=focus, dose=dose, equipment=equipment, minutes=minutes, block=block,
            excluded_regions=frozenset(), sessions_done=sessions_done, weeks_done=weeks_done, allowed=allowed,
            programme=programme, week_parity=parity,
        )  # fmt: skip
        found = list(problems(content, Kind.FULL, minutes))
        if found:
            broken[dose, equipment, minutes, focus, block, parity] = found
    assert broken == {}


@pytest.mark.parametrize("programme", PROGRAMMES)
@pytest.mark.parametrize(("kind", "minutes"), [(Kind.LIGHT, 25), (Kind.LIGHT, 45), (Kind.MICRO, 10)])
def test_a_light_or_micro_session_does_so_too(programme: str, kind: Kind, minutes: int) -> None:
    broken = {}
    for dose, equipment, focus, block, parity, sessions_done in product(
        Dose, Equipment, Focus, BLOCKS, (0, 1), (0, 30)
    ):
        content = compose(
            kind=kind, focus=focus, dose=dose, equipment=equipment, minutes=minutes, block=block,
            excluded_regions=frozenset(), sessions_done=sessions_done, programme=programme, week_parity=parity,
        )  # fmt: skip
        found = list(problems(content, kind, minutes))
        if found:
            broken[dose, equipment, focus, block, parity] = found
    assert broken == {}


@pytest.mark.parametrize("hurts", Region)
def test_an_injury_takes_its_patterns_away_and_nothing_gets_longer_for_it(hurts: Region) -> None:
    away = patterns_left_out(frozenset({hurts}))
    for programme, dose, equipment, minutes, focus, other in product(
        PROGRAMMES, (Dose.BASE, Dose.DELOAD), Equipment, (45,), (Focus.GENERAL, Focus.STABILITY), Region
    ):
        content = compose(
            kind=Kind.FULL, focus=focus, dose=dose, equipment=equipment, minutes=minutes, block=1, programme=programme,
            excluded_regions=frozenset({hurts.value, other.value}), sessions_done=30,
        )  # fmt: skip
        assert not away & set(content.patterns)
        assert content.minutes <= minutes + 2
        assert Pattern.JUMPS not in content.patterns or (hurts.is_upper and other.is_upper)


@pytest.mark.parametrize("minutes", range(15, 91, 5))
def test_any_other_length_of_slot_is_met_as_well(minutes: int) -> None:
    for dose, focus, equipment in product((Dose.LEARN, Dose.BASE, Dose.BUILD), Focus, Equipment):
        content = compose(
            kind=Kind.FULL, focus=focus, dose=dose, equipment=equipment, minutes=minutes, block=2,
            excluded_regions=frozenset(), sessions_done=30,
        )  # fmt: skip
        assert content.minutes <= minutes + 2
        if minutes <= 60:
            assert content.minutes >= minutes - 2


@pytest.mark.parametrize("programme", PROGRAMMES.values(), ids=lambda programme: programme.name)
def test_every_programme_that_liftday_brings_passes_the_audit_for_users_programmes(programme: object) -> None:
    assert audit(programme) == ()  # type: ignore[arg-type] # parametrised values have no type
