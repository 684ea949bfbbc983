"""What members say is wrong: a queue, and the two ways to decide."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from exercises import actions, roles
from exercises.models import Report

MOST_OTHERS = 20


@admin.register(Report)
class ReportAdmin(admin.ModelAdmin):
    """Reports, the oldest open ones first. Who sent one is nobody's business here."""

    list_display = ["exercise", "kind", "said", "created_at", "decision", "decided_by"]
    list_filter = ["decision", "kind"]
    list_select_related = ["exercise", "decided_by"]
    list_per_page = 50
    search_fields = ["exercise__name", "text"]
    ordering = ["decided_at", "created_at", "pk"]
    actions = ["fixed", "declined"]

    def has_add_permission(self, request):
        """Members write them, on an exercise's page."""
        return False

    def has_delete_permission(self, request, obj=None):
        """They are decided upon, and stay."""
        return False

    def has_decide_permission(self, request):
        """Decide on reports."""
        return roles.may_decide_reports(request.user)

    @admin.display(description=_("in their words"))
    def said(self, report):
        """The beginning of the text."""
        return Truncator(report.text).chars(80)

    @admin.action(description=_("Mended"), permissions=["decide"])
    def fixed(self, request, queryset):
        """The catalogue says it right now."""
        self._decide(request, queryset, Report.Decision.FIXED)

    @admin.action(description=_("Not a fault"), permissions=["decide"])
    def declined(self, request, queryset):
        """The catalogue was right."""
        self._decide(request, queryset, Report.Decision.DECLINED)

    def _decide(self, request, queryset, decision):
        rows = list(queryset.filter(decision=Report.Decision.OPEN))
        count = actions.decide_reports(reports=rows, decision=decision, at=timezone.now(), by=request.user)
        text = ngettext("%(count)d report decided.", "%(count)d reports decided.", count)
        self.message_user(request, text % {"count": count}, messages.SUCCESS if count else messages.WARNING)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """One report beside what else was said of the exercise; posting decides."""
        report = self.get_object(request, unquote(object_id))
        if report is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_or_change_permission(request, report):
            raise PermissionDenied
        if request.method == "POST":
            return self._decide_one(request, report)
        others = report.exercise.reports.exclude(pk=report.pk).order_by("decided_at", "-created_at", "-pk")
        is_open = report.decision == Report.Decision.OPEN
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("%(name)s: %(kind)s")
            % {"name": report.exercise.name, "kind": report.get_kind_display()},
            "opts": self.opts, "report": report, "others": others[:MOST_OTHERS],
            "can_decide": is_open and self.has_decide_permission(request),
            "can_edit": roles.may_edit(request.user, report.exercise),
        }  # fmt: skip
        return TemplateResponse(request, "admin/exercises/report/change_form.html", context)

    def _decide_one(self, request, report):
        if not self.has_decide_permission(request):
            raise PermissionDenied
        rows = Report.objects.filter(pk=report.pk)
        if "_fixed" in request.POST:
            self.fixed(request, rows)
        elif "_declined" in request.POST:
            self.declined(request, rows)
        waiting = Report.objects.filter(decision=Report.Decision.OPEN).order_by("created_at", "pk").first()
        if waiting is None:
            return HttpResponseRedirect(reverse("admin:exercises_report_changelist"))
        return HttpResponseRedirect(reverse("admin:exercises_report_change", args=[waiting.pk]))
