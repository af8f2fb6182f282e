"""What runners call their runs, in the languages they write in. Data only; `names` reads it.

Lower case, without accents. Whole words; a trailing `*` lets the word go on, as German and Nordic compounds do.
"""

from enum import StrEnum


class Kind(StrEnum):
    """What a word in a name says about the run."""

    RACE = "race"
    DISTANCE = "distance"
    """The name of a race distance: a race only when the run was that long."""
    HARD = "hard"
    LONG = "long"
    STRIDES = "strides"
    EASY = "easy"
    NOTHING = "nothing"
    """A phrase around one of the words above that takes its meaning away."""


# Each line is one language, in the order English, German, French, Spanish, Italian, Dutch, Portuguese, Polish, Nordic,
# Finnish, Japanese, as far as it has words of its own.
WORDS: dict[Kind, str] = {
    Kind.RACE: """
        race, 5k race, 10k race, parkrun, time trial, fun run
        wettkampf, volkslauf, stadtlauf, strassenlauf
        course, competition, compet, carrera, gara, wedstrijd, prova, zawody
        lopp, lop, kisa, 大会
    """,
    Kind.DISTANCE: """
        marathon, half marathon, halfmarathon
        halbmarathon, semi marathon, semi-marathon, media maraton, medio maraton, maraton
        mezza maratona, maratona, halve marathon, meia maratona, polmaraton, halvmaraton, halvmarathon, puolimaraton
        ハーフマラソン, マラソン
    """,
    Kind.HARD: """
        interval, intervals, reps, repeat, repeats, tempo, threshold, vo2, vo2max, vo2 max, track, fartlek,
        hill repeats, speed, speedwork, workout, yasso, yassos, anaerobic, sprint, sprints, race pace, marathon pace,
        half marathon pace, cruise intervals, lactate, hill sprints, goal pace, tempo run, progression run
        intervall*, tempolauf, tempodauerlauf, tempotraining, tdl, schwelle*, bahn, bahntraining, fahrtspiel,
        bergsprint*, pyramide*, zugige*, zuegige*
        fractionne, seuil, vma, cotes, piste, allure specifique
        series, intervalos, umbral, cuestas, cambios de ritmo, pista
        ripetute, soglia, salite, medio, progressivo
        intervaltraining, tempoloop, drempel*, heuvels, piramide
        tiros, intervalado, limiar, ritmo, subidas
        interwaly, prog, podbiegi, bc2, bc3
        troskel*, terskel*, taerskel*, backe, backar, backintervaller, bakke, bakker
        intervalli, vauhtikestavyys, maki
        インターバル, 閾値, テンポ走, テンポ, 坂
    """,
    Kind.LONG: """
        long run, longrun, long slow distance, lsd
        lange lauf, langer lauf, langen lauf, langer dauerlauf, lala
        sortie longue, tirada larga, lungo, lange duurloop, longao, dlugie wybieganie
        langpass, langtur, pitka lenkki, ロング走
    """,
    Kind.STRIDES: """
        strides, strideouts
        steigerungen, steigerungslauf, steigerungslaufe, steigerungslaeufe
        lignes droites, rectas, allunghi, versnellingen, retas, przebiezki, stegringslopp, 流し
    """,
    Kind.EASY: """
        easy, recovery, shakeout, shake out, jog, jogging, base, z2, zone 2, zone2, cooldown, cool down, warmup, warm up
        locker, lockerer, lockere, regeneration*, regenerativ*, ga1, dauerlauf locker, auslaufen, einlaufen
        footing, recup, recuperation, ef, endurance fondamentale
        rodaje, suave, regenerativo
        lento, rigenerante, corsa lenta
        herstel, herstelloop, rustig, rustige, duurloop
        rodagem, leve
        rozbieganie, bs, owb1, regeneracja
        lugn, lugnt, rolig, restitution
        palauttava, kevyt
        ジョグ, ゆっくり, リカバリー
    """,
    Kind.NOTHING: """
        race week, race prep, race plan, race pack, race course, marathon plan, marathon training, marathon prep,
        marathon block, marathon week, half marathon plan, half marathon training, half marathon prep,
        track and field, speed limit, air base, home base, base camp, recovery week
        course a pied, course de nuit, parcours, de course
        corsa mattutina, corsa serale
    """,
}

# Words that take away the meaning of the one they stand before: "no tempo", "statt Intervalle", "day after race".
NEGATORS = """
    no, not, without, after, instead of, day after, post, pre, before, missed, skipped, skip, cancelled
    kein, keine, keinen, ohne, statt, nach, nach dem, nach den, vor, vor dem, am tag nach
    sans, pas de, apres, au lieu de, avant
    sin, sem, despues de, depois de, senza, dopo, zonder, geen, na, bez, po, utan, uten, uden
    efter, etter, ilman, jalkeen
"""
