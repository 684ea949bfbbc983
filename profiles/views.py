"""The five questions and the profile: thin, one call into the domain and one template."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from profiles import actions, kits
from profiles.addresses import PICKS, next_address
from profiles.answers import answers_of
from profiles.fitting import count_fitting
from profiles.questions import QUESTIONS
from profiles.respondents import respondent, welcome


def start(request):
    """Go to the first question not answered yet; with none left, to the picks."""
    if request.user.is_authenticated:
        welcome(request)
    person = respondent(request)
    waiting = person.answers().unanswered
    return redirect("profiles:question", waiting[0]) if waiting else redirect(PICKS)


def question(request, step):
    """One question on a page of its own; with ``next`` in the address it is an edit and returns there."""
    asked = _asked(step)
    person = respondent(request)
    form = asked.form(request.POST if request.method == "POST" else None, answers=person.answers())
    if "preset" in request.POST:
        form = form.with_preset(request.POST["preset"])
    elif request.method == "POST" and form.is_valid():
        try:
            person.keep(step, form.apply())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect(_way_on(request, asked, person))
    context = {
        "question": asked,
        "form": form,
        "fit": count_fitting(form.chosen()),
        "next": next_address(request),
        "onward": _onward(asked),
        "is_guest": person.is_guest,
        "presets": kits.PRESETS,
    }
    piece = request.htmx and "preset" in request.POST
    return render(request, "profiles/_places.html" if piece else "profiles/question.html", context)


@require_GET
def count(request, step):
    """How many exercises would fit with what is chosen so far: a piece for htmx; nothing is kept."""
    form = _asked(step).form(request.GET, answers=respondent(request).answers())
    return render(request, "profiles/_fit.html", {"fit": count_fitting(form.chosen())})


@login_required
def overview(request):
    """Everything the member said, each with a way to change it."""
    profile = actions.ensure_profile(request.user)
    answers = answers_of(request.user)
    context = {
        "profile": profile,
        "answers": answers,
        "fit": count_fitting(answers),
        "places": request.user.places.prefetch_related("equipment").order_by("pk"),
        "limitations": request.user.limitations.select_related("joint").order_by("pk"),
        "favoured": profile.favoured_muscles.order_by("pk"),
    }
    return render(request, "profiles/overview.html", context)


def _asked(step):
    if step not in QUESTIONS:
        raise Http404(f"There is no question {step!r}.")
    return QUESTIONS[step]


def _onward(asked):
    """The address after this question."""
    if asked.after:
        return reverse("profiles:question", args=[asked.after])
    return reverse(PICKS)


def _way_on(request, asked, person):
    """The address after an answer was kept."""
    address = next_address(request)
    if "another" in request.POST and not person.is_guest:
        return f"{reverse('profiles:place_add')}?{urlencode({'next': address or _onward(asked)})}"
    if address:
        messages.success(request, _("Saved. Your picks follow it from now on."))
    return address or _onward(asked)
