"""Exercises as plain values, ready to be JSON; the serializers describe the same fields."""

from exercises import vocabulary
from exercises.models import Exercise


def number(value):
    """A float, or ``None``."""
    return None if value is None else float(value)


def card(exercise):
    """An exercise with what ``with_card`` has fetched."""
    return {
        "slug": exercise.slug,
        "name": exercise.name,
        "type": exercise.type,
        "level": exercise.level,
        "pattern": exercise.pattern,
        "measure": exercise.measure,
        "minutes": number(exercise.minutes),
        "is_quiet": exercise.is_quiet,
        "is_unilateral": exercise.is_unilateral,
        "equipment": sorted(item.slug for item in exercise.equipment.all()),
        "primary": [muscle.slug for muscle in exercise.primary_muscles()],
        "secondary": [muscle.slug for muscle in exercise.secondary_muscles()],
    }


def dose(found):
    """A :class:`exercises.dosage.Dose`."""
    return {
        "sets": found.sets,
        "low": found.low,
        "high": found.high,
        "unit": found.unit,
        "rest": found.rest,
    }


def published_slug(exercise):
    """The slug of a related exercise that members may see, or ``None``."""
    return exercise.slug if exercise is not None and exercise.status == Exercise.Status.PUBLISHED else None


def details(exercise):
    """Everything about an exercise with what ``with_everything`` has fetched."""
    shares = exercise.muscle_shares.all()
    return {
        **card(exercise),
        "aliases": exercise.aliases,
        "force": exercise.force,
        "mechanic": exercise.mechanic,
        "met": number(exercise.met),
        "seconds_per_repetition": number(exercise.seconds_per_repetition),
        "muscles": [
            {"muscle": row.muscle.slug, "role": row.role, "share": float(row.share)} for row in shares
        ],
        "joints": [{"joint": row.joint.slug, "stress": row.stress} for row in exercise.joint_loads.all()],
        "suitability": [
            {"topic": topic, "advice": exercise.suitability[topic]}
            for topic in vocabulary.SUITABILITY_TOPICS
            if exercise.suitability.get(topic) in vocabulary.SUITABILITY
        ],
        "doses": [{"goal": goal, "dose": dose(exercise.dose(goal))} for goal in vocabulary.GOALS],
        "variation_group": exercise.variation_group.slug if exercise.variation_group else None,
        "easier": published_slug(exercise.easier),
        "harder": published_slug(exercise.harder),
        "instead": sorted(filter(None, map(published_slug, exercise.alternatives.all()))),
        "summary": exercise.summary,
        "setup": exercise.setup,
        "steps": exercise.steps,
        "breathing": exercise.breathing,
        "mistakes": exercise.mistakes,
        "source": {
            "name": exercise.source,
            "url": exercise.source_url,
            "author": exercise.author,
            "licence": exercise.licence,
        },
        "updated_at": exercise.updated_at,
    }


def with_everything(queryset):
    """What :func:`details` reads, in a fixed number of queries."""
    related = queryset.with_details().select_related("variation_group", "easier", "harder", "replacement")
    return related.prefetch_related("alternatives")


# What clients read of a draft that members could see before.
WITHDRAWN = "withdrawn"


def change(exercise):
    """One row of the changes: the exercise, or its tombstone."""
    is_draft = exercise.status == Exercise.Status.DRAFT
    is_published = exercise.status == Exercise.Status.PUBLISHED
    return {
        "slug": exercise.slug,
        "name": exercise.name,
        "status": WITHDRAWN if is_draft else exercise.status,
        "updated_at": exercise.updated_at,
        "replacement": published_slug(exercise.replacement),
        "exercise": details(exercise) if is_published else None,
    }
