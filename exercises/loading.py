"""Loads the catalogue's own files into the database: all of them, or nothing at all."""

from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from exercises import catalogue, revisions, search, vocabulary
from exercises.catalogue import CatalogueError
from exercises.models import (
    Equipment,
    Exercise,
    ExerciseJoint,
    ExerciseMuscle,
    Joint,
    Muscle,
    Revision,
    VariationGroup,
)
from exercises.records import NUMBERS, PLAIN, canonical, digest, record_of

FOLDER = Path(settings.BASE_DIR) / "fixtures" / "catalogue"
SOURCE = "nextset"

_COLUMNS = (*PLAIN, *NUMBERS, "is_equipment_known", "is_joint_stress_known", "variation_group",
            "easier", "harder", "loaded_digest", "updated_at")  # fmt: skip


@dataclass
class LoadReport:
    """What a load did: slugs by what happened to them."""

    created: list = field(default_factory=list)
    updated: list = field(default_factory=list)
    unchanged: list = field(default_factory=list)
    kept: list = field(default_factory=list)

    def as_counts(self):
        """The counts, and the slugs that were kept because a person edited them."""
        counts = {name: len(getattr(self, name)) for name in ("created", "updated", "unchanged", "kept")}
        return {**counts, "kept_slugs": self.kept}


def catalogue_files(paths=()):
    """The files named by ``paths`` (files or folders), or the catalogue that ships with the app."""
    files = []
    for path in map(Path, paths or [FOLDER]):
        if not path.exists():
            raise CatalogueError(f"{path}: no such file or folder")
        files.extend(sorted(path.glob("*.json")) if path.is_dir() else [path])
    return files


def read_catalogue(paths=()):
    """Return the sound records of all files, or raise :class:`CatalogueError` naming every fault.

    The faults name the file, the record and the field. Slugs must be unique over all files, and
    ``easier``, ``harder`` and ``instead`` must name a record of the files or an exercise at hand.
    """
    records, faults, home = [], [], {}
    for path in catalogue_files(paths):
        for number, record in enumerate(catalogue.read_records(path), 1):
            place = f"{path.name}: {record.get('slug') or f'record {number}'}"
            found = _checked(record)
            faults += [f"{place}: {fault}" for fault in found]
            slug = str(record.get("slug"))
            if slug in home:
                faults.append(f"{place}: slug: already used in {home[slug]}")
            elif not found:
                records.append((place, record))
            home.setdefault(slug, path.name)
    known = {*home, *Exercise.objects.values_list("slug", flat=True)}
    for place, record in records:
        for name in ("easier", "harder", "instead"):
            value = record.get(name) or []
            for slug in [value] if isinstance(value, str) else value:
                if slug not in known:
                    faults.append(f"{place}: {name}: no exercise is called {slug!r}")
    if faults:
        raise CatalogueError("\n".join(faults))
    return [record for _place, record in records]


def _checked(record):
    """The faults of a record, those included that make the checker itself stumble."""
    try:
        return catalogue.problems(record)
    except (TypeError, AttributeError, KeyError, ValueError) as error:
        return [f"a field is of the wrong kind: {error}"]


def load_vocabulary():
    """Bring the rows of muscles, equipment and joints up to the vocabulary; safe to repeat."""
    regions = {muscle: region for region, (_n, muscles) in vocabulary.REGIONS.items() for muscle in muscles}
    muscles = [
        Muscle(slug=s, name=n, region=regions[s]) for s, n in vocabulary.english(vocabulary.MUSCLES).items()
    ]
    Muscle.objects.bulk_create(
        muscles, update_conflicts=True, unique_fields=["slug"], update_fields=["name", "region"]
    )
    for model, table in ((Equipment, vocabulary.EQUIPMENT), (Joint, vocabulary.JOINTS)):
        rows = [model(slug=slug, name=name) for slug, name in vocabulary.english(table).items()]
        model.objects.bulk_create(rows, update_conflicts=True, unique_fields=["slug"], update_fields=["name"])


def load_catalogue(paths=(), *, at=None):
    """Load the catalogue's files as published exercises and return a :class:`LoadReport`.

    A row is written when it is new, or when its record changed and no person has edited the row since
    it was loaded: an edited row is kept, whatever the file says now. Its status is set only when it is
    new. Raises :class:`CatalogueError`, with nothing written, when any record has a fault.
    """
    records = read_catalogue(paths)
    with transaction.atomic():
        load_vocabulary()
        return _write({record["slug"]: record for record in records}, at or timezone.now())


def _make_way(slugs):
    """Give other catalogues' drafts that hold one of our slugs another one; nobody has seen them yet."""
    drafts = Exercise.objects.filter(slug__in=slugs, status=Exercise.Status.DRAFT).exclude(source=SOURCE)
    for draft in drafts:
        draft.slug = slugify(f"{draft.slug[:50]}-{draft.source[:16]}-{draft.pk}")
        draft.save(update_fields=["slug", "updated_at"])


