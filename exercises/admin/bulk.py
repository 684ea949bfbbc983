"""Changing several exercises at once: choose, see old and new side by side, then confirm."""

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from exercises import bulk, roles
from exercises.admin.bulk_forms import EditForm, ValueForm
from exercises.models import Exercise

SHOWN = 200


class BulkEditing:
    """Adds “Change several …” to the actions of a list of exercises."""

    @admin.action(description=_("Change several …"), permissions=["change"])
    def change_several(self, request, queryset):
        """Ask what to change, show what would be, and write it once that is confirmed."""
        exercises = self._may_change(request, queryset)
        if exercises is None:
            return None
        may_publish = roles.may_publish(request.user)
        step = request.POST.get("step", "")
        first = EditForm(request.POST if step else None, may_publish=may_publish)
        if not first.is_valid():
            return self._bulk_page(request, exercises, form=first, step="edit")
        code = first.cleaned_data["edit"]
        form = ValueForm(request.POST if step != "edit" else None, code=code)
        if not form.is_valid():
            return self._bulk_page(request, exercises, form=form, step="value", code=code)
        preview = bulk.preview(code, form.value(), exercises)
        if step == "confirm" and request.POST.get("state") == preview.state:
            count = bulk.apply_edit(code, form.value(), keys=preview.keys, by=request.user, at=timezone.now())
            text = ngettext("%(count)d exercise changed.", "%(count)d exercises changed.", count)
            self.message_user(request, text % {"count": count}, messages.SUCCESS)
            return None
        if step == "confirm":
            self.message_user(
                request, gettext("Something changed meanwhile: look once more."), messages.WARNING
            )
        return self._bulk_page(
            request, exercises, form=form, step="confirm", code=code, preview=preview,
            values=request.POST.getlist("value"), shown=preview.lines[:SHOWN], count=len(preview.keys),
            more=max(0, len(preview.lines) - SHOWN),
        )  # fmt: skip

    def _may_change(self, request, queryset):
        """Those of the chosen that this person may change, or None with the reason where there are none."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        keys = list(queryset.order_by("pk").values_list("pk", flat=True)[: bulk.MOST + 1])
        if len(keys) > bulk.MOST:
            text = gettext("%(most)d exercises at once are the most; choose fewer.")
            self.message_user(request, text % {"most": bulk.MOST}, messages.ERROR)
            return None
        exercises = Exercise.objects.filter(pk__in=keys)
        if not roles.may_publish(request.user):
            exercises = exercises.filter(status=Exercise.Status.DRAFT)
            left_out = len(keys) - exercises.count()
            if left_out and request.POST.get("step", "") in ("", "edit"):
                text = ngettext(
                    "%(count)d exercise is left out: only who may publish changes what is not a draft.",
                    "%(count)d exercises are left out: only who may publish changes what is not a draft.",
                    left_out,
                )
                self.message_user(request, text % {"count": left_out}, messages.WARNING)
            if left_out == len(keys):
                return None
        return exercises

    def _bulk_page(self, request, exercises, **context):
        titles = {
            "edit": gettext("What shall be changed?"),
            "value": gettext("What shall it be?"),
            "confirm": gettext("Old and new"),
        }
        is_all = request.POST.get("select_across") == "1"
        chosen = request.POST.getlist(ACTION_CHECKBOX_NAME)
        context = {
            **self.admin_site.each_context(request),
            "title": titles[context["step"]],
            "opts": self.opts,
            "total": exercises.count(),
            "checkbox": ACTION_CHECKBOX_NAME,
            # One stands for all where the whole list was chosen: a form holds only so many fields.
            "chosen": chosen[:1] if is_all else chosen,
            "is_all": is_all,
            **context,
        }
        return TemplateResponse(request, "admin/exercises/bulk.html", context)
