"""How one's own training goes: all of it on one page, and one exercise on another."""

from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef, Q
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from exercises.models import Exercise
from profiles.actions import ensure_profile
from workouts.exercise_progress import SPANS, USUAL_SPAN, progress_of
from workouts.models import WorkoutSet
from workouts.overview import overview_of


@login_required
@require_safe
def overview(request):
    """This week, recovery, the weeks behind and records."""
    profile = ensure_profile(request.user)
    found = overview_of(request.user, profile, at=timezone.now())
    return render(request, "workouts/progress.html", {"overview": found, "profile": profile})


@login_required
@require_safe
def exercise(request, slug):
    """One exercise: a published one, or another one that the member has done."""
    done = WorkoutSet.objects.standing().filter(workout__user=request.user, exercise=OuterRef("pk"))
    published = Q(status=Exercise.Status.PUBLISHED)
    rows = Exercise.objects.filter(published | Exists(done)).prefetch_related("equipment")
    row = get_object_or_404(rows, slug=slug)
    goal = ensure_profile(request.user).goal
    span = request.GET.get("span", "")
    span = span if span in SPANS else USUAL_SPAN
    context = {
        "exercise": row,
        "progress": progress_of(request.user, row, goal=goal, at=timezone.now(), span=span),
        "spans": [{"href": f"?span={key}", "label": name, "current": key == span}
                  for key, (_reach, name) in SPANS.items()],
        "can_log": row.status == Exercise.Status.PUBLISHED,
    }  # fmt: skip
    return render(request, "workouts/exercise_progress.html", context)
