"""Without a network: nothing that was written down is lost or doubled, and nobody sees what is another's."""

import re

import pytest
from django.test import Client

from tests.journeys.conftest import follow
from workout_app import installing
from workouts.models import WorkoutSet

pytestmark = pytest.mark.django_db(transaction=True)

# What the browser itself writes into the console when a request finds no network or is refused.
EXPECTED = re.compile(
    r"Failed to load resource|net::ERR_|failed to fetch|error occurred when fetching the script|^htmx:",
    re.IGNORECASE,
)


@pytest.fixture
def open_device(chromium, live_server):
    """Open a device: a browser of its own, whose network a test may take away."""
    opened = []

    def open_(workers="allow"):
        device = chromium.new_context(
            viewport={"width": 390, "height": 844}, base_url=live_server.url, service_workers=workers
        )
        device.set_default_timeout(15_000)
        troubles = []
        device.on("weberror", lambda error: troubles.append(str(error.error)))
        device.on(
            "console",
            lambda said: (
                troubles.append(said.text)
                if said.type == "error" and not EXPECTED.search(said.text)
                else None
            ),
        )
        opened.append((device, troubles))
        return device

    yield open_
    for device, troubles in opened:
        device.close()
        assert troubles == []


@pytest.fixture
def move(make_exercise):
    """Something to log."""
    return make_exercise("Goblet squat")


def sign_in(device, user, live_server):
    """Give the device the cookie of a member's session."""
    client = Client()
    client.force_login(user)
    cookie = client.cookies["sessionid"]
    device.add_cookies([{"name": "sessionid", "value": cookie.value, "url": live_server.url}])


@pytest.fixture
def phone(open_device, make_user, live_server):
    """A device with a member signed in."""
    device = open_device()
    device.member = make_user("alice@example.org")
    sign_in(device, device.member, live_server)
    return device


@pytest.fixture
def plain_phone(open_device, make_user, live_server):
    """The same without a service worker: a test sees only the requests of pages."""
    device = open_device(workers="block")
    sign_in(device, make_user("alice@example.org"), live_server)
    return device


def open_log(device, move):
    page = device.new_page()
    page.goto(f"/history/log/{move.slug}/")
    return page


def write(page, repetitions, effort="8"):
    page.get_by_label("Repetitions").first.fill(repetitions)
    page.get_by_label("Effort, 1–10").first.fill(effort)


def rows_left(page, count):
    """Leave as many rows as asked for."""
    while page.locator("[data-rows] > li").count() > count:
        page.get_by_role("button", name=re.compile("^Remove set")).last.click()


def save(page):
    page.get_by_role("button", name="Save the sets").click()


def waiting(page):
    return page.locator("[data-outbox-line]")


KEPT = """() => new Promise((resolve) => {
  const asked = indexedDB.open("nextset-outbox");
  asked.onsuccess = () => {
    const all = asked.result.transaction("entries").objectStore("entries").getAll();
    all.onsuccess = () => { asked.result.close(); resolve(all.result.length); };
  };
})"""


def entries(page):
    """How much the device still keeps."""
    return page.evaluate(KEPT)


def wait_until_sent(page):
    """Wait until the device keeps nothing any more."""
    page.evaluate(
        f"""async () => {{
             for (let tries = 0; tries < 200; tries += 1) {{
               if ((await ({KEPT})()) === 0) return;
               await new Promise((resolve) => setTimeout(resolve, 50));
             }}
             throw new Error("It is still kept.");
           }}"""
    )


def amounts():
    return sorted(WorkoutSet.objects.values_list("repetitions", flat=True))


def test_with_a_network_sets_are_saved_and_nothing_stays_behind(phone, move):
    page = open_log(phone, move)
    rows_left(page, 1)
    write(page, "12")

    save(page)
    page.wait_for_url("**/history/*-*/")

    assert page.get_by_text("1 set logged.").is_visible()
    assert page.get_by_role("button", name="Undo").is_visible()
    assert (amounts(), entries(page)) == ([12], 0)


