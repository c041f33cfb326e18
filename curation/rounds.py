"""A round's preparation and announcement."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from curation import clock, rubric_rules, rubrics
from curation.models import Round
from dekranasda.accounts.models import User


@transaction.atomic
def announce(round: Round, *, by: User) -> None:
    """Announces the round: its rubric is frozen and public from now on.

    Raises ValidationError: «not_allowed», «already_open», «rubric» (what one of its rubrics lacks,
    one message each), «no_chair», «panel_too_small», «past».
    """
    locked = Round.objects.select_for_update(of=("self",)).select_related("rubric").get(pk=round.pk)
    if not by.is_secretariat:
        raise ValidationError(_("Hanya sekretariat yang mengumumkan."), code="not_allowed")
    if locked.opened_at is not None:
        raise ValidationError(_("Periode ini sudah diumumkan."), code="already_open")
    at = clock.now()
    problems = preparation_problems(locked, at=at)
    if problems:
        raise ValidationError(problems)
    locked.opened_at = at
    locked.save()
    round.refresh_from_db()


def preparation_problems(round: Round, *, at: datetime) -> list[ValidationError]:
    """What keeps a round from being announced; empty when it may be."""
    problems = [
        ValidationError(f"{rubric}: {text}", code="rubric")
        for rubric in rubrics.rubrics_of(round)
        for text in rubric_rules.problems_of(rubric)
    ]
    panel = list(round.panel.all())
    if not any(member.is_chair for member in panel):
        problems.append(ValidationError(_("Tunjuk ketua panel."), code="no_chair"))
    if len(panel) < round.curators_minimum:
        problems.append(
            ValidationError(
                _("Panel perlu sedikitnya %(quorum)s kurator; baru ada %(count)s."),
                code="panel_too_small",
                params={"quorum": round.curators_minimum, "count": len(panel)},
            )
        )
    if round.closes_at <= at:
        problems.append(ValidationError(_("Tanggal tutupnya sudah lewat."), code="past"))
    return problems
