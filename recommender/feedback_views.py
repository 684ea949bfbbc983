"""What a member says of an exercise: said, taken back, swapped. Plain forms; htmx replaces one card."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from exercises.models import Exercise
from profiles.outbox import moment_of
from recommender import actions, cards, serving, wording
from recommender.forms import FeedbackForm, FilterForm, UndoForm
from recommender.models import Feedback

PAGE_SIZE = 25


@login_required
@require_POST
def feedback(request):
    """Record what the member says, and show that it was heard, with a way back."""
    row, refusal = _record(request)
    if refusal:
        return refusal
    if not request.htmx:
        return _back(request, row)
    if row.kind == Feedback.Kind.LIKE:
        return _card(request, row.exercise, wording.said(row.kind), note=_said(row))
    return render(request, "recommender/_said.html", _said(row) | _place(request))


@login_required
@require_POST
def undo(request):
    """Take back a piece of feedback; the card comes back where the page can show it."""
    form = UndoForm(request.POST)
    if not form.is_valid():
        return _refuse(request, form)
    rows = list(form.rows_of(request.user).select_related("exercise"))
    if not rows:
        raise Http404("There is nothing to take back.")
    for row in rows:
        actions.undo_feedback(user=request.user, uuid=row.uuid, at=moment_of(request))
    return _card(request, rows[0].exercise, _("Taken back.")) if request.htmx else _back(request, rows[0])


@login_required
@require_POST
def swap(request):
    """Put one exercise aside until tomorrow and show another in its place."""
    row, refusal = _record(request, kind=Feedback.Kind.SWAP)
    if refusal:
        return refusal
    if not request.htmx:
        return _back(request, row)
    shown = Exercise.objects.filter(slug__in=request.POST.getlist("shown")[:100])
    filters = serving.Filters(**_wanted(request), without=tuple(shown.values_list("pk", flat=True)))
    found = serving.recommend_for(request.user, at=timezone.now(), n=1, filters=filters, surface="swap")
    if not found.picks:
        context = _said(row) | {"nothing_else": True}
        return render(request, "recommender/_said.html", context | _place(request))
    words = _("%(new)s instead of %(old)s.") % {"new": found.picks[0].name, "old": row.exercise.name}
    context = {"card": cards.deal(found)[0], "note": _said(row), "is_new": True, "announce": words}
    return render(request, "recommender/_card.html", context | _place(request))


@login_required
def said(request):
    """Everything the member said that still stands, the latest first, each with a way to take it back."""
    rows = request.user.feedback.standing().select_related("exercise").order_by("-created_at", "-pk")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "recommender/said.html", {"page": page, "just_said": just_said(request)})


def just_said(request):
    """The feedback that the last form of this member's wrote or took back, for a notice; None if none."""
    if "said" not in request.GET:
        return None
    form = UndoForm({"uuid": request.GET["said"]})
    row = form.rows_of(request.user).select_related("exercise").first() if form.is_valid() else None
    return _said(row) if row else None


def _said(row):
    return {"row": row, "exercise": row.exercise, "words": wording.said(row.kind)}


def _record(request, *, kind=None):
    """Write the feedback of a form; return ``(row, None)``, or ``(None, response)`` when it is refused."""
    form = FeedbackForm({**request.POST.dict(), **({"kind": kind} if kind else {})})
    if not form.is_valid():
        return None, _refuse(request, form)
    said = form.cleaned_data
    event = {"user": request.user, "exercise": said["exercise"], "uuid": form.uuid, "at": moment_of(request)}
    try:
        if said["kind"] == Feedback.Kind.DONE:
            row, _new = actions.record_done(**event, request=said["request"])
        else:
            row, _new = actions.record_feedback(**event, kind=said["kind"], request=said["request"])
    except actions.Conflict as error:
        form.add_error(None, str(error))
        return None, _refuse(request, form)
    return row, None


def _refuse(request, form):
    """Say which field was wrong; nothing was written."""
    faults = [f"{field}: {' '.join(errors)}" for field, errors in form.errors.items()]
    return render(request, "recommender/refused.html", {"faults": faults}, status=400)


def _asked(request):
    """The filters of the page a form was on."""
    return FilterForm(QueryDict(request.POST.get("query", "")[:500]))


def _wanted(request):
    return _asked(request).wanted()


def _place(request):
    """Where a form was: what the next form there must send again."""
    on = "exercise" if request.POST.get("on") == "exercise" else "card"
    return {"on": on, "query": _asked(request).query}


def _back(request, row):
    """Back to the page the form was on, which then says what happened."""
    on = request.POST.get("on")
    if on == "exercise":
        page = reverse("recommender:why", args=[row.exercise.slug])
    else:
        page = reverse("recommender:said" if on == "said" else "recommender:for_you")
    return redirect(f"{page}?{urlencode([*QueryDict(_asked(request).query).items(), ('said', row.uuid)])}")


def _card(request, exercise, words, note=None):
    """The card of one exercise as it is now; without a place among the picks, the words for it.

    ``words`` are read out; ``note`` is shown on the card.
    """
    if request.POST.get("on") == "exercise":
        return redirect("recommender:advice", exercise.slug)
    filters = serving.Filters(**_wanted(request), only=(exercise.pk,))
    found = serving.recommend_for(request.user, at=timezone.now(), n=1, filters=filters, log=False)
    context = {"exercise": exercise, "note": note, "announce": words} | _place(request)
    if found.picks:
        context["card"] = cards.deal(found, request=request.POST.get("request"))[0]
    return render(request, f"recommender/{'_card' if found.picks else '_gone'}.html", context)
