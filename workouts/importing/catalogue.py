"""The published catalogue in memory, and which of its exercises a name from another app means.

Safe first: a name is taken for an exercise only where movement, variation and equipment agree and no other
exercise fits as well; everything else is for the person to say, with the nearest exercises at hand.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from exercises.matching import EXACT, Candidate, compare
from exercises.models import Exercise
from exercises.names import SIDES, USUAL, Name, opposed, part
from exercises.search.words import raw_tokens
from workouts.importing.known_names import key_of, known_names
from workouts.importing.translating import translated

PROPOSALS = 3
# As many share most words with a name; the rest cannot be nearer.
MOST_COMPARED = 40
# Of the share of words and that of letters in common, together; below it two names are not alike.
ALIKE = 0.6
_ON_A_BENCH = {"benchpress", "fly", "press"}


@dataclass(frozen=True)
class Entry:
    """An exercise as it is offered: enough to show it and to log it."""

    pk: int
    slug: str
    name: str


@dataclass(frozen=True)
class Match:
    """What a name means: the ``entry``, or ``None`` with the nearest ones as ``proposals``."""

    entry: Entry | None = None
    proposals: tuple = ()


def load_catalogue():
    """Return the :class:`Catalogue` of published exercises; one query while it has not changed."""
    return _catalogue(Exercise.objects.published().stamp())


@lru_cache(maxsize=1)
def _catalogue(_stamp):
    return Catalogue(Exercise.objects.published().prefetch_related("equipment").order_by("level", "name"))


class Catalogue:
    """Exercises by the words of their names."""

    def __init__(self, exercises):
        self.entries, self._candidates = {}, {}
        self._slugs, self._texts = {}, defaultdict(dict)
        self._by_word = defaultdict(set)
        self._english = {word for name in known_names() for word in raw_tokens(name)}
        for exercise in exercises:
            self._add(exercise)

    def _add(self, exercise):
        names = [exercise.name, *exercise.aliases]
        self.entries[exercise.pk] = Entry(exercise.pk, exercise.slug, exercise.name)
        self._slugs[exercise.slug] = exercise.pk
        parted = dict.fromkeys(map(part, names))
        self._candidates[exercise.pk] = Candidate(
            key=exercise.pk, names=tuple(parted),
            equipment=frozenset(item.slug for item in exercise.equipment.all()),
        )  # fmt: skip
        for rank, name in enumerate(names):
            self._texts[key_of(name)].setdefault(exercise.pk, rank > 0)
            self._english.update(raw_tokens(name))
        for shape in parted:
            for word in shape.words:
                self._by_word[word].add(exercise.pk)

    def __contains__(self, slug):
        return slug in self._slugs

    def entry(self, slug):
        """The :class:`Entry` of a slug; raises ``KeyError`` where it is not published."""
        return self.entries[self._slugs[slug]]

    def named(self, text):
        """The :class:`Entry` whose name, alias or slug ``text`` is, or ``None``: for what a person types."""
        if text.strip() in self._slugs:
            return self.entry(text.strip())
        pk = self._only_one(self._texts.get(key_of(text), {}))
        return self.entries.get(pk)

    def match(self, name):
        """Return the :class:`Match` of a name as another app writes it, in any language that is known."""
        texts = list(dict.fromkeys((name, *translated(name, self._english))))
        for text in texts:
            if pk := self._meant(text):
                return Match(self.entries[pk])
        return Match(proposals=tuple(self.nearest(*texts)))

    def _meant(self, text):
        key, known = key_of(text), known_names()
        if key in known:
            return self._slugs.get(known[key])
        return self._only_one(self._texts.get(key, {})) or self._same(_wanted(text))

    def nearest(self, *texts):
        """The exercises that are most like a name, at most three, never one that the name excludes.

        ``texts`` are what the name may be in English.
        """
        likeness = Counter()
        for wanted in map(_wanted, texts):
            for pk in self._sharing_words(wanted.names):
                likeness[pk] = max(likeness[pk], self._likeness(wanted, pk))
        found = [pk for pk, value in likeness.most_common(PROPOSALS) if value > 0]
        if len(found) < PROPOSALS:
            found += self._spelt_like(texts[-1], PROPOSALS - len(found), besides=found)
        return [self.entries[pk] for pk in found]

    def _likeness(self, wanted, pk):
        """How alike two are: the movement first, then what it is done with."""
        candidate = self._candidates[pk]
        movement = compare(_without_equipment(wanted), _without_equipment(candidate)).likeness
        return 0.7 * movement + 0.3 * compare(wanted, candidate).likeness

    def _only_one(self, found):
        """The exercise of that name; of that alias only where no exercise has it as a name."""
        own = [pk for pk, is_alias in found.items() if not is_alias]
        if len(own) == 1:
            return own[0]
        return next(iter(found)) if not own and len(found) == 1 else None

    def _same(self, wanted):
        """The one exercise that is the same by movement, variation and equipment, or ``None``."""
        exact, alias = [], []
        for pk in self._sharing_words(wanted.names):
            found = compare(wanted, self._candidates[pk])
            if found.kind == EXACT:
                exact.append(pk)
            elif found.reasons == ("one is another name of the other",):
                alias.append(pk)
        best = exact or alias
        return best[0] if len(best) == 1 else None

    def _sharing_words(self, names):
        words = {word for name in names for word in name.words}
        shared = Counter(pk for word in words for pk in self._by_word.get(word, ()))
        ranked = sorted(shared, key=lambda pk: (-shared[pk], len(self._candidates[pk].names[0].words), pk))
        return ranked[:MOST_COMPARED]

    def _spelt_like(self, name, n, *, besides):
        """The exercises whose names have most words and letters in common with a name."""
        wanted, words = _wanted(name).names[0], set(key_of(name).split())
        scored = []
        for pk, entry in self.entries.items():
            key = key_of(entry.name)
            others = set(key.split())
            shared = 2 * len(words & others) / (len(words) + len(others) or 1)
            likeness = shared + SequenceMatcher(None, key_of(name), key).ratio()
            if likeness >= ALIKE and pk not in besides and not opposed(wanted, self._candidates[pk].names[0]):
                scored.append((-likeness, pk))
        return [pk for _likeness, pk in sorted(scored)[:n]]


def _wanted(text):
    """A name to look for, and the same without the words for what is usual anyway.

    Standing and both sides go without saying; flat does only where a bench may be tilted.
    """
    name = part(text)
    usual = USUAL if name.words & _ON_A_BENCH else USUAL - {SIDES["flat"]}
    names = [name]
    if name.sides & usual:
        names.append(Name(name.words, name.sides - usual, name.equipment))
    return Candidate(key=None, names=tuple(names))


def _without_equipment(candidate):
    names = [Name(name.words, name.sides, frozenset()) for name in candidate.names]
    return Candidate(candidate.key, tuple(dict.fromkeys(names)))
