"""The log in admin: to be looked at. Facts belong to the person; only voiding takes them out."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from profiles.admin import SimulatedFilter
from workouts.models import Workout, WorkoutSet


class ReadOnly:
    """Nothing is added or changed here. Deleting stays possible: deleting a person needs it."""

    def has_add_permission(self, request, obj=None):
        """Logs are written by members."""
        return False

    def has_change_permission(self, request, obj=None):
        """Corrections are made by members."""
        return False


class SetInline(ReadOnly, admin.TabularInline):
    """The sets of a workout, voided ones included."""

    model = WorkoutSet
    extra = 0
    fields = ["position", "exercise", "amount", "effort", "done_at", "voided_at", "uuid"]
    readonly_fields = fields
    ordering = ["position", "pk"]
    can_delete = False

    def get_queryset(self, request):
        """With the exercise's name at hand."""
        return super().get_queryset(request).select_related("exercise")

    @admin.display(description=_("amount"))
    def amount(self, row):
        """How much it was, in words."""
        return row.amount


@admin.register(Workout)
class WorkoutAdmin(ReadOnly, admin.ModelAdmin):
    """Workouts."""

    list_display = ["started_at", "user", "place", "finished_at", "note"]
    list_filter = [SimulatedFilter, "started_at"]
    list_select_related = ["user", "place"]
    search_fields = ["user__email", "uuid"]
    date_hierarchy = "started_at"
    raw_id_fields = ["user", "place"]
    ordering = ["-started_at", "-pk"]
    inlines = [SetInline]
    show_full_result_count = False


@admin.register(WorkoutSet)
class WorkoutSetAdmin(ReadOnly, admin.ModelAdmin):
    """Single sets."""

    list_display = ["done_at", "person", "exercise", "amount", "effort", "voided_at"]
    list_filter = ["done_at", ("voided_at", admin.EmptyFieldListFilter)]
    list_select_related = ["workout__user", "exercise"]
    search_fields = ["workout__user__email", "exercise__name", "uuid"]
    date_hierarchy = "done_at"
    raw_id_fields = ["workout", "exercise"]
    ordering = ["-done_at", "-pk"]
    show_full_result_count = False

    @admin.display(description=_("person"), ordering="workout__user__email")
    def person(self, row):
        """Who did it."""
        return row.workout.user

    @admin.display(description=_("amount"))
    def amount(self, row):
        """How much it was, in words."""
        return row.amount
