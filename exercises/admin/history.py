"""The history of an exercise: every change, by whom, field by field, and the way back."""

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext

from exercises import revisions
from exercises.actions import ActionRefused
from exercises.changelog import in_words
from exercises.models import Merge, Revision
from exercises.reverting import revert_exercise

REVISIONS_PER_PAGE = 25
# What these change is taken back on other pages: by publishing, retiring, or undoing the merge.
_NO_WAY_BACK = {Revision.Action.CREATE, Revision.Action.MERGE, Revision.Action.UNMERGE}
_STATUS_ALONE = {"status", "replacement"}


class Historied:
    """Keeps a revision of whatever the form changes, and shows them all."""

    def save_model(self, request, obj, form, change):
        """Save, with what it was before at hand for the revision."""
        request.exercise_before = revisions.snapshots([obj.pk]) if change else None
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        """Save the relations, then write what changed as one revision."""
        super().save_related(request, form, formsets, change)
        at, by = form.instance.updated_at, request.user
        if change:
            revisions.record(request.exercise_before, by=by, at=at, action=Revision.Action.EDIT)
        else:
            revisions.record_new([form.instance.pk], by=by, at=at)

    def history_view(self, request, object_id, extra_context=None):
        """All revisions, the latest first; posting one takes the exercise back to before it."""
        exercise = self.get_object(request, unquote(object_id))
        if exercise is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_or_change_permission(request, exercise):
            raise PermissionDenied
        if request.method == "POST":
            return self._put_back(request, exercise)
        rows = exercise.revisions.select_related("by").order_by("-pk")
        page = Paginator(rows, REVISIONS_PER_PAGE).get_page(request.GET.get("page"))
        changes = in_words(page.object_list)
        may_edit = self.has_change_permission(request, exercise)
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("History of %(name)s") % {"name": exercise.name},
            "opts": self.opts, "exercise": exercise, "page": page,
            "merges": Merge.objects.of(exercise).select_related("keep", "double", "by", "undone_by"),
            "entries": [
                {
                    "revision": row, "changes": changes[row.pk],
                    "can_put_back": may_edit and row.action not in _NO_WAY_BACK
                    and not set(row.changes) <= _STATUS_ALONE,
                }
                for row in page.object_list
            ],
            **(extra_context or {}),
        }  # fmt: skip
        return TemplateResponse(request, "admin/exercises/exercise/history.html", context)

    def _put_back(self, request, exercise):
        if not self.has_change_permission(request, exercise):
            raise PermissionDenied
        key = request.POST.get("revision", "")
        revision = exercise.revisions.filter(pk=key).first() if key.isascii() and key.isdigit() else None
        if revision is None:
            raise Http404
        try:
            revert_exercise(revision=revision, at=timezone.now(), by=request.user)
        except ActionRefused as error:
            self.message_user(request, str(error), messages.ERROR)
        else:
            text = gettext("%(name)s is what it was before that change.") % {"name": exercise.name}
            self.message_user(request, text, messages.SUCCESS)
        return HttpResponseRedirect(request.path)
