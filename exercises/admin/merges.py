"""What was merged, by whom and when, and the way back."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.middleware.csrf import get_token
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from exercises import following, roles
from exercises.actions import ActionRefused
from exercises.admin.reading import ReadOnlyAdmin
from exercises.changelog import LABELS, in_words
from exercises.merging import undo_merge
from exercises.models import Merge, Revision


def message_with_undo(request, merge):
    """What to say after a merge: where it is, and a button that undoes it."""
    address = reverse("admin:exercises_merge_change", args=[merge.pk])
    return format_html(
        '<span>{}</span> <a href="{}">{}</a> <form method="post" action="{}" class="undo-form">'
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}"><button type="submit">{}</button></form>',
        gettext("%(double)s was merged into %(keep)s.") % {"double": merge.double, "keep": merge.keep},
        address, gettext("See the merge"), address, get_token(request), gettext("Undo"),
    )  # fmt: skip


class StandingFilter(admin.SimpleListFilter):
    """Merges that stand, and those that were undone."""

    title = _("state")
    parameter_name = "undone"

    def lookups(self, request, model_admin):
        """Two states."""
        return [("no", _("Stands")), ("yes", _("Undone"))]

    def queryset(self, request, queryset):
        """Rows of the chosen state."""
        if self.value() in ("no", "yes"):
            return queryset.filter(undone_at__isnull=self.value() == "no")
        return queryset


@admin.register(Merge)
class MergeAdmin(ReadOnlyAdmin):
    """All merges; the page of each tells what it did and undoes it."""

    list_display = ["given_up", "kept", "merged_at", "who", "state"]
    list_display_links = ["given_up", "kept"]
    list_filter = [StandingFilter]
    list_select_related = ["keep", "double", "by", "undone_by"]
    list_per_page = 50
    search_fields = ["keep__name", "double__name"]
    ordering = ["-at", "-pk"]

    def get_queryset(self, request):
        """Without the keys of moved rows, of which there may be many thousand."""
        return super().get_queryset(request).defer("moved", "keep_changes", "double_changes")

    @admin.display(description=_("given up"), ordering="double__name")
    def given_up(self, merge):
        """The exercise that was retired."""
        return merge.double.name

    @admin.display(description=_("kept"), ordering="keep__name")
    def kept(self, merge):
        """The exercise that stands for both."""
        return merge.keep.name

    @admin.display(description=_("merged"), ordering="at")
    def merged_at(self, merge):
        """When."""
        return merge.at

    @admin.display(description=_("by"), ordering="by__email")
    def who(self, merge):
        """Whoever merged them."""
        return merge.by

    @admin.display(description=_("state"), ordering="undone_at")
    def state(self, merge):
        """Whether it stands, or who undid it."""
        if merge.undone_at is None:
            return gettext("Stands")
        moment = timezone.localtime(merge.undone_at)
        return gettext("Undone %(when)s by %(who)s") % {
            "when": f"{moment:%Y-%m-%d %H:%M}", "who": merge.undone_by or "–",
        }  # fmt: skip

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """What it did; posting undoes it."""
        merge = self.get_object(request, unquote(object_id))
        if merge is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, merge):
            raise PermissionDenied
        if request.method == "POST":
            return self._undo(request, merge)
        sides = [
            Revision(pk=number, changes=changes)
            for number, changes in ((1, merge.keep_changes), (2, merge.double_changes))
        ]
        words = in_words(sides)
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("%(double)s, merged into %(keep)s")
            % {"double": merge.double, "keep": merge.keep},
            "opts": self.opts, "merge": merge, "state": self.state(merge),
            "sides": [(merge.keep, words[1]), (merge.double, words[2])],
            "moved": following.in_words(merge.moved),
            "can_undo": merge.undone_at is None and roles.may_merge(request.user),
        }  # fmt: skip
        return TemplateResponse(request, "admin/exercises/merge/change_form.html", context)

    def _undo(self, request, merge):
        if not roles.may_merge(request.user):
            raise PermissionDenied
        try:
            stayed = undo_merge(merge=merge, at=timezone.now(), by=request.user)
        except ActionRefused as error:
            self.message_user(request, str(error), messages.ERROR)
        else:
            text = gettext("%(double)s and %(keep)s are two exercises again, with all their rows.")
            said = text % {"double": merge.double, "keep": merge.keep}
            self.message_user(request, said, messages.SUCCESS)
            for exercise, field in stayed:
                text = gettext("%(field)s of %(name)s was changed since and stays as it is.")
                said = text % {"field": LABELS.get(field, field), "name": exercise}
                self.message_user(request, said, messages.WARNING)
        return HttpResponseRedirect(reverse("admin:exercises_merge_change", args=[merge.pk]))
