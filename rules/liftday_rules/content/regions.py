"""A region is a part of the body that hurts, and what is left out while it does."""

import unicodedata
from enum import StrEnum

from liftday_rules.model import Pattern


class Region(StrEnum):
    """Where it hurts, as coarse as an exercise list needs it."""

    KNEE = "knee"
    HIP = "hip"
    HAMSTRING = "hamstring"
    BACK = "back"
    ANKLE = "ankle"
    CALF = "calf"
    ACHILLES = "achilles"
    FOOT = "foot"
    SHOULDER = "shoulder"
    WRIST = "wrist"
    ELBOW = "elbow"
    GRIP = "grip"

    @property
    def is_upper(self) -> bool:
        """Whether the legs and the back are free of it."""
        return self in {Region.SHOULDER, Region.WRIST, Region.ELBOW, Region.GRIP}


LOWER_AND_BACK = frozenset(region for region in Region if not region.is_upper)
"""Assumed for words nobody understands: the careful reading."""

PATTERN_REGIONS: dict[Pattern, frozenset[Region]] = {
    Pattern.SQUAT: frozenset({Region.KNEE, Region.HIP, Region.BACK}),
    Pattern.HINGE: frozenset({Region.HIP, Region.HAMSTRING, Region.BACK}),
    Pattern.SINGLE_LEG: frozenset({Region.KNEE, Region.HIP, Region.HAMSTRING, Region.ANKLE}),
    Pattern.PUSH: frozenset({Region.SHOULDER, Region.WRIST}),
    Pattern.PULL: frozenset({Region.SHOULDER, Region.ELBOW}),
    Pattern.TRUNK: frozenset({Region.BACK}),
    Pattern.CARRY: frozenset({Region.BACK, Region.GRIP}),
    Pattern.CALF_FOOT: frozenset({Region.CALF, Region.ACHILLES, Region.FOOT, Region.ANKLE}),
    Pattern.HIP_STABILITY: frozenset({Region.HIP, Region.KNEE}),
    Pattern.JUMPS: LOWER_AND_BACK,
}
"""What each pattern loads. A sore back also takes away squats and trunk work: rather too much than too little."""

