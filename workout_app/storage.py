"""Static files: hashed names, ES-module imports included, so that browsers may keep them for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage with hashed names inside ``import`` statements as well."""

    support_js_module_import_aggregation = True

    def compress_files(self, paths):
        """Compress what members load; the pages of curators and developers may take a moment longer."""
        yield from super().compress_files(
            path for path in paths if not path.startswith(("admin/", "drf_spectacular_sidecar/"))
        )
