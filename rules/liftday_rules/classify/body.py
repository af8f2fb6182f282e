"""What is known of the athlete today, number by number: how much, where it comes from, and how sure that is."""

from collections.abc import Iterator
from dataclasses import dataclass

from liftday_rules.model import Confidence, Constants, Estimate

SURE = {"stated": Confidence.A, "watch": Confidence.B, "history": Confidence.B, "formula": Confidence.D}
"""How sure a number is, by where it comes from; one that rests on few runs is a grade less sure."""
FEW_RUNS = 10
KM_S = 1000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """One number of the athlete's body."""

    name: str
    """`hr_max`, `hr_rest`, `lthr`, `lt1`, `threshold_speed` or `hard_share`."""
    value: float
    unit: str
    basis: str
    """`stated`, `watch`, `history` or `formula`."""
    confidence: Confidence
    sentence: str


def known_of(constants: Constants, *, runs: int, hard_share: float, told: int) -> tuple[Known, ...]:
    """The numbers that verdicts rest on. `told`: how many runs the athlete has judged by hand."""
    return tuple(_known(constants, runs=runs, hard_share=hard_share, told=told))


def _known(constants: Constants, *, runs: int, hard_share: float, told: int) -> Iterator[Known]:
    rates = {
        "hr_max": ("Highest heart rate", constants.hr_max_bpm),
        "hr_rest": ("Resting heart rate", constants.hr_rest_bpm),
        "lthr": ("Threshold heart rate", constants.lthr_bpm),
        "lt1": ("Top of easy heart rate", constants.lt1_bpm),
    }
    for name, (title, rate) in rates.items():
        yield _one(name, rate, "beats a minute", f"{title}: {rate.value:.0f}.", runs)
    speed = constants.threshold_speed_mps
    if speed is not None:
        minutes, seconds = divmod(round(KM_S / speed.value), 60)
        yield _one("threshold_speed", speed, "m/s", f"Threshold pace: {minutes}:{seconds:02} a kilometre.", runs)
    share = f"Before looking at a run: {hard_share * 100:.0f} % hard."
    yield Known(
        name="hard_share",
        value=hard_share,
        unit="share",
        basis="history" if told else "formula",
        confidence=Confidence.B if told >= FEW_RUNS else Confidence.C if told else Confidence.D,
        sentence=f"{share} {_told(told)}",
    )


def _told(told: int) -> str:
    if not told:
        return "A usual share; it becomes yours when you correct verdicts."
    return f"From the {told} {'run' if told == 1 else 'runs'} that you judged yourself."


def _one(name: str, found: Estimate, unit: str, words: str, runs: int) -> Known:
    sure = SURE[found.basis]
    if found.basis == "history" and runs < FEW_RUNS:
        sure = Confidence.C
    return Known(
        name=name,
        value=found.value,
        unit=unit,
        basis=found.basis,
        confidence=sure,
        sentence=f"{words} {found.sentence}",
    )
