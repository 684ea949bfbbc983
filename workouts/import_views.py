"""Bringing a history along: upload, preview and choices, confirm, result. One's own only."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from workouts.import_forms import ChoicesForm, UploadForm
from workouts.importing import actions
from workouts.importing.catalogue import load_catalogue
from workouts.importing.history import SOURCES
from workouts.importing.reading import HistoryError
from workouts.models import ImportedHistory

# Rows that are shown of a long list of faults; its length is told.
MOST_SHOWN = 100


@login_required
def start(request):
    """Choose a file; what was imported before is below."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            kept = actions.start_import(
                user=request.user, data=file.read(), file_name=file.name, at=timezone.now(),
                options=form.options(),
            )  # fmt: skip
            return redirect(kept)
        except HistoryError as error:
            form.add_error("file", str(error))
    earlier = request.user.imported_histories.defer("sessions", "report", "choices", "written")
    context = {"form": form, "earlier": [_line(kept) for kept in earlier.order_by("-uploaded_at", "-pk")]}
    return render(request, "workouts/import.html", context)


@login_required
def detail(request, uuid):
    """What a file holds and what would happen; POST keeps the choices, and with ``confirm`` writes."""
    kept = get_object_or_404(request.user.imported_histories, uuid=uuid)
    kept.user = request.user
    catalogue = load_catalogue()
    plan = actions.plan_of(kept, catalogue=catalogue)
    form = ChoicesForm(request.POST or None, plan=plan, catalogue=catalogue, kept=kept)
    if request.method == "POST" and form.is_valid():
        return _decided(request, kept, form)
    context = {
        "kept": kept,
        "app": SOURCES[kept.source].LABEL,
        "plan": plan,
        "form": form,
        "catalogue": catalogue.entries.values(),
        "written": len(kept.written),
        "faults": [_shown(_("Rows that were not kept"), kept.report["rejected"]),
                   _shown(_("Rows of which something was left out"), kept.report["changed"])],
    }  # fmt: skip
    return render(request, "workouts/import_detail.html", context)


@login_required
@require_POST
def take_back(request, uuid):
    """Take what an import wrote out of the log."""
    _act(request, actions.take_back_import, _("It was taken out of your log."), uuid=uuid, at=timezone.now())
    return redirect("workouts:import_detail", uuid)


@login_required
@require_POST
def put_back(request, uuid):
    """Put what was taken back into the log."""
    _act(request, actions.put_back_import, _("It is in your log again."), uuid=uuid)
    return redirect("workouts:import_detail", uuid)


@login_required
@require_POST
def discard(request, uuid):
    """Throw away what waits; what is in the log stays."""
    _act(request, actions.discard_import, _("The import was removed. Your log is as it was."), uuid=uuid)
    return redirect("workouts:import_start")


def _decided(request, kept, form):
    told = form.cleaned_data
    actions.choose(
        user=request.user, uuid=kept.uuid, choices=form.choices, with_warm_ups=told["with_warm_ups"],
        with_doubles=told["with_doubles"],
    )  # fmt: skip
    if "confirm" not in request.POST:
        return redirect(kept)
    try:
        outcome = actions.confirm_import(user=request.user, uuid=kept.uuid, at=timezone.now())
    except HistoryError as error:
        messages.error(request, _("Nothing was imported. %(reason)s") % {"reason": error})
        return redirect(kept)
    words = ngettext(
        "%(count)s set was added to your log.", "%(count)s sets were added to your log.", outcome.added
    )
    messages.success(request, words % {"count": outcome.added})
    return redirect(outcome.kept or "workouts:import_start")


def _act(request, action, words, **options):
    try:
        action(user=request.user, **options)
    except ImportedHistory.DoesNotExist as error:
        raise Http404 from error
    messages.success(request, words)


def _line(kept):
    return {"kept": kept, "app": SOURCES[kept.source].LABEL, "waiting": len(kept.sets)}


def _shown(title, findings):
    return {"title": title, "count": len(findings), "rows": findings[:MOST_SHOWN]}
