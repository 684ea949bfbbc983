"""What our own export says of joints and of other exercises, written once all new ones are there."""

from exercises.models import Exercise, ExerciseJoint, Joint, VariationGroup


def relate(pairs, *, at):
    """Write joints, variation groups and links of ``(exercise, draft)``; links name slugs.

    A link to an exercise that is not there is left out.
    """
    if not pairs:
        return
    joints = dict(Joint.objects.values_list("slug", "pk"))
    ExerciseJoint.objects.bulk_create(
        [
            ExerciseJoint(exercise=exercise, joint_id=joints[joint], stress=stress)
            for exercise, draft in pairs
            for joint, stress in (draft.own["joints"] or {}).items()
        ],
        batch_size=400,
    )
    names = {draft.own["group"] for _exercise, draft in pairs} - {""}
    VariationGroup.objects.bulk_create(
        [VariationGroup(slug=name, name=name.replace("-", " ").capitalize()) for name in sorted(names)],
        ignore_conflicts=True,
    )
    groups = dict(VariationGroup.objects.filter(slug__in=names).values_list("slug", "pk"))
    # A new exercise is meant before one that had the slug already.
    slugs = dict(Exercise.objects.values_list("slug", "pk"))
    slugs |= {draft.own["slug"]: exercise.pk for exercise, draft in pairs}
    others = []
    for exercise, draft in pairs:
        exercise.variation_group_id = groups.get(draft.own["group"])
        exercise.easier_id = slugs.get(draft.own["links"]["easier"])
        exercise.harder_id = slugs.get(draft.own["links"]["harder"])
        exercise.updated_at = at
        others += [(exercise.pk, slugs[slug]) for slug in draft.own["instead"] if slug in slugs]
    Exercise.objects.bulk_update(
        [exercise for exercise, _draft in pairs],
        ["variation_group", "easier", "harder", "updated_at"],
        batch_size=200,
    )
    through = Exercise.alternatives.through
    through.objects.bulk_create(
        [through(from_exercise_id=one, to_exercise_id=other) for one, other in dict.fromkeys(others)],
        batch_size=400,
    )
