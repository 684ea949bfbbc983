"""Reads wger's Django fixtures: a folder of files that refer to each other by number."""

from collections import defaultdict

from exercises.importers.files import SourceError, read_json
from exercises.importers.rows import Row, Translation

NAME = "wger"
FILES = {
    "exercises": "exercise-base-data.json",
    "translations": "translations.json",
    "categories": "categories.json",
    "equipment": "equipment.json",
    "languages": "languages.json",
    "licenses": "licenses.json",
    "muscles": "muscles.json",
}


def recognises(path):
    """Whether ``path`` is a folder with wger's two main files."""
    return path.is_dir() and all((path / FILES[name]).is_file() for name in ("exercises", "translations"))


def read(path, report):
    """Yield a :class:`Row` per exercise, with its texts in every language.

    The English name and description are the row's own; without English, the first language's name is.
    """
    if not path.is_dir():
        raise SourceError(f"{path.name}: wger comes as a folder of fixtures")
    tables = {name: _rows(path / file) for name, file in FILES.items()}
    words = {
        "equipment": _names(tables["equipment"]),
        "categories": _names(tables["categories"]),
        "licenses": _names(tables["licenses"], "short_name"),
        "languages": _names(tables["languages"], "short_name"),
        "muscles": {
            key: fields.get("name_en") or fields.get("name", "")
            for model, key, fields in tables["muscles"]
        },
    }  # fmt: skip
    translations, aliases, comments = _texts(tables["translations"])
    exercises = tables["exercises"]
    report.read = len(exercises)
    for _model, key, fields in exercises:
        try:
            yield _row(key, fields, words, translations[key], aliases, comments)
        except (KeyError, TypeError, AttributeError) as error:
            report.reject(f"exercise {key}", f"refers to what is not there: {error}", code="wrong_shape")


def _rows(path):
    """``(model, key, fields)`` of a fixture file."""
    if not path.exists():
        raise SourceError(f"{path.name}: missing from the folder")
    rows, _encoding = read_json(path)
    if not isinstance(rows, list):
        raise SourceError(f"{path.name}: expected a list of fixtures, found {type(rows).__name__}")
    for number, row in enumerate(rows, 1):
        if not isinstance(row, dict) or not isinstance(row.get("fields"), dict) or "pk" not in row:
            raise SourceError(f"{path.name}: entry {number} is not a fixture")
    return [(row.get("model", ""), row["pk"], row["fields"]) for row in rows]


def _names(rows, field="name"):
    return {key: str(fields.get(field, "")) for _model, key, fields in rows}


def _texts(rows):
    """Translations by exercise, aliases and comments by translation."""
    translations, aliases, comments = defaultdict(list), defaultdict(list), defaultdict(list)
    for model, key, fields in rows:
        if model.endswith(".translation"):
            translations[fields.get("exercise")].append((key, fields))
        elif model.endswith(".alias"):
            aliases[fields.get("translation")].append(str(fields.get("alias", "")))
        elif model.endswith(".exercisecomment"):
            comments[fields.get("translation")].append(str(fields.get("comment", "")))
    return translations, aliases, comments


def _row(key, fields, words, translations, aliases, comments):
    made = [
        (number, Translation(words["languages"][text["language"]], text["name"], text["description"]), text)
        for number, text in translations
    ]
    english = next((entry for entry in made if entry[1].language == "en"), made[0] if made else None)
    number, text, said = english or (None, Translation("", ""), {})
    authors = dict.fromkeys(filter(None, (fields["license_author"], said.get("license_author"))))
    category = words["categories"][fields["category"]]
    description = "\n".join([text.description, *(f"<p>{tip}</p>" for tip in comments.get(number, []))])
    return Row(
        place=f"exercise {key}",
        key=str(fields["uuid"]),
        name=text.name,
        aliases=list(aliases.get(number, [])),
        type=category,
        equipment=[words["equipment"][item] for item in fields["equipment"]] or None,
        primary=[words["muscles"][item] for item in fields["muscles"]],
        secondary=[words["muscles"][item] for item in fields["muscles_secondary"]],
        description=description,
        translations=[translation for _number, translation, _text in made],
        licence=words["licenses"][fields["license"]],
        author=", ".join(authors),
        url=fields["license_object_url"],
    )