_WORDS: tuple[tuple[str, frozenset[Region]], ...] = (
    # What people write, lower case and without accents, found anywhere in the text: English, German, French, Spanish.
    ("achill", frozenset({Region.ACHILLES, Region.CALF})),
    ("knee", frozenset({Region.KNEE})),
    ("knie", frozenset({Region.KNEE})),
    ("genou", frozenset({Region.KNEE})),
    ("rodilla", frozenset({Region.KNEE})),
    ("patell", frozenset({Region.KNEE})),
    ("menisc", frozenset({Region.KNEE})),
    ("meniskus", frozenset({Region.KNEE})),
    ("it band", frozenset({Region.KNEE, Region.HIP})),
    ("itb", frozenset({Region.KNEE, Region.HIP})),
    ("quad", frozenset({Region.KNEE, Region.HIP})),
    ("thigh", frozenset({Region.KNEE, Region.HIP, Region.HAMSTRING})),
    ("hamstring", frozenset({Region.HAMSTRING})),
    ("hip", frozenset({Region.HIP})),
    ("hufte", frozenset({Region.HIP})),
    ("hanche", frozenset({Region.HIP})),
    ("cadera", frozenset({Region.HIP})),
    ("glute", frozenset({Region.HIP})),
    ("groin", frozenset({Region.HIP})),
    ("leiste", frozenset({Region.HIP})),
    ("adductor", frozenset({Region.HIP})),
    ("piriform", frozenset({Region.HIP, Region.BACK})),
    ("sciatic", frozenset({Region.HIP, Region.BACK, Region.HAMSTRING})),
    ("pelvi", frozenset({Region.HIP, Region.BACK})),
    ("back", frozenset({Region.BACK})),
    ("rucken", frozenset({Region.BACK})),
    ("espalda", frozenset({Region.BACK})),
    ("lumbar", frozenset({Region.BACK})),
    ("spine", frozenset({Region.BACK})),
    ("disc ", frozenset({Region.BACK})),
    ("rib", frozenset({Region.BACK})),
    ("ankle", frozenset({Region.ANKLE})),
    ("knochel", frozenset({Region.ANKLE})),
    ("sprunggelenk", frozenset({Region.ANKLE})),
    ("cheville", frozenset({Region.ANKLE})),
    ("tobillo", frozenset({Region.ANKLE})),
    ("shin", frozenset({Region.CALF, Region.ANKLE, Region.KNEE})),
    ("tibia", frozenset({Region.CALF, Region.ANKLE, Region.KNEE})),
    ("schienbein", frozenset({Region.CALF, Region.ANKLE, Region.KNEE})),
    ("calf", frozenset({Region.CALF})),
    ("calves", frozenset({Region.CALF})),
    ("wade", frozenset({Region.CALF})),
    ("mollet", frozenset({Region.CALF})),
    ("soleus", frozenset({Region.CALF})),
    ("foot", frozenset({Region.FOOT, Region.ANKLE})),
    ("feet", frozenset({Region.FOOT, Region.ANKLE})),
    ("fuss", frozenset({Region.FOOT, Region.ANKLE})),
    ("pied", frozenset({Region.FOOT, Region.ANKLE})),
    ("plantar", frozenset({Region.FOOT})),
    ("heel", frozenset({Region.FOOT, Region.ACHILLES})),
    ("ferse", frozenset({Region.FOOT, Region.ACHILLES})),
    ("toe", frozenset({Region.FOOT})),
    ("metatars", frozenset({Region.FOOT, Region.ANKLE})),
    ("shoulder", frozenset({Region.SHOULDER})),
    ("schulter", frozenset({Region.SHOULDER})),
    ("epaule", frozenset({Region.SHOULDER})),
    ("hombro", frozenset({Region.SHOULDER})),
    ("rotator", frozenset({Region.SHOULDER})),
    ("collarbone", frozenset({Region.SHOULDER})),
    ("neck", frozenset({Region.SHOULDER})),
    ("nacken", frozenset({Region.SHOULDER})),
    ("chest", frozenset({Region.SHOULDER})),
    ("wrist", frozenset({Region.WRIST})),
    ("handgelenk", frozenset({Region.WRIST})),
    ("elbow", frozenset({Region.ELBOW})),
    ("ellbogen", frozenset({Region.ELBOW})),
    ("grip", frozenset({Region.GRIP})),
    ("hand", frozenset({Region.GRIP, Region.WRIST})),
    ("finger", frozenset({Region.GRIP})),
    ("thumb", frozenset({Region.GRIP})),
    ("forearm", frozenset({Region.GRIP, Region.ELBOW})),
    ("upper arm", frozenset({Region.SHOULDER, Region.ELBOW})),
    ("arm", frozenset({Region.SHOULDER, Region.ELBOW, Region.WRIST})),
    ("leg", LOWER_AND_BACK - {Region.BACK}),
    ("bein", LOWER_AND_BACK - {Region.BACK}),
)


def understand(text: str) -> frozenset[Region]:
    """The regions that somebody's words speak of; the legs and the back when no word is known.

    Only words from their beginning count: "relief" is no leg, "backache" is a back.
    """
    words = f" {_plain(text)} "
    found = [regions for word, regions in _WORDS if f" {word}" in words]
    # German puts the place first or last ("Kniescheibe", "Läuferknie"): as a last resort anywhere in the word.
    found = found or [regions for word, regions in _WORDS if len(word) > _LONG_ENOUGH and word in words]
    return frozenset().union(*found) if found else LOWER_AND_BACK


def understand_all(texts: frozenset[str]) -> frozenset[Region]:
    """The regions of several texts together."""
    return frozenset().union(*(understand(text) for text in texts))


def patterns_left_out(regions: frozenset[Region]) -> frozenset[Pattern]:
    """The patterns that load one of these regions."""
    return frozenset(pattern for pattern, loads in PATTERN_REGIONS.items() if loads & regions)


_LONG_ENOUGH = 3


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c if c.isalnum() else " " for c in letters if not unicodedata.combining(c))
