"""Pages that a phone may open without signal: their mark, and the worker that keeps them."""

import hashlib
from uuid import UUID

from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dekranasda.lib import styles

# What such pages run. All workers keep the same files, so that none throws away another's.
SCRIPTS = (
    "shrink",
    "phone_post",
    "phone_store",
    "photo_outbox",
    "photo_store",
    "photo_waiting",
    "photo_slot",
    "photo_look",
    "draft",
    "visit_outbox",
    "visit_store",
    "visit_draft",
    "visit_form",
    "visit_list",
    "visit_worker",
    "visit_resend",
    "door",
    "door_scan",
    "stand_sales",
    "menu",
    "sign_out",
    "theme",
)


def keepable(response: HttpResponse, *, owner: UUID) -> HttpResponse:
    """The page with the mark by which the phone may keep it for this person alone."""
    response["X-Page-Owner"] = str(owner)
    return response


def worker(request: HttpRequest, *, base_url: str, kept: str, unsent_url: str) -> HttpResponse:
    """The script that opens pages below `base_url` without signal; its folder is its reach.

    `kept` is a regular expression for what follows `base_url` in the addresses of these pages.
    """
    assets = [styles.stylesheet_url(), styles.stylesheet_url(styles.WORK)]
    assets += [staticfiles_storage.url(f"js/{name}.js") for name in SCRIPTS]
    context = {
        "version": hashlib.sha256("".join(assets).encode()).hexdigest()[:12],
        "assets": assets,
        "unsent_url": unsent_url,
        "base_url": base_url,
        "kept": kept,
    }
    response = render(
        request,
        "components/offline_worker.js",
        context,
        content_type="text/javascript; charset=utf-8",
    )
    response["Cache-Control"] = "no-cache"
    return response
