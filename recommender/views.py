"""Pages that advise: thin, one call into the domain and one template."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from exercises.models import Exercise
from exercises.search import search
from recommender import cards, serving, sums, wording
from recommender.feedback_views import just_said
from recommender.forms import FilterForm
from recommender.guests import asker

PICKS = 12
GAINS = 5
# Besides the best answer to "why not …?", so many more are offered.
OTHERS = 5


def home(request):
    """The landing page; a member goes straight to the picks."""
    if request.user.is_authenticated:
        return redirect("recommender:for_you")
    return render(request, "pages/landing.html", {"try_url": reverse("profiles:start")})


def for_you(request):
    """A dozen personal picks with reasons; a guest's follow what they answered so far."""
    user, answers = asker(request)
    form = FilterForm(request.GET)
    filters = serving.Filters(**form.wanted())
    found = serving.recommend_for(user, at=timezone.now(), n=PICKS, filters=filters, answers=answers)
    context = {
        "form": form,
        "query": form.query,
        "found": found,
        "cards": cards.deal(found),
        "places": user.places.order_by("pk") if user else (),
        "gains": [wording.gained(word, count) for word, count in list(found.equipment_gains.items())[:GAINS]],
        "just_said": just_said(request) if user else None,
    }
    if not request.htmx:
        return render(request, "recommender/for_you.html", context)
    response = render(request, "recommender/_picks.html", context)
    # The address shows what is asked for, without the form's empty fields.
    response["HX-Push-Url"] = reverse("recommender:for_you") + (f"?{form.query}" if form.query else "")
    return response


def why(request, slug):
    """The exact sum behind one exercise's place, or the limits that leave it out."""
    context = _why(request, get_object_or_404(Exercise.objects.published(), slug=slug))
    context["just_said"] = just_said(request) if request.user.is_authenticated else None
    return render(request, f"recommender/{'_why' if request.htmx else 'why'}.html", context)


def why_not(request):
    """Type an exercise: see which limit leaves it out, or how far down it stands."""
    text = request.GET.get("q", "").strip()[:80]
    found = search(Exercise.objects.published(), text)[: 1 + OTHERS] if text else []
    context = {"text": text, "others": found[1:], "query": FilterForm(request.GET).query}
    if found:
        context |= _why(request, found[0])
    return render(request, f"recommender/{'_why_not' if request.htmx else 'why_not'}.html", context)


@login_required
def advice(request, slug):
    """What the recommender thinks of one exercise: a piece for the exercise's own page."""
    exercise = get_object_or_404(Exercise.objects.published(), slug=slug)
    return render(request, "recommender/_advice.html", _why(request, exercise))


def _why(request, exercise):
    """Where an exercise stands, its sum, and what the buttons beside it need."""
    user, answers = asker(request)
    filters = serving.Filters(**FilterForm(request.GET).wanted())
    found = serving.explain_for(user, exercise.pk, at=timezone.now(), filters=filters, answers=answers)
    return {"why": found, "sum": sums.readable(found), "card": cards.ask(found)}
