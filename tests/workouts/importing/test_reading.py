"""Files as they come: encodings, separators, what is no table, and where a table is broken."""

import pytest

from workouts.importing import reading
from workouts.importing.reading import HistoryError, read_table

ROWS = "Datum;Übung\n2024-01-01;Bankdrücken\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_every_usual_encoding_is_read(encoding):
    table = read_table(ROWS.encode(encoding))

    assert table.header == ["Datum", "Übung"]
    assert table.rows == [(2, ["2024-01-01", "Bankdrücken"])]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_told_by_the_header(separator):
    text = f"Date{separator}Exercise\n2024-01-01{separator}Squat\n"

    assert read_table(text.encode()).rows == [(2, ["2024-01-01", "Squat"])]


def test_a_line_that_names_the_separator_is_passed_over():
    assert read_table(b"sep=;\nDate;Note\n2024-01-01;a,b\n").rows == [(2, ["2024-01-01", "a,b"])]


def test_rows_are_counted_as_a_spreadsheet_counts_them():
    table = read_table(b'Date,Note\n2024-01-01,"two\nlines"\n\n2024-01-02,next\n')

    assert [number for number, _cells in table.rows] == [2, 4]
    assert table.rows[0][1][1] == "two\nlines"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b" \n \n", "empty"),
        (b"PK\x03\x04rest", "spreadsheet"),
        (b"SQLite format 3\x00rest", "backup"),
        (b"\x1f\x8brest", "gzip"),
        (b"%PDF-1.7", "PDF"),
        (b"a\x00\x00\x00b\x00\x00\x00c\x00\x00\x00\xff\xd8", "not a text"),
    ],
)
def test_what_is_no_table_is_refused_with_its_kind(data, words):
    with pytest.raises(HistoryError, match=words):
        read_table(data)


def test_a_file_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(reading, "MOST_BYTES", 1000)

    with pytest.raises(HistoryError, match="the most"):
        read_table(b"x" * 1001)


def test_too_many_rows_are_refused(monkeypatch):
    monkeypatch.setattr(reading, "MOST_ROWS", 2)

    with pytest.raises(HistoryError, match="3 rows"):
        read_table(b"Date,Exercise\n" + b"2024-01-01,Squat\n" * 3)


def test_too_many_columns_are_refused_with_the_row():
    with pytest.raises(HistoryError, match="Row 2 has 10000 columns"):
        read_table(b"a,b\n" + b"," * 9998 + b",x\n")


@pytest.mark.parametrize("length", [20_000, 200_000])
def test_a_quotation_mark_that_is_not_closed_is_named_with_its_row(length):
    with pytest.raises(HistoryError, match=r"Row 3 .*quotation mark"):
        read_table(b'Date,Note\n2024-01-01,fine\n2024-01-02,"' + b"x" * length)
