"""How good the matcher is: pairs of two public catalogues, labelled by hand, judged by what it finds in them.

The 250 pairs were drawn at random from those that share half of their words or look alike, so most pairs
that a naive matcher would take for doubles are among them. "Merged" is what an import joins by itself,
"with the queue" adds what waits for a person. Rules were made looking at the first half only.
"""

import argparse
import csv
import json
import os
from collections import Counter, defaultdict
from pathlib import Path

PAIRS = Path(__file__).with_name("labelled_pairs.csv")


def parser():
    """The command line."""
    made = argparse.ArgumentParser(prog="bench matching", description=__doc__)
    made.add_argument("--first", metavar="PATH", help="free-exercise-db: its folder or exercises.json")
    made.add_argument("--second", metavar="PATH", help="wger: its folder")
    made.add_argument("--pairs", metavar="CSV", type=Path, default=PAIRS, help="another labelled sample")
    made.add_argument("--wrong", action="store_true", help="name every pair that is judged wrongly")
    made.add_argument("--json", metavar="OUT", type=Path)
    return made


def labelled(path=PAIRS):
    """The labelled pairs: dicts with ``is_same`` and, for both sides, name, equipment, primary and type."""
    with path.open(encoding="utf-8", newline="") as file:
        return [row | {"is_same": row["is_same"] == "1"} for row in csv.DictReader(file)]


def halves(rows):
    """``{"first half": every other row from the first on, "second half": the others}``."""
    return {"first half": rows[::2], "second half": rows[1::2]}


def candidate_of_row(row, side):
    """What the sample itself says of one side; equipment that begins with "?" is not known to be complete."""
    from exercises.matching import Candidate, part

    equipment = row[f"{side}_equipment"]
    return Candidate(
        key=side,
        names=(part(row[side]),),
        equipment=None if equipment.startswith("?") else frozenset(equipment.split()),
        primary=frozenset(row[f"{side}_primary"].split()),
        type=row[f"{side}_type"],
    )


def candidates(path):
    """``[(name, Candidate)]`` of a catalogue, read and cleaned as an import does it."""
    from exercises.importers import reader_of
    from exercises.importers.cleaning import clean
    from exercises.importers.report import ImportReport
    from exercises.matching import Candidate, part

    path = Path(path)
    path = path / "exercises.json" if (path / "exercises.json").exists() and not _is_wger(path) else path
    report = ImportReport(source=path.stem, path=path.name, dry_run=True)
    drafts = clean(list(reader_of(path).read(path, report)), report)
    return [
        (
            draft.name,
            Candidate(
                key=number,
                names=(part(draft.name),),
                equipment=frozenset(draft.equipment) if draft.is_equipment_known else None,
                primary=frozenset(draft.primary),
                type=draft.type,
            ),
        )
        for number, draft in enumerate(drafts)
    ]


def _is_wger(path):
    return (path / "translations.json").exists()


def judge(rows, first=None, second=None):
    """``[kind]`` of each labelled pair: as the matcher finds it in the catalogues, or by the sample alone.

    In the catalogues a pair must also be found among all others, which comparing the two alone would hide.
    A name that is no longer there is judged by what the sample says of it.
    """
    from exercises.matching import compare

    found = {} if first is None else _matches(rows, first, second)
    return [
        found.get(number) or compare(candidate_of_row(row, "first"), candidate_of_row(row, "second")).kind
        for number, row in enumerate(rows)
    ]


def _matches(rows, first, second):
    """``{number of the row: kind}`` of the pairs whose names are in both catalogues."""
    from exercises.matching import DIFFERENT, EXACT, NEAR, Matcher

    matcher = Matcher(candidate for _name, candidate in first)
    ours, others = _by_name(first), _by_name(second)
    found = {}
    for number, row in enumerate(rows):
        wanted = _meant(ours, row, "first")
        meant = _meant(others, row, "second")
        if not wanted or not meant:
            continue
        keys = {candidate.key for candidate in wanted}
        kinds = {match.kind for other in meant for key, match in matcher.matches(other) if key in keys}
        found[number] = next((kind for kind in (EXACT, NEAR) if kind in kinds), DIFFERENT)
    return found


def _by_name(catalogue):
    named = defaultdict(list)
    for name, candidate in catalogue:
        named[_plain(name)].append(candidate)
    return named


