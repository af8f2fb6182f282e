"""A dose says how many sets and repetitions, and how hard, in each phase of training."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from liftday_rules.model import Dose

MAX_LOWER_SETS = 9
"""Sets of squat, hinge and single leg in one session (Reid: keep lower-body volume low)."""
MAX_LOWER_SETS_A_WEEK = 18
MAX_REPS = 150
"""Lifted repetitions a session, both sides counted, jumps not (Reid: strong, not tired)."""
MAX_CONTACTS = 60
"""Landings a session."""
MAX_TRUNK_REPS = 12
"""A set and side."""
MAX_HOLD_S = 45
EASY_RPE = 6.0
"""What light, deload and return sessions do not exceed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prescription:
    """Numbers for one phase. Ranges are lowest and highest, both included."""

    main_sets: int
    second_sets: int
    upper_sets: int
    support_sets: int
    main_reps: tuple[int, int]
    upper_reps: tuple[int, int]
    rpe: str
    support_rpe: str
    contacts: int = 0
    """Landings, once the gate for jumps is open."""
    tempo: str = ""
    load: str = ""
    """How to choose the weight."""
    note: str = ""
    """One sentence on what this phase is for."""
    with_accessories: bool = True
    """False: beside the lifts only one easy set for the trunk and one for foot or hip."""

    @property
    def rpe_max(self) -> float:
        """The hardest it asks for."""
        return float(self.rpe.rsplit("-", 1)[-1])


_CONTROLLED, _QUICK_UP = "3-1-1", "3-1-X"

PRESCRIPTIONS: Mapping[Dose, Prescription] = MappingProxyType(
    {
        Dose.LEARN: Prescription(
            main_sets=2, second_sets=2, upper_sets=2, support_sets=2, main_reps=(6, 8), upper_reps=(6, 8),
            rpe="6", support_rpe="6",
            tempo=_CONTROLLED,
            load="None or the lightest at first; add some only when every repetition looks the same.",
            note="Learn the movements: end every set while each repetition still looks the same.",
        ),
        Dose.BASE: Prescription(
            main_sets=3, second_sets=2, upper_sets=3, support_sets=2, main_reps=(6, 8), upper_reps=(4, 6),
            rpe="6-7", support_rpe="6-7",
            contacts=20, tempo=_CONTROLLED,
            load="One you could lift three or four more times.",
            note="Build a base: full range, calm and controlled.",
        ),
        Dose.BUILD: Prescription(
            main_sets=3, second_sets=2, upper_sets=3, support_sets=2, main_reps=(4, 6), upper_reps=(4, 6),
            rpe="7-8", support_rpe="7",
            contacts=40, tempo=_QUICK_UP,
            load="One you could lift two or three more times.",
            note="Get stronger: few repetitions with a good weight, never to the limit.",
        ),
        Dose.PEAK: Prescription(
            main_sets=2, second_sets=2, upper_sets=2, support_sets=1, main_reps=(3, 5), upper_reps=(3, 5),
            rpe="7-8", support_rpe="7",
            contacts=20, tempo=_QUICK_UP,
            load="The same as in the last weeks; only the sets are fewer.",
            note="Keep what you have: the running comes first now.",
        ),
        Dose.MAINTAIN: Prescription(
            main_sets=2, second_sets=2, upper_sets=2, support_sets=1, main_reps=(4, 6), upper_reps=(4, 6),
            rpe="8", support_rpe="7",
            contacts=20, tempo=_QUICK_UP,
            load="Your usual one; two more repetitions should be left.",
            note="Keep what you have: a little heavy work is enough.",
        ),
        Dose.TAPER: Prescription(
            main_sets=2, second_sets=1, upper_sets=1, support_sets=1, main_reps=(3, 4), upper_reps=(3, 4),
            rpe="7", support_rpe="6",
            contacts=10, tempo=_QUICK_UP, with_accessories=False,
            load="The same as in the last weeks; you should leave fresh.",
            note="Stay sharp before the race: short and crisp.",
        ),
        Dose.DELOAD: Prescription(
            main_sets=2, second_sets=1, upper_sets=1, support_sets=1, main_reps=(4, 6), upper_reps=(4, 6),
            rpe="6", support_rpe="6",
            tempo=_CONTROLLED, with_accessories=False,
            load="Your last one, or up to a tenth less; every set should feel easy.",
            note="An easier week on purpose: about half of the sets.",
        ),
        Dose.RETURN: Prescription(
            main_sets=2, second_sets=1, upper_sets=1, support_sets=1, main_reps=(6, 6), upper_reps=(6, 6),
            rpe="5-6", support_rpe="5-6",
            tempo=_CONTROLLED,
            load="About 80 % of your last one.",
            note="Back after a break: leave with the feeling that you could have done more.",
        ),
        Dose.LIGHT: Prescription(
            main_sets=2, second_sets=2, upper_sets=2, support_sets=2, main_reps=(4, 6), upper_reps=(4, 6),
            rpe="5-6", support_rpe="5-6",
            load="One you could lift at least four more times.",
            note="A light session: nothing that the legs feel in the next run.",
        ),
    }
)  # fmt: skip
"""What the articles' ideas come to, phase by phase."""

UPPER_LIGHT_REPS = (15, 15)
"""The other half of Reid's alternation for the upper body: few and heavy, or many and light."""
UPPER_LIGHT_SETS = 2
ROTATION = 3
"""Blocks until the exercises come round again."""


def block_index(block: int) -> int:
    """Which of the rotation's exercise lists a block uses, 0 to 2. Blocks count from 1."""
    return (block - 1) % ROTATION
