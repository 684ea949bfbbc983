"""The view that every API view is."""

from rest_framework.generics import GenericAPIView

from exercises.rest.serializers import QuerySerializer


class NoParameters(QuerySerializer):
    """An address without parameters."""


class ApiView(GenericAPIView):
    """Reads the address's parameters by ``query_class`` before the method runs; refuses unknown ones.

    ``self.query`` holds them. Answers are private and not to be kept, unless the method says otherwise.
    """

    http_method_names = ["get", "head", "post", "patch", "delete"]
    query_class = NoParameters
    # Methods whose address takes the parameters; the others take none.
    query_methods = ("GET",)

    def initial(self, request, *args, **kwargs):
        """Sign in, check permissions and limits, then read the parameters of a method that is known."""
        super().initial(request, *args, **kwargs)
        if request.method in self.allowed_methods:
            self.query = self.query_class_for(request.method).read(request)

    def query_class_for(self, method):
        """The parameters that an address takes with a method."""
        method = "GET" if method == "HEAD" else method
        return self.query_class if method in self.query_methods else NoParameters

    def finalize_response(self, request, response, *args, **kwargs):
        """Say that an answer is nobody else's."""
        response = super().finalize_response(request, response, *args, **kwargs)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response
