"""Lists to read, of rows that people, imports and trainings wrote."""

from django.contrib import admin


class ReadOnlyAdmin(admin.ModelAdmin):
    """Rows to read, never to edit by hand."""

    def has_add_permission(self, request):
        """Nobody adds by hand."""
        return False

    def has_change_permission(self, request, obj=None):
        """Nobody edits by hand."""
        return False

    def has_delete_permission(self, request, obj=None):
        """Nobody deletes by hand; an account's deletion takes its rows along."""
        return False
