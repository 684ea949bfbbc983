"""The operator's desk: model runs with what they found, feedback, and what was shown."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils import formats, timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from exercises.admin.reading import ReadOnlyAdmin
from recommender import actions, reporting, tasks
from recommender.models import Feedback, Impression, ModelRun, TrainingSession


@admin.register(ModelRun)
class ModelRunAdmin(ReadOnlyAdmin):
    """Every training: what it learnt from, how good it was, why it serves or does not."""

    list_display = [
        "begun", "state", "quality",
        "over_popularity", "over_content", "over_neighbours",
    ]  # fmt: skip
    list_filter = ["status", "is_current", "population"]
    date_hierarchy = "started_at"
    ordering = ["-started_at", "-pk"]
    list_per_page = 50
    show_full_result_count = False
    change_list_template = "admin/recommender/modelrun/change_list.html"
    change_form_template = "admin/recommender/modelrun/change_form.html"
    fieldsets = [
        (None, {"fields": ["state", "is_current", "decision", "error", "population"]}),
        (gettext_lazy("When"), {"fields": ["started_at", "finished_at", "published_at"]}),
        (gettext_lazy("Parameters"), {"fields": ["seed", "chosen_parameters"], "classes": ["collapse"]}),
        (gettext_lazy("Artifact"), {"fields": ["artifact", "sha256"], "classes": ["collapse"]}),
    ]
    readonly_fields = ["state", "chosen_parameters"]

    @admin.display(description=gettext_lazy("model"), ordering="started_at")
    def begun(self, run):
        """Its number and when it began."""
        began = formats.date_format(timezone.localtime(run.started_at), "j M Y, H:i")
        return format_html("{}<br><small>{}</small>", run.pk, began)

    @admin.display(description=gettext_lazy("status"), ordering="status")
    def state(self, run):
        """The status; of a running one also what it is doing."""
        if run.is_current:
            return _("Serves now")
        if run.status == ModelRun.Status.RUNNING:
            return _("Running: %(step)s, %(progress)d %%") % {"step": run.step, "progress": run.progress}
        return run.get_status_display()

    @admin.display(description="nDCG@10")
    def quality(self, run):
        """The chosen model's nDCG@10 with its interval, and on whom it was measured."""
        if not run.population:
            return "–"
        return _lines(reporting.quality(run), _("%s people") % run.population)

    @admin.display(description=gettext_lazy("over popularity"))
    def over_popularity(self, run):
        """The hybrid's lead in nDCG@10 over popularity, with its interval."""
        return _lines(reporting.lead_over(run, "popularity"))

    @admin.display(description=gettext_lazy("over content"))
    def over_content(self, run):
        """The hybrid's lead in nDCG@10 over the content scorer, with its interval."""
        return _lines(reporting.lead_over(run, "content"))

    @admin.display(description=gettext_lazy("over neighbours"))
    def over_neighbours(self, run):
        """The hybrid's lead in nDCG@10 over item neighbours, with its interval."""
        return _lines(reporting.lead_over(run, "neighbours"))

    @admin.display(description=gettext_lazy("parameters"))
    def chosen_parameters(self, run):
        """What the search chose, a line each."""
        lines = ((name, value) for name, value in sorted(run.parameters.items()))
        return format_html_join(mark_safe("<br>"), "{}: {}", lines) or "–"

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """The report above the run's fields."""
        run = self.get_object(request, unquote(object_id))
        report = {
            "chart": reporting.chart(run), "comparison": reporting.comparison(run),
            "differences": reporting.differences(run), "counts": reporting.counts(run),
            "width": reporting.WIDTH,
        } if run else {}  # fmt: skip
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), "report": report})

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


def _lines(figure, *more):
    lines = [(line,) for line in (figure.interval, *more) if line]
    small = format_html_join("", "<br><small>{}</small>", lines)
    return format_html("{}{}", figure.value, small)


@admin.register(Feedback)
class FeedbackAdmin(ReadOnlyAdmin):
    """What people said; simulated people are labelled."""

    list_display = ["kind", "exercise", "person", "created_at", "undone_at"]
    list_filter = ["kind", "user__is_simulated", ("undone_at", admin.EmptyFieldListFilter)]
    list_select_related = ["user", "exercise"]
    search_fields = ["exercise__name", "user__email"]
    ordering = ["-created_at", "-pk"]
    show_full_result_count = False

    @admin.display(description=gettext_lazy("person"), ordering="user__email")
    def person(self, feedback):
        """Who said it; a made-up person is labelled."""
        return _person(feedback.user)


@admin.register(TrainingSession)
class TrainingSessionAdmin(ReadOnlyAdmin):
    """Sessions that were made, and what became of them."""

    list_display = ["made_at", "person", "minutes", "place", "started_at", "finished_at", "model_id"]
    list_filter = [("started_at", admin.EmptyFieldListFilter), ("finished_at", admin.EmptyFieldListFilter)]
    list_select_related = ["user", "place"]
    search_fields = ["user__email"]
    ordering = ["-made_at", "-pk"]
    show_full_result_count = False

    @admin.display(description=gettext_lazy("person"), ordering="user__email")
    def person(self, session):
        """Whose it is; a made-up person is labelled."""
        return _person(session.user)


@admin.register(Impression)
class ImpressionAdmin(ReadOnlyAdmin):
    """What was shown to whom, where it stood and how likely that was."""

    list_display = ["exercise", "person", "rank", "points", "chance", "surface", "model_id", "created_at"]
    list_filter = ["surface", "user__is_simulated"]
    list_select_related = ["user", "exercise"]
    search_fields = ["exercise__name", "user__email"]
    ordering = ["-created_at", "-pk"]
    show_full_result_count = False

    @admin.display(description=gettext_lazy("person"), ordering="user__email")
    def person(self, impression):
        """Whom it was shown to; a made-up person is labelled."""
        return _person(impression.user)

    @admin.display(description=gettext_lazy("score"), ordering="score")
    def points(self, impression):
        """The score with three decimals."""
        return f"{impression.score:.3f}"

    @admin.display(description=gettext_lazy("propensity"), ordering="propensity")
    def chance(self, impression):
        """How likely it was to be shown at its place."""
        return f"{impression.propensity:.3f}"


def _person(user):
    return _("Simulated person %s") % user.pk if user.is_simulated else user.email
