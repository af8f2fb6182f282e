"""What the words of a training plan's entry say: whether it is a run at all, how long, how far, and how hard.

The title speaks first, then the description. An entry of which nothing says that it is a run is none: it may be a note,
or the dentist.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from liftday_rules.classify.names import P_HARD, UNDECOMPOSED, of_name
from liftday_rules.classify.words import Kind
from liftday_rules.model import RunClass

KM, MILE = 1000.0, 1609.344
READ_OF_DESCRIPTION = 600
"""Characters; what stands further down is advice."""
HARD_TSS_AN_HOUR, EASY_TSS_AN_HOUR = 75.0, 55.0
MOST_KM, MOST_MIN = 250.0, 36 * 60.0


class What(StrEnum):
    """What an entry is."""

    RUN = "run"
    REST = "rest"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What an entry says of itself. Minutes 0: not said."""

    what: What
    name: str
    minutes: float = 0.0
    distance_m: float | None = None
    run_class: RunClass | None = None
    """Only what the title alone does not tell."""
    p_hard: float | None = None


def words(title: str, description: str = "") -> Words:
    """Read an entry of a plan that names no sport of its own accord."""
    name = tidy(title)
    about = description[:READ_OF_DESCRIPTION]
    what = _what(plain(name), plain(title), plain(about))
    if what is not What.RUN:
        return Words(what=what, name=name)
    minutes = minutes_of(title) or minutes_of(about)
    distance_m = distance_of(title) or distance_of(about)
    run_class, p_hard = _judged(title, about, minutes, distance_m)
    return Words(what=what, name=name, minutes=minutes, distance_m=distance_m, run_class=run_class, p_hard=p_hard)


def tidy(title: str) -> str:
    """The title without pictures and without the figures that an app hangs on it."""
    drawn = "".join(sign for sign in title if unicodedata.category(sign) not in {"So", "Cn", "Sk", "Cf", "Mn"})
    return " ".join(drawn.split("•")[0].split()) or " ".join(drawn.split())


def plain(text: str) -> str:
    """Case-folded and without accents, to look words up in."""
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", text.casefold().translate(UNDECOMPOSED)))


def _what(name: str, title: str, description: str) -> What:
    if _REST.match(name.lstrip(" -–:*")) and not _NUMBERED.search(title):
        return What.REST
    if _RUN.search(title):
        return What.RUN
    if _OTHER.search(title):
        return What.OTHER
    says_run = of_name(title) is not None or distance_of(title) is not None or _RUN.search(description) is not None
    return What.RUN if says_run else What.OTHER


def _judged(
    title: str, description: str, minutes: float, distance_m: float | None
) -> tuple[RunClass | None, float | None]:
    """What the description adds where the title is silent: its words, or the planned load for each hour."""
    if of_name(title, distance_m) is not None:
        return None, None
    load = _TSS.search(description)
    if load and minutes:
        an_hour = float(load[1].replace(",", ".")) / minutes * 60
        if an_hour >= HARD_TSS_AN_HOUR:
            return RunClass.HARD, P_HARD[Kind.HARD]
        if an_hour <= EASY_TSS_AN_HOUR:
            return RunClass.EASY, P_HARD[Kind.EASY]
    said = of_name(description, distance_m) if description else None
    return (said.run_class, said.p_hard) if said else (None, None)


# --- figures ---


def distance_of(text: str) -> float | None:
    """Metres, from `12.9km`, `10 K` or `8 miles`. Not of repetitions (`6 x 1 km`) nor of a pace (`5:00/km`)."""
    for match in _DISTANCE.finditer(text.casefold()):
        value = float(match["value"].replace(",", "."))
        metres = value * (MILE if match["unit"].startswith("mi") else KM)
        if 0 < metres <= MOST_KM * KM:
            return metres
    return None


def minutes_of(text: str) -> float:
    """Minutes, from `45 min`, `1h10m`, `1:10 h`, or a part that holds nothing but `55m - 65m`; 0: not said."""
    for part in re.split(r"[•\n|]", text.casefold()):
        found = _minutes(part.strip())
        if 0 < found <= MOST_MIN:
            return found
    return 0.0


def _minutes(part: str) -> float:
    span = _SPAN.fullmatch(part)
    if span:
        low, high = _of_span(span["low"]), _of_span(span["high"])
        return (low + high) / 2
    for pattern in (_CLOCK, _HOURS, _MINUTES):
        if match := pattern.search(part):
            hours = float((match["h"] or "0").replace(",", ".")) if "h" in pattern.groupindex else 0.0
            return hours * 60 + float(match["m"] or 0)
    return _of_span(part) if _ALONE.fullmatch(part) else 0.0


