"""The two ends of the way: which business a new work is of, and the declaration that sends it."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from artisans.models import Business
from dekranasda.accounts.models import Consent
from products.models import ProductVersion


class NewWorkForm(forms.Form):
    """Which business a new work is of; not asked where there is only one."""

    business = forms.ModelChoiceField(
        label=_("Karya ini buatan usaha yang mana?"),
        queryset=Business.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Pilih usaha yang membuat karya ini.")},
    )

    def __init__(self, *args: Any, businesses: QuerySet[Business], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["business"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 for the type checker
        field.queryset = businesses
        if len(businesses) == 1:
            field.widget = forms.HiddenInput()
            field.initial = businesses[0]


class CheckForm(forms.Form):
    """Step 6: the declaration and the consent that go with sending."""

    declares_own_work = forms.BooleanField(
        label=_("Karya ini buatan saya atau usaha saya, bukan tiruan, dan datanya benar."),
        error_messages={"required": _("Centang pernyataan ini agar karya dapat dikirim.")},
    )
    allows_curation = forms.BooleanField(
        label=_("Saya setuju data karya ini diperiksa sekretariat dan dinilai kurator."),
        error_messages={"required": _("Tanpa persetujuan ini karya tidak dapat dinilai.")},
    )
    allows_publication = forms.BooleanField(
        label=_("Bila lolos, karya ini serta nama dan kisah saya boleh tampil di katalog."),
        required=False,
        help_text=_(
            "Boleh tidak dicentang: karya tetap dinilai, tetapi tidak tampil. Anda dapat "
            "mengubahnya kapan saja di Setelan."
        ),
    )

    def __init__(self, *args: Any, instance: ProductVersion, name: str = "", **kwargs: Any) -> None:
        """`name` is the maker's where somebody fills in for them and reads the sentences out."""
        super().__init__(*args, **kwargs)
        if name:
            self._say_for(name)
        owner = instance.product.business.owner
        if Consent.is_current(owner.uid, Consent.Purpose.CURATION):
            del self.fields["allows_curation"]
        self.publication_is_allowed = Consent.is_current(owner.uid, Consent.Purpose.PUBLIC_PROFILE)
        if self.publication_is_allowed:
            del self.fields["allows_publication"]

    def _say_for(self, name: str) -> None:
        """Words the sentences as read out to the maker, who agreed; nobody declares for another."""
        spoken = {
            "declares_own_work": _(
                "Saya sudah membacakan kepada %(name)s: karya ini buatannya sendiri, bukan tiruan, "
                "dan datanya benar. %(name)s menyatakan benar."
            ),
            "allows_curation": _(
                "Saya sudah membacakan kepada %(name)s: data karya ini diperiksa sekretariat dan "
                "dinilai kurator. %(name)s menyetujuinya."
            ),
            "allows_publication": _(
                "%(name)s setuju: bila lolos, karya, nama, dan kisahnya boleh tampil di katalog."
            ),
        }
        for field, sentence in spoken.items():
            self.fields[field].label = sentence % {"name": name}
        self.fields["allows_publication"].help_text = _(
            "Boleh tidak dicentang: karya tetap dinilai, tetapi tidak tampil. Pembuatnya dapat "
            "mengubahnya kapan saja."
        )
