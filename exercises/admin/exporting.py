"""Export from the list of exercises: all, what is filtered, or what is chosen; as CSV or JSON."""

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect, StreamingHttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exercises import exporting

KINDS = {
    "csv": (exporting.csv_lines_of, "text/csv; charset=utf-8"),
    "json": (exporting.json_lines_of, "application/json"),
}


class Exporting:
    """Adds two addresses that take the list's own filters, and two actions for what is chosen."""

    def get_urls(self):
        """``export/csv/`` and ``export/json/``, before the addresses of single exercises."""
        view, name = self.admin_site.admin_view(self.export_list), self.opts.model_name
        own = [
            path(f"export/{kind}/", view, {"kind": kind}, name=f"exercises_{name}_export_{kind}")
            for kind in KINDS
        ]
        return [*own, *super().get_urls()]

    def export_list(self, request, kind):
        """The list as it is filtered in the address; to the whole list where a filter cannot be."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            listed = self.get_changelist_instance(request).get_queryset(request)
        except IncorrectLookupParameters:
            return HttpResponseRedirect(reverse(f"admin:exercises_{self.opts.model_name}_changelist"))
        return self._export(listed, kind)

    @admin.action(description=_("Export as CSV"), permissions=["view"])
    def export_csv(self, request, queryset):
        """What is chosen, for a spreadsheet."""
        return self._export(queryset, "csv")

    @admin.action(description=_("Export as JSON"), permissions=["view"])
    def export_json(self, request, queryset):
        """What is chosen, as records of the catalogue."""
        return self._export(queryset, "json")

    def _export(self, queryset, kind):
        lines_of, content_type = KINDS[kind]
        # Anew by key: the list's own counts and orders are not wanted here.
        exercises = self.model._default_manager.filter(pk__in=queryset.order_by().values("pk"))
        name = f"nextset-exercises-{timezone.localdate():%Y-%m-%d}.{kind}"
        return StreamingHttpResponse(
            lines_of(exercises.order_by("slug")),
            content_type=content_type,
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )
