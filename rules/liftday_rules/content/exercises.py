"""The library holds every exercise by its key."""

from types import MappingProxyType

from liftday_rules.content.move import Library, Move
from liftday_rules.content.moves_legs import HINGES, SINGLE_LEG, SQUATS
from liftday_rules.content.moves_support import CALF_FOOT, CARRIES, HIP_STABILITY, JUMPS, TRUNK
from liftday_rules.content.moves_upper import PULLS, PUSHES

MOVES: tuple[Move, ...] = (
    *SQUATS,
    *HINGES,
    *SINGLE_LEG,
    *PUSHES,
    *PULLS,
    *TRUNK,
    *CARRIES,
    *CALF_FOOT,
    *HIP_STABILITY,
    *JUMPS,
)
"""In the order of the catalogue: by pattern, then by what they need."""

LIBRARY: Library = MappingProxyType({move.key: move for move in MOVES})
