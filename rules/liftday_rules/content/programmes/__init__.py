"""The programmes that Liftday brings: one for each article, and the default that combines them."""

from collections.abc import Mapping
from types import MappingProxyType

from liftday_rules.content.programme import Programme
from liftday_rules.content.programmes.carry_over import CARRY_OVER
from liftday_rules.content.programmes.full_extension import FULL_EXTENSION
from liftday_rules.content.programmes.hall import HALL
from liftday_rules.content.programmes.liftday import LIFTDAY
from liftday_rules.content.programmes.reid import REID
from liftday_rules.content.programmes.wilson import WILSON
from liftday_rules.content.reading import read_programme

PROGRAMMES: Mapping[str, Programme] = MappingProxyType(
    {
        programme.name: programme
        for programme in map(read_programme, (LIFTDAY, WILSON, REID, CARRY_OVER, FULL_EXTENSION, HALL))
    }
)
"""By name; the default comes first. They pass the same validator as a user's file."""

DEFAULT: Programme = PROGRAMMES["liftday"]
