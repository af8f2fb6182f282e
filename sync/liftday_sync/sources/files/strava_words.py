"""The columns of a Strava archive's list, by their names in six languages, else by where they stand.

Names are compared without accents, case and punctuation. Five names stand twice: first for people (kilometres), then
for programs (metres); what is wanted is the second.
"""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from liftday_sync.sources.files.sports import plain_words

NAMES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "id": ("activity id", "aktivitats id", "id de l activite", "id de actividad", "id de la actividad",
               "activiteits id", "id attivita", "id dell attivita"),
        "date": ("activity date", "aktivitatsdatum", "datum der aktivitat", "date de l activite",
                 "fecha de la actividad", "fecha de actividad", "datum van activiteit", "data dell attivita",
                 "data attivita"),
        "name": ("activity name", "name der aktivitat", "aktivitatsname", "nom de l activite",
                 "nombre de la actividad", "nombre de actividad", "naam activiteit", "naam van activiteit",
                 "nome dell attivita", "nome attivita"),
        "sport": ("activity type", "aktivitatsart", "art der aktivitat", "aktivitatstyp", "type d activite",
                  "tipo de actividad", "activiteitstype", "type activiteit", "tipo di attivita", "tipo attivita"),
        "file": ("filename", "dateiname", "nom du fichier", "nombre de archivo", "nombre del archivo",
                 "bestandsnaam", "nome file", "nome del file"),
        "elapsed_s": ("elapsed time", "verstrichene zeit", "gesamtzeit", "temps ecoule", "duree ecoulee",
                      "tiempo transcurrido", "verstreken tijd", "tempo trascorso"),
        "moving_s": ("moving time", "bewegungszeit", "zeit in bewegung", "duree de deplacement",
                     "temps de deplacement", "tiempo en movimiento", "beweegtijd", "tempo in movimento"),
        "distance_m": ("distance", "distanz", "distancia", "afstand", "distanza"),
        "ascent_m": ("elevation gain", "hohenzunahme", "anstieg", "denivele positif", "desnivel positivo",
                     "ganancia de desnivel", "totale stijging", "dislivello", "dislivello positivo"),
        "descent_m": ("elevation loss", "hohenverlust", "abstieg", "denivele negatif", "desnivel negativo",
                      "perdida de desnivel", "totale daling", "dislivello negativo"),
        "max_hr_bpm": ("max heart rate", "max herzfrequenz", "maximale herzfrequenz", "frequence cardiaque max",
                       "frecuencia cardiaca maxima", "ritmo cardiaco maximo", "max hartslag", "maximale hartslag",
                       "frequenza cardiaca massima", "frequenza cardiaca max"),
        "avg_hr_bpm": ("average heart rate", "durchschnittliche herzfrequenz", "frequence cardiaque moyenne",
                       "frecuencia cardiaca media", "frecuencia cardiaca promedio", "ritmo cardiaco promedio",
                       "gemiddelde hartslag", "frequenza cardiaca media"),
        "temperature_c": ("average temperature", "durchschnittliche temperatur", "temperature moyenne",
                          "temperatura media", "temperatura promedio", "gemiddelde temperatuur"),
        "suffer_score": ("relative effort", "relative leistung", "relative anstrengung", "effort relatif",
                         "esfuerzo relativo", "relatieve inspanning", "relatieve intensiteit", "impegno relativo",
                         "sforzo relativo"),
        "perceived_exertion": ("perceived exertion", "subjektive anstrengung", "wahrgenommene anstrengung",
                               "empfundene anstrengung", "effort percu", "esfuerzo percibido", "ervaren inspanning",
                               "sforzo percepito", "percezione dello sforzo"),
        "competition": ("competition", "race", "wettkampf", "wettbewerb", "competicion", "wedstrijd",
                        "competizione", "gara"),
        "long_run": ("long run", "langer lauf", "sortie longue", "course longue", "carrera larga", "tirada larga",
                     "lange duurloop", "corsa lunga", "lungo"),
    }
)  # fmt: skip

AFTER_FILE: Mapping[str, int] = MappingProxyType(
    {
        "elapsed_s": 3,
        "moving_s": 4,
        "distance_m": 5,
        "ascent_m": 8,
        "descent_m": 9,
        "max_hr_bpm": 18,
        "avg_hr_bpm": 19,
        "temperature_c": 24,
        "suffer_score": 25,
        "perceived_exertion": 31,
    }
)
"""In a language we do not know: how many columns behind the one with the file names each stands."""
FROM_THE_LEFT: Mapping[str, int] = MappingProxyType({"id": 0, "date": 1, "name": 2, "sport": 3})
FILE_VALUE = re.compile(r"activities/[^/]+\.(fit|tcx|gpx)(\.gz)?$")
NEEDED = ("id", "date", "sport")


def columns(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Mapping[str, int] | None:
    """Where each known column is; None when this is no list of Strava's. `rows` are a few to look at."""
    names = [_bare(name) for name in header]
    found = {}
    for field, known in NAMES.items():
        at = [index for index, name in enumerate(names) if name in known]
        if at:
            found[field] = at[-1] if field != "name" else at[0]
    if all(field in found for field in NEEDED):
        return found
    return _by_place(header, rows)


def display_distance(header: Sequence[str]) -> int | None:
    """The first column of that name, which is for people; None when there is but one."""
    at = [index for index, name in enumerate(header) if _bare(name) in NAMES["distance_m"]]
    return at[0] if len(at) > 1 else None


def _by_place(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Mapping[str, int] | None:
    ids = [row[0] for row in rows if row]
    if not ids or not all(value.strip().isdigit() for value in ids):
        return None
    file = next((at for at in range(len(header)) if any(_is_file(row, at) for row in rows)), None)
    found = dict(FROM_THE_LEFT)
    if file is not None:
        found["file"] = file
        found |= {field: file + behind for field, behind in AFTER_FILE.items() if file + behind < len(header)}
    return found


def _is_file(row: Sequence[str], at: int) -> bool:
    return at < len(row) and FILE_VALUE.match(row[at].strip()) is not None


def _bare(name: str) -> str:
    return " ".join(re.sub(r"[^\w]+", " ", plain_words(name.removeprefix("\ufeff"))).split())
