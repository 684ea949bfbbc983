"""Pairs that may be one exercise: a person decides, side by side."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from exercises import actions, merging, roles
from exercises.admin.comparing import FIRST, SECOND, Comparison, MergeForm
from exercises.admin.merges import message_with_undo
from exercises.models import Exercise, Merge, NearDuplicate


@admin.register(NearDuplicate)
class NearDuplicateAdmin(admin.ModelAdmin):
    """Pairs that may be one exercise, and the page where each is decided."""

    list_display = ["first_shown", "second_shown", "likeness", "reasons_shown", "decision", "found_at"]
    list_display_links = ["first_shown", "second_shown"]
    list_filter = ["decision", "first__source", "second__source"]
    list_select_related = ["first", "second"]
    list_per_page = 50
    search_fields = ["first__name", "second__name"]
    ordering = ["-likeness", "pk"]
    actions = ["keep_first", "keep_second", "different"]

    class Media:
        css = {"all": ["css/pages/curating.css", "css/pages/merging.css"]}

    def has_add_permission(self, request):
        """Pairs are found by imports."""
        return False

    def has_delete_permission(self, request, obj=None):
        """A decision is kept, so that the pair does not come up again."""
        return False

    def has_merge_permission(self, request):
        """Decide on pairs."""
        return roles.may_merge(request.user)

    def get_queryset(self, request):
        """Pairs of the queue hold no retired exercise; decided ones may, and so may a page that is open."""
        pairs = super().get_queryset(request)
        if request.resolver_match.url_name != "exercises_nearduplicate_changelist":
            return pairs
        return pairs.exclude(decision=NearDuplicate.Decision.OPEN) | pairs.waiting()

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

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Both exercises side by side: choose field by field and merge, or tell them apart."""
        pair = self.get_object(request, unquote(object_id))
        if pair is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_or_change_permission(request, pair):
            raise PermissionDenied
        both = Exercise.objects.in_bulk([pair.first_id, pair.second_id])
        comparison = Comparison(both[pair.first_id], both[pair.second_id])
        is_sent = request.method == "POST"
        if is_sent and not self.has_merge_permission(request):
            raise PermissionDenied
        if is_sent and "_different" in request.POST:
            self.different(request, NearDuplicate.objects.filter(pk=pair.pk))
            return self._next(pair)
        form = MergeForm(request.POST if is_sent else None, comparison=comparison)
        if is_sent and form.is_valid():
            keep, double = form.roles()
            if self._merge_one(request, keep, double, take=form.taken(), fill=False):
                return self._next(pair)
        is_open = pair.decision == NearDuplicate.Decision.OPEN
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Is this one exercise?"), "opts": self.opts, "pair": pair,
            "comparison": comparison, "form": form,
            "rows": [
                {"line": line, "chosen": chosen, "label_id": f"line-{line.choice}"}
                for line, chosen in form.rows()
            ],
            "reasons": self.reasons_shown(pair), "can_decide": is_open and self.has_merge_permission(request),
            "merge": Merge.objects.standing().filter(
                keep__in=both, double__in=both
            ).first(),
        }  # fmt: skip
        return TemplateResponse(request, "admin/exercises/nearduplicate/change_form.html", context)

    def _next(self, pair):
        """The next pair of the queue, or the queue when nothing waits."""
        waiting = NearDuplicate.objects.waiting().exclude(pk=pair.pk).order_by(*self.ordering)
        following = waiting.filter(likeness__lte=pair.likeness).first() or waiting.first()
        if following is not None:
            return HttpResponseRedirect(reverse("admin:exercises_nearduplicate_change", args=[following.pk]))
        return HttpResponseRedirect(reverse("admin:exercises_nearduplicate_changelist"))

    @admin.action(description=_("The same: keep the first"), permissions=["merge"])
    def keep_first(self, request, queryset):
        """Merge the second into the first."""
        self._merge(request, queryset, FIRST)

    @admin.action(description=_("The same: keep the second"), permissions=["merge"])
    def keep_second(self, request, queryset):
        """Merge the first into the second."""
        self._merge(request, queryset, SECOND)

    @admin.action(description=_("Different exercises"), permissions=["merge"])
    def different(self, request, queryset):
        """Tell them apart for good."""
        pairs = list(queryset.filter(decision=NearDuplicate.Decision.OPEN))
        count = actions.tell_apart(pairs=pairs, at=timezone.now())
        for pair in pairs:
            self.log_change(request, pair, gettext("Different exercises."))
        text = ngettext("%(count)d pair told apart.", "%(count)d pairs told apart.", count)
        self.message_user(request, text % {"count": count}, messages.SUCCESS)

    def _merge(self, request, queryset, kept):
        for pair in queryset.select_related("first", "second"):
            both = (pair.first, pair.second)
            self._merge_one(request, *(both if kept == FIRST else both[::-1]))

    def _merge_one(self, request, keep, double, **choices):
        """Merge and offer to undo it, or say why not; return the merge."""
        try:
            merge = merging.merge_exercises(
                keep=keep, double=double, at=timezone.now(), by=request.user, **choices
            )
        except actions.ActionRefused as error:
            self.message_user(request, str(error), messages.ERROR)
            return None
        self.message_user(request, message_with_undo(request, merge), messages.SUCCESS)
        return merge
