"""Stops a body that is too large while it arrives, before anything of it lies on the disk."""

from django.core.files.uploadhandler import FileUploadHandler, StopUpload


class BoundedUpload(FileUploadHandler):
    """Passes files on to the next handler until they are more than ``most`` bytes together.

    ``is_too_large`` says afterwards whether it was: the rest of the body was then read and dropped, so
    that the browser gets a page with the reason and not a broken connection.
    """

    def __init__(self, request, most):
        super().__init__(request)
        self.most, self.arrived, self.is_too_large = most, 0, False

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        """Believe a length that is announced; room is left for the form around the files."""
        self.is_too_large = content_length > self.most + 100_000

    def new_file(self, *args, **kwargs):
        """Refuse the first file of a body that is too large already."""
        super().new_file(*args, **kwargs)
        self._stop_if_too_large()

    def receive_data_chunk(self, raw_data, start):
        """Count, and pass on."""
        self.arrived += len(raw_data)
        self.is_too_large = self.is_too_large or self.arrived > self.most
        self._stop_if_too_large()
        return raw_data

    def file_complete(self, file_size):
        """The next handler makes the file."""
        return None

    def _stop_if_too_large(self):
        if self.is_too_large:
            raise StopUpload(connection_reset=False)
