"""The player: one set at a time. Every step is a page with a form; script shows them without a reload."""

from uuid import uuid4

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from exercises.models import Exercise
from profiles.outbox import moment_of
from recommender import shelf
from recommender.models import TrainingSession
from recommender.player_forms import StepForm
from recommender.sessions import actions, doing, playing, stage, summing
from recommender.sessions.trainees import trainee
from workouts.actions import Conflict

REFUSED = 422


@login_required
def play(request, uuid):
    """The set that is on, with all others behind it; a press of − or + is sent here and changes nothing."""
    at = timezone.now()
    person = trainee(request, at=at)
    row = _own(person, uuid)
    if row.finished_at:
        return redirect("session:summary", uuid)
    actions.mend(person, row, at=at)
    if request.method != "POST":
        return _page(request, row, on=_number(request.GET.get("set", "")))
    name = request.POST.get("step", "")
    shown = stage.set_up(row, shelf.current().facts, name=name)
    if shown.turn is None or shown.turn.played.name != name:
        return redirect("session:play", uuid)
    shown.turn.form.stepped(request.POST, request.POST.get("change", ""))
    return render(request, "recommender/session/play.html", {"row": row, "stage": shown})


@login_required
@require_POST
def log(request, uuid):
    """Write down one set, once however often it is sent, and go on."""
    at = moment_of(request)
    person = trainee(request, at=at)
    row = _own(person, uuid)
    name = request.POST.get("step", "")
    exercise = _exercise(name)
    form = StepForm(request.POST.copy(), name=name, unit=exercise.measure if exercise else "repetitions")
    if exercise is None:
        form.add_error("step", _("There is no such exercise."))
    elif form.is_valid() and _logged(person, row, form, exercise, at):
        return redirect("session:play", uuid)
    return _page(request, row, name=name, form=form, status=REFUSED)


@login_required
@require_POST
def skip(request, uuid):
    """Leave one set out, and go on."""
    at = moment_of(request)
    person, name = trainee(request, at=at), request.POST.get("step", "")
    row = _own(person, uuid)
    if not playing.NAME.fullmatch(name):
        return _page(request, row, status=REFUSED)
    doing.skip_step(person, uuid, step=name, at=at)
    return redirect("session:play", uuid)


@login_required
@require_POST
def finish(request, uuid):
    """End the session, and show what was done."""
    at = moment_of(request)
    person = trainee(request, at=at)
    _own(person, uuid)
    doing.finish(person, uuid, at=at)
    return redirect("session:summary", uuid)


@login_required
def summary(request, uuid):
    """What was done against the plan; before the first set there is nothing to sum up."""
    row = _own(trainee(request, at=timezone.now()), uuid)
    if row.started_at is None:
        return redirect("session:today")
    context = {"row": row, "summary": summing.sum_up(request.user, row)}
    return render(request, "recommender/session/summary.html", context)


def _logged(person, row, form, exercise, at):
    """Write the form's set; false, with the reason in the form, where that cannot be."""
    try:
        doing.log_step(
            person, row.uuid, step=form.cleaned_data["step"], exercise=exercise, entry=form.entry(at), at=at
        )
    except Conflict:
        form.add_error(None, _("This was saved before with other values. Send it again to replace those."))
        form.data["uuid"] = uuid4()
    except ValidationError as error:
        form.add_error(None, ValidationError(error.messages))
    return not form.errors


def _exercise(name):
    """The exercise of a set; none for what names no set, or an exercise that was never published."""
    if not playing.NAME.fullmatch(name):
        return None
    known = Exercise.objects.exclude(status=Exercise.Status.DRAFT)
    return known.filter(pk=playing.exercise_of(name)).first()


def _page(request, row, *, status=200, **wanted):
    """The player at one set, see :func:`recommender.sessions.stage.set_up`."""
    shown = stage.set_up(row, shelf.current().facts, **wanted)
    return render(request, "recommender/session/play.html", {"row": row, "stage": shown}, status=status)


def _own(person, uuid):
    try:
        return person.find(uuid)
    except TrainingSession.DoesNotExist as error:
        raise Http404("There is no such session.") from error


def _number(text):
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else None
