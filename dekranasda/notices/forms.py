"""Forms about messages."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dekranasda.accounts.forms import PhoneField


class NumberForm(forms.Form):
    """The number under which somebody is reached."""

    phone = PhoneField(
        label=_("Nomor WhatsApp yang benar"),
        help_text=_("Misalnya 0812 3456 7890."),
        error_messages={"required": _("Tulis nomornya, misalnya 0812 3456 7890.")},
    )
