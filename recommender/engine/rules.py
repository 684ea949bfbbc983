"""What may be recommended to whom: hard limits as masks over the catalogue.

Rules filter and scorers score; nothing here knows how good an exercise is. Every limit is checked against
what the catalogue says (its tags). Where the catalogue says nothing, the item is left out: a level of 0, an
equipment word nobody knows, a joint load nobody entered, a duration that is not a number.
"""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

UNKNOWN_EQUIPMENT = np.uint64(1 << 63)  # needs something without a word of its own: nobody owns this bit
_ALL_BITS = (1 << 64) - 1
UNKNOWN_LEVEL = 0
UNKNOWN_STRESS = np.uint8(255)
ANY_STRESS = 3  # the highest load there is: a tolerance of 3 sets no limit

# Names of the limits; those of joints are ``joint:<word>``.
LIMITS = ("catalogue", "equipment", "level", "blocked", "already", "types", "muscles", "minutes", "quiet")


def equipment_mask(words, vocabulary, *, needed=False):
    """Return the uint64 bit mask of ``words``: bit b is word b of ``vocabulary`` (at most 63 words).

    A word outside the vocabulary sets the bit nobody owns when it is ``needed`` by an item, and is ignored
    when it is owned by a person: either way the doubtful item is left out.
    """
    vocabulary = list(vocabulary)
    if len(vocabulary) > 63:
        raise ValueError(f"at most 63 equipment words fit into a mask, got {len(vocabulary)}")
    position = {word: bit for bit, word in enumerate(vocabulary)}
    mask = 0
    for word in words:
        if word in position:
            mask |= 1 << position[word]
        elif needed:
            mask |= int(UNKNOWN_EQUIPMENT)
    return np.uint64(mask)


def _column(name, values, dtype, shape):
    array = np.ascontiguousarray(values, dtype=dtype)
    if array.shape != shape:
        raise ValueError(f"{name} must have shape {shape}, got {array.shape}")
    return array


def _whole(values, unknown, dtype):
    """Whole numbers with ``unknown`` where a value is missing, not whole or outside ``dtype``."""
    values = np.asarray(values)
    if values.dtype == dtype:
        return values
    numbers = values.astype(np.float64)
    bounds = np.iinfo(dtype)
    with np.errstate(invalid="ignore"):
        sound = (numbers == np.floor(numbers)) & (numbers >= bounds.min) & (numbers <= bounds.max)
    return np.where(sound, numbers, unknown).astype(dtype)


