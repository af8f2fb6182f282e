"""Minutes below, between and above the two thresholds, from a recording or from the watch's own zones."""

from dataclasses import dataclass

from liftday_rules.model import Activity, Constants, StreamDigest

MARGIN_BPM = {"stated": 3.0}
ESTIMATED_MARGIN_BPM = 5.0
BACK_MARGIN_BPM = 7.0
WATCH_LOWS = (0.5, 0.6, 0.7, 0.8, 0.9)
"""Where a watch's five zones begin as shares of the maximum, unless it says otherwise."""
MIN_ZONE_S = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Zones:
    """Minutes between the thresholds, above the second one (also with it 3 to 7 beats lower and higher), and in all."""

    between_min: float
    above_min: float
    total_min: float
    above_if_lower_min: float
    above_if_higher_min: float

    @property
    def below_share(self) -> float:
        """Share of the time below the first threshold."""
        return 1 - (self.between_min + self.above_min) / self.total_min


def margin_bpm(constants: Constants, *, weeks_off: bool) -> float:
    """How far the second threshold may be off: a few beats when stated, more when estimated or after weeks off."""
    return BACK_MARGIN_BPM if weeks_off else MARGIN_BPM.get(constants.lthr_bpm.basis, ESTIMATED_MARGIN_BPM)


def zones_of(run: Activity, digest: StreamDigest | None, constants: Constants, margin: float) -> Zones | None:
    """The zones, or None where neither a recording nor the watch tells."""
    measured = _bands(run, digest, constants)
    if measured is None:
        return None
    lt1, lt2 = constants.lt1_bpm.value, constants.lthr_bpm.value
    total = sum(seconds for _, _, seconds in measured)
    if total < MIN_ZONE_S:
        return None
    above = _above(measured, lt2)
    return Zones(
        between_min=(_above(measured, lt1) - above) / 60,
        above_min=above / 60,
        total_min=total / 60,
        above_if_lower_min=_above(measured, lt2 - margin) / 60,
        above_if_higher_min=_above(measured, lt2 + margin) / 60,
    )


type Band = tuple[float, float, float]


def _bands(run: Activity, digest: StreamDigest | None, constants: Constants) -> list[Band] | None:
    """Stretches of the scale, from, to and seconds, lowest first."""
    if digest is not None and digest.hr_s:
        low = digest.hr_from_bpm
        return [(low + step, low + step + 1, seconds) for step, seconds in enumerate(digest.hr_s) if seconds]
    garmin = run.garmin
    if garmin is None or not garmin.hr_zone_s:
        return None
    top = constants.hr_max_bpm.value
    lows = garmin.hr_zone_low_bpm or tuple(share * top for share in WATCH_LOWS)
    ends = (*lows[1:], max(top, lows[-1] + 1))
    return list(zip(lows, ends, garmin.hr_zone_s, strict=True))


def _above(bands: list[Band], limit: float) -> float:
    """Seconds at or above the limit; a stretch that holds the limit counts in proportion."""
    return sum(
        seconds if low >= limit else seconds * max(0.0, high - limit) / (high - low) for low, high, seconds in bands
    )
