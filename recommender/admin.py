"""The operator's desk: model runs with what they found, feedback, and what was shown."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from recommender import actions, reporting, tasks
from recommender.models import Feedback, Impression, ModelRun


class ReadOnlyAdmin(admin.ModelAdmin):
    """Rows that people and trainings wrote: to read, never to edit by hand."""

    def has_add_permission(self, request):
        """Nobody adds by hand."""
        return False

    def has_change_permission(self, request, obj=None):
        """Nobody edits by hand."""
        return False

    def has_delete_permission(self, request, obj=None):
        """Nobody deletes by hand; an account's deletion takes its rows along."""
        return False


@admin.register(ModelRun)
class ModelRunAdmin(ReadOnlyAdmin):
    """Every training: what it learnt from, how good it was, why it serves or does not."""

    list_display = ["__str__", "status", "is_current", "population", "quality", "best_baseline"]
    list_filter = ["status", "is_current", "population"]
    date_hierarchy = "started_at"
    ordering = ["-started_at", "-pk"]
    change_list_template = "admin/recommender/modelrun/change_list.html"
    change_form_template = "admin/recommender/modelrun/change_form.html"
    fieldsets = [
        (None, {"fields": ["status", "is_current", "decision", "error", "step", "population"]}),
        (gettext_lazy("What it found"), {"fields": ["comparison", "differences", "counts_table"]}),
        (gettext_lazy("When"), {"fields": ["started_at", "finished_at", "published_at"]}),
        (gettext_lazy("Parameters"), {"fields": ["seed", "parameters_table"], "classes": ["collapse"]}),
        (gettext_lazy("Artifact"), {"fields": ["artifact", "sha256"], "classes": ["collapse"]}),
    ]
    readonly_fields = ["comparison", "differences", "counts_table", "parameters_table"]

    @admin.display(description="nDCG@10")
    def quality(self, run):
        """The chosen model's nDCG@10 with its interval."""
        return reporting.quality(run)

    @admin.display(description=gettext_lazy("best baseline"))
    def best_baseline(self, run):
        """The best of popularity, content and neighbours."""
        return reporting.best_baseline(run)

    @admin.display(description=gettext_lazy("all models"))
    def comparison(self, run):
        """All models on the same frozen data."""
        return self._table(*reporting.comparison(run))

    @admin.display(description=gettext_lazy("differences, person by person"))
    def differences(self, run):
        """Paired differences with their intervals."""
        return self._table(*reporting.differences(run))

    @admin.display(description=gettext_lazy("learnt from"))
    def counts_table(self, run):
        """How many people, events and exercises."""
        return self._table([], [[name.replace("_", " "), count] for name, count in run.counts.items()])

    @admin.display(description=gettext_lazy("parameters"))
    def parameters_table(self, run):
        """What the search chose."""
        return self._table([], sorted(run.parameters.items()))

    @staticmethod
    def _table(heads, rows):
        return render_to_string("admin/recommender/table.html", {"heads": heads, "rows": rows})

    def get_urls(self):
        """The buttons' addresses."""
        train = self.admin_site.admin_view(require_POST(self.train_now))
        back = self.admin_site.admin_view(require_POST(self.roll_back))
        publish = self.admin_site.admin_view(require_POST(self.publish))
        return [
            path("train/", train, name="recommender_modelrun_train"),
            path("roll-back/", back, name="recommender_modelrun_roll_back"),
            path("<path:object_id>/publish/", publish, name="recommender_modelrun_publish"),
            *super().get_urls(),
        ]

    def train_now(self, request):
        """Ask a worker to train."""
        self._allow(request)
        try:
            tasks.train.delay()
        except Exception as error:
            # The broker may be away; the page must still say so.
            self.message_user(request, _("No worker could be asked: %s") % error, messages.ERROR)
        else:
            self.message_user(request, _("A training was asked for. Reload in a minute to see its progress."))
        return self._to_list()

    def roll_back(self, request):
        """Serve the model published before the current one."""
        self._allow(request)
        try:
            run = actions.roll_back(at=timezone.now())
        except actions.NothingToRollBack as error:
            self.message_user(request, str(error), messages.WARNING)
        else:
            self.message_user(request, _("%s serves again.") % run, messages.SUCCESS)
        return self._to_list()

    def publish(self, request, object_id):
        """Let one finished run serve."""
        self._allow(request)
        run = self.get_object(request, unquote(object_id))
        try:
            actions.publish_model(run=run, at=timezone.now())
        except (ValueError, AttributeError) as error:
            self.message_user(request, _("Not published: %s") % error, messages.ERROR)
        else:
            self.message_user(request, _("%s serves now.") % run, messages.SUCCESS)
        return self._to_list()

    def _allow(self, request):
        # Reading runs is one right, changing what serves another.
        if not request.user.has_perm("recommender.change_modelrun"):
            raise PermissionDenied

    @staticmethod
    def _to_list():
        return HttpResponseRedirect(reverse("admin:recommender_modelrun_changelist"))


@admin.register(Feedback)
class FeedbackAdmin(ReadOnlyAdmin):
    """What people said; simulated people are labelled."""

    list_display = ["created_at", "user", "is_simulated", "exercise", "kind", "undone_at"]
    list_filter = ["kind", "user__is_simulated", ("undone_at", admin.EmptyFieldListFilter)]
    list_select_related = ["user", "exercise"]
    search_fields = ["exercise__name", "user__email"]
    ordering = ["-created_at", "-pk"]
    show_full_result_count = False

    @admin.display(description=gettext_lazy("simulated"), boolean=True)
    def is_simulated(self, feedback):
        """Whether a made-up person said it."""
        return feedback.user.is_simulated


@admin.register(Impression)
class ImpressionAdmin(ReadOnlyAdmin):
    """What was shown to whom, where it stood and how likely that was."""

    list_display = ["created_at", "user", "exercise", "rank", "score", "propensity", "surface", "model"]
    list_filter = ["surface"]
    list_select_related = ["user", "exercise", "model"]
    search_fields = ["exercise__name", "user__email"]
    ordering = ["-created_at", "-pk"]
    show_full_result_count = False
