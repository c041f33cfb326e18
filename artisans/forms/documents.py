"""What staff fill in about the papers of a centre or an association."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from artisans.forms.both_texts import StepForm
from artisans.forms.centres import day_input
from artisans.forms.fields import DocumentField
from artisans.models import GroupDocument


class GroupDocumentForm(forms.ModelForm[GroupDocument], StepForm):
    """The words of a document; another file is another document."""

    class Meta:
        model = GroupDocument
        fields = ("title", "dated_on")
        widgets: ClassVar = {"dated_on": day_input()}


class NewGroupDocumentForm(forms.ModelForm[GroupDocument]):
    """A document with its words."""

    file = DocumentField(
        label=_("Berkas"), error_messages={"required": _("Pilih berkas terlebih dahulu.")}
    )
    field_order = ("file", "title", "dated_on")

    class Meta(GroupDocumentForm.Meta):
        pass
