"""What waits for a curator or an operator: the head of admin's start page."""

from django import template
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from exercises.admin.missing import with_gap_count
from exercises.models import Exercise, NearDuplicate, Report
from profiles.models import User
from recommender.models import ModelRun

register = template.Library()


@register.inclusion_tag("admin/recommender/waiting.html", takes_context=True)
def waiting(context):
    """Counts and trainings, in seven queries whatever the number of rows."""
    perms = context["perms"]
    runs = ModelRun.objects.filter(Q(is_current=True) | Q(pk__in=_latest())).order_by("-started_at", "-pk")
    runs = list(runs.defer("metrics", "parameters"))
    return {
        "queues": _queues(perms),
        "run": runs[0] if runs else None,
        "serving": next((run for run in runs if run.is_current), None),
        "people": User.objects.real().filter(is_active=True).count(),
        "simulated": User.objects.filter(is_simulated=True).count(),
        "perms": perms,
    }


def _latest():
    return ModelRun.objects.order_by("-started_at", "-pk").values("pk")[:1]


def _queues(perms):
    if not perms["exercises"]["view_exercise"]:
        return []
    drafts = Exercise.objects.filter(status=Exercise.Status.DRAFT)
    exercises = reverse("admin:exercises_exercise_changelist")
    incomplete = with_gap_count(Exercise.objects.exclude(status=Exercise.Status.RETIRED))
    open_pairs = NearDuplicate.objects.waiting()
    return [
        {
            "words": _("Drafts to review"),
            "count": drafts.count(),
            "address": f"{exercises}?status__exact=draft",
        },
        {
            "words": _("Exercises that miss something"),
            "count": incomplete.filter(gap_count__gt=0).count(),
            "address": f"{exercises}?missing=any",
        },
        {
            "words": _("Near duplicates to decide"),
            "count": open_pairs.count(),
            "address": f"{reverse('admin:exercises_nearduplicate_changelist')}?decision__exact=open",
        },
        {
            "words": _("Reports by members"),
            "count": Report.objects.filter(decision=Report.Decision.OPEN).count(),
            "address": f"{reverse('admin:exercises_report_changelist')}?decision__exact=open",
        },
    ]
