"""Language and units: the form of the profile, and the small form at the foot of every page."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from profiles import actions
from profiles.forms import HabitsForm


@require_POST
def choose_language(request):
    """Read on in another language: a cookie for this browser, and the profile of a member."""
    language = request.POST.get("language", "")
    response = set_language(request)
    # Django knows more languages than the site speaks.
    if request.user.is_authenticated and language in dict(settings.LANGUAGES):
        actions.choose_habits(user=request.user, language=language)
    return response


@login_required
def habits(request):
    """Language, units, the first day of the week and the clock."""
    form = HabitsForm(request.POST or None, profile=actions.ensure_profile(request.user))
    if request.method == "POST" and form.is_valid():
        profile = actions.choose_habits(user=request.user, **form.cleaned_data)
        with translation.override(profile.language or translation.get_language()):
            messages.success(request, _("Saved."))
        return redirect("profiles:overview")
    return render(request, "profiles/habits.html", {"form": form})
