"""What a person says of a business that was found for them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from artisans.models import BusinessClaim

State = BusinessClaim.State


class ClaimForm(forms.Form):
    """Whether the business is theirs; yes needs the consent to keep its data."""

    state = forms.ChoiceField(
        label=_("Apakah ini usaha Anda?"),
        widget=forms.RadioSelect,
        choices=[
            (State.CONFIRMED, _("Ya, ini usaha saya")),
            (State.PARTLY, _("Ya, tetapi ada yang keliru")),
            (State.DENIED, _("Bukan usaha saya")),
        ],
        error_messages={"required": _("Pilih salah satu jawaban.")},
    )
    note = forms.CharField(
        label=_("Apa yang keliru?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Isi bila ada yang keliru. Sekretariat membetulkannya."),
    )
    consent = forms.BooleanField(
        label=_("Saya setuju data usaha ini disimpan dan diolah Dekranasda"),
        required=False,
        help_text=_("Tidak perlu bila ini bukan usaha Anda."),
    )

    def clean(self) -> dict[str, Any]:
        """What is wrong is named; consent comes with every yes."""
        answers = super().clean() or self.cleaned_data
        state = answers.get("state")
        if state == State.PARTLY and not answers.get("note"):
            self.add_error("note", _("Tulis apa yang keliru."))
        if state in (State.CONFIRMED, State.PARTLY) and not answers.get("consent"):
            self.add_error(
                "consent",
                _("Tanpa persetujuan ini kami tidak boleh menyimpan data Anda."),
            )
        return answers
