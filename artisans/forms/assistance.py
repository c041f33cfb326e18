"""What a helper notes of an artisan's word."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from artisans.forms.fields import DocumentField
from artisans.forms.mentoring import DAY, NotAhead
from artisans.models import AssistanceGrant

Way = AssistanceGrant.Way


class AssistanceForm(NotAhead, forms.Form):
    """How and when the artisan agreed; on paper, with a photograph of it."""

    way = forms.ChoiceField(
        label=_("Bagaimana persetujuannya?"),
        choices=Way,
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih cara perajin menyetujui.")},
    )
    agreed_on = forms.DateField(
        label=_("Disetujui pada"),
        widget=DAY,
        error_messages={
            "required": _("Isi tanggal perajin menyetujui."),
            "invalid": _("Tulis tanggalnya, misalnya 27/11/2026."),
        },
    )
    document = DocumentField(
        label=_("Foto surat bertanda tangan"),
        required=False,
        help_text=_("Hanya untuk surat. Foto atau PDF, paling besar 10 MB."),
        widget=forms.FileInput(attrs={"accept": "image/*,application/pdf"}),
    )

    def __init__(self, *args: Any, name: str, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["agreed_on"].initial = today
        self.fields["read_out"] = forms.BooleanField(
            label=_("Kalimat di atas sudah saya bacakan, dan %(name)s menyetujuinya.")
            % {"name": name},
            error_messages={
                "required": _("Bacakan kalimat itu dahulu, lalu centang bila disetujui.")
            },
        )

    def clean_agreed_on(self) -> date:
        """The day, which cannot lie ahead."""
        return self.not_ahead(self.cleaned_data["agreed_on"])

    def clean(self) -> dict[str, Any]:
        """A signed paper comes with its photograph."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("way") == Way.PAPER and not (
            cleaned.get("document") or "document" in self.errors
        ):
            self.add_error("document", _("Tambahkan foto surat yang sudah ditandatangani."))
        return cleaned
