"""What a revision changed, in words: codes and keys become what people read."""

from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from exercises import vocabulary
from exercises.models import Exercise, VariationGroup

LABELS = {
    "name": _("Name"), "slug": _("Address word"), "aliases": _("Other names"), "status": _("Status"),
    "replacement": _("Do instead once retired"), "type": _("Type"), "level": _("Level"), "force": _("Force"),
    "mechanic": _("Mechanic"), "pattern": _("Pattern"), "is_unilateral": _("One side at a time"),
    "is_quiet": _("Quiet"), "met": _("Intensity (MET)"), "met_source": _("Source of the intensity"),
    "measure": _("Counted in"), "seconds_per_repetition": _("Seconds per repetition"),
    "minutes": _("Typical minutes"), "doses": _("Own doses"), "muscles": _("Muscles"),
    "equipment": _("Equipment"), "joints": _("Load on joints"), "is_equipment_known": _("Equipment is known"),
    "is_joint_stress_known": _("Load on joints is known"), "suitability": _("For whom"),
    "variation_group": _("Movement"), "easier": _("Easier version"), "harder": _("Harder version"),
    "alternatives": _("Do instead"), "summary": _("Summary"), "setup": _("Setup"), "steps": _("Steps"),
    "breathing": _("Breathing"), "mistakes": _("Mistakes"), "source": _("Source"),
    "source_key": _("Key at the source"), "source_url": _("Address at the source"), "licence": _("Licence"),
    "author": _("Author"),
}  # fmt: skip
_LINKS = ("replacement", "easier", "harder", "alternatives")
_CHOICES = {
    "type": vocabulary.TYPES, "level": vocabulary.LEVELS, "force": vocabulary.FORCES,
    "mechanic": vocabulary.MECHANICS, "pattern": vocabulary.PATTERNS, "measure": vocabulary.MEASURES,
    "status": dict(Exercise.Status.choices),
}  # fmt: skip


@dataclass(frozen=True)
class Change:
    """One field of one change, in words; empty words where there was nothing."""

    field: str
    label: str
    before: str
    after: str


class Wording:
    """Words for the plain values of :mod:`exercises.revisions`; asks for the names it needs at once."""

    def __init__(self, states):
        """``states`` are dictionaries of plain values, all that shall be put into words."""
        links, groups = set(), set()
        for state in states:
            for name in _LINKS:
                value = state.get(name)
                links.update(value if isinstance(value, list) else [value])
            groups.add(state.get("variation_group"))
        links.discard(None), groups.discard(None)
        self.names = dict(Exercise.objects.filter(pk__in=links).values_list("pk", "name")) if links else {}
        found = VariationGroup.objects.filter(pk__in=groups).values_list("pk", "name") if groups else ()
        self.groups = dict(found)

    def value(self, name, value):
        """One field's value in words: lines where it is a list of sentences."""
        if value in (None, "", [], {}):
            return ""
        if isinstance(value, bool):
            return gettext("Yes") if value else gettext("No")
        if name in _CHOICES:
            return str(_CHOICES[name].get(value, value))
        if name in _LINKS:
            keys = value if isinstance(value, list) else [value]
            return ", ".join(self.names.get(key, f"#{key}") for key in keys)
        if name == "variation_group":
            return self.groups.get(value, f"#{value}")
        special = getattr(self, f"_{name}", None)
        return special(value) if special else str(value)

    def _muscles(self, shares):
        roles = {"primary": gettext("primary"), "secondary": gettext("secondary")}
        return "\n".join(
            f"{vocabulary.MUSCLES.get(slug, slug)}: {float(share):.0%}, {roles.get(role, role)}"
            for slug, (role, share) in sorted(shares.items(), key=lambda item: -float(item[1][1]))
        )

    def _joints(self, loads):
        return ", ".join(
            f"{vocabulary.JOINTS.get(slug, slug)}: {vocabulary.STRESS.get(stress, stress)}"
            for slug, stress in loads.items()
        )

    def _equipment(self, slugs):
        return ", ".join(str(vocabulary.EQUIPMENT.get(slug, slug)) for slug in slugs)

    def _aliases(self, names):
        return ", ".join(names)

    def _steps(self, steps):
        return "\n".join(f"{number}. {step}" for number, step in enumerate(steps, 1))

    def _mistakes(self, mistakes):
        return "\n".join(mistakes)

    def _suitability(self, said):
        topics, words = vocabulary.SUITABILITY_TOPICS, vocabulary.SUITABILITY
        return "\n".join(
            f"{topics.get(topic, topic)}: {words.get(word, word)}" for topic, word in said.items()
        )

    def _doses(self, doses):
        return "\n".join(
            f"{vocabulary.GOALS.get(goal, goal)}: {', '.join(map(str, dose))}" for goal, dose in doses.items()
        )


def in_words(revisions):
    """Return ``{revision key: [Change]}``, in the order of the form, in two queries at most."""
    sides = [
        {name: pair[side] for name, pair in revision.changes.items()}
        for revision in revisions
        for side in (0, 1)
    ]
    words = Wording(sides)
    order = list(LABELS)
    return {
        revision.pk: [
            Change(name, str(LABELS[name]), words.value(name, before), words.value(name, after))
            for name, (before, after) in sorted(
                revision.changes.items(), key=lambda item: order.index(item[0]) if item[0] in LABELS else 99
            )
            if name in LABELS
        ]
        for revision in revisions
    }
