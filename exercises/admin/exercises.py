"""All exercises, and the queue of imported drafts."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from exercises import actions, roles, search
from exercises.admin.bulk import BulkEditing
from exercises.admin.coverage import FILTERS, CoverageAdmin
from exercises.admin.exporting import Exporting
from exercises.admin.forms import TOPIC_FIELDS, ExerciseForm, RetireForm
from exercises.admin.history import Historied
from exercises.admin.importing import Importing
from exercises.admin.inlines import JointInline, MuscleInline
from exercises.admin.missing import MissingFilter, gaps, with_gap_count
from exercises.models import Exercise, ImportedDraft, ImportedRecord, NearDuplicate

SHOWN_GAPS = 3


class ExerciseAdminBase(Historied, BulkEditing, Exporting, admin.ModelAdmin):
    """What the list of all exercises and the import queue share."""

    form = ExerciseForm
    inlines = [MuscleInline, JointInline]
    actions = ["change_several", "publish", "retire", "to_draft", "export_csv", "export_json"]
    list_per_page = 50
    show_full_result_count = False
    save_on_top = True
    # The search of the site; Django only wants to see that there is one.
    search_fields = ["name"]
    search_help_text = _(
        "Names, other names, muscles, equipment; “no equipment”, “bad knee”; typos are forgiven."
    )
    autocomplete_fields = ["replacement", "easier", "harder", "alternatives", "variation_group"]
    filter_horizontal = ["equipment"]
    prepopulated_fields = {"slug": ["name"]}
    readonly_fields = ["status", "created_at", "updated_at", "what_is_missing", "origins"]
    change_form_template = "admin/exercises/exercise/change_form.html"
    fieldsets = [
        (None, {"fields": ["name", "slug", "aliases", ("status", "replacement"), "what_is_missing"]}),
        (
            _("Kind"),
            {"fields": [("type", "level"), ("force", "mechanic", "pattern"), ("is_unilateral", "is_quiet"),
                        "variation_group"]},
        ),
        (
            _("How much"),
            {"fields": [("met", "met_source"), ("measure", "seconds_per_repetition", "minutes"), "doses"]},
        ),
        (_("What it needs"), {"fields": ["is_equipment_known", "equipment", "is_joint_stress_known"]}),
        (_("For whom"), {"fields": [tuple(TOPIC_FIELDS.values())]}),
        (_("Words"), {"fields": ["summary", "setup", "steps", "breathing", "mistakes"]}),
        (_("Other versions"), {"fields": ["easier", "harder", "alternatives"]}),
        (
            _("Where it comes from"),
            {"fields": [("source", "source_key"), "source_url", ("licence", "author"), "origins",
                        ("created_at", "updated_at")]},
        ),
    ]  # fmt: skip

    class Media:
        css = {"all": ["css/pages/curating.css"]}

    def get_queryset(self, request):
        """Rows with what the list shows of them."""
        # Not super's: it orders before the count of gaps is there to order by.
        rows = with_gap_count(self.model._default_manager.with_card())
        return rows.order_by(*self.get_ordering(request))

    def get_search_results(self, request, queryset, search_term):
        """Search as members do."""
        return search.search(queryset, search_term), False

    def has_delete_permission(self, request, obj=None):
        """Exercises are retired, never deleted: histories refer to them."""
        return False

    def has_change_permission(self, request, obj=None):
        """Drafts are for every curator, what members see for publishers."""
        return super().has_change_permission(request, obj) and roles.may_edit(request.user, obj)

    def has_publish_permission(self, request):
        """Publish, retire and take back."""
        return roles.may_publish(request.user)

    def get_readonly_fields(self, request, obj=None):
        """People and phones know the address of what was ever published."""
        is_known = obj is not None and (obj.status != Exercise.Status.DRAFT or obj.withdrawn_at)
        return [*self.readonly_fields, "slug"] if is_known else self.readonly_fields

    def get_prepopulated_fields(self, request, obj=None):
        """The address is made from the name while nobody knows it."""
        return {} if "slug" in self.get_readonly_fields(request, obj) else self.prepopulated_fields

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """The form, with the button to publish for those who may."""
        may_publish = self.has_publish_permission(request)
        if "_publish" in request.POST and not may_publish:
            raise PermissionDenied
        context = {**(extra_context or {}), "may_publish": may_publish}
        return super().changeform_view(request, object_id, form_url, context)

    def save_related(self, request, form, formsets, change):
        """Save muscles and joints, then let the search know."""
        super().save_related(request, form, formsets, change)
        search.index([form.instance])

    def response_change(self, request, obj):
        """Publish after saving, where that button was pressed."""
        if "_publish" in request.POST:
            self.publish(request, Exercise.objects.filter(pk=obj.pk))
            return HttpResponseRedirect(request.path)
        return super().response_change(request, obj)

    @admin.display(description=_("muscles"))
    def muscles_shown(self, exercise):
        """Its primary muscles."""
        return ", ".join(muscle.name for muscle in exercise.primary_muscles())

    @admin.display(description=_("equipment"))
    def equipment_shown(self, exercise):
        """All it needs, or that nobody knows."""
        names = ", ".join(item.name for item in exercise.equipment.all())
        if exercise.is_equipment_known:
            return names or gettext("Nothing")
        return f"{names} …?" if names else "?"

    @admin.display(description=_("missing"), ordering="gap_count")
    def gaps_shown(self, exercise):
        """The first of the missing fields, and how many more there are."""
        missing = exercise.missing_to_publish()
        more = f" +{len(missing) - SHOWN_GAPS}" if len(missing) > SHOWN_GAPS else ""
        shown = ", ".join(missing[:SHOWN_GAPS]) + more
        return format_html('<span class="missing">{}</span>', shown) if missing else gettext("nothing")

    @admin.display(description=_("missing"))
    def what_is_missing(self, exercise):
        """The fields to fill before it can be published."""
        missing = exercise.missing_to_publish() if exercise.pk else []
        if not missing:
            return gettext("nothing")
        return format_html('<span class="missing">{}</span>', ", ".join(missing))

    @admin.display(description=_("imported records"))
    def origins(self, exercise):
        """Which records of other catalogues stand behind it."""
        records = exercise.imported_records.order_by("source", "source_key") if exercise.pk else []
        said = ((r.source, r.source_key, r.name, r.licence, r.author) for r in records)
        return format_html_join("", "<div>{} {}: {} ({} {})</div>", said) or "-"

    @admin.action(description=_("Publish what is complete"), permissions=["publish"])
    def publish(self, request, queryset):
        """Publish, and say what the refused ones miss."""
        result = actions.publish_exercises(exercises=queryset, at=timezone.now(), by=request.user)
        if result.published:
            count = len(result.published)
            self.message_user(
                request,
                ngettext("%(count)d exercise published.", "%(count)d exercises published.", count)
                % {"count": count},
                messages.SUCCESS,
            )
        self.log(request, result.published, gettext("Published."))
        for exercise, missing in result.refused[:10]:
            text = gettext("%(name)s was not published. Missing: %(fields)s.")
            self.message_user(
                request, text % {"name": exercise.name, "fields": ", ".join(missing)}, messages.WARNING
            )
        if len(result.refused) > 10:
            text = gettext("%(count)d more were not published: filter by what is missing.")
            self.message_user(request, text % {"count": len(result.refused) - 10}, messages.WARNING)

    @admin.action(description=_("Retire …"), permissions=["publish"])
    def retire(self, request, queryset):
        """Ask what replaces them, then retire them."""
        form = RetireForm(request.POST if "confirmed" in request.POST else None)
        if form.is_bound and form.is_valid():
            try:
                rows = actions.retire_exercises(
                    exercises=queryset,
                    replacement=form.cleaned_data["replacement"],
                    at=timezone.now(),
                    by=request.user,
                )
            except actions.ActionRefused as error:
                form.add_error("replacement", str(error))
            else:
                self.log(request, rows, gettext("Retired."))
                text = ngettext("%(count)d exercise retired.", "%(count)d exercises retired.", len(rows))
                self.message_user(request, text % {"count": len(rows)}, messages.SUCCESS)
                return None
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Retire exercises"),
            "opts": self.opts,
            "form": form,
            "exercises": queryset.order_by("name", "pk"),
            "action": "retire",
        }
        return TemplateResponse(request, "admin/exercises/retire.html", context)

    @admin.action(description=_("Back to draft"), permissions=["publish"])
    def to_draft(self, request, queryset):
        """Take them off the site without retiring them."""
        rows = actions.return_to_draft(exercises=queryset, at=timezone.now(), by=request.user)
        self.log(request, rows, gettext("Back to draft."))
        text = ngettext("%(count)d exercise is a draft.", "%(count)d exercises are drafts.", len(rows))
        self.message_user(request, text % {"count": len(rows)}, messages.SUCCESS)

    def log(self, request, rows, message):
        """Write who did what into admin's own history."""
        for row in rows:
            self.log_change(request, row, message)


