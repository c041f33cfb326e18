"""What people say of a list's sheets and columns, where the portal guessed."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from artisans.imports.columns import MULTIPLE
from artisans.imports.messages import FIELDS
from artisans.imports.reading import MAX_ROWS

NAMES = ("owner_name", "business_name")
CHOICES = [("", gettext_lazy("tidak dipakai")), *FIELDS.items()]


class SheetForm(forms.Form):
    """Whether one sheet is used, and which row of it holds the headings."""

    is_used = forms.BooleanField(label=gettext_lazy("Pakai lembar ini"), required=False)
    header_row = forms.IntegerField(
        label=gettext_lazy("Baris judul kolom"),
        min_value=0,
        max_value=MAX_ROWS,
        required=False,
        error_messages={"invalid": gettext_lazy("Tulis nomor baris dengan angka, misalnya 5.")},
    )

    def __init__(self, *args: Any, sheet: dict[str, Any], **kwargs: Any) -> None:
        self.sheet = sheet
        found = {
            "is_used": not sheet["skipped"] or sheet["skipped"] == "no_name_column",
            "header_row": sheet["header_row"] or None,
        }
        kwargs["initial"] = found
        super().__init__(*args, **kwargs)
        self.fields["header_row"].widget.attrs["inputmode"] = "numeric"

    def clean(self) -> dict[str, Any]:
        """Both; a sheet whose heading was not found needs its row."""
        data = super().clean() or {}
        is_without = data.get("is_used") and data.get("header_row") is None
        if is_without and "header_row" not in self.errors:
            self.add_error("header_row", _("Tulis nomor baris yang berisi judul kolom."))
        return data

    @property
    def said(self) -> dict[str, Any]:
        """What differs from the portal's own reading, as the batch keeps it."""
        is_used, header_row = self.cleaned_data["is_used"], self.cleaned_data["header_row"]
        if not is_used:
            return {"is_used": False} if not self.sheet["skipped"] else {}
        said = {}
        if self.sheet["skipped"]:
            said["is_used"] = True
        if header_row != self.sheet["header_row"]:
            said["header_row"] = header_row
        return said


class ColumnsForm(forms.Form):
    """The meaning of each column of sheets with the same headings."""

    def __init__(
        self, *args: Any, columns: Sequence[dict[str, Any]], sheets: Sequence[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.columns, self.sheets = columns, sheets
        for column in columns:
            self.fields[str(column["index"])] = forms.ChoiceField(
                label=column["label"] or format_lazy(_("Kolom {}"), column["index"] + 1),
                choices=CHOICES,
                initial=column["field"],
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        """Each single-valued field once, and a name among them."""
        data = super().clean() or {}
        seen: dict[str, str] = {}
        for index, name in list(data.items()):
            if not name or name in MULTIPLE:
                continue
            if name in seen:
                self.add_error(
                    index,
                    _("“%(field)s” sudah dipilih untuk kolom “%(column)s”. Pilih salah satu saja.")
                    % {"field": FIELDS[name], "column": self.fields[seen[name]].label},
                )
            seen.setdefault(name, index)
        if not self.errors and not {*NAMES} & {*data.values()}:
            self.add_error(
                None,
                _(
                    "Pilih kolom yang berisi nama pemilik atau nama usaha. Tanpa nama, baris tidak"
                    " dapat disimpan."
                ),
            )
        return data

    def rows(self) -> list[tuple[dict[str, Any], forms.BoundField]]:
        """Each column with its select."""
        return [(column, self[str(column["index"])]) for column in self.columns]


class ProfileForm(forms.Form):
    """The name under which the meaning of the columns is kept for the next such list."""

    profile = forms.CharField(
        label=gettext_lazy("Simpan sebagai profil bernama"),
        max_length=80,
        required=False,
        help_text=gettext_lazy(
            "Misalnya “Data Disperinaker 2026”. Profil ditawarkan lagi untuk berkas dengan judul"
            " kolom yang sama. Nama yang sudah ada diperbarui."
        ),
    )
