"""Tells names of other languages that a source stores as English, by words English does not have."""

from exercises.search.words import raw_tokens

_WORDS = {
    "pt": """
        supino remada agachamento rosca elevacao flexao levantamento desenvolvimento cabo barra
        panturrilha cadeira mesa halteres halter sentado unilateral abdominal com no na do da
        polichinelo sem mergulho puxada frontal triceps biceps inclinado reto
    """,
    "es": """
        jalon jalones remo polea agarre extension estiramiento elevacion patada mancuerna maquina
        banco gluteo pecho alta alto abierto cerrado con en de al el la los las y brazo pierna
        cuello cadera sentadilla respiracion profunda pie sentado meditacion guiada libre bicicleta
        estatica lateral flexion estirar inclinado caballero prono estrecho cruzado peso muerto
        fondos dominadas neutro supino unialteral trasera
    """,
    "it": """
        trazioni trazione impugnatura inversa isometria alle parallele femorale gamba una arco panca
        piana distensione manubri bilanciere squat affondi spinte alzate alzata croci ai alla sbarra
    """,
    "fr": """
        talon fesse cote dynamique pompe traction developpe couche tirage souleve terre fente releve
        jambe bras elevation avec sur genoux epaule
    """,
    "de": """
        schwimmen kopfuber gewichtaufheben bizep mit rudern kniebeuge drucken heben liegestutz
        beinpresse bankdrucken kurzhantel langhantel seitheben vorgebeugt sitzend stehend auf am
        kreuzheben wadenheben
    """,
}
# Words that only one of these languages has: one of them is enough.
_SURE = {
    "pt": """
        supino remada agachamento rosca elevacao panturrilha puxada levantamento desenvolvimento
        polichinelo
    """,
    "es": """
        jalon jalones estiramiento polea mancuerna maquina sentadilla patada respiracion meditacion
        bicicleta agarre remo elevacion gluteo pecho
    """,
    "it": """
        trazioni trazione impugnatura isometria femorale distensione manubri bilanciere
    """,
    "fr": """
        talon fesse pompe developpe souleve cote
    """,
    "de": """
        schwimmen kopfuber gewichtaufheben bizep rudern kniebeuge liegestutz mit bankdrucken
        kreuzheben
    """,
}
# Words some of these languages share with English: they say nothing.
_SHARED = """
    a abdominal al am auf barra biceps con do el elevation extension frontal la lateral no squat
    terre traction triceps una unilateral y
    """


def _keys(text):
    return set(raw_tokens(text))


_ALL = {language: _keys(words) - _keys(_SHARED) for language, words in _WORDS.items()}
_TELLING = {language: _keys(words) - _keys(_SHARED) for language, words in _SURE.items()}


def foreign_language(name):
    """The language code of a name that is not English, or ``""``.

    One word that only another language has decides; where several have it, the language with the most
    of the name's words. Letters no English word has count as a word.

    >>> [foreign_language(name) for name in ("Supino inclinado", "Jalón cerrado supino", "Plank")]
    ['pt', 'es', '']
    """
    words = _keys(name)
    scores = {}
    for language, telling in _TELLING.items():
        sure = len(words & telling)
        if sure:
            scores[language] = 2 * sure + len(words & (_ALL[language] - telling))
    lower = str(name).lower()
    for letters, language in (("ãõç", "pt"), ("ñ¿¡ó", "es"), ("äöüß", "de")):
        if any(letter in lower for letter in letters):
            scores[language] = scores.get(language, 0) + 2
    if not scores:
        return ""
    return max(scores, key=lambda language: (scores[language], language == "pt"))
