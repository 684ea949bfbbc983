"""The spellings step: words to the vocabulary's, names to the catalogue's way of writing."""

import re
from collections import Counter

from django.utils.translation import gettext as _

from exercises import vocabulary
from exercises.importers import spellings, texts
from exercises.importers.files import SourceError
from exercises.importers.languages import foreign_language
from exercises.importers.rows import Draft
from exercises.names import named_equipment

LONGEST_ALIAS = 120
# "Step:1 Stand tall." and "2) Bend." count their steps themselves.
_NUMBERED = re.compile(r"^(?:step\s*:?\s*\d+\s*[.):]?|\d+\s*[.)])\s+", re.IGNORECASE)
MOST_ALIASES = 25
# Fields whose words are looked up, with the codes a person may map a word to.
CODES = {
    "muscle": vocabulary.MUSCLES,
    "equipment": vocabulary.EQUIPMENT,
    "type": vocabulary.TYPES,
    "level": vocabulary.LEVELS,
    "force": vocabulary.FORCES,
    "mechanic": vocabulary.MECHANICS,
}
# What a person says of a word that means "nothing needed", and of one that says nothing.
NOTHING, SAYS_NOTHING = "nothing", "-"


def map_words(rows, report, own_words):
    """Words to the vocabulary's, names to the catalogue's way of writing."""
    step = report.step("spellings")
    own = {field: {} for field in CODES}
    for (field, word), code in own_words.items():
        own[field][spellings.key(word)] = _decided(field, word, code)
    level_words = Counter(spellings.key(row.level) for row in rows)
    mapper = _Mapper(step, report, own, level_words)
    return [mapper.draft(row) for row in rows]


def _decided(field, word, code):
    """What the spellings' tables hold for a word that a person has decided on."""
    if code == SAYS_NOTHING:
        return None
    if code == NOTHING and field == "equipment":
        return []
    if code not in CODES[field]:
        words = ", ".join(map(str, CODES[field]))
        raise SourceError(f"{field}:{word}={code}: there is no such word; there are {words}")
    return code


class _Mapper:
    """Turns one row's words into codes and remembers what it did not know."""

    def __init__(self, step, report, own, level_words):
        self.step, self.report, self.own = step, report, own
        # "Expert" is the third level of three, and the fourth where a file knows an advanced one too.
        others = {word for word, code in spellings.table("level").items() if code == 3 and word != "expert"}
        self.expert = 4 if others & set(level_words) else 3

    def draft(self, row):
        """The draft of a row."""
        language = foreign_language(row.name) if row.own is None else ""
        if language:
            self.step.found(
                f"foreign_name_{language}", row.place, _("%r is not English") % row.name, field="name"
            )
        steps, was_dangerous = texts.paragraphs(row.description)
        if was_dangerous:
            self.step.found(
                "script_removed", row.place, _("a script or the like was taken out"), field="description"
            )
        level = self.one("level", row, row.level)
        equipment, is_known = self.equipment(row)
        return Draft(
            place=row.place,
            key=row.key,
            name=texts.sentence_case(row.name) if row.own is None else texts.plain(row.name),
            aliases=self.aliases(row),
            type=self.one("type", row, row.type) or "",
            level=self.expert if spellings.key(row.level) == "expert" and row.own is None else level,
            force=self.one("force", row, row.force) or "",
            mechanic=self.one("mechanic", row, row.mechanic) or "",
            equipment=equipment,
            is_equipment_known=is_known,
            primary=self.many("muscle", row, row.primary),
            secondary=self.many("muscle", row, row.secondary),
            summary=" ".join(texts.paragraphs(row.summary)[0]),
            steps=[_NUMBERED.sub("", step) if row.own is None else step for step in steps],
            licence=texts.plain(row.licence)[:60],
            author=texts.plain(row.author)[:120],
            url=self.url(row),
            own=row.own,
        )

    def url(self, row):
        """An address that can be a link: others would be a script in disguise."""
        url = row.url.strip()
        if not url:
            return ""
        if url.lower().startswith(("https://", "http://")) and len(url) <= 200 and " " not in url:
            return url
        self.step.found("address_left_out", row.place, _("%r is no web address") % url[:60], field="url")
        return ""

    def one(self, field, row, word):
        """The code of a single word, or None."""
        if not word:
            return None
        code = spellings.look_up(field, word, self.own[field])
        if code is spellings.UNKNOWN:
            self.unknown(field, row, word)
            return None
        if isinstance(code, (str, int)) and str(code) != word:
            self.step.found("respelt")
        return code or None

    def many(self, field, row, words):
        """The codes of several words, each once, in their order."""
        codes = [self.one(field, row, word) for word in words]
        return list(dict.fromkeys(code for code in codes if code))

    def equipment(self, row):
        """The equipment, and whether it is known to be all that is needed."""
        codes, is_known = [], row.equipment is not None
        for word in row.equipment or []:
            code = spellings.look_up("equipment", word, self.own["equipment"])
            if code is spellings.UNKNOWN:
                self.unknown("equipment", row, word)
                is_known = False
            elif code is None:
                self.step.found(
                    "equipment_says_nothing", row.place, _("%r names no equipment") % word, field="equipment"
                )
                is_known = False
            elif code:
                codes.append(code)
        if row.own is not None:
            return list(dict.fromkeys(codes)), is_known and row.own["is_equipment_known"]
        named = [code for code in named_equipment(row.name) if code not in codes]
        if named:
            self.step.found("equipment_from_name", row.place, ", ".join(named), field="equipment")
        if "smith-machine" in named and "machine" in codes:
            codes.remove("machine")
        return list(dict.fromkeys([*codes, *named])), is_known

    def unknown(self, field, row, word):
        """Report a word nobody has mapped, with what it may have meant."""
        near = spellings.nearest(field, word)
        self.report.unknown_word(field, str(word), near)
        text = _("%r is not known") % str(word)[:60]
        if near:
            text = "; ".join([text, _("nearest: %s") % ", ".join(map(str, near))])
        self.step.found("unknown_word", row.place, text, field=field)

    def aliases(self, row):
        """Other names, other languages' ones included, without the name itself."""
        if row.own is not None:
            return [texts.plain(name)[:LONGEST_ALIAS] for name in row.aliases if not texts.is_formula(name)]
        names = [*row.aliases, *(translation.name for translation in row.translations)]
        made = {texts.sentence_case(name): None for name in names if name and not texts.is_formula(name)}
        made.pop(texts.sentence_case(row.name), None)
        return [name for name in made if len(name) <= LONGEST_ALIAS][:MOST_ALIASES]
