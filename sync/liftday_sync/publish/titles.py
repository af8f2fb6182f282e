"""What a session is called wherever one line is all there is."""

from liftday_rules.model import Focus, Kind

KINDS = {Kind.FULL: "Strength", Kind.LIGHT: "Light strength", Kind.MICRO: "Ten minutes of strength"}
FOCI = {Focus.POSTERIOR_CHAIN: "back of the legs", Focus.STABILITY: "balance and hips", Focus.GENERAL: "whole body"}


def title_of(kind: Kind, focus: Focus) -> str:
    """`Strength: back of the legs`."""
    return f"{KINDS[kind]}: {FOCI[focus]}"
