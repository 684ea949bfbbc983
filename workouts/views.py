"""The log as it is read, and taking sets out of it. One's own only."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from profiles.addresses import next_address
from workouts import actions, charts, progress
from workouts.history import lately, summary, workouts_of
from workouts.models import WorkoutSet
from workouts.sets_file import sets_file

PAGE_SIZE = 15
# In the session until it has been shown once: what was just done, and can be taken back.
JUST_DONE = "workouts_just_done"


@login_required
def history(request):
    """Workouts by day, and how much each muscle did lately."""
    page = Paginator(workouts_of(request.user), PAGE_SIZE).get_page(request.GET.get("page"))
    weeks = progress.weekly_sets(request.user, timezone.now(), weeks=2)
    context = {
        "page": page,
        "summaries": [summary(workout) for workout in page],
        "lately": lately(request.user),
        "muscles": charts.muscles(weeks),
        "heat": {muscle: progress.heat_of(counts[0]) for muscle, counts in weeks.items()},
        "done": request.session.pop(JUST_DONE, None),
    }
    return render(request, "workouts/history.html", context)


@login_required
@never_cache
def export(request):
    """Every set of the member in one CSV file."""
    response = HttpResponse(sets_file(request.user), content_type="text/csv; charset=utf-8")
    name = f"nextset-sets-{timezone.localdate()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@login_required
def detail(request, uuid):
    """One workout, set by set."""
    workout = get_object_or_404(workouts_of(request.user), uuid=uuid)
    context = {"summary": summary(workout), "done": request.session.pop(JUST_DONE, None)}
    return render(request, "workouts/detail.html", context)


@login_required
@require_POST
def void_set(request):
    """Take sets out of the log: POST ``uuid`` once for each, and perhaps ``next``."""
    uuids = _uuids(request)
    try:
        actions.void_sets(user=request.user, uuids=uuids, at=timezone.now())
    except WorkoutSet.DoesNotExist as error:
        raise Http404 from error
    offer_undo(request, "voided", uuids)
    return redirect(_back(request))


@login_required
@require_POST
def restore_set(request):
    """Put sets back that were taken out: POST ``uuid`` once for each, and perhaps ``next``."""
    try:
        actions.restore_sets(user=request.user, uuids=_uuids(request))
    except WorkoutSet.DoesNotExist as error:
        raise Http404 from error
    return redirect(_back(request))


def offer_undo(request, what, uuids):
    """Let the next page say what was done to these sets, with a way to take it back."""
    request.session[JUST_DONE] = {"what": what, "uuids": [str(uuid) for uuid in uuids]}


def _uuids(request):
    try:
        found = [UUID(text) for text in request.POST.getlist("uuid")[: actions.MOST_SETS]]
    except ValueError as error:
        raise Http404("uuid: not a UUID") from error
    if not found:
        raise Http404("uuid: missing")
    return found


def _back(request):
    """Where to go after sets changed: the workout while it holds any, else the history."""
    workouts = workouts_of(request.user).filter(sets__uuid__in=_uuids(request))
    workout = workouts.prefetch_related(None).first()
    return next_address(request) or workout or "workouts:history"
