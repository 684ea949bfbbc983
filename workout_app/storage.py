"""Static files: hashed names, ES-module imports included, so that browsers may keep them for ever."""

import re
from pathlib import PurePosixPath

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

JOINED = "css/site.css"
IMPORT = re.compile(r'@import url\("([^"]+)"\);\n?')


class HashedStaticStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage with hashed names in ``import`` statements too, and one stylesheet for pages."""

    support_js_module_import_aggregation = True

    def post_process(self, paths, dry_run=False, **options):
        """Hash and compress, with the parts of the shared stylesheet put into it."""
        if JOINED in paths:
            paths = {**paths, JOINED: (_Joining(*paths[JOINED]), paths[JOINED][1])}
        yield from super().post_process(paths, dry_run, **options)

    def compress_files(self, paths):
        """Compress what members load; the pages of curators and developers may take a moment longer."""
        yield from super().compress_files(
            path for path in paths if not path.startswith(("admin/", "drf_spectacular_sidecar/"))
        )


class _Joining:
    """The storage that one stylesheet comes from, in which it reads with its imports put in."""

    def __init__(self, storage, path):
        self.storage, self.path = storage, path

    def open(self, name):
        """The stylesheet, whole."""
        return ContentFile(IMPORT.sub(self._part, self._read(self.path)).encode(), name=name)

    def _part(self, found):
        return self._read(str(PurePosixPath(self.path).parent / found[1]))

    def _read(self, path):
        with self.storage.open(path) as file:
            return file.read().decode()
