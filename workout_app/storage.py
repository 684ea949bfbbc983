"""Static files: hashed names, ES-module imports included, so that browsers may keep them for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage with hashed names inside ``import`` statements as well."""

    support_js_module_import_aggregation = True