def _write(records, at):
    report = LoadReport()
    _make_way(records)
    rows = {
        exercise.slug: exercise
        for exercise in Exercise.objects.filter(slug__in=records)
        .with_details()
        .select_related("easier", "harder", "variation_group")
        .prefetch_related("alternatives")
    }
    digests = {slug: digest(record) for slug, record in records.items()}
    for slug in records:
        _what_happens(rows.get(slug), digests[slug], report).append(slug)
    for slug in report.unchanged:
        # Edited by a person into just what the file says: from now on the file is followed again.
        if rows[slug].loaded_digest != digests[slug]:
            Exercise.objects.filter(pk=rows[slug].pk).update(loaded_digest=digests[slug])
    before = revisions.snapshots([rows[slug].pk for slug in report.updated])
    groups = _variation_groups(records[slug] for slug in (*report.created, *report.updated))
    new = [
        _filled(Exercise(slug=slug, status=Exercise.Status.PUBLISHED, source=SOURCE), records[slug], groups)
        for slug in report.created
    ]
    for exercise in new:
        exercise.loaded_digest = digests[exercise.slug]
    Exercise.objects.bulk_create(new, batch_size=200)
    changed = [_filled(rows[slug], records[slug], groups) for slug in report.updated]
    written = [*new, *changed]
    keys = dict(Exercise.objects.values_list("slug", "pk"))
    for exercise in written:
        record = records[exercise.slug]
        exercise.easier_id, exercise.harder_id = (
            keys.get(record.get("easier")),
            keys.get(record.get("harder")),
        )
        exercise.loaded_digest, exercise.updated_at = digests[exercise.slug], at
    Exercise.objects.bulk_update(changed, _COLUMNS, batch_size=100)
    # The new ones could not name each other before all of them were there.
    linked = [exercise for exercise in new if exercise.easier_id or exercise.harder_id]
    Exercise.objects.bulk_update(linked, ("easier", "harder"), batch_size=200)
    _relate(written, records, keys)
    revisions.record(before, by=None, at=at, action=Revision.Action.EDIT, source=SOURCE)
    revisions.record_new([exercise.pk for exercise in new], at=at, source=SOURCE)
    search.index(written)
    return report


def _what_happens(row, wanted, report):
    """The list of the report that a record belongs to."""
    if row is None:
        return report.created
    current = digest(record_of(row))
    if current == wanted:
        return report.unchanged
    return report.updated if row.loaded_digest == current else report.kept


def _variation_groups(records):
    slugs = {record["variation_group"] for record in records} - {"", None}
    VariationGroup.objects.bulk_create(
        [VariationGroup(slug=slug, name=slug.replace("-", " ").capitalize()) for slug in sorted(slugs)],
        ignore_conflicts=True,
    )
    return {group.slug: group for group in VariationGroup.objects.filter(slug__in=slugs)}


def _filled(exercise, record, groups):
    made = canonical(record)
    for name in PLAIN:
        setattr(exercise, name, made[name])
    for name in NUMBERS:
        setattr(exercise, name, Decimal(made[name]))
    exercise.is_equipment_known = exercise.is_joint_stress_known = True
    exercise.variation_group = groups.get(record["variation_group"])
    return exercise


def _relate(exercises, records, keys):
    """Write the relations of exercises anew, in bulk."""
    ids = [exercise.pk for exercise in exercises]
    muscles = dict(Muscle.objects.values_list("slug", "pk"))
    joints = dict(Joint.objects.values_list("slug", "pk"))
    equipment = dict(Equipment.objects.values_list("slug", "pk"))
    shares, loads, needs, others = [], [], [], []
    needs_model, others_model = Exercise.equipment.through, Exercise.alternatives.through
    for exercise in exercises:
        made = canonical(records[exercise.slug])
        for muscle, share in made["muscles"].items():
            role = ExerciseMuscle.Role.PRIMARY if muscle in made["primary"] else ExerciseMuscle.Role.SECONDARY
            shares.append(
                ExerciseMuscle(exercise=exercise, muscle_id=muscles[muscle], role=role, share=Decimal(share))
            )
        for joint, stress in made["joints"].items():
            loads.append(ExerciseJoint(exercise=exercise, joint_id=joints[joint], stress=stress))
        needs.extend(
            needs_model(exercise_id=exercise.pk, equipment_id=equipment[item]) for item in made["equipment"]
        )
        others.extend(
            others_model(from_exercise_id=exercise.pk, to_exercise_id=keys[slug]) for slug in made["instead"]
        )
    for model, new, key in (
        (ExerciseMuscle, shares, "exercise__in"), (ExerciseJoint, loads, "exercise__in"),
        (needs_model, needs, "exercise__in"), (others_model, others, "from_exercise__in"),
    ):  # fmt: skip
        model.objects.filter(**{key: ids}).delete()
        model.objects.bulk_create(new, batch_size=400)