def _of_span(text: str) -> float:
    match = _ALONE.fullmatch(text.strip())
    return float(match["h"] or 0) * 60 + float(match["m"] or 0) if match else 0.0


_ACCENTS = re.compile("[\u0300-\u036f]")
_NOT_OF_REPS = r"(?<![\d.,:x×*/])(?<![x×*]\s)(?<![x×*]\s\s)"
_DISTANCE = re.compile(
    _NOT_OF_REPS
    + r"(?P<value>\d{1,3}(?:[.,]\d{1,2})?)\s?(?P<unit>km|k|miles|mile|mi)\b(?!\s*(?:pace|effort|tempo|/|-pace))"
)
_ONE_SPAN = r"(?:\d{1,2}h)?\s?(?:\d{1,3}m)?"
_SPAN = re.compile(rf"(?P<low>{_ONE_SPAN})\s*[-–]\s*(?P<high>{_ONE_SPAN})")
_ALONE = re.compile(r"(?=\d)(?:(?P<h>\d{1,2})h)?\s?(?:(?P<m>\d{1,3})m(?:in)?)?")
_CLOCK = re.compile(_NOT_OF_REPS + r"(?P<h>\d{1,2}):(?P<m>[0-5]\d)(?::[0-5]\d)?\s?(?:h|std|hours?)\b")
_HOURS = re.compile(
    _NOT_OF_REPS + r"(?P<h>\d{1,2}(?:[.,]\d{1,2})?)\s?(?:hours?|hrs?|h|std|stunden?|heures?|horas?|ore|uur)\s?"
    r"(?:(?P<m>[0-5]?\d)\s?(?:minutes?|mins?|m|'|′)?)?(?![a-z\d])"
)
_MINUTES = re.compile(
    _NOT_OF_REPS + r"(?P<m>\d{2,3})\s?(?:minutes?|minuten|minuti|minutos|mins?|min\.|'|′)(?![a-z\d/])"
)
_TSS = re.compile(r"\btss\s*[:=]?\s*(\d{1,3}(?:[.,]\d+)?)", re.IGNORECASE)
_NUMBERED = re.compile(r"\d\s*[x×*]\s*\d")

_REST = re.compile(
    r"(?:rest(?:\s?day)?|day\s?off|off|off\s?day|ruhetag|ruhe|frei|pausentag|repos|jour de repos|descanso|"
    r"dia de descanso|riposo|rustdag|rust|odpoczynek|dzien wolny|vilodag|vila|hviledag|hvile|lepo|lepopaiva|休養|休み)"
    r"\s*(?:[-–:•(!.].*)?$"
)
_RUN = re.compile(
    r"\b(?:runs?|running|(?<!aqua )(?<!aqua-)jog(?:s|ging)?|laufen|\w*(?<!lang)(?<!eis)lauf|laufeinheit|footing|"
    r"course a pied|carrera|correr|corrida|corsa|corsetta|hardlopen|\w*loop|bieg|bieganie|wybieganie|rozbieganie|"
    r"lopning|lopepass|loping|lob|lobetur|langpass|juoksu|lenkki|parkrun|strides|fartlek|marathon|maraton|halbmarathon|"
    r"walk[ /-]run|treadmill)\b|ラン|ジョグ"
)
_OTHER = re.compile(
    r"\b(?:strength|strengthening|gym|weights?|weight training|lift|lifting|core|kraft\w*|stabi\w*|rumpf\w*|"
    r"musculation|renforcement|fuerza|gimnasio|forza|palestra|krachttraining|silownia|styrke\w*|styrka|voimaharjoittelu|"
    r"mobility|mobilisation|yoga|pilates|stretch\w*|dehnen|physio\w*|massage|sauna|plyo\w*|"
    r"rides?|riding|bikes?|biking|cycling|cycle|spin|spinning|zwift|rad|radfahren|radtour|rennrad|velo|fahrrad|ciclismo|"
    r"bici|bicicleta|fietsen|rower|cykel|cykling|sykkel|pyoraily|mtb|"
    r"swim|swims|swimming|schwimm\w*|natation|natacion|nuoto|zwemmen|plywanie|simning|svomming|uinti|"
    r"row|rowing|rudern|hike|hiking|wander\w*|walk|walking|spaziergang|ski|skiing|langlauf|nordic|skate|skating|"
    r"elliptical|crosstrainer|cross[ -]?training|xt|aqua ?jog\w*|tennis|football|climb|climbing|klettern|bouldern|"
    r"lower body|upper body|full body|legs and core)\b|筋トレ|自転車|水泳"
)
