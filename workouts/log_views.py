"""Writing sets down, and correcting them."""

from uuid import uuid4

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from exercises.models import Exercise
from profiles.actions import ensure_profile
from profiles.outbox import moment_of
from workouts import actions, charts
from workouts.forms import LogForm, SetForm, sent_rows, values_of
from workouts.models import WorkoutSet
from workouts.suggestions import suggest
from workouts.views import offer_undo


@login_required
def log(request, slug):
    """Write down sets of one exercise. ``more`` and ``drop`` change the rows and write nothing."""
    exercise = get_object_or_404(Exercise.objects.published().prefetch_related("equipment"), slug=slug)
    profile, now = ensure_profile(request.user), moment_of(request)
    suggestion = suggest(request.user, exercise, goal=profile.goal, at=now)
    options = {"user": request.user, "measure": exercise.measure}
    status = 200
    if request.method == "POST":
        form = LogForm.sent(request.POST, **options)
        if not form.is_draft and form.is_valid() and (logged := _written(request.user, exercise, form, now)):
            offer_undo(request, "logged", [row.uuid for row in logged.sets])
            return redirect(logged.workout)
        status = 200 if form.is_draft else 422
    else:
        form = LogForm.fresh(suggested=suggestion.rows, place=profile.current_place, **options)
    context = {
        "exercise": exercise,
        "form": form,
        "suggestion": suggestion,
        "chart": charts.progress(suggestion.points),
    }
    piece = request.htmx and request.method == "POST"
    template = "workouts/_log_form.html" if piece else "workouts/log.html"
    return render(request, template, context, status=status)


@login_required
def edit_set(request, uuid):
    """Correct a set: the old one is voided and another stands in its place."""
    rows = WorkoutSet.objects.filter(workout__user=request.user).select_related("workout", "exercise")
    if request.method != "POST":
        rows = rows.standing()
    row = get_object_or_404(rows, uuid=uuid)
    measure = row.exercise.measure
    if request.method == "POST":
        sent = sent_rows(request.POST) or [uuid4()]
        form = SetForm(request.POST, measure=measure, row=sent[0])
        if form.is_valid() and _replaced(request.user, row, form):
            return redirect(row.workout)
    else:
        form = SetForm(measure=measure, row=uuid4(), initial=values_of(row, measure))
    return render(request, "workouts/edit_set.html", {"row": row, "form": form})


def _written(user, exercise, form, now):
    """Log the form's sets; ``None``, with the reason in the form, where that cannot be."""
    try:
        return actions.log_sets(
            user=user, exercise=exercise, sets=form.entries(), at=now, place=form.cleaned_data["place"]
        )
    except actions.Conflict:
        form.add_error(None, _("This was saved before with other values. Open the workout to correct it."))
    except ValidationError as error:
        form.add_error(None, ValidationError(error.messages))
    return None


def _replaced(user, row, form):
    """Put the form's set in place of ``row``; ``None``, with the reason in the form, where it cannot be."""
    if form.is_blank:
        form.add_error(None, _("Say how much it was, or remove the set."))
        return None
    try:
        return actions.replace_set(user=user, uuid=row.uuid, entry=form.entry(like=row), at=timezone.now())
    except actions.Conflict:
        form.add_error(None, _("This was saved before with other values. Open the workout to correct it."))
    except ValidationError as error:
        form.add_error(None, ValidationError(error.messages))
    return None
