"""One line of the benchmark's table."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value beside that of a rival, measured in the same run; None where there is no rival."""

    name: str
    value: float
    unit: str
    rival_name: str | None = None
    rival_value: float | None = None
