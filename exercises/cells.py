"""Texts in the cells of a table that a spreadsheet may open."""

# What begins a formula, as the OWASP advice on CSV injection lists it.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def guarded(text):
    """Return a text as a cell that no spreadsheet runs: what would be a formula gets an apostrophe.

    >>> guarded("=1+1"), guarded("Plank"), guarded("'=1+1")
    ("'=1+1", 'Plank', "''=1+1")
    """
    return f"'{text}" if text.lstrip("'").startswith(FORMULA) else text


def plain_text(cell):
    """Return the text that :func:`guarded` made a cell of.

    >>> plain_text("'=1+1"), plain_text("'tis")
    ('=1+1', "'tis")
    """
    return cell[1:] if cell[:1] == "'" and cell.lstrip("'").startswith(FORMULA) else cell
