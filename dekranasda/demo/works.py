"""The demo council's works: vocabulary, products and their photographs."""

import hashlib
import tomllib
from datetime import datetime
from decimal import Decimal
from typing import Any

from artisans.models import Business
from dekranasda.accounts.models import User
from dekranasda.demo.sources import FOLDER, pictures_of_work, read, store_pictures
from products.models import (
    CODE_ALPHABET,
    CODE_LENGTH,
    CostSheet,
    Material,
    MinimumWage,
    Motif,
    Photo,
    Product,
    ProductVersion,
    SearchSynonym,
    Technique,
    slug_for,
)

SYNONYMS = (
    ("pengrajin", "perajin"),
    ("suvenir", "souvenir, cendera mata, oleh-oleh"),
    ("gerabah", "tembikar, keramik, terakota"),
    ("wayang golek", "thengul"),
    ("pot", "vas, guci"),
    ("furnitur", "mebel, kursi, meja, lemari"),
    ("selendang", "syal, pasmina, scarf, shawl"),
    ("udeng", "blangkon, ikat kepala"),
    ("kemeja", "hem, shirt"),
    ("celengan", "piggy bank, money box"),
    ("gantungan kunci", "keychain, key ring"),
    ("tompo", "bakul, rinjing, besek, wakul"),
    ("tampah", "nampan, tray"),
    ("patung", "arca, figur, sculpture, statue"),
    ("boneka", "wayang, doll, puppet"),
    ("anyaman", "woven, wicker"),
    ("perhiasan", "jewelry, jewellery, aksesoris"),
    ("plakat", "piala, trophy, award"),
)


def code_for(number: str) -> str:
    """The public code of a demo work: always the same, so that printed labels stay true."""
    digest = hashlib.sha256(f"contoh-{number}".encode()).digest()
    return "".join(CODE_ALPHABET[byte % len(CODE_ALPHABET)] for byte in digest[:CODE_LENGTH])


def seed_vocabulary() -> None:
    """Materials, techniques, motifs and search synonyms."""
    entries = _vocabulary()
    for kind, model in (("material", Material), ("technique", Technique)):
        for entry in entries[kind]:
            crafts = entry.pop("crafts", [])
            word, _created = model.objects.update_or_create(slug=entry.pop("slug"), defaults=entry)
            word.crafts.set(crafts)
    for entry in entries["motif"]:
        Motif.objects.update_or_create(slug=entry.pop("slug"), defaults=entry)
    for term, means in SYNONYMS:
        SearchSynonym.objects.update_or_create(term=term, defaults={"means": means})
    MinimumWage.objects.get_or_create(
        year=2025,
        defaults={
            "monthly_idr": 2_525_132,
            "source": "Keputusan Gubernur Jawa Timur tentang UMK 2025 (perlu dicocokkan)",
        },
    )


def _vocabulary() -> dict[str, list[dict[str, Any]]]:
    with (FOLDER / "data" / "vocabulary.toml").open("rb") as handle:
        return tomllib.load(handle)


def seed_works(businesses: dict[str, Business], staff: User, at: datetime) -> list[Product]:
    """Creates each work once with one draft version and its photographs; returns the new ones."""
    created = []
    for entry in read("products"):
        code = code_for(entry["number"])
        if Product.objects.filter(code=code).exists():
            continue
        product = Product.objects.create(
            business=businesses[entry["maker"]],
            code=code,
            slug=slug_for(entry["name"]),
            name=entry["name"],
            name_en=entry["name_en"],
            craft_id=entry["craft"],
            is_demo=True,
            created_at=at,
        )
        _version(product, entry, staff)
        created.append(product)
    return created


def _version(product: Product, entry: dict[str, Any], staff: User) -> ProductVersion:
    """The first version with everything the maker would have typed."""
    length, width, height = (value or None for value in entry["size"])
    low, high = entry["price"]
    version = ProductVersion.objects.create(
        product=product,
        name=entry["name"],
        name_en=entry["name_en"],
        craft_id=entry["craft"],
        material_origin=entry["origin"],
        motif=Motif.objects.get(slug=entry["motif"]) if entry.get("motif") else None,
        length_cm=length,
        width_cm=width,
        height_cm=height,
        weight_g=entry["weight_g"],
        price_idr=low,
        price_max_idr=high,
        production_time=entry["time"],
        stock=entry["stock"],
        capacity_per_month=entry["capacity"],
        is_made_to_order=True,
        packaging=entry["packaging"],
        care=entry["care"],
        story=entry["story"],
        story_en=entry["story_en"],
        declares_own_work=True,
        step=ProductVersion.Step.CHECK,
        filled_by=product.business.owner.user or staff,
    )
    version.materials.set(Material.objects.filter(slug__in=entry["materials"]))
    version.techniques.set(Technique.objects.filter(slug__in=entry["techniques"]))
    seed_photos(version, entry["number"])
    if low:
        _cost_sheet(version, low)
    return version


def _cost_sheet(version: ProductVersion, price_idr: int) -> None:
    """What the maker may have reckoned: two thirds of the price; every other one is shared."""
    CostSheet.objects.create(
        version=version,
        main_material_idr=price_idr * 22 // 100 // 500 * 500,
        other_material_idr=price_idr * 5 // 100 // 500 * 500,
        packaging_idr=price_idr * 3 // 100 // 500 * 500,
        hours=max(Decimal(price_idr // 10_000) / 4, Decimal("0.25")),
        hourly_wage_idr=15_000,
        is_shared=version.product_id % 2 == 0,
    )


def seed_photos(version: ProductVersion, number: str) -> None:
    """The work's finished pictures, marked as examples."""
    for position, picture in enumerate(pictures_of_work(number)):
        photo = store_pictures()[picture]
        Photo.objects.create(
            version=version,
            kind=picture.kind if picture.kind in Photo.Kind.values else Photo.Kind.DETAIL,
            position=position,
            sha256=photo.sha256,
            width=photo.width,
            height=photo.height,
            colour=photo.colour,
            alt=f"{picture.alt_id} (gambar contoh)",
            alt_en=f"{picture.alt_en} (example picture)",
        )
