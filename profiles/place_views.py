"""A member's places: home, gym, outdoors, on the road."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from profiles import actions, kits
from profiles.addresses import PICKS, next_address
from profiles.answers import answers_of, standing_at
from profiles.fitting import count_fitting
from profiles.forms import PlaceForm


@login_required
def add(request):
    """Add a place and what is there."""
    return _page(request, None)


@login_required
def edit(request, uuid):
    """Change a place and what is there."""
    return _page(request, get_object_or_404(request.user.places, uuid=uuid))


@login_required
def delete(request, uuid):
    """Remove a place, after a question."""
    place = get_object_or_404(request.user.places, uuid=uuid)
    if request.method != "POST":
        return render(request, "profiles/place_delete.html", {"place": place})
    try:
        actions.remove_place(user=request.user, place=place)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("%(place)s was removed.") % {"place": place.name})
    return redirect("profiles:overview")


@login_required
@require_POST
def switch(request):
    """Train at another place from now on: POST ``place`` (its UUID) and perhaps ``next``."""
    try:
        place = get_object_or_404(request.user.places, uuid=request.POST.get("place"))
    except ValidationError as error:
        raise Http404("place: not a UUID") from error
    actions.switch_place(user=request.user, place=place)
    return redirect(next_address(request) or PICKS)


def _page(request, place):
    answers = standing_at(answers_of(request.user), place)
    form = PlaceForm(request.POST if request.method == "POST" else None, answers=answers)
    if "preset" in request.POST:
        form = form.with_preset(request.POST["preset"])
    elif request.method == "POST" and form.is_valid() and _saved(request, place, form):
        messages.success(request, _("Saved. Your picks follow it from now on."))
        return redirect(next_address(request) or "profiles:overview")
    context = {
        "place": place,
        "form": form,
        "fit": count_fitting(form.chosen()),
        "presets": kits.PRESETS,
        "next": next_address(request),
    }
    piece = request.htmx and "preset" in request.POST
    return render(request, "profiles/_places.html" if piece else "profiles/place_form.html", context)


def _saved(request, place, form):
    """Save the form's place; ``False``, with the error in the form, where it cannot be."""
    values = form.values()
    name = values.pop("place")
    try:
        actions.save_place(user=request.user, place=place, name=name, **values)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True
