"""The vocabulary's rows and the records of imports: mostly to read."""

from django.contrib import admin
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from exercises.admin.reading import ReadOnlyAdmin
from exercises.models import Equipment, ImportedRecord, Joint, Muscle, VariationGroup


@admin.register(ImportedRecord)
class ImportedRecordAdmin(ReadOnlyAdmin):
    """Where imported exercises came from; without a row a second import would add its exercise again."""

    list_display = ["name", "source", "source_key", "exercise", "licence", "author", "imported_at"]
    list_filter = ["source", "licence"]
    list_select_related = ["exercise"]
    list_per_page = 50
    search_fields = ["name", "source_key"]
    ordering = ["-imported_at", "pk"]


class WordAdmin(admin.ModelAdmin):
    """A word of the vocabulary and how many exercises use it."""

    list_display = ["name", "slug", "uses"]
    search_fields = ["name", "slug"]
    ordering = ["name", "pk"]

    def get_queryset(self, request):
        """Words with the number of exercises."""
        return super().get_queryset(request).annotate(exercise_count=Count("exercises", distinct=True))

    @admin.display(description=_("exercises"), ordering="exercise_count")
    def uses(self, word):
        """How many exercises use it."""
        return word.exercise_count

    def has_delete_permission(self, request, obj=None):
        """The vocabulary is part of the program."""
        return False


for _word in (Muscle, Equipment, Joint, VariationGroup):
    admin.site.register(_word, WordAdmin)
