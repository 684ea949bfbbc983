"""The last step: match drafts against the catalogue and each other, and write what is new."""

from decimal import Decimal

from django.utils.text import slugify
from django.utils.translation import gettext as _

from exercises import matching, search
from exercises.catalogue import SLUG
from exercises.importers import relating, updating
from exercises.loading import load_vocabulary
from exercises.models import (
    Equipment,
    Exercise,
    ExerciseMuscle,
    ImportedRecord,
    Muscle,
    NearDuplicate,
    Revision,
)
from exercises.records import shares_of

_MEASURES = {"stretching": "seconds", "balance": "seconds", "cardio": "minutes"}


def match(drafts, report, *, source, at):
    """Return a :class:`Writer` that knows what becomes of every draft; nothing is written yet.

    New drafts are to be added, exact duplicates merged, near ones queued. Known records are left alone,
    unless they say something new and nobody has touched the draft.
    """
    step = report.step("matching")
    keys = set()
    for draft in drafts:
        draft.key = _free(draft.key or slugify(draft.name) or draft.place, keys)
    known = dict(ImportedRecord.objects.filter(source=source).values_list("source_key", "exercise_id"))
    writer = Writer(report, step, source, at)
    untouched = updating.untouched(source) if known else {}
    for draft in drafts:
        if draft.key[:120] not in known:
            writer.take(draft)
        elif draft.own is not None or not writer.follow(untouched.get(known[draft.key[:120]]), draft):
            report.known_rows.append({"row": draft.place, "name": draft.name})
    return writer


def _free(key, taken):
    """A key nobody has yet: two rows without ids may have one name."""
    stem, number = key[:110], 2
    key = key[:120]
    while key in taken:
        key, number = f"{stem}-{number}", number + 1
    taken.add(key)
    return key


def _shares(draft):
    """Muscle → role and share: as the source has them, or by the roles alone."""
    shares = (draft.own or {}).get("shares")
    if not shares:
        return shares_of(draft.primary, draft.secondary)
    return {
        muscle: ("primary" if muscle in draft.primary else "secondary", share)
        for muscle, share in shares.items()
    }


def candidates_of(exercises):
    """The :class:`matching.Candidate` of each exercise, its relations at hand."""
    for exercise in exercises:
        equipment = frozenset(item.slug for item in exercise.equipment.all())
        yield matching.Candidate(
            key=exercise.pk,
            names=tuple(matching.part(name) for name in [exercise.name, *exercise.aliases]),
            equipment=equipment if exercise.is_equipment_known else None,
            primary=frozenset(muscle.slug for muscle in exercise.primary_muscles()),
            type=exercise.type,
        )


