"""The catalogue: exercises, the words that describe them, their origins, and what curators do to them."""

from exercises.models.curation import Merge, Report, Revision
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
    "Merge",
    "Muscle",
    "NearDuplicate",
    "Report",
    "Revision",
    "SearchDocument",
    "SearchWord",
    "VariationGroup",
    "Word",
]
