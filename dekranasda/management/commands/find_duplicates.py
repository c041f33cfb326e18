"""Compares the whole registry with itself and keeps the likely duplicates for the secretariat."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from artisans.matching import search
from artisans.merging import gather_late


class Command(BaseCommand):
    """To be run each night, and after large imports; what people decided is left alone."""

    help = "Cari usaha dan orang yang mungkin tercatat dua kali; keputusan orang tidak diubah."

    def handle(self, *args: Any, **options: Any) -> None:
        if late := gather_late():
            self.stdout.write(f"{late} baris menyusul catatan yang sudah digabung.")
        found = search(at=timezone.now())
        self.stdout.write(
            f"{found['new']} dugaan baru, {found['changed']} diperbarui, {found['gone']} hilang."
        )
