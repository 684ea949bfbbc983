"""People in admin: members and, labelled, the simulated community."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.utils.translation import gettext_lazy as _

from profiles.models import Limitation, Place, Profile, User


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    """Accounts by address; who is simulated says so and cannot sign in."""

    list_display = ["email", "is_simulated", "is_staff", "is_active", "date_joined"]
    list_filter = ["is_simulated", "is_staff", "is_active", "groups"]
    search_fields = ["email"]
    ordering = ["-date_joined", "-pk"]
    readonly_fields = ["is_simulated", "date_joined", "last_login"]
    show_full_result_count = False
    fieldsets = [
        (None, {"fields": ["email", "password", "is_simulated"]}),
        (_("Rights"), {"fields": ["is_active", "is_staff", "is_superuser", "groups", "user_permissions"]}),
        (_("When"), {"fields": ["date_joined", "last_login"]}),
    ]
    add_fieldsets = [(None, {"fields": ["email", "password1", "password2"]})]


@admin.register(Profile)
class ProfileAdmin(admin.ModelAdmin):
    """Answers. A person's own pages are the place to change them."""

    list_display = ["user", "is_simulated", "goal", "level", "minutes", "days_per_week", "current_place"]
    list_filter = ["user__is_simulated", "goal", "level"]
    list_select_related = ["user", "current_place"]
    search_fields = ["user__email"]
    raw_id_fields = ["user", "current_place"]
    ordering = ["-pk"]
    show_full_result_count = False

    @admin.display(description=_("simulated"), boolean=True)
    def is_simulated(self, profile):
        """Whether a made-up person answered."""
        return profile.user.is_simulated


@admin.register(Place)
class PlaceAdmin(admin.ModelAdmin):
    """Where people train."""

    list_display = ["name", "user", "kind", "is_quiet"]
    list_filter = ["kind", "user__is_simulated"]
    list_select_related = ["user"]
    search_fields = ["user__email", "name"]
    raw_id_fields = ["user"]
    ordering = ["-pk"]
    show_full_result_count = False


@admin.register(Limitation)
class LimitationAdmin(admin.ModelAdmin):
    """What hurts."""

    list_display = ["user", "joint", "severity", "created_at"]
    list_filter = ["joint", "severity", "user__is_simulated"]
    list_select_related = ["user", "joint"]
    search_fields = ["user__email"]
    raw_id_fields = ["user"]
    ordering = ["-pk"]
    show_full_result_count = False
