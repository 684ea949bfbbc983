"""Pages travel compressed; what machines ask for at a high rate does not wait for it."""

from django.middleware.gzip import GZipMiddleware


class PageCompressionMiddleware(GZipMiddleware):
    """Compresses HTML, the manifest and the service worker.

    Answers of the API are small, and compressing them would cost more than making them. Django adds a random
    length to each page and masks its tokens anew, so that nothing can be guessed from the size.
    """

    KINDS = ("text/html", "text/javascript", "application/manifest+json")

    def process_response(self, request, response):
        """Compress what is of one of those kinds."""
        if not response.get("Content-Type", "").startswith(self.KINDS):
            return response
        return super().process_response(request, response)
