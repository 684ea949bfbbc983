"""The import desk: choose, look, say what is meant, see what would happen, and only then import."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from exercises import tasks
from exercises.importers import SourceError, steps, uploads, wger
from exercises.models import Exercise, ImportedRecord
from tests.conftest import count_queries

pytestmark = pytest.mark.django_db

START = "admin:exercises_import"
AT = datetime(2026, 5, 6, tzinfo=UTC)
TABLE = "name,muscle,gear,level\nGoblet squat,Quads,Dumbbel,Beginner\nPlank,Abs,None,Beginner\n"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def curator(client, django_user_model):
    user = django_user_model.objects.create(email="curator@example.org", is_staff=True, is_superuser=True)
    client.force_login(user)
    client.user = user
    return client


def send(client, *files, follow=True, **fields):
    """Send files, each ``(name, content)``, to the first page."""
    made = [
        SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)
        for name, content in files
    ]
    return client.post(reverse(START), {"files": made, **fields}, follow=follow)


def where(response):
    """The step the last redirect led to."""
    return response.redirect_chain[-1][0].rstrip("/").rsplit("/", 1)[-1]


def go_on(client, response, **fields):
    return client.post(response.request["PATH_INFO"], fields, follow=True)


def the_columns(response, **changes):
    """What the form of columns would send, with changes by number: ``{"2": "primary"}``."""
    form = response.context["form"]
    said = {name: form[name].value() or "" for name in form.fields}
    return said | {f"column-{number}": field for number, field in changes.items()}


def test_a_table_is_imported_step_by_step(curator):
    columns = send(curator, ("list.csv", TABLE))
    assert where(columns) == "columns"
    assert "Goblet squat" in columns.content.decode()

    words = go_on(curator, columns, **the_columns(columns))
    assert where(words) == "words"
    assert "Dumbbel" in words.content.decode()
    form = words.context["form"]
    name = next(iter(form.fields))
    assert form[name].value() == "dumbbell"

    check = go_on(curator, words, **{name: "dumbbell"})
    assert where(check) == "check"
    assert "Import 2 new drafts" in check.content.decode()
    assert Exercise.objects.count() == ImportedRecord.objects.count() == 0

    done = go_on(curator, check)
    assert "2 drafts were added" in done.content.decode()
    squat = Exercise.objects.get(name="Goblet squat")
    assert (squat.status, squat.source) == ("draft", "list")
    assert [item.slug for item in squat.equipment.all()] == ["dumbbell"]
    entry = LogEntry.objects.get(object_id=squat.pk)
    assert (entry.user, entry.change_message) == (curator.user, "Imported from list: list.csv")
    revision = squat.revisions.get()
    assert (revision.action, revision.by, revision.source) == ("create", curator.user, "list")


def test_what_a_person_says_of_a_column_counts(curator):
    columns = send(curator, ("list.csv", "Was;Wo;Notiz\nPlank;abs;mine\n"))

    columns = go_on(curator, columns, **{**the_columns(columns), "header": "yes"})
    check = go_on(curator, columns, **the_columns(columns, **{"1": "name", "2": "-", "3": "summary"}))
    go_on(curator, check)

    plank = Exercise.objects.with_details().get()
    assert (plank.name, plank.summary, plank.primary_muscles()) == ("Plank", "mine", [])


def test_a_table_without_a_column_of_names_asks_for_one(curator):
    columns = send(curator, ("list.csv", "1,2\n3,4\n"))

    again = go_on(curator, columns, **the_columns(columns))

    assert "Say which column holds the names" in again.content.decode()


def test_two_columns_cannot_be_one_field(curator):
    columns = send(curator, ("list.csv", TABLE))

    again = go_on(curator, columns, **the_columns(columns, **{"2": "level"}))

    assert "2 columns are said to be “Level”" in again.content.decode()


def test_a_first_row_that_was_taken_for_an_exercise_can_be_called_a_header(curator):
    columns = send(curator, ("list.csv", "Nazwa;Co\nPlank;abs\nSquat;quads\n"))
    assert columns.context["form"].columns[0].label == "column 1"

    again = go_on(curator, columns, **{**the_columns(columns), "header": "yes"})

    assert [column.label for column in again.context["form"].columns] == ["Nazwa", "Co"]


def test_a_known_catalogue_goes_straight_to_what_will_happen(curator):
    records = [{"id": "P", "name": "Plank", "primaryMuscles": ["abdominals"], "secondaryMuscles": []}]

    check = send(curator, ("exercises.json", json.dumps(records)))

    assert where(check) == "check"
    assert check.context["report"]["source"] == "free-exercise-db"


def test_every_row_is_told_with_outcome_field_reason_and_what_would_be_right(curator, make_exercise):
    make_exercise("Goblet squat", equipment=["dumbbell"])
    text = (
        "id,name,muscle,gear,minutes\n1,Goblet squats,quads,dumbbell,5\n2,=1+1,abs,none,5\n"
        "3,Plank,abs,none,999\n3,Plank,abs,none,5\n4,Plank hold,abs,none,5\n"
    )
    columns = send(curator, ("list.csv", text))

    check = go_on(curator, columns, **the_columns(columns))

    rows = {row["row"]: row for row in check.context["page"]}
    assert [rows[f"row {n}"]["outcome"] for n in (2, 3, 4, 5)] == ["merged", "refused", "added", "refused"]
    assert rows["row 2"]["into"] == "Goblet squat"
    page = check.content.decode()
    assert "the name is a formula" in page
    assert "is not from 0.5 to 240" in page
    assert "Right would be: A number inside the range" in page.replace("\n", " ")
    refused = curator.get(check.request["PATH_INFO"], {"show": "refused"}).context["page"]
    assert {row["outcome"] for row in refused} == {"refused"}


def test_a_second_import_adds_nothing(curator):
    for _time in range(2):
        columns = send(curator, ("list.csv", TABLE.replace("Dumbbel", "Dumbbell")))
        check = go_on(curator, columns, **the_columns(columns))
        go_on(curator, check)

    assert check.context["outcomes"][-1][2] == 2
    assert Exercise.objects.count() == 2


def test_confirming_twice_imports_once(curator):
    columns = send(curator, ("list.csv", TABLE.replace("Dumbbel", "Dumbbell")))
    check = go_on(curator, columns, **the_columns(columns))
    go_on(curator, check)

    again = go_on(curator, check)

    assert again.status_code == 200
    assert Exercise.objects.count() == 2
    assert not list((uploads.root()).rglob("list.csv")), "the file is gone once it is imported"


def test_an_import_that_runs_already_is_not_begun_again(curator):
    page = send(curator, ("t.csv", TABLE))
    page = curator.get(page.request["PATH_INFO"].replace("columns", "check"))
    upload = uploads.unfinished(person=curator.user.pk)[0]
    now = timezone.now()
    assert upload.claim(at=now)

    said = go_on(curator, page)

    assert "runs already" in said.content.decode()
    assert not Exercise.objects.filter(source="t").exists()
    assert not upload.claim(at=now + uploads.CLAIMED_FOR - timedelta(seconds=1))
    assert upload.claim(at=now + uploads.CLAIMED_FOR)


def test_an_import_that_failed_can_be_tried_again(curator, monkeypatch):
    send(curator, ("t.csv", TABLE))
    upload = uploads.unfinished(person=curator.user.pk)[0]

    def fails(*_args, **_options):
        raise RuntimeError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(steps, "import_exercises", fails)
        with pytest.raises(RuntimeError):
            steps.perform(upload, by=curator.user, at=AT)

    assert len(steps.perform(upload, by=curator.user, at=AT).created) == 2
    assert uploads.find(person=curator.user.pk, token=upload.token).kept_report()["created"]


def test_what_would_happen_is_looked_up_again_when_the_catalogue_has_changed(curator, make_exercise):
    columns = send(curator, ("list.csv", TABLE.replace("Dumbbel", "Dumbbell")))
    check = go_on(curator, columns, **the_columns(columns))
    make_exercise("Plank", muscles={"abdominals": 1})

    again = curator.get(check.request["PATH_INFO"])

    assert {code: count for code, _words, count in again.context["outcomes"]}["merged"] == 1


def test_wgers_files_come_together_or_not_at_all(curator):
    missing = send(curator, ("translations.json", "[]"), ("muscles.json", "[]"))
    assert "exercise-base-data.json" in missing.content.decode()

    whole = send(curator, *((name, "[]") for name in wger.FILES.values()))
    assert where(whole) == "check"
    assert whole.context["report"]["source"] == "wger"


HOSTILE = {
    "a picture": ("list.csv", b"\x89PNG\r\n\x1a\n" + bytes(400), "this is a picture"),
    "a zip bomb": ("list.csv", b"PK\x03\x04" + bytes(4000), "a zip archive or a spreadsheet"),
    "zero bytes": ("list.csv", b"name,x\nPl\x00ank,1\n", "holds zero bytes"),
    "nothing": ("list.csv", b"", "empty"),
    "spaces alone": ("list.csv", b" \n , \n", "empty|nothing in its rows"),
    "10,000 columns": ("list.csv", b"c," * 9_999 + b"c\n", "10000 columns"),
    "JSON 10,000 deep": ("list.json", b"[" * 10_000 + b"]" * 10_000, "nested too deeply|expected"),
    "half a JSON": ("list.json", b'[{"name": ', "not readable as JSON"),
    "bytes of no encoding": ("list.csv", b"\xff\xfen\x00a", "no text in utf-16"),
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_a_file_that_cannot_be_imported_is_refused_with_the_reason(curator, case):
    name, content, reason = HOSTILE[case]

    page = send(curator, (name, content)).content.decode()

    assert "The file was not taken. Nothing was imported." in page
    assert any(words in page for words in reason.split("|"))
    assert Exercise.objects.count() == 0
    assert list(uploads.root().glob("*/*")) == [], "what is refused is not kept"


def test_a_header_without_rows_imports_nothing_and_says_so(curator):
    columns = send(curator, ("list.csv", "name,muscle\n"))

    assert "There is no row below the header." in columns.content.decode()


def test_a_file_that_is_too_large_is_refused_while_it_arrives(curator, monkeypatch):
    monkeypatch.setattr(uploads, "MOST_BYTES", 300_000)

    page = send(curator, ("list.csv", b"x" * 500_000)).content.decode()

    assert "Larger catalogues are imported by the command" in page
    assert not uploads.root().exists()


class LargeBody:
    """A form with one endless file, of 200 MB in all, that is made while it is read."""

    SIZE = 200_000_000
    HEAD = (
        b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.csv"\r\n'
        b"Content-Type: text/csv\r\n\r\n"
    )

    def __init__(self):
        self.given = 0

    def read(self, size=None):
        size = min(size or 65_536, self.SIZE - self.given)
        part = self.HEAD + b"x" * (size - len(self.HEAD)) if not self.given else b"x" * size
        self.given += size
        return part

    readline = read


def test_a_file_of_200_megabytes_is_refused_before_anything_is_written(curator, monkeypatch):
    written = []
    monkeypatch.setattr(
        TemporaryFileUploadHandler, "receive_data_chunk",
        lambda self, data, start: written.append(len(data)),
    )  # fmt: skip

    response = curator.generic(
        "POST",
        reverse(START),
        **{
            "wsgi.input": LargeBody(),
            "CONTENT_LENGTH": str(LargeBody.SIZE),
            "CONTENT_TYPE": "multipart/form-data; boundary=x",
        },
    )

    assert "More than 10 MB" in response.content.decode()
    assert written == []


def test_more_rows_than_somebody_would_wait_for_go_through_the_command(curator, monkeypatch):
    monkeypatch.setattr(uploads, "MOST_ROWS", 3)
    columns = send(curator, ("list.csv", "name\nA a\nB b\nC c\nD d\n"))

    back = go_on(curator, columns, **the_columns(columns))

    assert "4 rows; 3 are the most" in back.content.decode()


def test_scripts_and_formulas_are_cleaned_and_shown_as_text(curator):
    text = (
        'name,description,author\nPlank,<script>alert(1)</script><p>Hold it.</p>,"=HYPERLINK(""http://x"")"\n'
    )
    columns = send(curator, ("<b>x<.csv", text))

    check = go_on(curator, columns, **the_columns(columns))
    go_on(curator, check)

    page = check.content.decode()
    assert "<script>alert" not in page
    assert "<b>x" not in page
    plank = Exercise.objects.get()
    assert (plank.steps, plank.author) == (["Hold it."], "")


@pytest.mark.parametrize("name", ["../../../etc/passwd", "..", "a/b\\c.csv", "x" * 150 + ".csv", ".htaccess"])
def test_a_file_name_cannot_leave_its_folder(curator, tmp_path, name):
    file = SimpleUploadedFile("a.csv", TABLE.encode())
    file._name = name

    upload = uploads.keep(person=1, files=[file], at=AT)

    inside = [path for path in upload.folder.rglob("*") if path.is_file()]
    assert {path.parent for path in inside} == {upload.folder, upload.folder / "files"}
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == inside


def test_another_curators_upload_is_not_there(curator, client, django_user_model):
    check = send(curator, ("list.csv", TABLE))
    other = django_user_model.objects.create(email="other@example.org", is_staff=True, is_superuser=True)
    client.force_login(other)

    for step in ("columns", "words", "check"):
        address = reverse(f"admin:exercises_import_{step}", args=[check.context["upload"].token])
        assert client.get(address).status_code == 404
        assert client.post(address).status_code == 404


@pytest.mark.parametrize("token", ["x", "..", "a" * 32, "%2e%2e", "a" * 33])
def test_a_token_that_is_none_is_not_found(curator, token):
    assert curator.get(f"/admin/exercises/exercise/import/{token}/check/").status_code == 404


def test_only_who_may_import_does(client, django_user_model):
    reader = django_user_model.objects.create(email="reader@example.org", is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_exercise"))
    client.force_login(reader)

    assert client.get(reverse(START)).status_code == 403
    assert send(client, ("list.csv", TABLE)).status_code == 403
    assert not uploads.root().exists()
    assert reverse(START) not in client.get(reverse("admin:exercises_exercise_changelist")).content.decode()
    reader.groups.add(Group.objects.get(name="curator"))
    assert client.get(reverse(START)).status_code == 200


def test_a_form_from_elsewhere_is_refused(curator):
    client = Client(enforce_csrf_checks=True)
    client.force_login(curator.user)

    assert send(client, ("list.csv", TABLE)).status_code == 403


def test_uploads_are_swept_after_a_day_and_few_are_kept(settings):
    for hour in range(8):
        file = SimpleUploadedFile("a.csv", TABLE.encode())
        uploads.keep(person=1, files=[file], at=AT + timedelta(hours=hour))
    assert len(uploads.unfinished(person=1)) == uploads.MOST_PER_PERSON

    assert uploads.sweep(at=AT + timedelta(hours=12)) == 0
    assert tasks.sweep_uploads() == uploads.MOST_PER_PERSON
    assert uploads.unfinished(person=1) == []


def test_what_was_begun_is_offered_again_and_can_be_thrown_away(curator):
    columns = send(curator, ("list.csv", TABLE))
    token = columns.context["upload"].token
    assert "list.csv" in curator.get(reverse(START)).content.decode()

    assert curator.get(reverse("admin:exercises_import_discard", args=[token])).status_code == 405
    curator.post(reverse("admin:exercises_import_discard", args=[token]))

    assert "list.csv" not in curator.get(reverse(START)).content.decode()


def test_the_pages_run_as_many_queries_for_many_rows_as_for_few(curator):
    counts = []
    for many in (2, 200):
        text = "name,muscle\n" + "".join(f"Move {n} of {many},wobbly\n" for n in range(many))
        columns = send(curator, (f"list{many}.csv", text))
        words = go_on(curator, columns, **the_columns(columns))
        token = words.context["upload"].token
        counts.append(
            [
                count_queries(curator, reverse(f"admin:exercises_import_{step}", args=[token]))
                for step in ("columns", "words", "check")
            ]
        )

    assert counts[0] == counts[1]
    assert max(counts[0]) <= 8


def test_several_files_that_are_not_wgers_are_refused():
    files = [SimpleUploadedFile(f"{n}.csv", b"name\nPlank\n") for n in range(2)]

    with pytest.raises(SourceError, match="only as wger"):
        uploads.keep(person=1, files=files, at=AT)
