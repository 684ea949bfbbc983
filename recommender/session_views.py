"""Today's session: its page, and the plain forms that change it; htmx only replaces the piece."""

from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from recommender import serving, shelf, wording
from recommender.models import TrainingSession
from recommender.session_forms import BuildForm, ChangeForm
from recommender.sessions import actions, plans, showing
from recommender.sessions.trainees import trainee

GAINS = 5


def today(request):
    """Today's session: the same at each visit until it is changed."""
    at = timezone.now()
    person = trainee(request, at=at)
    return _page(request, person, actions.todays(person, at=at), at=at)


@require_POST
def build(request):
    """Build today's session from what is asked for: again where it was not begun, else another one."""
    at = timezone.now()
    person = trainee(request, at=at)
    row = person.current(at) or actions.todays(person, at=at)
    form = BuildForm(request.POST, places=person.places, row=row)
    if not form.is_valid():
        return _page(request, person, row, at=at, form=form, status=400)
    before = plans.Session.from_dict(row.plan)
    if row.started_at is None:
        row = actions.rearrange(person, row.uuid, at=at, **form.asked())
    else:
        row, _is_new = actions.make(person, uuid=form.cleaned_data["uuid"], at=at, **form.asked())
    return _answer(request, person, row, at=at, before=before)


@require_POST
def change(request, uuid):
    """Swap, remove, lock or unlock one exercise, or build another session around what is locked."""
    at = timezone.now()
    person, form = trainee(request, at=at), ChangeForm(request.POST)
    row = _found(person, uuid)
    if not form.is_valid():
        return _refuse(request, [message for errors in form.errors.values() for message in errors])
    before = plans.Session.from_dict(row.plan)
    what, value = form.change
    try:
        if what == "seed":
            row = actions.rearrange(person, uuid, at=at, seed=value)
        elif what in ("lock", "unlock"):
            row = actions.lock(person, uuid, value, is_locked=what == "lock")
        else:
            row = {"swap": actions.swap, "remove": actions.remove}[what](person, uuid, value, at=at)
    except KeyError:
        # Sent again, or from an old page: it is gone already.
        pass
    except actions.Over as error:
        return _refuse(request, [str(error)])
    if request.POST.get("on") == "play":
        return redirect("session:play", uuid)
    return _answer(request, person, row, at=at, before=before)


@require_POST
def start(request, uuid):
    """Begin the session and go to its first exercise; a guest signs up first, and keeps it."""
    at = timezone.now()
    person = trainee(request, at=at)
    _found(person, uuid)
    if person.is_guest:
        return redirect_to_login(reverse("session:today"), reverse("account_signup"))
    try:
        actions.start(person, uuid, at=at)
    except actions.Over:
        return redirect("session:summary", uuid)
    return redirect("session:play", uuid)


def _answer(request, person, row, *, at, before):
    """After a change: back to the page, or its piece with what has changed."""
    return _page(request, person, row, at=at, before=before) if request.htmx else redirect("session:today")


def _page(request, person, row, *, at, before=None, form=None, status=200):
    session, facts = plans.Session.from_dict(row.plan), shelf.current().facts
    shown = showing.show(session, facts, before=before)
    context = {
        "row": row,
        "shown": shown,
        "form": form or BuildForm(places=person.places, row=row),
        "is_guest": person.is_guest,
        "announce": showing.news(before, session) if before else "",
    }
    if not shown.has_main:
        place = row.place or person.current_place
        found = serving.recommend_for(
            person.user, at=at, n=1, answers=person.answers(place), log=False,
            filters=serving.Filters(quiet=row.is_quiet, minutes=row.minutes),
        )  # fmt: skip
        gains = list(found.equipment_gains.items())[:GAINS]
        context |= {"found": found, "gains": [wording.gained(word, count) for word, count in gains]}
    template = "_session" if request.htmx else "today"
    return render(request, f"recommender/session/{template}.html", context, status=status)


def _found(person, uuid):
    try:
        return person.find(uuid)
    except TrainingSession.DoesNotExist as error:
        raise Http404("There is no such session.") from error


def _refuse(request, faults):
    """Say what was wrong; nothing was changed."""
    return render(request, "recommender/refused.html", {"faults": faults}, status=400)
