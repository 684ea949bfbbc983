"""A second reader for the catalogue: faults that show only when records are read side by side."""

import re
from collections import Counter, defaultdict

from exercises import catalogue, matching, vocabulary
from exercises.names import named_equipment

# A sentence may stand in this many records; more is copying.
MOST_USES = 2
SHORTEST_STEP = 3

_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_VAGUE = re.compile(
    r"\b(properly|correctly|appropriately|(proper|correct|good|right) (form|technique|way|position)|"
    r"as (needed|required)|and so on|etc|(do|perform) the (exercise|movement)|repeat as)\b",
    re.IGNORECASE,
)
_PROMISE = re.compile(
    r"\b(safe for|cures?|heals?|guarantees?d?|prevents? (injur|pain|disease)\w*|risk-free|pain-free|"
    r"doctor recommended|burns? fat|detox\w*)\b",
    re.IGNORECASE,
)
_TOOLS = re.compile(r"\b(dumbbell|kettlebell|barbell|cable)s?\b", re.IGNORECASE)


def problems(records):
    """Return ``(slug, sentence)`` for every fault, each record's own ones first.

    ``records`` are in the catalogue's file format; ``catalogue.problems`` looks at each alone, the rest
    looks across them: copies, vague steps, promises, contradictions, links, doubles.
    """
    found = [(record.get("slug", "?"), fault) for record in records for fault in catalogue.problems(record)]
    sound = [record for record in records if not catalogue.problems(record)]
    for check in (_copies, _vague, contradictions, _links, _doubles):
        found.extend(check(sound))
    return found


def _sentences(record):
    texts = [record["setup"], record["breathing"], *record["steps"], *record["mistakes"]]
    for text in texts:
        yield from (_plain(sentence) for sentence in _SENTENCE.split(text) if len(sentence) > 20)


def _plain(sentence):
    return " ".join(re.findall(r"[a-z0-9]+", sentence.lower()))


def _copies(records):
    homes, summaries = defaultdict(set), defaultdict(list)
    for record in records:
        for sentence in _sentences(record):
            homes[sentence].add(record["slug"])
        summaries[_plain(record["summary"])].append(record["slug"])
    for sentence, slugs in homes.items():
        if len(slugs) > MOST_USES:
            yield min(slugs), f"copied: {sentence[:60]!r} stands in {len(slugs)} records: {_list(slugs)}"
    for slugs in summaries.values():
        if len(slugs) > 1:
            yield slugs[0], f"summary: the same in {_list(slugs)}"


def _list(slugs, most=4):
    shown = sorted(slugs)[:most]
    return ", ".join(shown) + (" …" if len(slugs) > most else "")


def _vague(records):
    for record in records:
        for step in record["steps"]:
            if len(step.split()) < SHORTEST_STEP:
                yield record["slug"], f"steps: {step!r} says too little"
            if vague := _VAGUE.search(step):
                yield record["slug"], f"steps: {vague.group()!r} is vague in {step[:60]!r}"
        for text in (record["summary"], record["setup"], *record["steps"]):
            if promise := _PROMISE.search(text):
                yield record["slug"], f"texts: {promise.group()!r} promises too much in {text[:60]!r}"


def contradictions(records):
    """``(slug, sentence)`` where what a record says of itself does not go together."""
    for record in records:
        missing = [code for code in named_equipment(record["name"]) if code not in record["equipment"]]
        # A cable station has its own bar; "machine" in a name may be the machine that is listed.
        missing = [code for code in missing if not (code == "machine" and _has_machine(record))]
        if missing:
            yield record["slug"], f"equipment: the name says {', '.join(missing)}, the list does not"
        if not record["equipment"]:
            for step in [record["setup"], *record["steps"]]:
                if tool := _TOOLS.search(step):
                    yield record["slug"], f"equipment: none is listed, {step[:60]!r} needs a {tool.group()}"
        if record["pattern"] == "jump" and record["is_quiet"]:
            yield record["slug"], "is_quiet: a jump is heard"
        if record["type"] == "cardio" and record["measure"] == "minutes" and record["minutes"] < 3:
            yield record["slug"], f"minutes: {record['minutes']} is short for minutes of cardio"


def _has_machine(record):
    machines = ("machine", "treadmill", "elliptical", "stair-climber", "ski-ergometer")
    return any(item.endswith("machine") or item in machines for item in record["equipment"])


def _links(records):
    return links(records, {record["slug"]: record["level"] for record in records})


def links(records, levels):
    """``(slug, sentence)`` where an easier, harder or other version cannot be one; ``levels`` by slug."""
    for record in records:
        slug, level = record["slug"], record["level"]
        for name in ("easier", "harder", "instead"):
            value = record.get(name) or []
            for other in [value] if isinstance(value, str) else value:
                if other == slug:
                    yield slug, f"{name}: it names itself"
                elif other not in levels:
                    yield slug, f"{name}: no published exercise is called {other!r}"
                elif name == "easier" and levels[other] > level:
                    yield slug, f"easier: {other} is of level {levels[other]}, this is of {level}"
                elif name == "harder" and levels[other] < level:
                    yield slug, f"harder: {other} is of level {levels[other]}, this is of {level}"


def _doubles(records):
    matcher = matching.Matcher()
    names = defaultdict(list)
    for record in records:
        names[_plain(record["name"])].append(record["slug"])
        candidate = matching.Candidate(
            key=record["slug"],
            names=(matching.part(record["name"]),),
            equipment=frozenset(record["equipment"]),
            primary=frozenset(record["primary"]),
            type=record["type"],
        )
        for slug, match in matcher.matches(candidate):
            if match.kind == matching.EXACT:
                yield record["slug"], f"name: by name and attributes it is {slug} once more"
        matcher.add(candidate)
    for slugs in names.values():
        if len(slugs) > 1:
            yield slugs[0], f"name: the same as of {_list(slugs[1:])}"


def counts(records):
    """How many records there are by type, level, primary muscle, equipment and pattern."""
    made = {
        "type": Counter(record["type"] for record in records),
        "level": Counter(record["level"] for record in records),
        "muscle": Counter(muscle for record in records for muscle in record["primary"]),
        "equipment": Counter(item for record in records for item in record["equipment"] or ["none"]),
        "pattern": Counter(record["pattern"] for record in records),
    }
    words = {
        "type": vocabulary.TYPES, "level": vocabulary.LEVELS, "muscle": vocabulary.MUSCLES,
        "equipment": ("none", *vocabulary.EQUIPMENT), "pattern": vocabulary.PATTERNS,
    }  # fmt: skip
    return {name: {word: made[name].get(word, 0) for word in words[name]} for name in made}


def muscles_by_level(records):
    """muscle → level → number of records with it as a primary muscle."""
    found = Counter((muscle, record["level"]) for record in records for muscle in record["primary"])
    return {
        muscle: {level: found[muscle, level] for level in vocabulary.LEVELS} for muscle in vocabulary.MUSCLES
    }
