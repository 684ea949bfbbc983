"""What exercises miss: one table for the filter, the count above the list and its links."""

from django.contrib import admin
from django.db.models import Case, Count, Exists, OuterRef, Q, When
from django.utils.translation import gettext_lazy as _

from exercises.models import Exercise, ExerciseMuscle

# What may be missing: the word in addresses → (what people read, the rows that miss it).
MISSING = {
    "type": (_("Type"), Q(type="")),
    "level": (_("Level"), Q(level__isnull=True)),
    "force": (_("Force"), Q(force="")),
    "mechanic": (_("Mechanic"), Q(mechanic="")),
    "pattern": (_("Pattern"), Q(pattern="")),
    "met": (_("Intensity"), Q(met__isnull=True)),
    "minutes": (_("Minutes"), Q(minutes__isnull=True)),
    "summary": (_("Summary"), Q(summary="")),
    "steps": (_("Steps"), Q(steps=[])),
    "equipment": (_("Equipment"), Q(is_equipment_known=False)),
    "joints": (_("Load on joints"), Q(is_joint_stress_known=False)),
    "muscles": (
        _("Muscles"),
        ~Exists(ExerciseMuscle.objects.filter(exercise=OuterRef("pk"), role="primary")),
    ),
}


class MissingFilter(admin.SimpleListFilter):
    """Exercises that miss a field."""

    title = _("missing")
    parameter_name = "missing"

    def lookups(self, request, model_admin):
        """Each field that may be missing."""
        return [("any", _("Anything")), *((name, words) for name, (words, _rows) in MISSING.items())]

    def queryset(self, request, queryset):
        """Rows that miss the chosen field."""
        if self.value() == "any":
            anything = Q()
            for _words, rows in MISSING.values():
                anything |= rows if isinstance(rows, Q) else Q(rows)
            return queryset.filter(anything)
        return queryset.filter(MISSING[self.value()][1]) if self.value() in MISSING else queryset


def gaps():
    """``(total, [{name, words, count, share}])`` of the exercises that are not retired, in one query."""
    kept = Exercise.objects.exclude(status=Exercise.Status.RETIRED)
    counted = {f"without_{name}": Count("pk", filter=rows) for name, (_words, rows) in MISSING.items()}
    found = kept.aggregate(total=Count("pk"), **counted)
    total = found["total"]
    return total, [
        {
            "name": name,
            "words": words,
            "count": found[f"without_{name}"],
            "share": found[f"without_{name}"] / (total or 1),
        }
        for name, (words, _rows) in MISSING.items()
    ]


def with_gap_count(queryset):
    """Annotate ``gap_count``: how many of the fields each row misses."""
    total = 0
    for _words, rows in MISSING.values():
        total = Case(When(rows, then=1), default=0) + total
    return queryset.annotate(gap_count=total)
