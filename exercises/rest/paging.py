"""Pages of a bounded size, and cursors that lose no row while rows change."""

import base64
import binascii
from datetime import datetime

from django.core.paginator import EmptyPage, Paginator
from django.db.models import Q
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import NotFound

from exercises.rest.fields import TextField, WholeField
from exercises.rest.serializers import QuerySerializer

PAGE_SIZE, LARGEST_PAGE, LAST_PAGE = 24, 100, 100_000


class PageQuery(QuerySerializer):
    """Which page, and how long it is."""

    page = WholeField(min_value=1, max_value=LAST_PAGE, default=1, help_text="Counted from 1.")
    page_size = WholeField(min_value=1, max_value=LARGEST_PAGE, default=PAGE_SIZE)


class CursorQuery(QuerySerializer):
    """Where to go on."""

    cursor = TextField(required=False, max_length=80, help_text="From the answer before; nothing at first.")
    page_size = WholeField(min_value=1, max_value=LARGEST_PAGE, default=LARGEST_PAGE)


def page_of(request, queryset, query, represent):
    """Return one page as a dict: how many there are, the neighbours' addresses, and the rows."""
    paginator = Paginator(queryset, query["page_size"])
    try:
        page = paginator.page(query["page"])
    except EmptyPage as error:
        raise NotFound(_("There are only %(pages)d pages.") % {"pages": paginator.num_pages}) from error
    return {
        "count": paginator.count,
        "pages": paginator.num_pages,
        "next": _address(request, page.next_page_number()) if page.has_next() else None,
        "previous": _address(request, page.previous_page_number()) if page.has_previous() else None,
        "results": [represent(row) for row in page],
    }


def _address(request, number):
    query = request.query_params.copy()
    query["page"] = number
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


def paged(serializer):
    """Return the serializer of a page of rows: what :func:`page_of` gives, for the schema."""
    name = serializer.__name__.removesuffix("Serializer")
    fields = {
        "count": serializers.IntegerField(help_text="Rows on all pages."),
        "pages": serializers.IntegerField(),
        "next": serializers.URLField(allow_null=True),
        "previous": serializers.URLField(allow_null=True),
        "results": serializer(many=True),
    }
    return type(f"{name}PageSerializer", (serializers.Serializer,), {**fields, "__doc__": "One page."})


def after(queryset, moment, pk):
    """The rows of a queryset that changed after a place, in order: by ``updated_at``, then by key."""
    later = Q(updated_at__gt=moment) | Q(updated_at=moment, pk__gt=pk)
    return queryset.filter(later).order_by("updated_at", "pk")


def write_cursor(moment, pk):
    """Return a place in the changes as a text that clients keep and give back."""
    return base64.urlsafe_b64encode(f"{moment.isoformat()}|{pk}".encode()).decode()


def read_cursor(text):
    """Return ``(moment, pk)`` of a cursor; raises ``ValidationError`` for one that is not ours."""
    try:
        moment, pk = base64.urlsafe_b64decode(text.encode("ascii")).decode("ascii").split("|")
        moment, pk = datetime.fromisoformat(moment), int(pk)
        if moment.tzinfo is None or not 0 <= pk < 2**63:
            raise ValueError(pk)
    except (ValueError, binascii.Error, OverflowError) as error:
        raise serializers.ValidationError({"cursor": [_("This is not a cursor of ours.")]}) from error
    return moment, pk
