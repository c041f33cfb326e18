"""What comes in as a photograph comes out upright and bare, or is refused with a sentence."""

import os
import random
import struct
import zlib
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.core.management.base import CommandError
from PIL import Image, ImageChops, ImageCms, ImageDraw, ImageFilter, ImageStat, PngImagePlugin

from dekranasda.lib import image_worker, photo_store
from dekranasda.lib.images import MAX_BYTES, REFUSALS, CleanPhoto, ImageRefused, clean, store
from dekranasda.templatetags.photos import ground_of, photo

SAMPLES = Path(
    os.environ.get("SAMPLE_IMAGES_DIR") or settings.BASE_DIR.parent / "shared" / "data" / "4_images"
)
MARKERS = (b"Exif", b"http://ns.adobe.com/xap", b"xmpmeta", b"Photoshop", b"8BIM", b"ICC_PROFILE")


def samples(folder: str, pattern: str):
    """The sample photographs as parameters, or one that is skipped by name."""
    found = sorted((SAMPLES / folder).glob(pattern))
    if not found:
        reason = f"no sample photographs in SAMPLE_IMAGES_DIR/{folder}"
        return [pytest.param(None, marks=pytest.mark.skip(reason=reason), id=folder)]
    return [pytest.param(path, id=path.name) for path in found]


