"""The schema, the page that shows it, and the answer to addresses that are not in it."""

from functools import cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.exceptions import NotFound
from rest_framework.permissions import AllowAny
from rest_framework.renderers import JSONRenderer, TemplateHTMLRenderer
from rest_framework.response import Response
from rest_framework.views import APIView


class ApiSchema(SpectacularAPIView):
    """The schema as YAML or JSON; the same for everybody, so it is made once per process and language."""

    permission_classes = [AllowAny]

    @extend_schema(exclude=True)
    def get(self, request):
        """The whole schema."""
        return Response(_described(get_language()))


@cache
def _described(language):
    return SchemaGenerator().get_schema(request=None, public=True)


class ApiDocs(SpectacularSwaggerSplitView):
    """The schema to read and to try, from files of our own alone."""

    template_name = "api/docs.html"
    renderer_classes = [TemplateHTMLRenderer, JSONRenderer]


class NoSuchAddress(APIView):
    """Whatever the method: there is nothing here."""

    permission_classes = [AllowAny]
    schema = None

    def initial(self, request, *args, **kwargs):
        """Say so before anything else can be wrong."""
        raise NotFound(_("There is nothing at this address. Addresses end in a slash."))
