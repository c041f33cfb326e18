"""The stylesheets over the wire, built from layered sources whenever static files are collected.

Every page reads one, and the workbench a second for what it alone needs. In development the
browser reads the sources and their imports as they lie in `static/`. The storage below is the only
maker of the bundles, so one older than its sources cannot exist: every `collectstatic` builds them
from the sources themselves.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import lightningcss
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

PORTAL, WORK = "css/layers.css", "css/work_layers.css"
BUNDLES = {PORTAL: "css/portal.css", WORK: "css/work.css"}


def bundle(source: Path) -> str:
    """The minified stylesheet of `source` and everything it imports, layers kept."""
    return lightningcss.bundle_css(str(source), minify=True)


class BundledStaticFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Hashed and compressed static files, with the bundled stylesheet among them."""

    bundles = BUNDLES
    # Our own modules name each other by their hashed names, so that no browser keeps an old part;
    # packages' scripts stay as they are, since comments in them look like imports.
    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("js/*.js", CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1]),
    )

    def post_process(
        self, paths: dict[str, Any], dry_run: bool = False, **options: Any
    ) -> Iterator[Any]:
        """Add the bundles to the collected files, then hash and compress them all."""
        for source, target in BUNDLES.items():
            if source not in paths or dry_run:
                continue
            storage, path = paths[source]
            self.delete(target)
            self.save(target, ContentFile(bundle(Path(storage.path(path))).encode()))
            paths[target] = (self, target)
        yield from super().post_process(paths, dry_run, **options)


def stylesheet_url(source: str = PORTAL) -> str:
    """The address of a stylesheet: its bundle where the storage makes one, else the source."""
    bundles: dict[str, str] = getattr(staticfiles_storage, "bundles", {})
    return staticfiles_storage.url(bundles.get(source, source))
