"""What waits for a curator or an operator: the head of admin's start page."""

from django import template

from exercises.models import Exercise, NearDuplicate
from profiles.models import User
from recommender.models import ModelRun

register = template.Library()


@register.inclusion_tag("admin/recommender/waiting.html", takes_context=True)
def waiting(context):
    """Counts and the last training, in five queries whatever the number of rows."""
    return {
        "drafts": Exercise.objects.filter(status=Exercise.Status.DRAFT).count(),
        "duplicates": NearDuplicate.objects.filter(decision="open").count(),
        "run": ModelRun.objects.order_by("-started_at", "-pk").first(),
        "people": User.objects.real().filter(is_active=True).count(),
        "simulated": User.objects.filter(is_simulated=True).count(),
        "perms": context["perms"],
    }
