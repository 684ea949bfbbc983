"""Muscles and joints inside an exercise's form."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from exercises import roles
from exercises.admin.forms import MuscleShareFormSet
from exercises.models import ExerciseJoint, ExerciseMuscle


class OnceAskedInline(admin.TabularInline):
    """Rows of one exercise; the choices are asked for once and not for every row."""

    extra = 1

    def has_view_permission(self, request, obj=None):
        """Whoever may read the exercise."""
        return request.user.has_perm("exercises.view_exercise") or self.has_change_permission(request, obj)

    def has_change_permission(self, request, obj=None):
        """Whoever may change the exercise: these rows are a part of it."""
        return roles.may_edit(request.user, obj)

    has_add_permission = has_delete_permission = has_change_permission

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Name every field to a screen reader: the column's heading is not tied to it."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:
            widget = getattr(field.widget, "widget", field.widget)
            widget.attrs.setdefault("aria-label", str(field.label))
        return field

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Keep the choices on the request."""
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        kept = request.__dict__.setdefault("_kept_choices", {})
        if db_field.name not in kept:
            kept[db_field.name] = list(field.choices)
        field.choices = kept[db_field.name]
        return field


class MuscleInline(OnceAskedInline):
    """The muscles and their shares."""

    model = ExerciseMuscle
    formset = MuscleShareFormSet


class JointInline(OnceAskedInline):
    """The joints that bear something."""

    model = ExerciseJoint
    verbose_name_plural = _("joints that bear something (others bear nothing)")