def test_a_set_logged_without_a_network_is_sent_once_when_it_is_back(phone, move):
    page = open_log(phone, move)
    rows_left(page, 1)
    write(page, "12")
    phone.set_offline(True)

    save(page)
    waiting(page).get_by_text("1 set waits for the network.").wait_for()
    assert page.get_by_text("Kept on this device.").is_visible()
    kept = entries(page)
    phone.set_offline(False)
    page.get_by_text("Sent, and in your history.").wait_for()

    assert kept == 1
    assert (amounts(), entries(page)) == ([12], 0)


def test_rows_are_added_and_removed_without_a_network(phone, move):
    page = open_log(phone, move)
    rows_left(page, 1)
    write(page, "12")
    phone.set_offline(True)

    page.get_by_role("button", name="Add a set").click()
    page.get_by_label("Repetitions").last.fill("10")
    page.get_by_role("button", name="Add a set").click()
    page.get_by_role("button", name="Remove set 3").click()
    save(page)
    waiting(page).get_by_text("2 sets wait for the network.").wait_for()
    phone.set_offline(False)
    page.get_by_text("Sent, and in your history.").wait_for()

    assert amounts() == [10, 12]


def test_what_waits_is_sent_by_the_next_page(phone, move):
    page = open_log(phone, move)
    rows_left(page, 1)
    write(page, "12")
    phone.set_offline(True)
    save(page)
    waiting(page).get_by_text("1 set waits").wait_for()
    page.close()
    phone.set_offline(False)

    page = phone.new_page()
    page.goto("/exercises/")
    wait_until_sent(page)

    assert amounts() == [12]


def test_an_answer_that_is_lost_does_not_double_the_set(plain_phone, move):
    page = open_log(plain_phone, move)
    rows_left(page, 1)
    write(page, "12")
    lost = []

    def lose(route):
        """Let the server have it, and the page not its answer."""
        lost.append(route.fetch(max_redirects=0).status)
        route.abort("connectionreset")

    page.route("**/history/log/**", lose)
    save(page)
    waiting(page).get_by_text("1 set waits").wait_for()
    accepted = amounts()
    page.unroute("**/history/log/**")
    page.get_by_text("Sent, and in your history.").wait_for()

    assert set(lost) == {204}
    assert accepted == [12]
    assert (amounts(), entries(page)) == ([12], 0)


def test_two_tabs_send_each_set_once(phone, move):
    one, other = open_log(phone, move), open_log(phone, move)
    for page, repetitions in ((one, "11"), (other, "12")):
        rows_left(page, 1)
        write(page, repetitions)
    phone.set_offline(True)
    save(one)
    save(other)
    waiting(one).get_by_text("2 sets wait").wait_for()
    waiting(other).get_by_text("2 sets wait").wait_for()

    phone.set_offline(False)
    one.get_by_text("Sent, and in your history.").wait_for()
    other.get_by_text("Sent, and in your history.").wait_for()

    assert (amounts(), entries(one)) == ([11, 12], 0)


def test_a_refused_set_is_kept_and_can_be_mended(phone, move):
    page = open_log(phone, move)
    rows_left(page, 1)
    write(page, "", effort="8")

    save(page)
    page.get_by_text("Say how much, or leave the whole row empty.").wait_for()
    page.goto("/exercises/")
    refused = page.locator("[data-outbox-refused]")
    refused.get_by_text("Goblet squat could not be saved.").wait_for()
    assert refused.get_by_text("Say how much, or leave the whole row empty.").is_visible()
    refused.get_by_role("button", name="Mend it").click()
    page.get_by_label("Repetitions").fill("9")
    save(page)
    page.wait_for_url("**/history/*-*/")

    assert (amounts(), entries(page)) == ([9], 0)


def test_a_refused_set_is_gone_only_when_the_person_discards_it(phone, move):
    page = open_log(phone, move)
    rows_left(page, 1)
    write(page, "", effort="8")
    save(page)
    page.get_by_text("Say how much, or leave the whole row empty.").wait_for()

    page.goto("/exercises/")
    page.get_by_role("button", name="Discard it").click()
    page.get_by_text("could not be saved").wait_for(state="detached")
    page.reload()

    assert page.get_by_text("could not be saved").count() == 0
    assert (amounts(), entries(page)) == ([], 0)


