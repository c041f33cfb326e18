"""What a membership is, whoever belongs to whatever."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class MemberRole(models.TextChoices):
    """What a member does for the centre or the association."""

    CHAIR = "chair", _("Ketua")
    SECRETARY = "secretary", _("Sekretaris")
    TREASURER = "treasurer", _("Bendahara")
    MEMBER = "member", _("Anggota")


class Membership(models.Model):
    """Somebody belongs to something, from a day on and perhaps until a day."""

    role = models.CharField(_("tugas"), max_length=9, choices=MemberRole, default=MemberRole.MEMBER)
    joined_on = models.DateField(
        _("anggota sejak"), null=True, blank=True, help_text=_("Kosongkan bila tidak diketahui.")
    )
    left_on = models.DateField(_("sampai"), null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ("-left_on", "-joined_on", "-pk")


def one_current(*fields: str, name: str, refusal: Any) -> models.UniqueConstraint:
    """One membership without an end for each of the fields' values together."""
    return models.UniqueConstraint(
        fields=fields,
        condition=models.Q(left_on__isnull=True),
        name=name,
        violation_error_message=refusal,
    )


def one_chair(of: str, *, name: str, refusal: Any) -> models.UniqueConstraint:
    """One current chair."""
    return models.UniqueConstraint(
        fields=[of],
        condition=models.Q(left_on__isnull=True, role="chair"),
        name=name,
        violation_error_message=refusal,
    )


def ends_after_start(name: str) -> models.CheckConstraint:
    """Nobody leaves before the day of joining."""
    return models.CheckConstraint(
        condition=models.Q(left_on__isnull=True)
        | models.Q(joined_on__isnull=True)
        | models.Q(left_on__gte=models.F("joined_on")),
        name=name,
        violation_error_message=_("Tanggal keluar tidak boleh sebelum tanggal masuk."),
    )
