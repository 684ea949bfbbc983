"""The log in admin: to read; members correct their own."""

from django.contrib import admin

from workouts.models import Workout, WorkoutSet


class WorkoutSetInline(admin.TabularInline):
    """The sets of a workout, taken-out ones too."""

    model = WorkoutSet
    extra = 0
    raw_id_fields = ["exercise"]
    fields = readonly_fields = [
        "exercise", "repetitions", "weight_kg", "seconds", "distance_m", "effort", "done_at", "voided_at",
    ]  # fmt: skip
    can_delete = False

    def has_add_permission(self, request, obj=None):
        """Nobody adds by hand."""
        return False


@admin.register(Workout)
class WorkoutAdmin(admin.ModelAdmin):
    """Workouts, the latest first."""

    list_display = ["started_at", "user", "place", "note"]
    list_select_related = ["user", "place"]
    search_fields = ["user__email"]
    raw_id_fields = ["user", "place"]
    date_hierarchy = "started_at"
    ordering = ["-started_at", "-pk"]
    inlines = [WorkoutSetInline]
    show_full_result_count = False

    def has_add_permission(self, request):
        """Nobody adds by hand."""
        return False
