"""Pairs that may be one exercise: a person decides."""

from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from exercises import actions, merging
from exercises.models import Exercise, NearDuplicate


@admin.register(NearDuplicate)
class NearDuplicateAdmin(admin.ModelAdmin):
    """Pairs that may be one exercise, side by side."""

    list_display = ["first_shown", "second_shown", "likeness", "reasons_shown", "decision", "found_at"]
    list_display_links = ["first_shown", "second_shown"]
    list_filter = ["decision", "first__source", "second__source"]
    list_select_related = ["first", "second"]
    list_per_page = 50
    search_fields = ["first__name", "second__name"]
    ordering = ["-likeness", "pk"]
    actions = ["keep_first", "keep_second", "different"]
    fields = ["comparison", "likeness", "reasons_shown", "decision", "found_at", "decided_at"]
    readonly_fields = fields

    class Media:
        css = {"all": ["css/pages/curating.css"]}

    def has_add_permission(self, request):
        """Pairs are found by imports."""
        return False

    def has_delete_permission(self, request, obj=None):
        """A decision is kept, so that the pair does not come up again."""
        return False

    @admin.display(description=_("first"), ordering="first__name")
    def first_shown(self, pair):
        """The older of the two."""
        return f"{pair.first.name} ({pair.first.source}, {pair.first.get_status_display()})"

    @admin.display(description=_("second"), ordering="second__name")
    def second_shown(self, pair):
        """The newer of the two."""
        return f"{pair.second.name} ({pair.second.source}, {pair.second.get_status_display()})"

    @admin.display(description=_("reasons"))
    def reasons_shown(self, pair):
        """Why it is not certain."""
        return ", ".join(pair.reasons) or gettext("the names differ a little")

    @admin.display(description=_("side by side"))
    def comparison(self, pair):
        """Both exercises as the columns of a table."""
        both = Exercise.objects.with_details().in_bulk([pair.first_id, pair.second_id])
        first, second = both[pair.first_id], both[pair.second_id]
        lines = format_html_join(
            "",
            '<tr class="{}"><th scope="row">{}</th><td>{}</td><td>{}</td></tr>',
            (
                ("differs" if one != other else "", words, one, other)
                for words, one, other in _compared(first, second)
            ),
        )
        heads = [
            format_html(
                '<a href="{}">{}</a>', reverse("admin:exercises_exercise_change", args=[e.pk]), e.name
            )
            for e in (first, second)
        ]
        return format_html(
            '<table class="comparison"><thead><tr><td></td><th scope="col">{}</th>'
            '<th scope="col">{}</th></tr></thead><tbody>{}</tbody></table>',
            *heads,
            lines,
        )

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """The pair under a title that asks the question."""
        context = {**(extra_context or {}), "title": gettext("Is this one exercise?"), "subtitle": None}
        return super().change_view(request, object_id, form_url, context)

    def response_change(self, request, obj):
        """Do what the pressed button says, then go on to the next pair."""
        pair = NearDuplicate.objects.filter(pk=obj.pk)
        for name in self.actions:
            if f"_{name}" in request.POST:
                getattr(self, name)(request, pair)
        return HttpResponseRedirect(
            reverse("admin:exercises_nearduplicate_changelist") + "?decision__exact=open"
        )

    @admin.action(description=_("The same: keep the first"), permissions=["change"])
    def keep_first(self, request, queryset):
        """Merge the second into the first."""
        self._merge(request, queryset, lambda pair: (pair.first, pair.second))

    @admin.action(description=_("The same: keep the second"), permissions=["change"])
    def keep_second(self, request, queryset):
        """Merge the first into the second."""
        self._merge(request, queryset, lambda pair: (pair.second, pair.first))

    @admin.action(description=_("Different exercises"), permissions=["change"])
    def different(self, request, queryset):
        """Tell them apart for good."""
        count = actions.tell_apart(pairs=queryset, at=timezone.now())
        text = ngettext("%(count)d pair told apart.", "%(count)d pairs told apart.", count)
        self.message_user(request, text % {"count": count}, messages.SUCCESS)

    def _merge(self, request, queryset, roles):
        merged = 0
        for pair in queryset.select_related("first", "second"):
            keep, double = roles(pair)
            try:
                merging.merge_exercises(keep=keep, double=double, at=timezone.now())
            except actions.ActionRefused as error:
                self.message_user(request, str(error), messages.ERROR)
            else:
                merged += 1
                self.log_change(request, pair, gettext("Merged into %(name)s.") % {"name": keep.name})
        if merged:
            text = ngettext("%(count)d pair merged.", "%(count)d pairs merged.", merged)
            self.message_user(request, text % {"count": merged}, messages.SUCCESS)


def _compared(first, second):
    """Rows of the side-by-side table: what people read, and both values as text."""

    def listed(items):
        return ", ".join(sorted(str(item) for item in items)) or "-"

    for words, read in (
        (_("Status"), lambda e: e.get_status_display()),
        (_("Source"), lambda e: f"{e.source} ({e.licence})"),
        (_("Type"), lambda e: e.get_type_display() or "-"),
        (_("Level"), lambda e: e.get_level_display() or "-"),
        (_("Force"), lambda e: e.get_force_display() or "-"),
        (_("Mechanic"), lambda e: e.get_mechanic_display() or "-"),
        (_("Equipment"), lambda e: ("" if e.is_equipment_known else "? ") + listed(e.equipment.all())),
        (_("Primary muscles"), lambda e: listed(e.primary_muscles())),
        (_("Secondary muscles"), lambda e: listed(e.secondary_muscles())),
        (_("Aliases"), lambda e: listed(e.aliases)),
        (_("Summary"), lambda e: e.summary or "-"),
        (_("Steps"), lambda e: " / ".join(e.steps) or "-"),
    ):  # fmt: skip
        yield words, read(first), read(second)
