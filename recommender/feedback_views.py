"""What a member says of an exercise: said, taken back, swapped. Plain forms; htmx replaces one card."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from exercises.models import Exercise
from recommender import actions, cards, serving, wording
from recommender.forms import FeedbackForm, FilterForm, UndoForm
from recommender.models import Feedback


@login_required
@require_POST
def feedback(request):
    """Record what the member says, and show that it was heard, with a way back."""
    row, refusal = _record(request)
    if refusal:
        return refusal
    if not request.htmx:
        return _back(request, row)
    if row.kind == Feedback.Kind.LIKE and request.POST.get("on") == "card":
        return _card(request, row.exercise)
    return render(request, "recommender/_said.html", _said(row) | {"on": request.POST.get("on")})


@login_required
@require_POST
def undo(request):
    """Take back a piece of feedback; the card comes back where the page can show it."""
    form = UndoForm(request.POST)
    if not form.is_valid():
        return _refuse(form)
    row = get_object_or_404(
        Feedback.objects.select_related("exercise"), user=request.user, uuid=form.cleaned_data["uuid"]
    )
    actions.undo_feedback(user=request.user, uuid=row.uuid, at=timezone.now())
    return _card(request, row.exercise) if request.htmx else _back(request, row)


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
    wanted = FilterForm(request.POST).wanted()
    filters = serving.Filters(**wanted, without=tuple(shown.values_list("pk", flat=True)))
    found = serving.recommend_for(request.user, at=timezone.now(), n=1, filters=filters)
    if not found.picks:
        return render(request, "recommender/_said.html", _said(row) | {"nothing_else": True})
    return render(request, "recommender/_card.html", {"card": cards.deal(request.user, found)[0]})


@login_required
def said(request):
    """Everything the member said that still stands, the latest first, each with a way to take it back."""
    rows = request.user.feedback.standing().select_related("exercise").order_by("-created_at", "-pk")
    page = Paginator(rows, 25).get_page(request.GET.get("page"))
    return render(request, "recommender/said.html", {"page": page, "just_said": just_said(request)})


def just_said(request):
    """The feedback that the last form of this member's wrote or took back, for a notice; None if none."""
    form = UndoForm({"uuid": request.GET.get("said", "")})
    if not form.is_valid():
        return None
    row = request.user.feedback.filter(uuid=form.cleaned_data["uuid"]).select_related("exercise").first()
    return _said(row) if row else None


def _said(row):
    return {"row": row, "exercise": row.exercise, "words": wording.said(row.kind)}


def _record(request, *, kind=None):
    """Write the feedback of a form; return ``(row, None)``, or ``(None, response)`` when it is refused."""
    form = FeedbackForm({**request.POST.dict(), **({"kind": kind} if kind else {})})
    if not form.is_valid():
        return None, _refuse(form)
    said = form.cleaned_data
    event = {"user": request.user, "exercise": said["exercise"], "uuid": form.uuid, "at": timezone.now()}
    try:
        if said["kind"] == Feedback.Kind.DONE:
            row, _is_new = actions.record_done(**event, request=said["request"])
        else:
            row, _is_new = actions.record_feedback(**event, kind=said["kind"], request=said["request"])
    except actions.Conflict as error:
        form.add_error(None, str(error))
        return None, _refuse(form)
    return row, None


def _refuse(form):
    """Say which field was wrong; nothing was written."""
    words = "\n".join(f"{field}: {' '.join(errors)}" for field, errors in form.errors.items())
    return HttpResponse(words, status=400, content_type="text/plain; charset=utf-8")


def _back(request, row):
    """Back to the page the form was on, which then says what happened."""
    page = "recommender:said" if request.POST.get("on") == "said" else "recommender:for_you"
    return redirect(f"{reverse(page)}?said={row.uuid}")


def _card(request, exercise):
    """The card of one exercise as it is now; without a place among the picks, the words for it."""
    if request.POST.get("on") == "exercise":
        return redirect("recommender:advice", exercise.slug)
    found = serving.recommend_for(
        request.user, at=timezone.now(), n=1, filters=serving.Filters(only=(exercise.pk,)), log=False
    )
    context = {"card": cards.deal(request.user, found)[0]} if found.picks else {"exercise": exercise}
    return render(request, "recommender/_card.html" if found.picks else "recommender/_gone.html", context)
