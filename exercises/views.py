"""The catalogue's pages: browse, search and read. Open to everybody."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.forms import MultipleChoiceField
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from exercises import vocabulary
from exercises.actions import ActionRefused, report_mistake
from exercises.filters import ExerciseFilter, published_exercises
from exercises.models import Exercise
from exercises.report_forms import ReportForm

PAGE_SIZE = 24


def exercise_list(request):
    """Published exercises, narrowed by the address's filters; htmx gets the results alone."""
    form, exercises = published_exercises(request.GET)
    page = Paginator(exercises.with_card(), PAGE_SIZE).get_page(request.GET.get("page"))
    chips = [
        {"words": words, "address": _without(request.GET, field, value)}
        for field, value, words in (form.active() if form.is_valid() else [])
    ]
    context = {"form": form, "page": page, "chips": chips, "total": Exercise.objects.published().count()}
    if not request.htmx or request.htmx.boosted or request.htmx.history_restore_request:
        return render(request, "exercises/list.html", context)
    response = render(request, "exercises/_results.html", context)
    # The address shows what is asked for, without the form's empty fields.
    response["HX-Push-Url"] = _address(request.GET)
    return response


def _address(data):
    """The list's address with the filters that say something."""
    said = data.copy()
    for name in list(said):
        said.setlist(name, [value for value in said.getlist(name) if value])
    return f"{reverse('exercises:list')}{f'?{said.urlencode()}' if said.urlencode() else ''}"


def _without(data, field, value):
    """The list's address without one value of one field, back on the first page."""
    left = data.copy()
    left.pop("page", None)
    if isinstance(ExerciseFilter.base_fields[field], MultipleChoiceField):
        left.setlist(field, [item for item in left.getlist(field) if item != value])
    else:
        left.pop(field, None)
    return _address(left)


def exercise_detail(request, slug):
    """One exercise. A retired one says so and names its replacement; a draft is for curators only."""
    exercises = Exercise.objects.with_details().select_related("replacement", "easier", "harder")
    if not request.user.is_staff:
        exercises = exercises.exclude(status=Exercise.Status.DRAFT)
    exercise = get_object_or_404(exercises, slug=slug)
    if exercise.status == Exercise.Status.RETIRED:
        is_merged = exercise.merged_into.standing().exists()
        context = {"exercise": exercise, "is_merged": is_merged}
        return render(request, "exercises/retired.html", context, status=410)
    context = {
        "exercise": exercise,
        "doses": [(words, exercise.dose(goal)) for goal, words in vocabulary.GOALS.items()],
        "suitability": [
            (words, vocabulary.SUITABILITY.get(exercise.suitability.get(topic)))
            for topic, words in vocabulary.SUITABILITY_TOPICS.items()
        ],
        "instead": exercise.alternatives.published().order_by("level", "name", "pk"),
        "siblings": exercise.siblings().order_by("level", "name", "pk"),
    }
    return render(request, "exercises/detail.html", context)


@login_required
def report(request, slug):
    """Tell the curators what is wrong with an exercise."""
    exercise = get_object_or_404(Exercise.objects.published(), slug=slug)
    form = ReportForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            report_mistake(exercise=exercise, user=request.user, at=timezone.now(), **form.cleaned_data)
        except ActionRefused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Thank you. A curator will look at it."))
            return redirect(exercise)
    status = 422 if form.errors else 200
    return render(request, "exercises/report.html", {"exercise": exercise, "form": form}, status=status)
