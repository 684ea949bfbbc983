"""The import desk: a file, its columns, its unknown words, what would happen, and then it happens."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from exercises.admin.import_forms import FIELD_WORDS, WORD_FIELDS, ColumnsForm, StartForm, WordsForm
from exercises.admin.upload_handlers import BoundedUpload
from exercises.importers import SourceError, steps, uploads
from exercises.models import ImportedRecord

ROWS_PER_PAGE = 100
FIELD_LABELS = {**FIELD_WORDS, **WORD_FIELDS, "id": FIELD_WORDS["key"]}
# Why a column was taken for what it is, as exercises.importers.columns says it.
REASONS = {
    "by its name": _("by its name"),
    "by what stands in it": _("by what stands in it"),
    "as you said": _("as you said"),
    "not used": _("not used"),
}
OUTCOME_WORDS = {
    "refused": _("Refused"),
    "added": _("New draft"),
    "queued": _("New draft, perhaps a double"),
    "updated": _("Draft follows its source"),
    "merged": _("Is one we have"),
    "known": _("Imported before"),
}


class Importing:
    """Adds the import desk to the admin of exercises."""

    def get_urls(self):
        """The steps of an import, before the addresses of single exercises."""
        view = self.admin_site.admin_view
        own = [
            path("import/", view(self.import_start), name="exercises_import"),
            path("import/<str:token>/columns/", view(self.import_columns), name="exercises_import_columns"),
            path("import/<str:token>/words/", view(self.import_words), name="exercises_import_words"),
            path("import/<str:token>/check/", view(self.import_check), name="exercises_import_check"),
            path("import/<str:token>/discard/", view(self.import_discard), name="exercises_import_discard"),
        ]
        return [*own, *super().get_urls()]

    # The body is read while its size is watched, so the token can be checked only afterwards.
    @method_decorator(csrf_exempt)
    def import_start(self, request):
        """Take the file."""
        self._may_import(request)
        bounded = BoundedUpload(request, uploads.MOST_BYTES)
        request.upload_handlers.insert(0, bounded)
        return method_decorator(csrf_protect)(Importing._import_start)(self, request, bounded)

    def _import_start(self, request, bounded):
        form = StartForm(request.POST or None, request.FILES or None)
        if request.method == "POST":
            if bounded.is_too_large:
                form = StartForm(data=request.POST)
                form.errors.clear()
                form.add_error("files", _too_large())
            elif form.is_valid():
                try:
                    upload = uploads.keep(
                        person=request.user.pk, files=form.cleaned_data["files"], at=timezone.now(),
                        reader=form.cleaned_data["reader"], source=form.cleaned_data["source"],
                    )  # fmt: skip
                    return HttpResponseRedirect(self._first_step(upload))
                except SourceError as error:
                    form.add_error("files", str(error))
        uploads.sweep(at=timezone.now())
        return self._import_page(
            request, "start", None, form=form,
            unfinished=uploads.unfinished(person=request.user.pk),
            sources=ImportedRecord.objects.order_by("source").values_list("source", flat=True).distinct(),
        )  # fmt: skip

    def _first_step(self, upload):
        """Where an upload begins; one that cannot be read is thrown away with the reason."""
        try:
            if steps.is_table(upload):
                steps.look_at_columns(upload)
                return self._step("columns", upload)
            steps.check(upload, at=timezone.now())
        except SourceError:
            upload.discard()
            raise
        return self._step("words", upload)

    def import_columns(self, request, token):
        """Show what each column was taken for, and let the person say otherwise."""
        upload = self._upload(request, token)
        if not steps.is_table(upload):
            return HttpResponseRedirect(self._step("words", upload))
        columns, notes = steps.look_at_columns(upload)
        for column in columns:
            column.reason = REASONS.get(column.reason, column.reason)
        form = ColumnsForm(request.POST or None, columns=columns, header=upload.header)
        if request.method == "POST" and form.is_valid():
            is_anew = form.has_other_header()
            upload.columns, upload.header = form.chosen(), form.chosen_header()
            upload.save()
            return HttpResponseRedirect(self._step("columns" if is_anew else "words", upload))
        return self._import_page(request, "columns", upload, form=form, notes=notes)

    def import_words(self, request, token):
        """Ask what unknown words mean; without any there is nothing to ask."""
        upload = self._upload(request, token)
        try:
            report = steps.check(upload, at=timezone.now())
        except SourceError as error:
            self.message_user(request, str(error), messages.ERROR)
            return HttpResponseRedirect(self._step("columns", upload))
        words = list(steps.words_to_decide(upload, report))
        if not words:
            return HttpResponseRedirect(self._step("check", upload))
        form = WordsForm(request.POST or None, words=words)
        if request.method == "POST" and form.is_valid():
            upload.words = form.chosen()
            upload.save()
            return HttpResponseRedirect(self._step("check", upload))
        more = max(0, len(report["unknown_words"]) - steps.MOST_WORDS)
        return self._import_page(request, "words", upload, form=form, more=more)

    def import_check(self, request, token):
        """Show what would happen to every row, and do it when the person says so."""
        upload = self._upload(request, token, may_be_done=True)
        if request.method == "POST" and not upload.is_done:
            return self._perform(request, upload)
        try:
            report = upload.kept_report() if upload.is_done else steps.check(upload, at=timezone.now())
        except SourceError as error:
            self.message_user(request, str(error), messages.ERROR)
            return HttpResponseRedirect(self._step("columns", upload))
        rows = steps.rows_of(report)
        for row in rows:
            for note in row["notes"]:
                note["words"] = FIELD_LABELS.get(note["field"], note["field"])
            row["missing"] = [FIELD_LABELS.get(field, field) for field in row["missing"]]
        counts = steps.count_outcomes(rows)
        shown = request.GET.get("show") if request.GET.get("show") in counts else ""
        kept = [row for row in rows if row["outcome"] == shown] if shown else rows
        return self._import_page(
            request, "check", upload,
            report=report, shown=shown, page=Paginator(kept, ROWS_PER_PAGE).get_page(request.GET.get("page")),
            outcomes=[(code, OUTCOME_WORDS[code], count) for code, count in counts.items()],
            new=counts["added"] + counts["queued"], updated=counts["updated"], total=len(rows),
            unused=[column["column"] for column in report["columns"] if not column["field"]],
            has_words=bool(report["unknown_words"] or upload.words),
            is_table=not upload.is_done and steps.is_table(upload),
        )  # fmt: skip

    def _perform(self, request, upload):
        try:
            report = steps.perform(upload, by=request.user, at=timezone.now())
        except SourceError as error:
            self.message_user(request, str(error), messages.ERROR)
            return HttpResponseRedirect(self._step("check", upload))
        count = len(report.created)
        text = ngettext("%(count)d draft was added.", "%(count)d drafts were added.", count)
        self.message_user(request, text % {"count": count}, messages.SUCCESS)
        return HttpResponseRedirect(self._step("check", upload))

    def import_discard(self, request, token):
        """Throw an upload away."""
        upload = self._upload(request, token, may_be_done=True)
        if request.method != "POST":
            return HttpResponse(status=405, headers={"Allow": "POST"})
        upload.discard()
        self.message_user(request, gettext("The file was thrown away; nothing of it was imported."))
        return HttpResponseRedirect(reverse("admin:exercises_import"))

    def _may_import(self, request):
        if not request.user.has_perm("exercises.import_exercise"):
            raise PermissionDenied

    def _upload(self, request, token, *, may_be_done=False):
        self._may_import(request)
        upload = uploads.find(person=request.user.pk, token=token)
        if upload is None or (upload.is_done and not may_be_done):
            raise Http404(gettext("This import is over, or its file was kept for too long."))
        return upload

    @staticmethod
    def _step(step, upload):
        return reverse(f"admin:exercises_import_{step}", args=[upload.token])

    def _import_page(self, request, step, upload, **context):
        titles = {
            "start": gettext("Import exercises"),
            "columns": gettext("What is in the columns?"),
            "words": gettext("What do these words mean?"),
            "check": gettext("What will happen"),
        }
        if upload and upload.is_done:
            titles["check"] = gettext("What was imported")
        context = {
            **self.admin_site.each_context(request),
            "title": titles[step],
            "opts": self.opts,
            "upload": upload,
            "step": step,
            **context,
        }
        return TemplateResponse(request, f"admin/exercises/import_{step}.html", context)


def _too_large():
    text = gettext("More than %(most)d MB. Larger catalogues are imported by the command import_exercises.")
    return text % {"most": uploads.MOST_BYTES // 1_000_000}
