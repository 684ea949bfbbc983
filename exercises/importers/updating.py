"""A second import whose rows say something else: drafts that no person has touched follow their source."""

from django.db.models import Exists, OuterRef

from exercises.models import Exercise, ExerciseMuscle, Revision
from exercises.records import NUMBERS, PLAIN, digest, record_of
from exercises.revisions import recording

# Name and aliases are matched by; what a curator must say is not among what a source does.
COLUMNS = (
    "name", "aliases", "type", "level", "force", "mechanic", "minutes", "met", "measure",
    "is_equipment_known", "summary", "steps", "source_url", "licence", "author", "loaded_digest",
)  # fmt: skip
_BESIDE = ("is_equipment_known", "source_url", "licence", "author")


def untouched(source):
    """``{pk: exercise}`` of the drafts of a source that nobody has changed since they were imported."""
    revisions = Revision.objects.filter(exercise=OuterRef("pk"))
    drafts = Exercise.objects.filter(source=source, status=Exercise.Status.DRAFT)
    drafts = drafts.filter(Exists(revisions.filter(action=Revision.Action.CREATE)))
    drafts = drafts.exclude(Exists(revisions.exclude(action=Revision.Action.CREATE).filter(source="")))
    rows = drafts.with_details().select_related("easier", "harder").prefetch_related("alternatives")
    # The digest sees what was changed past admin, and so past revisions.
    return {row.pk: row for row in rows if row.loaded_digest == digest(record_of(row))}


def digest_of(fresh, draft, shares):
    """The digest of an exercise that is not saved yet, and has no relations but its draft's."""
    record = {name: getattr(fresh, name) for name in PLAIN}
    record |= {name: getattr(fresh, name) or 0 for name in NUMBERS}
    record |= {
        "equipment": draft.equipment, "joints": {}, "primary": draft.primary, "variation_group": "",
        "muscles": {muscle: share for muscle, (_role, share) in shares.items()},
    }  # fmt: skip
    return digest(record)


def differs(exercise, fresh):
    """Whether a draft at hand says something else than the unsaved one made of the source's row."""
    beside = any(getattr(exercise, name) != getattr(fresh, name) for name in _BESIDE)
    return beside or exercise.loaded_digest != fresh.loaded_digest


def update(triples, *, relate, source, by, at):
    """Write ``(exercise, fresh, draft)``: columns, muscles and equipment anew, with a revision each."""
    keys = [exercise.pk for exercise, _fresh, _draft in triples]
    with recording(keys, by=by, at=at, action=Revision.Action.EDIT) as made:
        for exercise, fresh, _draft in triples:
            for name in COLUMNS:
                setattr(exercise, name, getattr(fresh, name))
            exercise.updated_at = at
        rows = [exercise for exercise, _fresh, _draft in triples]
        Exercise.objects.bulk_update(rows, [*COLUMNS, "updated_at"], batch_size=100)
        ExerciseMuscle.objects.filter(exercise__in=keys).delete()
        Exercise.equipment.through.objects.filter(exercise__in=keys).delete()
        relate([(exercise, draft) for exercise, _fresh, draft in triples])
    # The source and not a person changed them: the next import may do so again.
    Revision.objects.filter(pk__in=[revision.pk for revision in made]).update(source=source)
