"""People in admin: who is real and who is simulated, and what they answered. Read-mostly, no logic."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.utils.translation import gettext_lazy as _

from profiles.models import Limitation, Place, Profile, User


class MemberCreationForm(AdminUserCreationForm):
    """Makes a member, who has no user name."""

    class Meta:
        model = User
        fields = ("email",)


class ProfileInline(admin.StackedInline):
    """The answers, beside the person."""

    model = Profile
    raw_id_fields = ["current_place"]
    autocomplete_fields = ["favoured_muscles"]
    readonly_fields = ["answered", "updated_at"]
    can_delete = False


class LimitationInline(admin.TabularInline):
    """What hurts, beside the person."""

    model = Limitation
    extra = 0


@admin.register(User)
class MemberAdmin(UserAdmin):
    """People and the simulated community, told apart at a glance."""

    add_form = MemberCreationForm
    list_display = ["email", "label", "is_staff", "is_active", "date_joined", "last_login"]
    list_filter = ["is_simulated", "is_staff", "is_superuser", "is_active", "date_joined"]
    search_fields = ["email", "first_name", "last_name"]
    ordering = ["-date_joined", "-pk"]
    date_hierarchy = "date_joined"
    list_per_page = 50
    show_full_result_count = False
    fieldsets = [
        (None, {"fields": ["email", "password"]}),
        (_("Personal info"), {"fields": ["first_name", "last_name"]}),
        (_("Population"), {"fields": ["is_simulated"]}),
        (
            _("Permissions"),
            {"fields": ["is_active", "is_staff", "is_superuser", "groups", "user_permissions"]},
        ),
        (_("Important dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [(None, {"fields": ["email", "usable_password", "password1", "password2"]})]
    readonly_fields = ["is_simulated", "last_login", "date_joined"]
    inlines = [ProfileInline, LimitationInline]

    @admin.display(description=_("who"), ordering="is_simulated")
    def label(self, user):
        """Person, or simulated."""
        return _("Simulated") if user.is_simulated else _("Person")

    def get_inlines(self, request, obj):
        """No answers on the page that makes a person."""
        return self.inlines if obj else []


class SimulatedFilter(admin.SimpleListFilter):
    """People or the simulated community; people first, since it is they whom an operator looks for."""

    title = _("population")
    parameter_name = "population"

    def lookups(self, request, model_admin):
        """The two populations."""
        return [("real", _("People")), ("simulated", _("Simulated"))]

    def queryset(self, request, queryset):
        """The rows of one population."""
        if self.value() is None:
            return queryset
        return queryset.filter(user__is_simulated=self.value() == "simulated")


@admin.register(Profile)
class ProfileAdmin(admin.ModelAdmin):
    """What people answered."""

    list_display = ["user", "is_simulated", "goal", "level", "minutes", "days_per_week", "updated_at"]
    list_filter = [SimulatedFilter, "goal", "level"]
    list_select_related = ["user"]
    search_fields = ["user__email"]
    raw_id_fields = ["user", "current_place"]
    autocomplete_fields = ["favoured_muscles"]
    readonly_fields = ["answered", "updated_at"]
    ordering = ["-updated_at", "-pk"]
    show_full_result_count = False

    @admin.display(description=_("simulated"), boolean=True, ordering="user__is_simulated")
    def is_simulated(self, profile):
        """Whether these are made-up answers."""
        return profile.user.is_simulated


@admin.register(Place)
class PlaceAdmin(admin.ModelAdmin):
    """Where people train, and with what."""

    list_display = ["name", "kind", "user", "is_quiet"]
    list_filter = [SimulatedFilter, "kind", "is_quiet"]
    list_select_related = ["user"]
    search_fields = ["name", "user__email"]
    raw_id_fields = ["user"]
    autocomplete_fields = ["equipment"]
    ordering = ["-pk"]
    show_full_result_count = False


@admin.register(Limitation)
class LimitationAdmin(admin.ModelAdmin):
    """What hurts whom."""

    list_display = ["user", "joint", "severity", "created_at"]
    list_filter = [SimulatedFilter, "joint", "severity"]
    list_select_related = ["user", "joint"]
    search_fields = ["user__email"]
    raw_id_fields = ["user"]
    ordering = ["-created_at", "-pk"]
    show_full_result_count = False
