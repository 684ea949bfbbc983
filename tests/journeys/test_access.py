"""Every page for everybody: by keyboard, by ear, enlarged, on a narrow screen, in any colours, in rest."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import get_resolver, resolve, reverse
from django.utils import timezone

from recommender.models import TrainingSession
from tests.conftest import PASSWORD
from workouts.actions import log_sets
from workouts.entries import SetEntry
from workouts.models import WorkoutSet

pytestmark = pytest.mark.django_db(transaction=True)

HEVY = """title,start_time,end_time,description,exercise_title,set_index,set_type,weight_kg,reps,rpe
Legs,"1 Mar 2026, 18:05","1 Mar 2026, 19:00",,Goblet Squat,0,normal,20,8,
Legs,"1 Mar 2026, 18:05","1 Mar 2026, 19:00",,Uncle Bob's Special,1,normal,20,8,
"""
STEPS = ("goal", "level", "places", "limits", "time")
GUESTS = [
    "/", "/for-you/", "/session/", "/exercises/", "/exercises/?q=goblet",
    "/accounts/login/", "/accounts/signup/", "/accounts/password/reset/",
    *(f"/start/{step}/" for step in STEPS), "/styleguide/", "/offline/",
]  # fmt: skip

# What answers a form, a piece of a page, or a file.
NO_PAGES = {
    "profiles:start", "profiles:count", "profiles:switch_place", "profiles:choose_language",
    "profiles:export", "profiles:export_tables",
    "recommender:advice", "recommender:feedback", "recommender:undo", "recommender:swap",
    "session:build", "session:change", "session:start", "session:log", "session:skip", "session:finish",
    "workouts:export", "workouts:void_set", "workouts:restore_set",
    "workouts:import_take_back", "workouts:import_put_back", "workouts:import_discard",
}  # fmt: skip


@pytest.fixture
def squat(catalogue, make_exercise):
    """One exercise among others, under a name to look for."""
    return make_exercise("Goblet squat", equipment=["dumbbell"])


@pytest.fixture
def member(make_user, squat):
    """A member who has trained, is in the middle of a session, and has begun to bring a history along."""
    user = make_user("ada@example.org", equipment=["dumbbell"], level=4, minutes=20, goal="strength")
    log_sets(user=user, exercise=squat, sets=[SetEntry(repetitions=10, weight_kg=20)], at=timezone.now())
    user.client = Client()
    user.client.force_login(user)
    user.client.get(reverse("session:today"))
    row = TrainingSession.objects.get()
    user.client.post(reverse("session:start", args=[row.uuid]))
    file = SimpleUploadedFile("workouts.csv", HEVY.encode(), "text/csv")
    user.history = user.client.post(reverse("workouts:import_start"), {"file": file, "unit": "kg"}).url
    return user


@pytest.fixture
def addresses(member, squat):
    """The pages of a member, by their addresses."""
    row, done, place = TrainingSession.objects.get(), WorkoutSet.objects.get(), member.places.get()
    return [
        "/for-you/", f"/for-you/why/{squat.slug}/", "/for-you/why-not/?q=goblet", "/for-you/said/",
        "/session/", f"/session/{row.uuid}/play/", f"/session/{row.uuid}/",
        "/exercises/", f"/exercises/{squat.slug}/", f"/exercises/{squat.slug}/report/",
        "/history/", f"/history/log/{squat.slug}/",
        done.workout.get_absolute_url(), f"/history/sets/{done.uuid}/",
        "/history/import/", member.history, "/progress/", f"/progress/{squat.slug}/",
        "/profile/", "/profile/language-and-units/", "/profile/places/add/", f"/profile/places/{place.uuid}/",
        f"/profile/places/{place.uuid}/delete/", "/profile/delete/", "/accounts/email/", "/accounts/logout/",
    ]  # fmt: skip


@pytest.fixture
def open_with(chromium, live_server):
    """Open a page in a browser set up as somebody may need it, signed in or not."""
    opened = []

    def open_(user=None, **settings):
        settings = {"viewport": {"width": 390, "height": 844}} | settings
        context = chromium.new_context(base_url=live_server.url, service_workers="block", **settings)
        context.set_default_timeout(15_000)
        if user:
            value = user.client.cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": value, "url": live_server.url}])
        opened.append(context)
        return context.new_page()

    yield open_
    for context in opened:
        context.close()


def visit(page, addresses):
    """Open the pages one after another; each must be what was asked for."""
    for address in addresses:
        response = page.goto(address)
        assert response.status == 200, address
        assert response.request.redirected_from is None, f"{address} led to {page.url}"
        yield address


def violations(page):
    """What axe finds, in a line for each."""
    found = Axe().run(page).response["violations"]
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]


def sideways(page):
    """What reaches beyond the screen at the side; nothing where the page does not scroll that way."""
    return page.evaluate(
        """() => {
             const width = document.documentElement.clientWidth;
             if (document.documentElement.scrollWidth <= width) return [];
             return [...document.querySelectorAll("body *")]
               .filter((element) => element.getBoundingClientRect().right > width + 1)
               .map((element) => element.outerHTML.slice(0, 120)).slice(0, 5);
           }"""
    )


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("whose", ["guest", "member"])
def test_axe_finds_nothing_on_any_page(open_with, member, addresses, whose, dark):
    page = open_with(member if whose == "member" else None, color_scheme="dark" if dark else "light")

    found = {
        address: wrong
        for address in visit(page, addresses if whose == "member" else GUESTS)
        if (wrong := violations(page))
    }

    assert found == {}


@pytest.mark.parametrize("whose", ["guest", "member"])
def test_no_page_scrolls_sideways_however_narrow_or_enlarged(open_with, member, addresses, whose):
    page = open_with(member if whose == "member" else None)
    # A small phone; a laptop enlarged to 200 %, and to 400 % as WCAG asks (1,280 px become 320).
    sizes = [(320, 568), (640, 400), (320, 200)]

    found = {}
    for address in visit(page, addresses if whose == "member" else GUESTS):
        for width, height in sizes:
            page.set_viewport_size({"width": width, "height": height})
            if beyond := sideways(page):
                found[address, width] = beyond

    assert found == {}


@pytest.mark.parametrize("whose", ["guest", "member"])
def test_everything_to_be_used_has_a_name_and_every_page_an_outline(open_with, member, addresses, whose):
    page = open_with(member if whose == "member" else None)
    used = "button|link|textbox|searchbox|combobox|checkbox|radio|spinbutton|slider|progressbar|img"
    nameless = re.compile(rf"- (?:{used})(?: \[[^\]]*\])*(?::.*)?$", re.MULTILINE)

    found = {}
    for address in visit(page, addresses if whose == "member" else GUESTS):
        tree = page.locator("body").aria_snapshot()
        wrong = [line.group() for line in nameless.finditer(tree)]
        headings = len(re.findall(r"- heading .*\[level=1\]", tree))
        if wrong or headings < 1 or "- main" not in tree or not page.title().strip():
            found[address] = (wrong, headings)

    assert found == {}


def test_without_colours_of_our_own_every_control_keeps_an_edge_and_what_is_chosen_a_line(
    open_with, member, addresses
):
    page = open_with(member, forced_colors="active")

    found = {}
    for address in visit(page, addresses):
        bare = page.evaluate(
            """() => {
                 const seen = (selector) => [...document.querySelectorAll(selector)]
                   .filter((element) => element.checkVisibility({ opacityProperty: true }));
                 const bare = (element) => {
                   const style = getComputedStyle(element);
                   const edge = parseFloat(style.borderTopWidth) && style.borderTopStyle !== "none";
                   const isMark = ["checkbox", "radio", "range", "file"].includes(element.type);
                   const isLink = style.textDecorationLine !== "none";
                   return !edge && !isMark && !isLink && !element.querySelector("svg");
                 };
                 const unmarked = (element) => {
                   const style = getComputedStyle(element);
                   return style.outlineStyle === "none" && style.textDecorationLine === "none";
                 };
                 const fields = "input:not([type=hidden]), select, textarea";
                 const controls = `button:not(.visually-hidden), .button, ${fields}`;
                 const chosen = "[aria-pressed=true], nav [aria-current=page]";
                 return [...seen(controls).filter(bare), ...seen(chosen).filter(unmarked)]
                   .map((element) => element.outerHTML.slice(0, 160));
               }"""
        )
        if bare:
            found[address] = bare

    assert found == {}


def test_with_reduced_motion_nothing_moves(open_with, member, addresses):
    page = open_with(member, reduced_motion="reduce")

    found = {}
    for address in visit(page, addresses):
        moving = page.evaluate(
            """() => [...document.querySelectorAll("*")]
               .filter((element) => {
                 const style = getComputedStyle(element);
                 const durations = `${style.transitionDuration},${style.animationDuration}`.split(",");
                 return durations.some((text) => parseFloat(text) > 0) || style.scrollBehavior === "smooth";
               })
               .map((element) => element.outerHTML.slice(0, 120)).slice(0, 5)"""
        )
        if moving or page.evaluate("document.getAnimations().length"):
            found[address] = moving

    assert found == {}


def named(patterns, namespace=""):
    """The names of all addresses below these patterns."""
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from named(pattern.url_patterns, pattern.namespace or namespace)
        elif pattern.name:
            yield f"{namespace}:{pattern.name}"


def test_no_page_is_left_out(addresses):
    rooms = ("exercises:", "profiles:", "workouts:", "progress:", "recommender:", "session:")
    tried = {resolve(address.partition("?")[0]).view_name for address in [*GUESTS, *addresses]}

    left_out = {name for name in named(get_resolver().url_patterns) if name.startswith(rooms)} - tried

    assert left_out - NO_PAGES == set()


# By keyboard alone


NAME = r"""() => {
  const element = document.activeElement;
  if (!element || element === document.body) return "";
  const labels = [...(element.labels ?? [])].map((label) => label.textContent).join(" ");
  const name = element.getAttribute("aria-label") || labels || element.textContent || element.value;
  return (name || "").replace(/\s+/g, " ").trim();
}"""


def reach(page, name, key="Tab"):
    """Press Tab until what has that name has the focus, and see that it shows it."""
    for _ in range(150):
        page.keyboard.press(key)
        if re.search(name, page.evaluate(NAME)):
            break
    else:
        raise AssertionError(f"Tab never reached {name!r}")
    assert page.evaluate(
        """() => {
             const ringed = (element) => {
               const style = getComputedStyle(element);
               return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
             };
             const element = document.activeElement;
             return ringed(element) || ringed(element.closest("label") ?? element);
           }"""
    ), f"{name!r} does not show that it has the focus"


def press_enter(page, url):
    page.keyboard.press("Enter")
    page.wait_for_url(url)


def test_from_the_landing_page_to_a_logged_set_by_keyboard_alone(open_with, squat):
    page = open_with()
    page.goto("/")

    reach(page, "^Sign up$")
    press_enter(page, "**/accounts/signup/")
    reach(page, "(?i)e-?mail")
    page.keyboard.type("keys@example.org")
    reach(page, "^Password")
    page.keyboard.type(PASSWORD)
    press_enter(page, "**/start/goal/")
    reach(page, "^Get stronger|^Stay healthy")
    page.keyboard.press("ArrowDown")
    reach(page, "^Next$")
    press_enter(page, "**/start/level/")
    reach(page, "^Skip$")
    press_enter(page, "**/start/places/")
    reach(page, "^Dumbbells")
    page.keyboard.press("Space")
    reach(page, "^Next$")
    press_enter(page, "**/start/limits/")
    reach(page, "^Next$")
    press_enter(page, "**/start/time/")
    reach(page, "^Show my picks$")
    press_enter(page, "**/for-you/**")

    reach(page, "^Exercises$")
    press_enter(page, "**/exercises/")
    reach(page, "^Goblet squat$")
    press_enter(page, f"**/exercises/{squat.slug}/")
    reach(page, "^Log it$")
    press_enter(page, "**/history/log/**")
    reach(page, "^Remove set 2$")
    reach(page, "^Repetitions$", key="Shift+Tab")
    page.keyboard.press("Control+A")
    page.keyboard.type("12")
    reach(page, "^Save the sets$")
    press_enter(page, re.compile(r"/history/[0-9a-f-]{36}/"))

    assert WorkoutSet.objects.filter(repetitions=12, workout__user__email="keys@example.org").exists()


def test_the_first_tab_offers_to_skip_to_the_content(open_with, squat):
    page = open_with()
    page.goto("/exercises/")

    page.keyboard.press("Tab")
    assert page.get_by_role("link", name="Skip to the content").is_visible()
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main"


def test_a_menu_opens_and_closes_by_keyboard_and_gives_the_focus_back(open_with, member):
    page = open_with(member)
    page.goto("/for-you/")

    reach(page, "^More about ")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Too hard").first.wait_for()
    page.keyboard.press("Escape")

    assert page.get_by_role("button", name="Too hard").count() == 0
    assert page.evaluate(NAME).startswith("More about ")


def test_the_focus_is_never_caught(open_with, member):
    page = open_with(member)
    page.goto("/for-you/")
    seen = []

    for _ in range(400):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement === document.body"))
        if seen[-1]:
            break

    assert seen[-1], "Tab goes round and round and never leaves the page"
