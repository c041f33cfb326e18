"""What the council puts first on the front page: chosen, put in order and let go."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from artisans.models import Artisan
from dekranasda.accounts.access import role_required
from dekranasda.accounts.models import Role
from dekranasda.editorial import featuring

editors = role_required(Role.SECRETARIAT)


class WorkForm(forms.Form):
    """A work by its code."""

    code = forms.CharField(label=gettext_lazy("Kode karya"), max_length=12)


class StoryForm(forms.Form):
    """A maker among those who are shown and wrote a story."""

    artisan = forms.ModelChoiceField(
        Artisan.objects.published().exclude(story="").order_by("name"),
        label=gettext_lazy("Perajin yang sudah menulis kisah"),
        empty_label=gettext_lazy("Pilih perajin"),
    )


class MoveForm(forms.Form):
    """Where a thing goes: up, down, or out of the row."""

    WAYS = {"naik": -1, "turun": 1, "lepas": 0}  # noqa: RUF012 never changed
    way = forms.ChoiceField(choices=[(way, way) for way in WAYS])


@editors
@require_GET
def front_page(request: HttpRequest) -> HttpResponse:
    """The chosen works and stories in their order."""
    return _page(request, WorkForm(), StoryForm())


@editors
@require_POST
def feature_work(request: HttpRequest) -> HttpResponse:
    """Adds a work to the row."""
    form = WorkForm(request.POST)
    if form.is_valid():
        try:
            work = featuring.feature_work(form.cleaned_data["code"])
        except ValidationError as error:
            form.add_error("code", error)
        else:
            messages.success(request, _("%(name)s kini dipilih.") % {"name": work.name})
            return redirect("front_page")
    return _page(request, form, StoryForm(), status=422)


@editors
@require_POST
def feature_story(request: HttpRequest) -> HttpResponse:
    """Adds a maker's story to the row."""
    form = StoryForm(request.POST)
    if form.is_valid():
        try:
            story = featuring.feature_story(form.cleaned_data["artisan"])
        except ValidationError as error:
            form.add_error("artisan", error)
        else:
            messages.success(request, _("Kisah %(name)s kini dipilih.") % {"name": story})
            return redirect("front_page")
    return _page(request, WorkForm(), form, status=422)


@editors
@require_POST
def move_work(request: HttpRequest, pk: int) -> HttpResponse:
    """Moves a chosen work up or down, or lets it go."""
    form = MoveForm(request.POST)
    if form.is_valid():
        by = MoveForm.WAYS[form.cleaned_data["way"]]
        if by:
            featuring.move(featuring.featured_works(), pk, by=by, field="featured_position")
        else:
            featuring.release_work(pk)
    return redirect("front_page")


@editors
@require_POST
def move_story(request: HttpRequest, pk: int) -> HttpResponse:
    """Moves a chosen story up or down, or lets it go."""
    form = MoveForm(request.POST)
    if form.is_valid():
        by = MoveForm.WAYS[form.cleaned_data["way"]]
        if by:
            featuring.move(featuring.featured_stories(), pk, by=by, field="position")
        else:
            featuring.release_story(pk)
    return redirect("front_page")


def _page(
    request: HttpRequest, work_form: WorkForm, story_form: StoryForm, status: int = 200
) -> HttpResponse:
    context = {
        "works": featuring.featured_works(),
        "stories": featuring.featured_stories(),
        "work_form": work_form,
        "story_form": story_form,
        "form": work_form if work_form.errors else story_form,
    }
    return render(request, "pages/front_page.html", context, status=status)