@admin.register(Exercise)
class ExerciseAdmin(Importing, CoverageAdmin, ExerciseAdminBase):
    """All exercises, with what they miss counted above the list."""

    list_display = [
        "name", "status", "type", "level", "muscles_shown", "equipment_shown", "gaps_shown", "source",
        "updated_at",
    ]  # fmt: skip
    list_filter = ["status", MissingFilter, "type", "level", "pattern", *FILTERS, "source", "licence"]
    list_select_related = ["variation_group"]
    ordering = ["name", "pk"]
    change_list_template = "admin/exercises/exercise/change_list.html"

    def changelist_view(self, request, extra_context=None):
        """The list, below a count of what is missing among what is not retired."""
        total, missing = gaps()
        return super().changelist_view(request, {**(extra_context or {}), "gaps": missing, "total": total})


@admin.register(ImportedDraft)
class ImportedDraftAdmin(ExerciseAdminBase):
    """The import queue: imported drafts, those that miss least first."""

    list_display = [
        "name", "source", "type", "level", "muscles_shown", "equipment_shown", "gaps_shown", "doubles",
    ]  # fmt: skip
    list_filter = ["source", MissingFilter, "type", "level", "licence"]

    def get_ordering(self, request):
        """What can be finished soonest comes first."""
        return ["gap_count", "name", "pk"]

    def get_queryset(self, request):
        """Drafts that came from elsewhere, with the number of open doubles."""
        pairs = NearDuplicate.objects.waiting()
        is_double = pairs.filter(Q(first=OuterRef("pk")) | Q(second=OuterRef("pk")))
        drafts = super().get_queryset(request).filter(status=Exercise.Status.DRAFT)
        return drafts.filter(Exists(ImportedRecord.objects.filter(exercise=OuterRef("pk")))).annotate(
            has_doubles=Exists(is_double)
        )

    def has_add_permission(self, request):
        """Imports come by command."""
        return False

    @admin.display(description=_("may be a double"), boolean=True)
    def doubles(self, draft):
        """Whether it waits in the queue of near duplicates."""
        return draft.has_doubles
