"""What the columns of an export are called, in the languages they are met in, and the units they name."""

import re

from exercises.search.words import fold
from workouts.importing.rows import Cell

# field → labels as fold() and _plain() leave them, without their unit
_LABELS = {
    "date": "date, datum, fecha, data",
    "start": "start time, startzeit, hora de inicio, heure de debut, ora di inizio, inicio",
    "end": "end time, endzeit, hora de fin, hora de finalizacion, heure de fin, ora di fine, hora de termino",
    "title": "workout name, title, titel, name des workouts, trainingsname, nombre del entrenamiento, "
    "titulo, nom de l entrainement, titre, nome dell allenamento, titolo, nome do treino",
    "number": "workout",
    "exercise": "exercise name, exercise title, exercise, ubung, ubungsname, name der ubung, ejercicio, "
    "nombre del ejercicio, exercice, nom de l exercice, esercizio, nome dell esercizio, exercicio, "
    "nome do exercicio",
    "category": "category, kategorie, categoria, categorie",
    "order": "set order, set number, satz, satznummer, satzreihenfolge, orden de serie, orden de la serie, "
    "numero de serie, ordre des series, ordre de la serie, ordine della serie, ordem da serie",
    "index": "set index, satzindex",
    "kind": "set type, satztyp, satzart, tipo de serie, type de serie, tipo di serie",
    "weight": "weight, gewicht, peso, poids, carga",
    "weight_unit": "weight unit, gewichtseinheit, einheit gewicht, unidad de peso, unite de poids, "
    "unita di peso, unidade de peso",
    "repetitions": "reps, repetitions, wiederholungen, wdh, repeticiones, ripetizioni, repeticoes",
    "distance": "distance, distanz, strecke, entfernung, distancia, distanza",
    "distance_unit": "distance unit, distanzeinheit, streckeneinheit, entfernungseinheit, "
    "unidad de distancia, unite de distance, unita di distanza, unidade de distancia",
    "seconds": "seconds, sekunden, segundos, secondes, secondi",
    "duration": "duration, dauer, duracion, duree, durata, duracao",
    "workout_duration": "workout duration, trainingsdauer, duracion del entrenamiento, "
    "duree de l entrainement, durata dell allenamento, duracao do treino",
    "time": "time, zeit, tiempo, temps, tempo",
    "effort": "rpe",
    "note": "notes, note, comment, exercise notes, notizen, kommentar, notizen zur ubung, notas, comentario, "
    "comentarios, commentaire, remarques, commento, observacoes",
    "workout_note": "workout notes, description, workout notizen, trainingsnotizen, beschreibung, "
    "notas del entrenamiento, descripcion, notes de l entrainement, note dell allenamento, descrizione, "
    "notas do treino, descricao",
}  # fmt: skip

_UNITS = {
    "kg": "kg", "kgs": "kg", "kilogramm": "kg", "kilogram": "kg", "kilograms": "kg", "kilos": "kg",
    "lb": "lb", "lbs": "lb", "pound": "lb", "pounds": "lb", "pfund": "lb", "libras": "lb",
    "m": "m", "meter": "m", "meters": "m", "metre": "m", "metres": "m", "metros": "m", "metri": "m",
    "km": "km", "kms": "km", "kilometer": "km", "kilometers": "km", "kilometre": "km", "kilometres": "km",
    "kilometros": "km", "mi": "mi", "mile": "mi", "miles": "mi", "meilen": "mi", "millas": "mi",
    "yd": "yd", "yds": "yd", "yard": "yd", "yards": "yd", "ft": "ft", "feet": "ft", "foot": "ft",
    "cm": "cm", "in": "in",
    "s": "s", "sec": "s", "secs": "s", "seconds": "s", "sek": "s", "sekunden": "s", "seg": "s",
    "min": "min", "mins": "min", "minutes": "min", "minuten": "min",
}  # fmt: skip


def _plain(text):
    return " ".join(re.findall(r"[^\W_]+", fold(text)))


_FIELDS = {_plain(label): field for field, labels in _LABELS.items() for label in labels.split(",")}


def unit_of(text):
    """The unit that a word means (``kg``, ``lb``, ``m``, ``km``, ``mi`` …), or ``""``.

    >>> unit_of("lbs"), unit_of("mi."), unit_of("stones")
    ('lb', 'mi', '')
    """
    return _UNITS.get(_plain(text), "")


def field_of(label):
    """What a column holds, and the unit that its label names: ``(field, unit)``, ``("", "")`` if unknown.

    >>> field_of("Weight (lbs)"), field_of("weight_kg"), field_of("Gewicht"), field_of("Seconds")
    (('weight', 'lb'), ('weight', 'kg'), ('weight', ''), ('seconds', ''))
    """
    words = _plain(label)
    if words in _FIELDS:
        return _FIELDS[words], ""
    rest, _space, last = words.rpartition(" ")
    if rest in _FIELDS and last in _UNITS:
        return _FIELDS[rest], _UNITS[last]
    return "", ""


class Columns:
    """Where the fields of a table stand, by its header."""

    def __init__(self, header):
        self.header = header
        self._places = {}
        for place, label in enumerate(header):
            field, unit = field_of(label)
            if field:
                self._places.setdefault(field, []).append((place, unit))

    def __contains__(self, field):
        return field in self._places

    def missing(self, fields):
        """Those of ``fields`` that no column holds."""
        return [field for field in fields if field not in self._places]

    def cell(self, cells, field):
        """The :class:`Cell` of a row for a field; of two columns for one, the first that says something."""
        first = Cell()
        for place, unit in self._places.get(field, ()):
            text = cells[place].strip() if place < len(cells) else ""
            if text.strip("0.,"):
                return Cell(text, self.header[place], unit)
            if not first.text:
                first = Cell(text, self.header[place], unit)
        return first
