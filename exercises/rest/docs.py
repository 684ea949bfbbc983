"""The schema, the page that shows it, and the answer to addresses that are not in it."""

from django.http import Http404
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.permissions import AllowAny
from rest_framework.renderers import JSONRenderer, TemplateHTMLRenderer
from rest_framework.views import APIView


class ApiSchema(SpectacularAPIView):
    """The schema as YAML or JSON."""


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
        raise Http404
