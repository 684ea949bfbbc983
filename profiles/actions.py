"""What changes about a person: answers given, places kept, an account closed.

Every action checks what it is given and raises a ``ValidationError`` that names the field; nothing is
written then. Changing anything that picks depend on also moves ``Profile.updated_at``.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from exercises import vocabulary
from exercises.models import Equipment, Joint, Muscle
from profiles.answers import STEPS
from profiles.models import Limitation, Place, Profile, User

MOST_PLACES = 20


@transaction.atomic
def ensure_profile(user):
    """Return the user's profile, made with defaults where there is none: nothing owned, level 1."""
    profile, is_new = Profile.objects.select_related("current_place").get_or_create(user=user)
    if is_new and profile.current_place is None:
        place = user.places.order_by("pk").first() or Place.objects.create(
            user=user, kind=Place.Kind.HOME, name=str(Place.Kind.HOME.label)
        )
        profile.current_place = place
        profile.save(update_fields=["current_place", "updated_at"])
    return profile


@transaction.atomic
def answer_goal(*, user, goal):
    """Keep what the person trains for."""
    return _write(user, "goal", goal=_known("goal", goal, vocabulary.GOALS))


@transaction.atomic
def answer_level(*, user, level):
    """Keep the highest level the person wants to be shown."""
    return _write(user, "level", level=_whole("level", level, min(vocabulary.LEVELS), max(vocabulary.LEVELS)))


@transaction.atomic
def answer_time(*, user, minutes, days_per_week, favoured):
    """Keep the minutes per session, the days per week, and the muscles to favour (their words)."""
    values = {
        "minutes": _whole("minutes", minutes, 5, 180),
        "days_per_week": _whole("days_per_week", days_per_week, 1, 7),
    }
    muscles = _rows("favoured", favoured, Muscle)
    profile = _write(user, "time", **values)
    profile.favoured_muscles.set(muscles)
    return profile


@transaction.atomic
def set_limitations(*, user, limitations):
    """Replace all that hurts: ``{joint: severity}``, empty for nothing at all."""
    for severity in limitations.values():
        _known("severity", severity, Limitation.Severity.values)
    joints = {joint.slug: joint for joint in _rows("limitations", limitations, Joint)}
    user.limitations.exclude(joint__in=joints.values()).delete()
    for slug, severity in limitations.items():
        Limitation.objects.update_or_create(user=user, joint=joints[slug], defaults={"severity": severity})
    return _write(user, "limits")


@transaction.atomic
def save_place(*, user, kind, equipment, name="", is_quiet=False, place=None, uuid=None):
    """Add a place, or change ``place``; return it. Equipment by its words; the first place is current.

    Without a name it is called after its kind, with a number where that name is taken. A name given
    twice, whatever its case, is an error, as are more than ``MOST_PLACES`` places. A new place may bring
    the ``uuid`` that a client made for it.
    """
    if place is not None and place.user_id != user.pk:
        raise Place.DoesNotExist
    kind = _known("kind", kind, Place.Kind.values)
    rows = _rows("equipment", equipment, Equipment)
    # Without a profile there is no place yet, and this one is the first: no empty one is made beside it.
    Profile.objects.get_or_create(user=user)
    # Taken before the places are counted, so that two requests at once count one after the other.
    profile = _locked(user)
    others = {other.name.lower() for other in user.places.exclude(pk=place and place.pk)}
    if place is None and len(others) >= MOST_PLACES:
        raise ValidationError(
            {"name": _("You have %(most)s places; remove one first.") % {"most": MOST_PLACES}}
        )
    place = place or Place(user=user, **({"uuid": uuid} if uuid else {}))
    place.kind, place.is_quiet = kind, bool(is_quiet)
    place.name = _name(name, str(Place.Kind(kind).label), others)
    place.save()
    place.equipment.set(rows)
    _answered(profile, "places", current_place=profile.current_place or place)
    return place


@transaction.atomic
def remove_place(*, user, place):
    """Remove a place; what was logged there stays. Another place becomes the current one.

    Raises ``Place.DoesNotExist`` for somebody else's, and ``ValidationError`` for the last one.
    """
    if place.user_id != user.pk:
        raise Place.DoesNotExist
    profile = _locked(user)
    others = user.places.exclude(pk=place.pk).order_by("pk")
    if not others:
        raise ValidationError({"place": _("This is your only place. Change it, or add another one first.")})
    current = others[0] if profile.current_place_id == place.pk else profile.current_place
    _answered(profile, "places", current_place=current)
    place.delete()
    return current