@dataclass(frozen=True)
class CatalogueArrays:
    """The catalogue as arrays, one row per item; the row is the item's index everywhere in the serving path.

    Parameters
    ----------
    item_ids : int64 (I,), each once
    level : (I,) whole numbers, 1 the easiest; missing (nan), 0 and below mean unknown
    equipment : uint64 (I,) masks of *all* the equipment an item needs, see :func:`equipment_mask`
    joints : uint8 (I, J) load on each joint, 0 to 3; missing (nan) means unknown
    types : (I,) code of the item's type; missing or negative means unknown
    muscles : float32 (I, M) share of the work each muscle does; a row of zeros or nan means unknown
    groups : (I,) code of the variation group; missing or negative means a group of its own
    minutes : float32 (I,), nan when unknown
    is_quiet : bool (I,); False when unknown
    equipment_words, joint_words, type_words, muscle_words : the words behind bits, columns and codes
    """

    item_ids: np.ndarray
    level: np.ndarray
    equipment: np.ndarray
    joints: np.ndarray
    types: np.ndarray
    muscles: np.ndarray
    groups: np.ndarray
    minutes: np.ndarray
    is_quiet: np.ndarray
    equipment_words: tuple = ()
    joint_words: tuple = ()
    type_words: tuple = ()
    muscle_words: tuple = ()

    def __post_init__(self):
        ids = np.ascontiguousarray(self.item_ids, dtype=np.int64)
        count = len(ids)
        if ids.ndim != 1 or len(np.unique(ids)) != count:
            raise ValueError("item_ids must be one row of ids, each of them once")
        joints = np.asarray(self.joints)
        if joints.ndim != 2:
            raise ValueError(f"joints must be items x joints, got shape {joints.shape}")
        muscles = np.asarray(self.muscles)
        if muscles.ndim != 2:
            raise ValueError(f"muscles must be items x muscles, got shape {muscles.shape}")
        joints = _whole(joints, UNKNOWN_STRESS, np.uint8)
        arrays = {
            "item_ids": ids,
            "level": _column("level", _whole(self.level, UNKNOWN_LEVEL, np.int8), np.int8, (count,)),
            "equipment": _column("equipment", self.equipment, np.uint64, (count,)),
            "joints": _column("joints", joints, np.uint8, (count, joints.shape[1])),
            "types": _column("types", _whole(self.types, -1, np.int32), np.int32, (count,)),
            "muscles": _column("muscles", muscles, np.float32, (count, muscles.shape[1])),
            "groups": _column("groups", _whole(self.groups, -1, np.int32), np.int32, (count,)),
            "minutes": _column("minutes", self.minutes, np.float32, (count,)),
            "is_quiet": _column("is_quiet", self.is_quiet, np.bool_, (count,)),
        }
        for name, array in arrays.items():
            array = array.view()  # the caller's own array stays writable
            array.setflags(write=False)
            object.__setattr__(self, name, array)

    def __len__(self):
        return len(self.item_ids)

    @cached_property
    def _masks(self):
        """Masks made so far: most people share their few levels and tolerances."""
        return {}

    def within_level(self, ceiling):
        """bool (I,): items of a known level up to ``ceiling``."""
        key = "level", ceiling
        if key not in self._masks:
            self._masks[key] = (self.level > UNKNOWN_LEVEL) & (self.level <= ceiling)
        return self._masks[key]

    def within_stress(self, joint, tolerance):
        """bool (I,): items known to load a joint (a column) with no more than ``tolerance``."""
        key = joint, tolerance
        if key not in self._masks:
            self._masks[key] = self.joints[:, joint] <= tolerance
        return self._masks[key]

    @cached_property
    def joint_names(self):
        """Name of the limit that each column of joints sets: its word, or its number without words."""
        words = self.joint_words
        count = self.joints.shape[1]
        return [f"joint:{words[joint] if joint < len(words) else joint}" for joint in range(count)]


@dataclass(frozen=True)
class Rules:
    """The limits of one request. ``None`` (or an empty sequence of indices) sets no limit.

    Parameters
    ----------
    equipment : owned equipment as a mask; the default, 0, owns nothing
    joints : (J,) highest load allowed per joint, 3 = anything
    level_ceiling : highest level allowed
    blocked : indices the person never wants to see
    already : indices to leave out this time (already on the page, already met)
    types : codes of the types wanted now
    muscles : columns of the muscles wanted now; an item counts when they do ``muscle_share`` of its work
    max_minutes, quiet_only : what fits now
    in_catalogue : bool (I,) mask of items that may be shown at all
    """

    equipment: int = 0
    joints: np.ndarray | None = None
    level_ceiling: int | None = None
    blocked: np.ndarray = field(default_factory=tuple)
    already: np.ndarray = field(default_factory=tuple)
    types: tuple | None = None
    muscles: tuple | None = None
    muscle_share: float = 0.35
    max_minutes: float | None = None
    quiet_only: bool = False
    in_catalogue: np.ndarray | None = None

    def judge(self, catalogue):
        """Return the :class:`Verdict` of these rules on every item of ``catalogue``.

        Raises ValueError when a limit does not fit the catalogue (an index or a joint it does not have): a
        limit that cannot be applied must never be skipped.
        """
        # Of 64 bits the highest, unknown equipment, is never owned, whatever the caller passed.
        missing = catalogue.equipment & np.uint64(~int(self.equipment) & _ALL_BITS | int(UNKNOWN_EQUIPMENT))
        fits = {"equipment": missing == 0}
        if self.level_ceiling is not None:
            fits["level"] = catalogue.within_level(self.level_ceiling)
        if self.joints is not None:
            fits |= self._judge_joints(catalogue)
        for name, indices in (("blocked", self.blocked), ("already", self.already)):
            if len(indices):
                fits[name] = _all_but(name, indices, len(catalogue))
        if self.types is not None:
            fits["types"] = np.isin(catalogue.types, [code for code in self.types if code >= 0])
        if self.muscles is not None:
            share = catalogue.muscles[:, list(self.muscles)].sum(axis=1)
            fits["muscles"] = share >= np.float32(self.muscle_share)  # nan is not
        if self.max_minutes is not None:
            fits["minutes"] = catalogue.minutes <= self.max_minutes  # nan is not
        if self.quiet_only:
            fits["quiet"] = catalogue.is_quiet
        if self.in_catalogue is not None:
            fits["catalogue"] = _column("in_catalogue", self.in_catalogue, np.bool_, (len(catalogue),))
        return Verdict(fits, missing, catalogue)

    def _judge_joints(self, catalogue):
        tolerance = np.asarray(self.joints)
        if tolerance.shape != catalogue.joints.shape[1:]:
            raise ValueError(f"joints must hold one tolerance for each of {catalogue.joints.shape[1]} joints")
        return {
            name: catalogue.within_stress(joint, highest)
            for joint, (name, highest) in enumerate(
                zip(catalogue.joint_names, tolerance.tolist(), strict=True)
            )
            # Written as "not at least", so that a tolerance that is not a number is a limit.
            if not highest >= ANY_STRESS
        }