class Writer:
    """Collects rows and writes them in bulk: ``take`` each draft, then ``write``."""

    def __init__(self, report, step, source, at):
        self.report, self.step, self.source, self.at = report, step, source, at
        existing = list(Exercise.objects.with_card())
        self.matcher = matching.Matcher(candidates_of(existing))
        self.slugs = {exercise.slug for exercise in existing}
        self.names = {exercise.pk: exercise.name for exercise in existing}
        self.new, self.records, self.near, self.updated = {}, [], [], []

    def follow(self, exercise, draft):
        """Update a draft at hand to what its source says now; return whether there is anything to."""
        if exercise is None or exercise.source_key != draft.key[:120]:
            return False
        fresh = self.exercise(draft)
        self.slugs.discard(fresh.slug)
        if not updating.differs(exercise, fresh):
            return False
        self.updated.append((exercise, fresh, draft))
        self.report.updated.append({"row": draft.place, "name": draft.name, "slug": exercise.slug})
        return True

    def take(self, draft):
        """Decide what becomes of one draft."""
        candidate = matching.Candidate(
            key=f"new {draft.key}",
            names=(matching.part(draft.name),),
            equipment=frozenset(draft.equipment) if draft.is_equipment_known else None,
            primary=frozenset(draft.primary),
            type=draft.type,
        )
        found = self.matcher.matches(candidate)
        exact = [key for key, match in found if match.kind == matching.EXACT]
        if exact:
            into = self.names[exact[0]]
            text = _("%(name)r is %(into)r") % {"name": draft.name, "into": into}
            self.step.found("exact_duplicate", draft.place, text, field="name")
            self.report.merged.append({"row": draft.place, "name": draft.name, "into": into})
            self.records.append((exact[0], draft))
            return
        self.matcher.add(candidate)
        self.names[candidate.key] = draft.name
        self.new[candidate.key] = (self.exercise(draft), draft)
        slug = self.new[candidate.key][0].slug
        self.report.added.append({"row": draft.place, "name": draft.name, "slug": slug})
        self.records.append((candidate.key, draft))
        for key, match in found[:3]:
            message = _("%(name)r may be %(other)r (%(likeness).2f)")
            message %= {"name": draft.name, "other": self.names[key], "likeness": match.likeness}
            self.step.found("near_duplicate", draft.place, "; ".join([message, *match.reasons]))
            self.near.append((candidate.key, key, match))
            self.report.near.append(
                {
                    "row": draft.place, "name": draft.name, "like": self.names[key],
                    "likeness": round(match.likeness, 2), "reasons": list(match.reasons),
                }
            )  # fmt: skip

    def exercise(self, draft):
        """The unsaved draft exercise."""
        own = draft.own or {}
        exercise = Exercise(
            slug=self.slug(draft.name, own.get("slug", "")),
            name=draft.name,
            aliases=draft.aliases,
            status=Exercise.Status.DRAFT,
            type=draft.type,
            level=draft.level,
            force=draft.force,
            mechanic=draft.mechanic,
            minutes=draft.minutes,
            met=draft.met,
            measure="seconds" if draft.force == "static" else _MEASURES.get(draft.type, "repetitions"),
            is_equipment_known=draft.is_equipment_known,
            # No other source says what the joints bear: a curator must before anybody is shown it.
            is_joint_stress_known=False,
            summary=draft.summary,
            steps=draft.steps,
            source=self.source,
            source_key=draft.key[:120],
            source_url=draft.url,
            licence=draft.licence or "unknown",
            author=draft.author,
        )
        for name, value in own.get("columns", {}).items():
            setattr(exercise, name, value)
        exercise.is_joint_stress_known = own.get("joints") is not None
        if draft.own is None:
            exercise.loaded_digest = updating.digest_of(exercise, draft, _shares(draft))
        return exercise

    def slug(self, name, wish=""):
        """A free slug for a name, the one that is wished for where it can be had."""
        stem = (wish if SLUG.match(wish) else slugify(name))[:70] or "exercise"
        slug, number = stem, 2
        while slug in self.slugs:
            slug, number = f"{stem}-{number}", number + 1
        self.slugs.add(slug)
        return slug

    def write(self, *, by=None, is_rehearsal=False):
        """Write everything that was collected, as done ``by`` somebody.

        A rehearsal, to be rolled back, spares the search.
        """
        load_vocabulary()
        exercises = [exercise for exercise, _draft in self.new.values()]
        Exercise.objects.bulk_create(exercises, batch_size=200)
        Revision.objects.bulk_create(
            [
                Revision(
                    exercise=exercise, action=Revision.Action.CREATE, by=by, at=self.at, source=self.source
                )
                for exercise in exercises
            ],
            batch_size=200,
        )  # fmt: skip
        ids = {key: exercise.pk for key, (exercise, _draft) in self.new.items()}
        self.relate(self.new.values())
        if self.updated:
            updating.update(self.updated, relate=self.relate, source=self.source, by=by, at=self.at)
        relating.relate([(exercise, draft) for exercise, draft in self.new.values() if draft.own], at=self.at)
        ImportedRecord.objects.bulk_create(
            [
                ImportedRecord(
                    exercise_id=ids.get(key, key), source=self.source, source_key=draft.key[:120],
                    name=draft.name, licence=draft.licence or "unknown", author=draft.author,
                    imported_at=self.at,
                )
                for key, draft in self.records
            ],
            batch_size=200,
        )  # fmt: skip
        pairs = {}
        for key, other, match in self.near:
            first, second = sorted((ids[key], ids.get(other, other)))
            pairs[first, second] = match
        NearDuplicate.objects.bulk_create(
            [
                NearDuplicate(
                    first_id=first, second_id=second, likeness=Decimal(f"{match.likeness:.3f}"),
                    reasons=list(match.reasons), found_at=self.at,
                )
                for (first, second), match in pairs.items()
            ],
            batch_size=200,
        )  # fmt: skip
        self.report.created = [exercise.slug for exercise in exercises]
        self.report.near_duplicates = len(pairs)
        if is_rehearsal:
            return
        touched = {ids.get(key, key) for key, _draft in self.records}
        touched |= {exercise.pk for exercise, _fresh, _draft in self.updated}
        search.index(Exercise.objects.filter(pk__in=touched))

    def relate(self, pairs):
        """Write muscles and equipment of ``(exercise, draft)``."""
        muscles = dict(Muscle.objects.values_list("slug", "pk"))
        equipment = dict(Equipment.objects.values_list("slug", "pk"))
        needs = Exercise.equipment.through
        shares, needed = [], []
        for exercise, draft in pairs:
            for slug, (role, share) in _shares(draft).items():
                shares.append(
                    ExerciseMuscle(exercise=exercise, muscle_id=muscles[slug], role=role, share=share)
                )
            needed.extend(needs(exercise=exercise, equipment_id=equipment[slug]) for slug in draft.equipment)
        ExerciseMuscle.objects.bulk_create(shares, batch_size=400)
        needs.objects.bulk_create(needed, batch_size=400)
