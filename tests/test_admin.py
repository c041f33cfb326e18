"""The admin opens for whom it should, on every model, and changes nothing it should not."""

import pytest
from django.contrib import admin
from django.urls import reverse

from events.attendance import mark_attended
from events.defaults import record_jepara_visit
from tests.events.factories import join, make_event

MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label_lower)


@pytest.fixture
def _rows(sari, dewi):
    """At least one row of most models, so that lists have something to print."""
    record_jepara_visit()
    event = make_event()
    registration = join(event, sari.artisan.businesses.get())
    mark_attended(registration, by=dewi, at=event.starts_at)


@pytest.mark.usefixtures("_rows")
def test_every_list_and_form_opens_for_an_administrator(as_user, admin):
    client = as_user(admin)
    broken = {}
    for model in MODELS:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        pages = [reverse(f"{name}_changelist"), reverse(f"{name}_add")]
        row = model._default_manager.first()
        if row is not None:
            pages.append(reverse(f"{name}_change", args=[row.pk]))
        for page in pages:
            status = client.get(page).status_code
            if status not in (200, 403):
                broken[page] = status

    assert broken == {}


@pytest.mark.usefixtures("_rows")
def test_every_search_box_answers(as_user, admin):
    client = as_user(admin)

    broken = {
        model._meta.label: status
        for model in MODELS
        if (
            status := client.get(
                reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"),
                {"q": "sari"},
            ).status_code
        )
        not in (200, 403)
    }

    assert broken == {}


@pytest.mark.usefixtures("_rows")
def test_secretariat_sees_no_model_that_the_table_does_not_name(as_user, dewi):
    page = as_user(dewi).get("/admin/").content.decode()

    assert "/admin/events/event/" in page
    for hidden in ("auth/group", "axes/", "mfa/", "account/", "accounts/signinlink"):
        assert f"/admin/{hidden}" not in page