def test_signed_out_it_waits_and_is_sent_after_signing_in_again(phone, move, live_server):
    page = open_log(phone, move)
    rows_left(page, 1)
    write(page, "12")
    phone.clear_cookies(name="sessionid")

    save(page)
    waiting(page).get_by_text("1 set waits until you sign in again.").wait_for()
    before = amounts()
    sign_in(phone, phone.member, live_server)
    page.goto("/exercises/")
    wait_until_sent(page)

    assert (before, amounts()) == ([], [12])


def test_another_person_neither_sends_nor_sees_what_waits(phone, move, make_user, live_server):
    page = open_log(phone, move)
    rows_left(page, 1)
    write(page, "12")
    phone.set_offline(True)
    save(page)
    waiting(page).get_by_text("1 set waits").wait_for()
    charlie = make_user("charlie@example.org")
    sign_in(phone, charlie, live_server)
    phone.set_offline(False)

    # The page of the first one is still open, while the session is another's.
    page.evaluate("window.dispatchEvent(new Event('online'))")
    waiting(page).get_by_text("1 set waits until you sign in again.").wait_for()
    theirs = phone.new_page()
    with theirs.expect_response("**/exercises/"):
        theirs.goto("/exercises/")
    theirs.wait_for_load_state("networkidle")

    assert waiting(theirs).inner_text() == ""
    assert (amounts(), entries(theirs)) == ([], 1)


def test_what_is_said_of_an_exercise_waits_as_well(phone, catalogue):
    page = phone.new_page()
    page.goto("/for-you/")
    phone.set_offline(True)

    page.get_by_role("button", name=re.compile("^Like")).first.click()
    waiting(page).get_by_text("1 entry waits for the network.").wait_for()
    phone.set_offline(False)
    wait_until_sent(page)

    assert phone.member.feedback.get().kind == "like"
    assert not page.get_by_text("The server could not be reached").is_visible()


def test_a_network_that_answers_for_the_app_is_not_believed(plain_phone, move):
    page = open_log(plain_phone, move)
    rows_left(page, 1)
    write(page, "12")
    page.route(
        "**/history/log/**", lambda route: route.fulfill(status=200, body="<h1>Welcome to our hotel</h1>")
    )

    save(page)
    waiting(page).get_by_text("1 set waits for the network.").wait_for()
    page.unroute("**/history/log/**")
    page.get_by_text("Sent, and in your history.").wait_for()

    assert (amounts(), entries(page)) == ([12], 0)


def with_worker(page):
    """Wait until the service worker is there and has the page."""
    page.evaluate("navigator.serviceWorker.ready")
    page.wait_for_function("navigator.serviceWorker.controller !== null")


def kept_pages(page):
    """The paths of the pages that are kept on the device."""
    return set(
        page.evaluate(
            """async () => {
                 const paths = [];
                 for (const name of await caches.keys()) {
                   if (!name.startsWith("nextset-pages-")) continue;
                   const cache = await caches.open(name);
                   for (const { url } of await cache.keys()) paths.push(new URL(url).pathname);
                 }
                 return paths;
               }"""
        )
    )


def keep_page(page, path):
    """Open a page and wait until the worker keeps it."""
    page.goto(path)
    with_worker(page)
    wait_until_kept(page, path)


def wait_until_kept(page, path):
    page.evaluate(
        """async (path) => {
             for (let tries = 0; tries < 200; tries += 1) {
               if (await caches.match(path, { ignoreSearch: true })) return;
               await new Promise((resolve) => setTimeout(resolve, 50));
             }
             throw new Error(`${path} is not kept`);
           }""",
        path,
    )


def test_a_browser_would_install_it(phone):
    page = phone.new_page()
    page.goto("/exercises/")
    with_worker(page)
    developer = phone.new_cdp_session(page)

    manifest = developer.send("Page.getAppManifest")
    hindrances = developer.send("Page.getInstallabilityErrors")["installabilityErrors"]

    assert manifest["errors"] == []
    assert manifest["url"].endswith("/manifest.webmanifest")
    # A browser without a window of its own has nowhere to install to.
    assert [error for error in hindrances if error["errorId"] != "in-incognito"] == []


