"""The catalogue's pages: browse, search and read. Open to everybody."""

from django.core.paginator import Paginator
from django.forms import MultipleChoiceField
from django.shortcuts import get_object_or_404, render

from exercises.filters import ExerciseFilter, published_exercises
from exercises.models import Exercise

PAGE_SIZE = 24


def exercise_list(request):
    """Published exercises, narrowed by the address's filters; htmx gets the results alone."""
    form, exercises = published_exercises(request.GET)
    page = Paginator(exercises.with_details(), PAGE_SIZE).get_page(request.GET.get("page"))
    chips = [
        {"words": words, "address": _without(request.GET, field, value)}
        for field, value, words in (form.active() if form.is_valid() else [])
    ]
    is_piece = request.htmx and not request.htmx.boosted and not request.htmx.history_restore_request
    context = {
        "form": form, "page": page, "chips": chips, "total": Exercise.objects.published().count(),
    }  # fmt: skip
    return render(request, f"exercises/{'_results' if is_piece else 'list'}.html", context)


def _without(data, field, value):
    """The address's query without one value of one field, back on the first page."""
    left = data.copy()
    left.pop("page", None)
    if isinstance(ExerciseFilter.base_fields[field], MultipleChoiceField):
        left.setlist(field, [item for item in left.getlist(field) if item != value])
    else:
        left.pop(field, None)
    return f"?{left.urlencode()}"


def exercise_detail(request, slug):
    """One exercise. A retired one says so and names its replacement; a draft does not exist yet."""
    exercises = Exercise.objects.exclude(status=Exercise.Status.DRAFT).with_details()
    exercise = get_object_or_404(
        exercises.select_related("replacement", "easier", "harder").prefetch_related("alternatives"),
        slug=slug,
    )
    if exercise.status == Exercise.Status.RETIRED:
        return render(request, "exercises/retired.html", {"exercise": exercise}, status=410)
    siblings = Exercise.objects.none()
    if exercise.variation_group_id:
        siblings = (
            Exercise.objects.published()
            .filter(variation_group=exercise.variation_group_id)
            .exclude(pk=exercise.pk)
            .order_by("level", "name", "pk")
        )
    return render(request, "exercises/detail.html", {"exercise": exercise, "siblings": siblings})
