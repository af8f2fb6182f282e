"""Gates keep an exercise away until the athlete is ready for it."""

from collections.abc import Set as AbstractSet

from liftday_rules.content.move import Gate
from liftday_rules.content.regions import Region

TECHNIQUE_SESSIONS = 4
"""Sessions in which form comes before load (Wilson: form first; Reid: learn the patterns, then add load)."""
SWING_SESSIONS = 8
JUMPS_SESSIONS = 8
JUMPS_WEEKS = 4
_MOST_SESSIONS_A_WEEK = 3
"""Nobody is given more, so that a count of sessions proves a count of weeks."""


def open_gates(
    *, sessions_done: int, weeks_done: int | None, regions: AbstractSet[Region], allowed: AbstractSet[Gate]
) -> frozenset[Gate]:
    """The gates that stand open.

    `weeks_done` None is unknown: then only so many sessions that they cannot fit into fewer weeks open the jumps.
    `allowed` is what the athlete says of MOBILITY and COACHED; the other gates open by practice alone.
    """
    gates = {gate for gate in (Gate.MOBILITY, Gate.COACHED) if gate in allowed and sessions_done >= TECHNIQUE_SESSIONS}
    if sessions_done >= TECHNIQUE_SESSIONS:
        gates.add(Gate.TECHNIQUE)
    if sessions_done >= SWING_SESSIONS:
        gates.add(Gate.SWING)
    weeks = sessions_done // _MOST_SESSIONS_A_WEEK if weeks_done is None else weeks_done
    legs_are_well = all(region.is_upper for region in regions)
    if sessions_done >= JUMPS_SESSIONS and weeks >= JUMPS_WEEKS and legs_are_well:
        gates.add(Gate.JUMPS)
    return frozenset(gates)
