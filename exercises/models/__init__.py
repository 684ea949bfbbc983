"""The catalogue: exercises, the words that describe them and their origins."""

from exercises.models.exercise import Exercise, ExerciseJoint, ExerciseMuscle, ExerciseQuerySet, ImportedDraft
from exercises.models.imports import ImportedRecord, NearDuplicate
from exercises.models.searching import SearchDocument, SearchWord
from exercises.models.words import Equipment, Joint, Muscle, VariationGroup, Word

__all__ = [
    "Equipment",
    "Exercise",
    "ExerciseJoint",
    "ExerciseMuscle",
    "ExerciseQuerySet",
    "ImportedDraft",
    "ImportedRecord",
    "Joint",
    "Muscle",
    "NearDuplicate",
    "SearchDocument",
    "SearchWord",
    "VariationGroup",
    "Word",
]