def test_the_last_picks_open_without_a_network(phone, catalogue):
    page = phone.new_page()
    keep_page(page, "/for-you/")
    shown = page.locator("article.pick h2").all_inner_texts()
    phone.set_offline(True)

    page.goto("/for-you/")

    assert page.locator("article.pick h2").all_inner_texts() == shown
    assert page.get_by_text("No network. This is the page as it was on").is_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('.button-primary')).backgroundColor") == (
        "rgb(11, 107, 79)"
    )
    page.goto("/")
    assert page.locator("article.pick h2").all_inner_texts() == shown


def test_a_page_never_opened_says_what_works(phone, catalogue):
    page = phone.new_page()
    keep_page(page, "/for-you/")
    phone.set_offline(True)

    page.goto("/profile/")

    assert page.get_by_role("heading", name="No network, and this page is not kept here").is_visible()
    page.get_by_role("link", name="For you", exact=True).click()
    page.locator("article.pick").first.wait_for()


def test_a_kept_exercise_reads_as_it_was_and_complains_of_nothing(phone, catalogue, move):
    path = f"/exercises/{move.slug}/"
    page = phone.new_page()
    keep_page(page, path)
    phone.set_offline(True)

    page.goto(path)
    page.wait_for_load_state("networkidle")

    assert page.get_by_role("heading", name="Goblet squat").is_visible()
    assert page.get_by_text(re.compile("No network. This is the page as it was on .*20[0-9]{2}")).is_visible()
    assert not page.get_by_text("The server could not be reached").is_visible()


def test_a_kept_log_page_logs_twice_without_a_network(phone, move):
    path = f"/history/log/{move.slug}/"
    page = phone.new_page()
    keep_page(page, path)
    phone.set_offline(True)

    for repetitions in ("8", "9"):
        page.goto(path)
        rows_left(page, 1)
        write(page, repetitions)
        save(page)
        page.get_by_text("Kept on this device.").wait_for()
    waiting(page).get_by_text("2 sets wait for the network.").wait_for()
    phone.set_offline(False)
    wait_until_sent(page)

    assert amounts() == [8, 9]


def test_an_upgrade_swaps_the_files_and_keeps_the_pages(phone, catalogue, monkeypatch):
    page = phone.new_page()
    keep_page(page, "/for-you/")
    before = page.evaluate("caches.keys()")
    shown = page.locator("article.pick h2").all_inner_texts()
    monkeypatch.setattr(installing, "version", lambda: "upgraded")

    page.goto("/exercises/")
    page.evaluate(
        """async () => {
             await (await navigator.serviceWorker.ready).update();
             for (let tries = 0; tries < 200; tries += 1) {
               const names = await caches.keys();
               if (names.length && names.every((name) => name.includes("-upgraded"))) return;
               await new Promise((resolve) => setTimeout(resolve, 50));
             }
             throw new Error(`still there: ${await caches.keys()}`);
           }"""
    )
    phone.set_offline(True)
    page.goto("/for-you/")

    assert not any("-upgraded" in name for name in before)
    assert len(page.locator("article.pick h2").all_inner_texts()) == len(shown) > 0
    assert page.evaluate("getComputedStyle(document.body).display") == "flex"


def test_signing_out_forgets_the_pages(phone, catalogue):
    page = phone.new_page()
    keep_page(page, "/for-you/")
    page.goto("/for-you/")

    follow(page, page.get_by_role("button", name="Sign out"))
    page.wait_for_load_state("networkidle")
    left = kept_pages(page)
    phone.set_offline(True)
    page.goto("/for-you/")

    assert "/for-you/" not in left
    assert page.get_by_role("heading", name="No network").is_visible()


def test_another_person_finds_no_page_of_the_first(phone, catalogue, make_user, live_server):
    page = phone.new_page()
    keep_page(page, "/for-you/")
    sign_in(phone, make_user("charlie@example.org"), live_server)

    keep_page(page, "/exercises/")
    phone.set_offline(True)
    page.goto("/for-you/")

    assert kept_pages(page) == {"/exercises/"}
    assert page.get_by_role("heading", name="No network").is_visible()


def test_private_and_changing_pages_are_never_kept(phone, catalogue):
    page = phone.new_page()
    keep_page(page, "/for-you/")
    for path in ("/profile/", "/accounts/email/", "/api/v1/exercises/", "/healthz", "/start/goal/"):
        page.goto(path)
    keep_page(page, "/exercises/")

    assert kept_pages(page) == {"/for-you/", "/exercises/"}
