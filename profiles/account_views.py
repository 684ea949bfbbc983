"""One's own data: taking it along, and closing the account."""

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from profiles import actions
from profiles.export import export_for
from profiles.forms import DeleteAccountForm
from profiles.spreadsheets import archive_of


@login_required
@never_cache
def export(request):
    """Everything about the member, as one JSON file."""
    at = timezone.now()
    response = JsonResponse(export_for(request.user, at=at), json_dumps_params={"indent": 1})
    response["Content-Disposition"] = f'attachment; filename="nextset-{timezone.localdate(at)}.json"'
    return response


@login_required
@never_cache
def export_tables(request):
    """Everything about the member, as CSV files in one archive."""
    at = timezone.now()
    response = HttpResponse(archive_of(export_for(request.user, at=at)), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="nextset-{timezone.localdate(at)}.zip"'
    return response


@login_required
@never_cache
@sensitive_post_parameters("password")
def delete(request):
    """Close the account, once the person has confirmed it with the password."""
    form = DeleteAccountForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST" and not ratelimit.consume(
        request, action="reauthenticate", user=request.user
    ):
        form.add_error(None, _("Too many attempts. Wait a minute and try again; nothing was deleted."))
    elif request.method == "POST" and form.is_valid():
        actions.delete_account(user=request.user)
        logout(request)
        messages.success(request, _("Your account and everything in it were deleted."))
        return redirect("home")
    return render(request, "profiles/delete.html", {"form": form})
