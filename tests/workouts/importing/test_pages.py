"""The pages of an import: upload, look, choose, confirm; for their owner, without script."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.conftest import count_queries
from tests.workouts.importing import samples
from workouts import import_forms
from workouts.models import ImportedHistory, WorkoutSet

START = "/history/import/"


@pytest.fixture
def member(client, make_user, gym):
    user = make_user()
    client.force_login(user)
    return user


def upload(client, text=samples.HEVY, *, name="export.csv", **fields):
    data = text if isinstance(text, bytes) else text.encode()
    return client.post(START, {"file": SimpleUploadedFile(name, data), "unit": "kg"} | fields)


def page_of(client, text=samples.HEVY, **fields):
    """Upload a file; return the address of its page and the page."""
    address = upload(client, text, **fields).url
    return address, client.get(address).content.decode()


def field_of(page, name):
    """The key under which a name is asked about."""
    block = page[page.index(f"<legend>{name}") :]
    return re.search(r'name="choice-([0-9a-f]{12})"', block).group(1)


def test_a_guest_is_asked_to_sign_in(client, db):
    assert client.get(START).status_code == 302
    assert "/accounts/login/" in client.get(START).url


def test_the_first_page_asks_for_a_file(client, member):
    page = client.get(START).content.decode()

    assert 'type="file"' in page
    assert 'enctype="multipart/form-data"' in page
    assert "Strong" in page


def test_from_upload_to_log(client, member):
    address, page = page_of(client)
    assert "5</strong>" in page
    assert "22 November 2024 to 24 November 2024" in page
    assert not WorkoutSet.objects.exists()

    response = client.post(address, {"confirm": "1"}, follow=True)

    assert response.redirect_chain == [(address, 302)]
    assert "5 sets were added to your log." in response.content.decode()
    assert WorkoutSet.objects.filter(workout__user=member).count() == 5


def test_the_last_options_are_heeded(client, member):
    upload(client, samples.STRONG, unit="lb", time_zone="America/New_York", source="strong", order="day")

    kept = member.imported_histories.get()
    assert kept.sets[1][7] == "61.23"
    assert kept.sessions[0][0].endswith("-05:00")


@pytest.mark.parametrize(
    ("text", "name", "said"),
    [
        ("Name,Heart rate\nRun,140\n", "export.csv", "no export of Strong, Hevy or FitNotes"),
        ("", "export.csv", "The file is empty."),
        (b"PK\x03\x04...", "export.xlsx", "spreadsheet"),
        ("Date,Exercise,Category\n", "export.csv", "no set in this file"),
    ],
)
def test_a_file_that_cannot_be_imported_is_refused_beside_the_field(client, member, text, name, said):
    page = upload(client, text, name=name).content.decode()

    assert said in page
    assert 'aria-invalid="true"' in page
    assert not ImportedHistory.objects.exists()


def test_a_file_that_is_too_large_is_refused(client, member, monkeypatch):
    monkeypatch.setattr(import_forms, "MOST_BYTES", 100)

    assert "are the most" in upload(client).content.decode()


def test_no_file_and_unknown_options_are_refused(client, member):
    response = client.post(START, {"unit": "stone", "time_zone": "Mars/Base"})

    assert set(response.context["form"].errors) == {"file", "unit", "time_zone"}


def test_a_name_that_is_not_clear_is_asked_about_and_chosen(client, member):
    address, page = page_of(client, samples.HEVY.replace("Plank", "Bench Press (Cable)"))
    key = field_of(page, "Bench Press (Cable)")
    assert re.findall(f'name="choice-{key}" value="([a-z-]*)"', page) == [
        "", "barbell-bench-press", "dumbbell-bench-press", "other",
    ]  # fmt: skip

    client.post(address, {"confirm": "1", f"choice-{key}": "dumbbell-bench-press"})

    assert WorkoutSet.objects.get(seconds=75).exercise.slug == "dumbbell-bench-press"


def test_another_exercise_can_be_typed(client, member):
    address, page = page_of(client, samples.HEVY.replace("Plank", "Mystery"))
    key = field_of(page, "Mystery")

    wrong = client.post(address, {"confirm": "1", f"choice-{key}": "other", f"other-{key}": "Forarm plank"})
    client.post(address, {"confirm": "1", f"other-{key}": "forearm plank"})

    assert "No exercise is called “Forarm plank”. The nearest: Forearm plank" in wrong.content.decode()
    assert WorkoutSet.objects.get(seconds=75).exercise.slug == "forearm-plank"


def test_another_exercise_without_a_name_is_asked_for(client, member):
    address, page = page_of(client, samples.HEVY.replace("Plank", "Mystery"))

    response = client.post(address, {"confirm": "1", f"choice-{field_of(page, 'Mystery')}": "other"})

    assert "Type the name of the exercise." in response.content.decode()
    assert not WorkoutSet.objects.exists()


def test_choices_are_kept_without_importing(client, member):
    address, page = page_of(client, samples.HEVY.replace("Plank", "Mystery"))

    client.post(address, {f"other-{field_of(page, 'Mystery')}": "plank", "with_warm_ups": "on"})

    kept = member.imported_histories.get()
    assert kept.choices == {"Mystery": "forearm-plank"}
    assert kept.with_warm_ups
    assert not WorkoutSet.objects.exists()
    assert "6</strong>" in client.get(address).content.decode()


def test_a_match_that_is_ticked_as_wrong_is_asked_about(client, member):
    address, page = page_of(client)
    key = re.search(r'name="wrong" value="(\w+)" aria-label="Plank', page).group(1)

    response = client.post(address, {"wrong": key}, follow=True)

    assert field_of(response.content.decode(), "Plank") == key


def test_what_is_left_for_later_stays_and_is_shown(client, member):
    address, _page = page_of(client, samples.HEVY.replace("Plank", "Mystery"))
    client.post(address, {"confirm": "1"})

    assert "<legend>Mystery" in client.get(address).content.decode()
    assert "2 sets wait" in client.get(START).content.decode()


def test_rejected_rows_are_shown_with_their_reason(client, member):
    _address, page = page_of(client, samples.STRONG)

    assert "Rows that were not kept (1)" in page
    assert re.search(r'<td class="number">9</td><td>Reps</td><td>Say how much', page)


def test_names_of_a_file_are_shown_as_text(client, member):
    _address, page = page_of(client, samples.HEVY.replace("Plank", "<script>alert(1)</script>"))

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_taking_back_putting_back_and_removing(client, member):
    address, _page = page_of(client)
    client.post(address, {"confirm": "1"})

    client.post(f"{address}take-back/")
    assert not WorkoutSet.objects.standing().exists()
    assert "Put 5 sets back" in client.get(address).content.decode()
    client.post(f"{address}put-back/")
    assert WorkoutSet.objects.standing().count() == 5
    response = client.post(f"{address}discard/")

    assert response.url == START
    assert not member.imported_histories.exists()
    assert WorkoutSet.objects.standing().count() == 5


def test_importing_a_file_again_leads_to_the_first_import(client, member):
    address, _page = page_of(client)
    client.post(address, {"confirm": "1"})
    again, page = page_of(client)

    response = client.post(again, {"confirm": "1"})

    assert "Known from an earlier import" in page
    assert response.url == address


def test_a_preview_that_gave_way_is_gone(client, member):
    address, _page = page_of(client)
    page_of(client, samples.STRONG)

    assert client.get(address).status_code == 404


@pytest.mark.parametrize("path", ["", "take-back/", "put-back/", "discard/"])
def test_a_stranger_sees_nothing(client, member, make_user, path):
    address, _page = page_of(client)
    client.force_login(make_user())

    assert client.get(address).status_code == 404
    assert client.post(f"{address}{path}", {"confirm": "1"}).status_code == 404
    assert "export.csv" not in client.get(START).content.decode()
    assert ImportedHistory.objects.filter(user=member).count() == 1
    assert not WorkoutSet.objects.exists()


@pytest.mark.parametrize("path", ["take-back/", "put-back/", "discard/"])
def test_what_changes_something_wants_a_post(client, member, path):
    address, _page = page_of(client)

    assert client.get(f"{address}{path}").status_code == 405


def test_only_so_many_names_are_asked_about_at_a_time(client, member, monkeypatch):
    monkeypatch.setattr(import_forms, "MOST_ASKED", 2)
    rows = "".join(f"2023-03-01,Mystery {number},Other,10,5,,,,\n" for number in range(5))

    _address, page = page_of(client, samples.FITNOTES.splitlines(keepends=True)[0] + rows)

    assert page.count("<legend>Mystery") == 2
    assert "3 more names follow" in page


def test_pages_do_not_run_more_queries_for_more_sets_and_names(client, member):
    header, *lines = samples.FITNOTES.splitlines(keepends=True)
    address, _page = page_of(client, header + lines[0])
    few = count_queries(client, address), count_queries(client, START)
    rows = "".join(
        f"2023-03-{day:02},Mystery {number},Other,10,5,,,,\n" for day in range(1, 20) for number in range(10)
    )

    address, _page = page_of(client, header + "".join(lines) + rows)

    assert (count_queries(client, address), count_queries(client, START)) == few


def test_the_pages_hold_to_the_policy(client, member):
    address, page = page_of(client)

    assert "style=" not in page
    assert "unsafe" not in client.get(address).headers["Content-Security-Policy"]
    assert reverse("workouts:import_start") == START


def test_the_unit_that_a_member_reads_is_taken_first(client, member):
    type(member.profile).objects.filter(user=member).update(units="lb")

    page = client.get(START).content.decode()

    assert re.search(r'value="lb"[^>]*checked', page)
