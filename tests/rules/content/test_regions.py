"""What people write about where it hurts is understood, and when it is not, the careful reading holds."""

import pytest

from liftday_rules.content.regions import LOWER_AND_BACK, Region, patterns_left_out, understand
from liftday_rules.model import Pattern


@pytest.mark.parametrize(
    ("text", "regions"),
    [
        ("knee", {Region.KNEE}),
        ("Left Knee", {Region.KNEE}),
        ("runner's knee", {Region.KNEE}),
        ("knee discomfort", {Region.KNEE}),
        ("Läuferknie", {Region.KNEE}),
        ("lower-back pain", {Region.BACK}),
        ("Rücken", {Region.BACK}),
        ("Achilles tendon", {Region.ACHILLES, Region.CALF}),
        ("plantar fascia", {Region.FOOT}),
        ("Fuß", {Region.FOOT, Region.ANKLE}),
        ("hip and hamstring", {Region.HIP, Region.HAMSTRING}),
        ("tennis elbow", {Region.ELBOW}),
        ("épaule", {Region.SHOULDER}),
        ("grip", {Region.GRIP}),
    ],
)
def test_a_place_is_understood(text: str, regions: set[Region]) -> None:
    assert understand(text) == regions


@pytest.mark.parametrize("text", ["", "?", "something odd", "relief", "niggle"])
def test_unknown_words_count_as_legs_and_back(text: str) -> None:
    assert understand(text) == LOWER_AND_BACK


@pytest.mark.parametrize(
    ("region", "patterns"),
    [
        (Region.KNEE, {Pattern.SQUAT, Pattern.SINGLE_LEG, Pattern.JUMPS}),
        (Region.HIP, {Pattern.SQUAT, Pattern.HINGE, Pattern.SINGLE_LEG, Pattern.JUMPS}),
        (Region.HAMSTRING, {Pattern.HINGE, Pattern.JUMPS}),
        (Region.BACK, {Pattern.HINGE, Pattern.CARRY, Pattern.JUMPS}),
        (Region.ANKLE, {Pattern.SINGLE_LEG, Pattern.JUMPS}),
        (Region.CALF, {Pattern.CALF_FOOT, Pattern.JUMPS}),
        (Region.ACHILLES, {Pattern.CALF_FOOT, Pattern.JUMPS}),
        (Region.FOOT, {Pattern.CALF_FOOT, Pattern.JUMPS}),
        (Region.SHOULDER, {Pattern.PUSH, Pattern.PULL}),
        (Region.WRIST, {Pattern.PUSH}),
        (Region.ELBOW, {Pattern.PULL}),
        (Region.GRIP, {Pattern.CARRY}),
    ],
)
def test_a_region_takes_at_least_these_patterns_away(region: Region, patterns: set[Pattern]) -> None:
    assert patterns_left_out(frozenset({region})) >= patterns


def test_a_sore_arm_leaves_the_legs_in() -> None:
    upper = frozenset({Region.SHOULDER, Region.ELBOW, Region.WRIST, Region.GRIP})
    assert not patterns_left_out(upper) & {Pattern.SQUAT, Pattern.HINGE, Pattern.SINGLE_LEG, Pattern.JUMPS}