def _all_but(name, indices, count):
    indices = np.asarray(indices, dtype=np.int64)
    listed = indices.tolist()
    if min(listed) < 0 or max(listed) >= count:
        raise ValueError(f"{name} holds an index outside the catalogue of {count} items")
    mask = np.ones(count, dtype=np.bool_)
    mask[indices] = False
    return mask


@dataclass(frozen=True)
class Exclusion:
    """How many items one limit leaves out, and how many of them nothing else leaves out.

    ``alone`` is what relaxing this limit gives back.
    """

    limit: str
    total: int
    alone: int


class Verdict:
    """Which items are allowed, and which limits leave out the others.

    Attributes
    ----------
    allowed : bool (I,)
    """

    def __init__(self, fits, missing, catalogue):
        self._fits = fits
        self._missing = missing
        self._catalogue = catalogue
        first, *others = fits.values()
        self.allowed = first.copy()
        for mask in others:
            self.allowed &= mask

    @cached_property
    def masks(self):
        """Dict of limit name to bool (I,), the items that fail it; joints are named ``joint:<word>``."""
        return {name: ~mask for name, mask in self._fits.items()}

    @cached_property
    def _limits_failed(self):
        """uint8 (I,): how many limits each item fails."""
        return np.sum(list(self.masks.values()), axis=0, dtype=np.uint8)

    @cached_property
    def exclusions(self):
        """List of :class:`Exclusion`, the limit that gives back most first; only limits with an effect."""
        once = self._limits_failed == 1
        found = [
            Exclusion(name, int(np.count_nonzero(mask)), int(np.count_nonzero(mask & once)))
            for name, mask in self.masks.items()
        ]
        found = [exclusion for exclusion in found if exclusion.total]
        return sorted(found, key=lambda exclusion: (-exclusion.alone, -exclusion.total, exclusion.limit))

    @cached_property
    def equipment_gains(self):
        """Dict of equipment word (or bit) to how many items owning it as well would give back by itself."""
        words = self._catalogue.equipment_words
        only = self._missing[self.masks["equipment"] & (self._limits_failed == 1)]
        single = only[(only & (only - np.uint64(1))) == 0]
        masks, counts = np.unique(single[single != UNKNOWN_EQUIPMENT], return_counts=True)
        gains = {}
        for mask, count in zip(masks.tolist(), counts.tolist(), strict=True):
            bit = mask.bit_length() - 1
            gains[words[bit] if bit < len(words) else bit] = count
        return dict(sorted(gains.items(), key=lambda gain: (-gain[1], str(gain[0]))))

    def failed(self, item):
        """Names of the limits that ``item`` (an index) fails; empty when it is allowed."""
        return [name for name, mask in self.masks.items() if mask[item]]
