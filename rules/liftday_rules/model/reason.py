"""A reason is a value: a code for programs, a sentence for people."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, or why not."""

    code: str
    """In capitals: `AFTER_HARD`, `SPACING`."""
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """What one rule has against a session at one place."""

    rule: str
    """The name of the rule, which is the name of its file."""
    code: str
    because: str
    """A clause that stands after "Not on Thursday: " and before the full stop."""
    points: int | None
    """Hundredths of a point; None forbids."""

    @property
    def forbids(self) -> bool:
        """Whether no price buys this place."""
        return self.points is None

    @property
    def weight(self) -> float:
        """For putting the strongest first."""
        return float("inf") if self.points is None else self.points