def drawing(width: int = 480, height: int = 360) -> Image.Image:
    """A picture with sharp edges and a red top left corner."""
    image = Image.new("RGB", (width, height), (190, 170, 140))
    draw = ImageDraw.Draw(image)
    for step in range(0, width, 24):
        draw.line((step, 0, width - step, height), fill=(60, 40, 20), width=3)
    draw.rectangle((0, 0, width // 4, height // 4), fill=(220, 20, 20))
    return image


def encoded(image: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    """The picture's bytes."""
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def opened(photo: CleanPhoto, name: str = "2048.jpg") -> Image.Image:
    """One of the clean files, decoded."""
    image = Image.open(BytesIO(photo.files[name]))
    image.load()
    return image


def png_chunk(kind: bytes, content: bytes) -> bytes:
    """A chunk of a PNG with its checksum."""
    body = kind + content
    return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))


def flat_png(edge: int) -> bytes:
    """A square PNG of one colour that is small on disk and huge in memory."""
    header = struct.pack(">IIBBBBB", edge, edge, 8, 2, 0, 0, 0)
    packer = zlib.compressobj(9)
    row = bytes(1 + edge * 3)
    pixels = b"".join(packer.compress(row) for _ in range(edge)) + packer.flush()
    return (
        b"\x89PNG\r\n\x1a\n"
        + png_chunk(b"IHDR", header)
        + png_chunk(b"IDAT", pixels)
        + png_chunk(b"IEND", b"")
    )


def refusal(raw: bytes, name: str = "") -> str:
    """The code with which the bytes are refused."""
    with pytest.raises(ImageRefused) as caught:
        clean(raw, name)
    code = caught.value.code or ""
    assert str(caught.value.message) == str(REFUSALS[code])
    return code


def assert_bare(photo: CleanPhoto) -> None:
    """No file carries metadata, a colour profile, a comment or anything behind its end."""
    for name, content in photo.files.items():
        assert not [marker for marker in MARKERS if marker in content], name
        image = Image.open(BytesIO(content))
        assert not image.getexif(), name
        assert set(image.info) <= {
            "jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression",
            "loop", "background", "timestamp", "duration",
        }, name  # fmt: skip
        if name.endswith("jpg"):
            assert content.endswith(b"\xff\xd9"), name
            assert b"\xff\xfe" not in content[:200], name


# Honest photographs


def test_a_photograph_comes_out_in_every_size():
    photo = clean(encoded(drawing(3000, 2250)))

    assert (photo.width, photo.height) == (2048, 1536)
    assert set(photo.files) == set(photo_store.NAMES)
    assert {name: opened(photo, name).width for name in photo.files} == {
        "2048.jpg": 2048,
        "960.webp": 960, "960.jpg": 960,
        "640.webp": 640, "640.jpg": 640,
        "480.webp": 480, "480.jpg": 480,
        "320.webp": 320, "320.jpg": 320,
    }  # fmt: skip
    assert_bare(photo)


def test_a_small_photograph_is_never_enlarged():
    photo = clean(encoded(drawing(500, 400)))

    assert (photo.width, photo.height) == (500, 400)
    assert opened(photo, "960.webp").size == (500, 400)
    assert opened(photo, "320.jpg").size == (320, 256)
    assert photo.warnings == ("small",)


def test_a_large_jpeg_stays_near_the_original():
    raw = encoded(drawing(4032, 3024), quality=95)

    photo = clean(raw)

    honest = Image.open(BytesIO(raw)).convert("RGB").resize((photo.width, photo.height))
    difference = ImageStat.Stat(ImageChops.difference(honest, opened(photo))).mean
    assert max(photo.width, photo.height) in range(1900, 2049)
    assert max(difference) < 4


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_every_format_is_accepted_by_content(kind):
    photo = clean(encoded(drawing(), kind), name="salah.heic")

    assert (photo.width, photo.height) == (480, 360)


@pytest.mark.parametrize("mode", ["L", "LA", "RGBA", "P", "1", "CMYK", "I;16"])
def test_every_colour_mode_is_accepted(mode):
    source = Image.new("I;16", (640, 480), 40_000) if mode == "I;16" else drawing().convert(mode)

    photo = clean(encoded(source, "JPEG" if mode == "CMYK" else "PNG"))

    assert opened(photo).mode == "RGB"
    if mode == "I;16":
        assert round(ImageStat.Stat(opened(photo)).mean[0]) in range(150, 163)


def test_transparency_becomes_white():
    photo = clean(encoded(Image.new("RGBA", (400, 300), (0, 0, 0, 0)), "PNG"))

    assert opened(photo).getpixel((200, 150)) == (255, 255, 255)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_turned_photograph_stands_upright(kind, orientation):
    upright = drawing(400, 300)
    undo = {5: 5, 6: 8, 7: 7, 8: 6}.get(orientation, orientation)
    turn = image_worker.TURNS.get(undo)
    exif = Image.Exif()
    exif[image_worker.ORIENTATION] = orientation

    photo = clean(encoded(upright if turn is None else upright.transpose(turn), kind, exif=exif))

    assert (photo.width, photo.height) == (400, 300)
    red, green, _blue = opened(photo).getpixel((30, 30))
    assert red > 180 > 90 > green
    assert_bare(photo)


def test_a_wide_gamut_is_converted_and_its_profile_dropped():
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    image = Image.new("RGB", (600, 600), (10, 200, 40))

    odd = clean(encoded(image, icc_profile=lab))
    plain = clean(encoded(image, icc_profile=srgb))
    broken = clean(encoded(image, icc_profile=b"no profile at all"))

    assert opened(plain).getpixel((9, 9)) == opened(broken).getpixel((9, 9))
    for cleaned in (odd, plain, broken):
        assert_bare(cleaned)


def test_all_kinds_of_metadata_are_gone():
    exif = Image.Exif()
    exif[0x010E] = "rahasia"
    exif.get_ifd(0x8825)[2] = (7.0, 9.0, 30.0)
    text = PngImagePlugin.PngInfo()
    text.add_itxt("XML:com.adobe.xmp", "<x:xmpmeta>rahasia</x:xmpmeta>")
    text.add_text("Comment", "rahasia", zip=True)
    sent = [
        encoded(drawing(), exif=exif, comment=b"rahasia", xmp=b"<x:xmpmeta>rahasia</x:xmpmeta>"),
        encoded(drawing(), "WEBP", exif=exif, xmp=b"<x:xmpmeta>rahasia</x:xmpmeta>"),
        encoded(drawing(), "PNG", exif=exif, pnginfo=text),
    ]

    for raw in sent:
        photo = clean(raw)
        assert_bare(photo)
        assert not [name for name, content in photo.files.items() if b"rahasia" in content]


def test_a_damaged_exif_block_is_no_reason_to_refuse():
    raw = encoded(drawing(), exif=b"Exif\x00\x00II*\x00\xff\xff\xff\x7fgarbage")

    assert clean(raw).width == 480


def test_a_second_picture_behind_a_phones_photograph_is_dropped():
    raw = encoded(drawing(), "MPO", save_all=True, append_images=[Image.new("RGB", (90, 90))])

    photo = clean(raw)

    assert (photo.width, photo.height) == (480, 360)
    assert_bare(photo)


def test_dark_and_blurred_are_told_and_never_refused():
    dark = clean(encoded(drawing(1200, 900).point(lambda value: value // 8)))
    blurred = clean(encoded(drawing(1200, 900).filter(ImageFilter.GaussianBlur(9))))
    good = clean(encoded(drawing(1200, 900)))

    assert "dark" in dark.warnings
    assert blurred.warnings == ("blurred",)
    assert good.warnings == ()


def test_the_dominant_colour_is_that_of_most_of_the_picture():
    image = Image.new("RGB", (400, 300), (120, 60, 30))
    ImageDraw.Draw(image).rectangle((0, 0, 90, 90), fill=(250, 250, 250))

    colour = clean(encoded(image, "PNG")).colour

    channels = bytes.fromhex(colour[1:])
    assert max(abs(a - b) for a, b in zip(channels, (120, 60, 30), strict=True)) < 12


def test_the_same_photograph_has_the_same_name():
    raw = encoded(drawing())

    assert clean(raw).sha256 == clean(raw).sha256


@pytest.mark.parametrize("path", samples("exif_gps", "*.jpg"))
def test_a_place_is_removed(path):
    raw = path.read_bytes()
    assert Image.open(BytesIO(raw)).getexif().get_ifd(0x8825)

    assert_bare(clean(raw, path.name))


@pytest.mark.parametrize("path", samples("exif_orientation_8x2", "*.jpg"))
def test_sixteen_orientations_are_upright(path):
    photo = clean(path.read_bytes(), path.name)

    reference = Image.open(path.with_name(path.name.split("_")[0] + "_1.jpg")).convert("L")
    shown = opened(photo).convert("L")
    assert shown.size == reference.size
    assert ImageStat.Stat(ImageChops.difference(shown, reference)).mean[0] < 12
    assert_bare(photo)


@pytest.mark.parametrize("path", samples("heic", "*.heic"))
def test_a_phones_heic_is_accepted(path):
    photo = clean(path.read_bytes(), path.name)

    assert max(photo.width, photo.height) == 2048
    assert_bare(photo)


# Hostile files


def test_a_huge_picture_in_a_small_file_is_refused_before_it_is_decoded():
    raw = flat_png(9000)
    assert len(raw) < 300_000

    assert refusal(raw) == "too_many_pixels"


def test_a_picture_larger_than_any_decoder_takes_is_refused():
    assert refusal(flat_png(64)[:16] + struct.pack(">II", 65_000, 65_000)) in (
        "too_many_pixels",
        "broken",
    )


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_a_moving_picture_is_refused(kind):
    frames = [Image.new("RGB", (64, 64), (shade, 0, 0)) for shade in (10, 90, 170)]
    raw = encoded(frames[0], kind, save_all=True, append_images=frames[1:], duration=80)

    assert refusal(raw) == "animated"


@pytest.mark.parametrize(
    "raw",
    [
        encoded(Image.new("RGB", (9, 9)), "GIF"),
        encoded(Image.new("RGB", (9, 9)), "TIFF"),
        encoded(Image.new("RGB", (9, 9)), "BMP"),
        encoded(Image.new("RGB", (9, 9)), "PPM"),
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<!doctype html><script>alert(1)</script>",
        b"%PDF-1.7\n%%EOF",
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
        b"PK\x03\x04" + bytes(60),
        b"\x00",
    ],
    ids=["gif", "tiff", "bmp", "ppm", "svg", "html", "pdf", "eps", "zip", "nul"],
)
def test_what_is_no_photograph_is_refused(raw):
    assert refusal(raw, "foto.jpg") == "not_photo"


def test_a_video_is_named_as_one():
    assert refusal(b"\x00\x00\x00\x18ftypmp42" + bytes(200), "VID_001.MP4") == "video"


@pytest.mark.parametrize("share", [0.02, 0.3, 0.7, 0.98])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_truncated_photograph_is_refused(kind, share):
    raw = encoded(drawing(), kind)

    assert refusal(raw[: int(len(raw) * share)]) in ("broken", "not_photo")


def test_an_empty_and_an_oversized_file_are_refused():
    assert refusal(b"") == "empty"
    assert refusal(encoded(drawing()) + bytes(MAX_BYTES)) == "too_big"


def test_a_text_bomb_does_no_harm():
    bomb = png_chunk(b"zTXt", b"Comment\x00\x00" + zlib.compress(bytes(80_000_000), 9))
    raw = encoded(drawing(64, 64), "PNG")
    end = raw.index(b"IDAT") - 4

    assert refusal(raw[:end] + bomb + raw[end:]) == "broken"


@pytest.mark.parametrize("tail", [b"<script>alert(1)</script>", b"<?php x ?>", b"PK\x03\x04zip"])
def test_what_hangs_behind_a_photograph_is_cut_off(tail):
    for kind in ("JPEG", "PNG", "WEBP"):
        photo = clean(encoded(drawing(), kind) + tail)

        assert not [name for name, content in photo.files.items() if tail in content]


def test_mutated_files_are_cleaned_or_refused_and_nothing_else():
    chance = random.Random(20261123)
    sources = [encoded(drawing(90, 70), kind) for kind in ("JPEG", "PNG", "WEBP")]
    outcomes = {"clean": 0, "refused": 0}

    for turn in range(240):
        raw = bytearray(sources[turn % 3])
        for _ in range(chance.randint(1, 12)):
            raw[chance.randrange(len(raw))] = chance.randrange(256)
        try:
            header, _contents = image_worker.process(bytes(raw))
            assert header["width"] > 0
            outcomes["clean"] += 1
        except image_worker.RefusedError as error:
            assert error.args[0] in REFUSALS  # noqa: PT017 both outcomes are right
            outcomes["refused"] += 1

    assert min(outcomes.values()) > 20


def test_a_dying_worker_is_a_refusal(monkeypatch, tmp_path):
    worker = tmp_path / "worker.py"
    worker.write_text("import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    monkeypatch.setattr("dekranasda.lib.images.WORKER", worker)

    assert refusal(encoded(drawing())) == "too_heavy"


def test_a_hanging_worker_is_stopped(monkeypatch, tmp_path):
    worker = tmp_path / "worker.py"
    worker.write_text("import time; time.sleep(60)")
    monkeypatch.setattr("dekranasda.lib.images.WORKER", worker)
    monkeypatch.setattr("dekranasda.lib.images.WALL_SECONDS", 0.5)

    assert refusal(encoded(drawing())) == "too_heavy"


def test_the_worker_may_not_take_more_memory_than_its_limit(monkeypatch, tmp_path):
    worker = tmp_path / "worker.py"
    worker.write_text(
        f"import sys; sys.path.insert(0, {str(Path(image_worker.__file__).parent)!r})\n"
        "import image_worker\n"
        "image_worker.limit_process()\n"
        "bytearray(2 * 1024**3)\n"
        'sys.stdout.write(\'{"refused": "animated"}\\n\')\n'
    )
    monkeypatch.setattr("dekranasda.lib.images.WORKER", worker)

    assert refusal(encoded(drawing())) == "too_heavy"


# Storage


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


def test_a_stored_photograph_has_every_size_under_its_digest(media):
    cleaned = clean(encoded(drawing()))

    stored = store(cleaned)

    folder = media / "photos" / stored.sha256[:2] / stored.sha256
    assert {path.name for path in folder.iterdir()} == set(photo_store.NAMES)
    assert (stored.width, stored.height) == (480, 360)
    assert (folder / "640.webp").read_bytes() == cleaned.files["640.webp"]
    assert default_storage.exists(f"{photo_store.folder_of(stored.sha256)}/2048.jpg")


def test_storing_twice_writes_once(media):
    cleaned = clean(encoded(drawing()))
    first = store(cleaned)
    path = media / photo_store.folder_of(first.sha256) / "320.webp"
    written_at = path.stat().st_mtime_ns

    assert store(cleaned) == first
    assert path.stat().st_mtime_ns == written_at


def test_a_full_disk_leaves_nothing_behind(media, monkeypatch):
    def full(_descriptor):
        raise OSError(28, "No space left on device")

    cleaned = clean(encoded(drawing(300, 300)))
    monkeypatch.setattr("dekranasda.lib.photo_store.os.fsync", full)

    with pytest.raises(photo_store.StorageRefused):
        store(cleaned)

    assert [path for path in media.rglob("*") if path.is_file()] == []


def test_a_deleted_photograph_is_gone(media):
    stored = store(clean(encoded(drawing(300, 300))))

    photo_store.delete(stored.sha256)

    assert [path for path in media.rglob("*") if path.is_file()] == []


# Command and tag


def test_the_command_writes_the_clean_master(tmp_path):
    source, target = tmp_path / "in.png", tmp_path / "out.jpg"
    source.write_bytes(encoded(drawing(), "PNG"))

    call_command("clean_photo", str(source), str(target))

    assert target.read_bytes() == clean(source.read_bytes()).master


def test_the_command_says_what_the_maker_would_read(tmp_path):
    source, target, said = tmp_path / "in.jpg", tmp_path / "out.jpg", StringIO()
    source.write_bytes(b"<html>")

    with pytest.raises(SystemExit) as left:
        call_command("clean_photo", str(source), str(target), stderr=said)

    assert left.value.code == 1
    assert said.getvalue().strip() == str(REFUSALS["not_photo"])
    assert not target.exists()


def test_the_command_names_a_missing_file(tmp_path):
    with pytest.raises(CommandError):
        call_command("clean_photo", str(tmp_path / "none.jpg"), str(tmp_path / "out.jpg"))


def test_the_tag_offers_webp_and_jpeg_and_escapes_the_words():
    html = photo("a" * 64, alt='Vas "jati" <b>', width=1200, height=900, colour="#8a6a4a")

    assert html.count("320w") == 1
    assert "640.jpg" in html
    assert "Vas &quot;jati&quot; &lt;b&gt;" in html
    assert 'width="1200" height="900"' in html
    assert 'loading="lazy"' in html
    assert 'data-ground="mid-warm"' in html
    assert "style=" not in html


def test_the_tag_is_empty_without_a_photograph():
    assert photo("") == ""


@pytest.mark.parametrize(
    ("colour", "ground"),
    [
        ("#111111", "dark-plain"),
        ("#f2ead8", "light-warm"),
        ("#4060a0", "mid-cool"),
        ("", "mid-plain"),
    ],
)
def test_a_colour_has_a_nearest_ground(colour, ground):
    assert ground_of(colour) == ground
