"""Pages that advise: thin, one call into the domain and one template."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from exercises.models import Exercise
from exercises.search import search
from recommender import cards, serving, sums, wording
from recommender.feedback_views import just_said
from recommender.forms import FilterForm

PICKS = 12


def home(request):
    """The landing page; a member goes straight to the picks."""
    if request.user.is_authenticated:
        return redirect("recommender:for_you")
    return render(request, "pages/landing.html")


@login_required
def for_you(request):
    """A dozen personal picks with reasons."""
    form = FilterForm(request.GET)
    now = timezone.now()
    found = serving.recommend_for(request.user, at=now, n=PICKS, filters=serving.Filters(**form.wanted()))
    context = {
        "form": form,
        "found": found,
        "cards": cards.deal(request.user, found),
        "places": request.user.places.order_by("pk"),
        "gains": [wording.gained(word, count) for word, count in list(found.equipment_gains.items())[:5]],
        "just_said": just_said(request),
    }
    return render(request, f"recommender/{'_picks' if request.htmx else 'for_you'}.html", context)


@login_required
def why(request, slug):
    """The exact sum behind one exercise's place, or the limits that leave it out."""
    context = _why(request.user, get_object_or_404(Exercise.objects.published(), slug=slug))
    return render(request, f"recommender/{'_why' if request.htmx else 'why'}.html", context)


@login_required
def why_not(request):
    """Type an exercise: see which limit leaves it out, or how far down it stands."""
    text = request.GET.get("q", "").strip()[:80]
    exercise = search(Exercise.objects.published(), text).first() if text else None
    context = {"text": text, **(_why(request.user, exercise) if exercise else {})}
    return render(request, f"recommender/{'_why_not' if request.htmx else 'why_not'}.html", context)


@login_required
def advice(request, slug):
    """What the recommender thinks of one exercise: a piece for the exercise's own page."""
    exercise = get_object_or_404(Exercise.objects.published(), slug=slug)
    context = _why(request.user, exercise)
    liked = cards.standing_likes(request.user, [exercise.pk]).get(exercise.pk)
    return render(request, "recommender/_advice.html", {**context, "card": cards.Ask(exercise.slug, liked)})


def _why(user, exercise):
    found = serving.explain_for(user, exercise.pk, at=timezone.now())
    return {"why": found, "sum": sums.readable(found)}
