"""Who else keeps something of a person: rooms above say so here, so that an export leaves nothing out.

An ``AppConfig.ready`` registers by dotted path, before any model can be imported; this room never looks up.
"""

from django.utils.module_loading import import_string

_paths = {}


def register(name, path):
    """Add a section to the export: the function at ``path`` takes a user and returns plain values.

    Raises ``ValueError`` when another function has that name.
    """
    if _paths.setdefault(name, path) != path:
        raise ValueError(f"Two sections of the export are called {name!r}.")


def sections(user):
    """Return ``{name: plain values}`` of every section that was registered."""
    return {name: import_string(path)(user) for name, path in sorted(_paths.items())}
