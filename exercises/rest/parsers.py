"""Reads JSON of a bounded size; anything else is refused with a reason."""

import json

from django.conf import settings
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser
from rest_framework.utils import json as strict_json

from exercises.rest.errors import TooLarge


class BoundedJSONParser(JSONParser):
    """JSON in UTF-8 of at most ``DATA_UPLOAD_MAX_MEMORY_SIZE`` bytes, never read further than that."""

    def parse(self, stream, media_type=None, parser_context=None):
        """Return the data; raises ``TooLarge`` (413) or ``ParseError`` (400)."""
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        body = stream.read(limit + 1)
        if len(body) > limit:
            raise TooLarge
        try:
            return json.loads(body.decode("utf-8"), parse_constant=strict_json.strict_constant)
        except UnicodeDecodeError as error:
            raise ParseError("The body is not UTF-8.") from error
        except RecursionError as error:
            raise ParseError("The body is nested too deeply.") from error
        except ValueError as error:
            raise ParseError(f"The body is not JSON: {error}") from error
