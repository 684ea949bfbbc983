"""What can be changed about many exercises at once: how each thing reads, changes and is written."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from exercises import vocabulary
from exercises.models import Equipment, Exercise, ExerciseJoint, Joint

YES_NO = {True: _("Yes"), False: _("No")}


class Column:
    """A plain column of the exercise; ``choices`` maps its values to words, numbers have none."""

    def __init__(self, name, words, choices=None, *, low=None, high=None):
        self.name, self.words, self.choices, self.low, self.high = name, words, choices, low, high

    def now(self, exercise):
        """The value as plain data."""
        value = getattr(exercise, self.name)
        return float(value) if self.choices is None and value is not None else value

    def then(self, exercise, value):
        """The value after the change."""
        return value

    def said(self, value):
        """A value in words."""
        return self.choices.get(value, "–") if self.choices else ("–" if value is None else f"{value:g}")

    def change(self, record, value):
        """Change a record of the catalogue's format likewise."""
        record[self.name] = value

    def write(self, exercises, value, *, at):
        """Write the value into rows."""
        Exercise.objects.filter(pk__in=exercises).update(**{self.name: value}, updated_at=at)


class Needs:
    """The equipment: ``how`` is add, remove or set; what is set is all that is needed."""

    choices = vocabulary.EQUIPMENT

    def __init__(self, how, words):
        self.how, self.words = how, words

    def now(self, exercise):
        """The codes, and whether they are known to be all."""
        return [sorted(item.slug for item in exercise.equipment.all()), exercise.is_equipment_known]

    def then(self, exercise, value):
        """The codes after the change."""
        codes, is_known = self.now(exercise)
        if self.how == "add":
            return [sorted({*codes, *value}), is_known]
        return [sorted({*codes} - {*value}), is_known] if self.how == "remove" else [sorted(value), True]

    def said(self, value):
        """The names of the things."""
        names = ", ".join(str(self.choices[code]) for code in value[0])
        return (names or gettext("nothing")) if value[1] else f"{names} …?".strip()

    def change(self, record, value):
        """Change a record likewise."""
        record["equipment"] = value[0]

    def write(self, exercises, value, *, at):
        """Write the rows between exercises and equipment."""
        needs = Exercise.equipment.through.objects.filter(exercise__in=exercises)
        rows = Equipment.objects.filter(slug__in=value)
        if self.how == "remove":
            needs.filter(equipment__in=rows).delete()
        else:
            if self.how == "set":
                needs.exclude(equipment__in=rows).delete()
                Exercise.objects.filter(pk__in=exercises).update(is_equipment_known=True)
            needs.model.objects.bulk_create(
                [needs.model(exercise_id=pk, equipment=row) for row in rows for pk in exercises],
                ignore_conflicts=True, batch_size=500,
            )  # fmt: skip
        Exercise.objects.filter(pk__in=exercises).update(updated_at=at)


class Load:
    """What is asked of one joint."""

    choices = vocabulary.STRESS

    def __init__(self, joint):
        self.joint, self.words = joint, vocabulary.JOINTS[joint]

    def now(self, exercise):
        """The stress, 0 for none."""
        return next((load.stress for load in exercise.joint_loads.all() if load.joint.slug == self.joint), 0)

    def then(self, exercise, value):
        """The stress after the change."""
        return value

    def said(self, value):
        """The stress in a word."""
        return self.choices[value]

    def change(self, record, value):
        """Change a record likewise; a joint that bears nothing is left out."""
        record["joints"] = {**record["joints"], self.joint: value}
        if not value:
            del record["joints"][self.joint]

    def write(self, exercises, value, *, at):
        """Write the rows of this joint."""
        joint = Joint.objects.get(slug=self.joint)
        ExerciseJoint.objects.filter(exercise__in=exercises, joint=joint).delete()
        if value:
            ExerciseJoint.objects.bulk_create(
                [ExerciseJoint(exercise_id=pk, joint=joint, stress=value) for pk in exercises], batch_size=500
            )
        Exercise.objects.filter(pk__in=exercises).update(updated_at=at)


class Suits:
    """For whom it is fine, with care, or to avoid."""

    choices = vocabulary.SUITABILITY

    def __init__(self, topic):
        self.topic, self.words = topic, vocabulary.SUITABILITY_TOPICS[topic]

    def now(self, exercise):
        """The code, or an empty text."""
        return (exercise.suitability or {}).get(self.topic, "")

    def then(self, exercise, value):
        """The code after the change."""
        return value

    def said(self, value):
        """The code in words."""
        return self.choices.get(value, "–")

    def change(self, record, value):
        """Change a record likewise."""
        record["suitability"] = {**(record["suitability"] or {}), self.topic: value}

    def write(self, exercises, value, *, at):
        """Write the topic into every row's topics."""
        rows = list(Exercise.objects.filter(pk__in=exercises))
        for row in rows:
            row.suitability, row.updated_at = {**(row.suitability or {}), self.topic: value}, at
        Exercise.objects.bulk_update(rows, ["suitability", "updated_at"], batch_size=200)


class Stands(Column):
    """Whether it is a draft, published or retired: written by the actions that keep its rules."""

    def __init__(self):
        super().__init__("status", _("Status"), dict(Exercise.Status.choices))

    def change(self, record, value):
        """A record does not say."""


EDITS = {
    **{
        edit.name: edit
        for edit in (
            Column("type", _("Type"), vocabulary.TYPES),
            Column("level", _("Level"), vocabulary.LEVELS),
            Column("force", _("Force"), vocabulary.FORCES),
            Column("mechanic", _("Mechanic"), vocabulary.MECHANICS),
            Column("pattern", _("Pattern"), vocabulary.PATTERNS),
            Column("is_unilateral", _("One side at a time"), YES_NO),
            Column("is_quiet", _("Quiet"), YES_NO),
            Column("measure", _("Measured in"), vocabulary.MEASURES),
            Column("met", _("Intensity (MET)"), low=1, high=20),
            Column("minutes", _("Typical minutes"), low=0.5, high=240),
            Column("seconds_per_repetition", _("Seconds per repetition"), low=1, high=20),
        )
    },
    "equipment_add": Needs("add", _("Needs as well")),
    "equipment_remove": Needs("remove", _("No longer needs")),
    "equipment_set": Needs("set", _("Needs exactly")),
    "is_joint_stress_known": Column("is_joint_stress_known", _("All loads on joints are said"), YES_NO),
    **{f"joint_{joint}": Load(joint) for joint in vocabulary.JOINTS},
    **{f"suits_{topic}": Suits(topic) for topic in vocabulary.SUITABILITY_TOPICS},
    "status": Stands(),
}
