"""Who may do what at the curator's desk. The groups curator, reviewer and publisher hold these rights.

Pages, actions and buttons all ask here, so that what is not shown is refused as well when it is sent.
"""

from exercises.models import Exercise

PUBLISH = "exercises.publish_exercise"
MERGE = "exercises.merge_exercise"


def may_publish(person):
    """Publish, retire and take back, and change what is published."""
    return person.has_perm(PUBLISH)


def may_merge(person):
    """Decide on pairs, merge and undo merges."""
    return person.has_perm(MERGE)


def may_decide_reports(person):
    """Decide on what members report."""
    return person.has_perm("exercises.change_report")


def may_edit(person, exercise=None):
    """Change this exercise, or any: a curator edits drafts, a publisher what members see as well."""
    if not person.has_perm("exercises.change_exercise"):
        return False
    return exercise is None or exercise.status == Exercise.Status.DRAFT or may_publish(person)
