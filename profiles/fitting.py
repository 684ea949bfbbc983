"""How many exercises fit some answers: what every question shows while it is answered."""

from dataclasses import dataclass

from django.db.models import Count, Q

from exercises.models import Exercise, ExerciseJoint


@dataclass(frozen=True)
class Fit:
    """``fitting`` of ``total`` published exercises keep to every limit."""

    fitting: int
    total: int


def count_fitting(answers):
    """Return the :class:`Fit` of some :class:`~profiles.answers.Answers`, in one query.

    The limits are those that picks keep: all equipment is there, no joint bears more than it may, the
    level is not above the person's, it takes no longer than the session, and it is quiet where noise is
    not wanted. An exercise that does not say how long it takes is left out.
    """
    fits = Q(level__lte=answers.level, minutes__lte=answers.minutes)
    fits &= ~Q(pk__in=_needing_more_than(answers.equipment))
    if answers.is_quiet:
        fits &= Q(is_quiet=True)
    if answers.tolerance:
        fits &= ~Q(pk__in=_straining(answers.tolerance))
    found = Exercise.objects.published().aggregate(total=Count("pk"), fitting=Count("pk", filter=fits))
    return Fit(**found)


def _needing_more_than(equipment):
    needs = Exercise.equipment.through.objects.exclude(equipment__slug__in=equipment)
    return needs.values("exercise_id")


def _straining(tolerance):
    too_much = Q()
    for joint, highest in tolerance.items():
        too_much |= Q(joint__slug=joint, stress__gt=highest)
    return ExerciseJoint.objects.filter(too_much).values("exercise_id")
