"""One stylesheet over the wire, built from the layered sources whenever static files are collected.

In development the browser reads `css/layers.css` and its imports as they lie in `static/`. The
storage below is the only maker of `css/portal.css`, so a bundle older than its sources cannot
exist: every `collectstatic` builds it from the sources themselves.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import lightningcss
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

SOURCE = "css/layers.css"
BUNDLE = "css/portal.css"


def bundle(source: Path) -> str:
    """The minified stylesheet of `source` and everything it imports, layers kept."""
    return lightningcss.bundle_css(str(source), minify=True)


class BundledStaticFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Hashed and compressed static files, with the bundled stylesheet among them."""

    stylesheet = BUNDLE
    # Our own modules name each other by their hashed names, so that no browser keeps an old part;
    # packages' scripts stay as they are, since comments in them look like imports.
    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("js/*.js", CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1]),
    )

    def post_process(
        self, paths: dict[str, Any], dry_run: bool = False, **options: Any
    ) -> Iterator[Any]:
        """Add the bundle to the collected files, then hash and compress them all."""
        if SOURCE in paths and not dry_run:
            storage, path = paths[SOURCE]
            self.delete(BUNDLE)
            self.save(BUNDLE, ContentFile(bundle(Path(storage.path(path))).encode()))
            paths[BUNDLE] = (self, BUNDLE)
        yield from super().post_process(paths, dry_run, **options)


def stylesheet_url() -> str:
    """The address of the stylesheet: the bundle where the storage makes one, else the sources."""
    return staticfiles_storage.url(getattr(staticfiles_storage, "stylesheet", SOURCE))