def _meant(named, row, side):
    """The candidates of that name; where several have it, those whose attributes are the sample's."""
    there = named.get(_plain(row[side]), [])
    said = candidate_of_row(row, side)
    alike = [c for c in there if (c.equipment, c.primary) == (said.equipment, said.primary)]
    return alike or there


def _plain(name):
    return " ".join(name.lower().split())


def scores(rows, kinds, counted):
    """Precision and recall of calling a pair the same when its kind is ``counted``, with the counts.

    Nothing called the same is a precision of 1; nothing that is the same a recall of 1.
    """
    hits = sum(row["is_same"] and kind in counted for row, kind in zip(rows, kinds, strict=True))
    called = sum(kind in counted for kind in kinds)
    same = sum(row["is_same"] for row in rows)
    return {
        "precision": hits / called if called else 1.0,
        "recall": hits / same if same else 1.0,
        "hits": hits,
        "called": called,
        "same": same,
    }


def whole(first, second):
    """How many of the second catalogue the matcher would merge into the first, queue, or add."""
    from exercises.matching import EXACT, Matcher

    matcher = Matcher(candidate for _name, candidate in first)
    fates = Counter()
    for _name, candidate in second:
        found = matcher.matches(candidate)
        fates["merged" if found and found[0][1].kind == EXACT else "queued" if found else "new"] += 1
    return dict(fates)


def measured(rows, kinds):
    """Scores of both ways of counting, for all rows and for each half."""
    from exercises.matching import EXACT, NEAR

    ways = {"merged": {EXACT}, "with the queue": {EXACT, NEAR}}
    numbers = {"all": range(len(rows))} | halves(list(range(len(rows))))
    return {
        part: {way: scores([rows[n] for n in which], [kinds[n] for n in which], counted)
               for way, counted in ways.items()}
        for part, which in numbers.items()
    }  # fmt: skip


def run(argv):
    """Run the benchmark with command-line words ``argv``; returns the exit status."""
    options = parser().parse_args(argv)
    if bool(options.first) != bool(options.second):
        print("bench matching: --first and --second go together")
        return 2
    missing = [path for path in (options.first, options.second) if path and not Path(path).exists()]
    if missing:
        print(f"bench matching: {missing[0]}: no such file or folder")
        return 2
    _set_up()
    rows = labelled(options.pairs)
    both = [candidates(path) for path in (options.first, options.second) if path]
    kinds = judge(rows, *both)
    found = {"pairs": len(rows), "same": sum(row["is_same"] for row in rows), **measured(rows, kinds)}
    if both:
        found["catalogues"] = [len(side) for side in both]
        found["found_in_both"] = len(_matches(rows, *both))
        found["whole"] = whole(*both)
    print(report(found))
    if options.wrong:
        print(_wrong(rows, kinds))
    if options.json:
        options.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    return 0


def _set_up():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workout_app.settings")
    import django

    django.setup()


def report(found):
    """The figures for a person."""
    lines = [f"{found['pairs']} labelled pairs, {found['same']} of them the same"]
    if "whole" in found:
        lines.append(
            f"{found['found_in_both']} of them found in catalogues of {found['catalogues'][0]} and "
            f"{found['catalogues'][1]}; of the second "
            + ", ".join(f"{found['whole'].get(fate, 0)} {fate}" for fate in ("merged", "queued", "new"))
        )
    lines.append(f"{'':30}{'precision':>10}{'':10}{'recall':>9}")
    for part in ("all", "first half", "second half"):
        for way, score in found[part].items():
            lines.append(_line(part, way, score))
    return "\n".join(lines)


def _line(part, way, score):
    right = f"({score['hits']}/{score['called']})"
    seen = f"({score['hits']}/{score['same']})"
    return f"{part:14}{way:16}{score['precision']:10.3f} {right:>9}{score['recall']:9.3f} {seen:>9}"


def _wrong(rows, kinds):
    lines = []
    for row, kind in zip(rows, kinds, strict=True):
        if row["is_same"] != (kind != "different"):
            said = "the same" if row["is_same"] else "not the same"
            lines.append(f"{kind:10} but {said}: {row['first']} ~ {row['second']}")
    return "\n".join(lines)