@transaction.atomic
def switch_place(*, user, place):
    """Train at ``place`` from now on. Raises ``Place.DoesNotExist`` for somebody else's."""
    if place.user_id != user.pk:
        raise Place.DoesNotExist
    profile = _locked(user)
    profile.current_place = place
    profile.save(update_fields=["current_place", "updated_at"])
    return profile


@transaction.atomic
def choose_habits(*, user, **values):
    """Keep how the person reads: language, units, week_start, clock; empty: as the browser says.

    What is not given stays. Picks do not depend on it, so that ``updated_at`` stays as well.
    """
    for name, value in values.items():
        if value:
            _known(name, value, [code for code, _words in Profile._meta.get_field(name).choices])
    profile = _locked(user)
    for name, value in values.items():
        setattr(profile, name, value)
    profile.save(update_fields=list(values))
    return profile


@transaction.atomic
def keep_answer(*, user, step, answers):
    """Keep the part of ``answers`` that ``step`` asked for; a place answered is the current one."""
    if step == "goal":
        return answer_goal(user=user, goal=answers.goal)
    if step == "level":
        return answer_level(user=user, level=answers.level)
    if step == "limits":
        return set_limitations(user=user, limitations=answers.limitations)
    if step == "time":
        return answer_time(
            user=user, minutes=answers.minutes, days_per_week=answers.days_per_week, favoured=answers.favoured
        )
    if step == "places":
        place = ensure_profile(user).current_place
        save_place(
            user=user, place=place, kind=answers.kind, name=answers.place, equipment=answers.equipment,
            is_quiet=answers.is_quiet,
        )  # fmt: skip
        return ensure_profile(user)
    raise ValueError(f"step: {step!r} is not one of {', '.join(STEPS)}")


@transaction.atomic
def adopt_answers(*, user, answers):
    """Give a new member the answers they gave as a guest; what the member answered since stays."""
    profile = ensure_profile(user)
    for step in answers.answered:
        if step not in profile.answered:
            keep_answer(user=user, step=step, answers=answers)
    return profile


@transaction.atomic
def delete_account(*, user):
    """Remove a person and everything they gave: answers, workouts, feedback, what was shown to them."""
    User.objects.filter(pk=user.pk).delete()


def _locked(user):
    ensure_profile(user)
    return Profile.objects.select_for_update().get(user=user)


def _write(user, step, **values):
    return _answered(_locked(user), step, **values)


def _answered(profile, step, **values):
    for name, value in values.items():
        setattr(profile, name, value)
    profile.answered = [name for name in STEPS if name == step or name in profile.answered]
    profile.save(update_fields=[*values, "answered", "updated_at"])
    return profile


def _known(field, word, words):
    if word not in words:
        raise ValidationError({field: _unknown(word, words)})
    return word


def _unknown(word, words):
    return _("%(word)r is not one of %(words)s.") % {"word": str(word)[:60], "words": ", ".join(words)}


def _whole(field, value, low, high):
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise ValidationError(
            {field: _("Must be a whole number from %(low)s to %(high)s.") % {"low": low, "high": high}}
        )
    return value


def _rows(field, slugs, model):
    """The rows of a vocabulary by their words; an unknown word is named."""
    wanted = set(slugs)
    rows = list(model.objects.filter(slug__in=wanted).order_by("slug"))
    for word in sorted(wanted - {row.slug for row in rows}, key=str):
        raise ValidationError({field: _("%(word)r is not known.") % {"word": str(word)[:60]}})
    return rows


def _name(name, kind, others):
    name = " ".join(str(name).split())
    if not name:
        names = [kind, *(f"{kind} {number}" for number in range(2, MOST_PLACES + 2))]
        return next(free for free in names if free.lower() not in others)
    if len(name) > 40:
        raise ValidationError({"name": _("At most 40 characters.")})
    if name.lower() in others:
        raise ValidationError({"name": _("You have another place of that name.")})
    return name
