"""The inside of the choke point: reads one photograph on stdin, writes clean pictures on stdout.

Runs as a process of its own, with little memory and time, and without the portal's settings or
database: whatever a hostile file does to a decoder, it does here. Imports no part of the portal.

Answer: a JSON header on the first line, then the files it lists, one after the other.
"""

import json
import os
import resource
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any

from PIL import (  # noqa: F401 the three plugins register their formats
    Image,
    ImageCms,
    ImageFilter,
    ImageStat,
    JpegImagePlugin,
    PngImagePlugin,
    WebPImagePlugin,
)

MEMORY_BYTES = 1024**3
CPU_SECONDS = 10
MAX_PIXELS = 40_000_000
MASTER_EDGE = 2048
# A JPEG may be decoded at a half of its size, which costs a fifth; worth it down to this edge.
DRAFT_EDGE = 1920
WIDTHS = (320, 480, 640, 960)
SMALL_EDGE = 1000
# A screenshot is as long as a phone's screen; photographs are 4:3, at most 16:9 in another format.
SCREEN_RATIO = 1.7
CAMERA_TAGS = (0x010F, 0x0110, 0x0132)  # make, model, time
NICE = 10
DARK_BELOW = 50
# Measured on photographs of crafts: sharp ones reach 118 and more, blurred ones at most 33.
BLURRED_BELOW = 30
COVER = (60, 60, 60)
LAPLACIAN = ImageFilter.Kernel((3, 3), (0, 1, 0, 1, -4, 1, 0, 1, 0), scale=1, offset=128)
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
ORIENTATION = 0x0112
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


class RefusedError(Exception):
    """The photograph cannot be used; the first argument is the code of the reason."""


def limit_process() -> None:
    """Bounds memory and processor time, forbids writing files, lets pages go first."""
    os.nice(NICE)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def open_checked(raw: bytes) -> Image.Image:
    """The image with its header read and judged, its pixels not yet decoded."""
    if raw[4:8] == b"ftyp":
        register_heif()
    try:
        image = Image.open(BytesIO(raw), formats=[name for name in FORMATS if name in Image.OPEN])
    except Image.DecompressionBombError:
        raise RefusedError("too_many_pixels") from None
    except Exception:
        raise RefusedError("broken" if looks_like_photo(raw) else "not_photo") from None
    if image.width * image.height > MAX_PIXELS:
        raise RefusedError("too_many_pixels")
    # A phone's JPEG may carry a second picture (depth, brightness map); that is no animation.
    if image.format in ("PNG", "WEBP") and getattr(image, "n_frames", 1) > 1:
        raise RefusedError("animated")
    return image


def register_heif() -> None:
    """Teaches Pillow HEIC. Loaded for such files only, since it costs time."""
    import pillow_heif  # noqa: PLC0415 most photographs are JPEG and need not wait for it

    pillow_heif.register_heif_opener(
        decode_threads=1, thumbnails=False, depth_images=False, aux_images=False
    )


def looks_like_photo(raw: bytes) -> bool:
    """Whether the first bytes are those of an accepted format."""
    return (
        raw.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"))
        or (raw.startswith(b"RIFF") and raw[8:12] == b"WEBP")
        or (raw[4:8] == b"ftyp" and raw[8:12] in (b"heic", b"heix", b"mif1", b"msf1", b"hevc"))
    )


def orientation(image: Image.Image) -> int:
    """The EXIF orientation, 1 to 8; upright where the EXIF block is damaged."""
    try:
        return int(image.getexif().get(ORIENTATION, 1))
    except Exception:  # noqa: BLE001 every decoder has its own errors, and none is worth a refusal
        return 1


def is_screenshot(image: Image.Image) -> bool:
    """Whether the picture was drawn by a phone, not taken: a PNG of a screen's shape, no camera."""
    if image.format != "PNG" or max(image.size) < SCREEN_RATIO * min(image.size):
        return False
    try:
        exif = image.getexif()
    except Exception:  # noqa: BLE001 as above
        return True
    return not any(tag in exif for tag in CAMERA_TAGS)


def to_srgb(image: Image.Image) -> Image.Image:
    """The image in RGB, its colour profile applied; transparent parts become white."""
    profile = image.info.get("icc_profile")
    if image.mode.startswith("I"):
        image = image.point(lambda value: value / 256).convert("L")
    if "A" in image.mode or "transparency" in image.info:
        image = image.convert("RGBA")
        ground = Image.new("RGB", image.size, "white")
        ground.paste(image, mask=image.getchannel("A"))
        image = ground
    if profile and image.mode in ("RGB", "CMYK", "L"):
        image = apply_profile(image, profile)
    return image if image.mode == "RGB" else image.convert("RGB")


def apply_profile(image: Image.Image, profile: bytes) -> Image.Image:
    """The image converted to sRGB; unchanged where the profile is damaged or of another space."""
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        if "srgb" in ImageCms.getProfileDescription(source).lower():
            return image
        changed = ImageCms.profileToProfile(
            image, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except Exception:  # noqa: BLE001 a wrong profile costs a tint, not the photograph
        return image
    return changed or image


def upright_master(image: Image.Image) -> Image.Image:
    """A fresh picture of at most MASTER_EDGE, upright, in sRGB, carrying nothing but pixels."""
    turn = TURNS.get(orientation(image))
    longest = max(image.size)
    if image.format in ("JPEG", "MPO") and longest > MASTER_EDGE:
        scale = DRAFT_EDGE / longest
        image.draft(None, (int(image.width * scale), int(image.height * scale)))
    image.load()
    if image.mode in ("RGB", "RGBA", "L", "LA", "CMYK"):
        # Smaller first: colours and transparency are then cheap to settle.
        image.thumbnail((MASTER_EDGE, MASTER_EDGE), Image.Resampling.LANCZOS)
    shown = to_srgb(image)
    shown.thumbnail((MASTER_EDGE, MASTER_EDGE), Image.Resampling.LANCZOS)
    if turn is not None:
        shown = shown.transpose(turn)
    fresh = Image.new("RGB", shown.size)
    fresh.paste(shown)
    return fresh


def covered(image: Image.Image, rectangles: Sequence[Sequence[int]]) -> Image.Image:
    """The image with the rectangles (left, top, width, height in percent) painted over."""
    for left, top, width, height in rectangles:
        corner = (image.width * left // 100, image.height * top // 100)
        end = (-(-image.width * (left + width) // 100), -(-image.height * (top + height) // 100))
        image.paste(COVER, (*corner, *end))
    return image


def scaled(image: Image.Image, width: int) -> Image.Image:
    """The image at the width; never larger than it is."""
    if image.width <= width:
        return image
    height = max(1, round(image.height * width / image.width))
    return image.resize((width, height), Image.Resampling.LANCZOS)


def encoded(image: Image.Image, kind: str, **options: Any) -> bytes:
    """The bytes of the picture in the format."""
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def dominant_colour(image: Image.Image) -> str:
    """The colour most of the picture has, as `#rrggbb`."""
    few = image.resize((48, 48), Image.Resampling.BOX).quantize(5)
    counts = few.getcolors() or [(1, 0)]
    _count, index = max(counts)
    palette = few.getpalette() or [128, 128, 128]
    assert isinstance(index, int)  # noqa: S101 a palette image has indices, not colours
    red, green, blue = palette[index * 3 : index * 3 + 3]
    return f"#{red:02x}{green:02x}{blue:02x}"


def sharpness(grey: Image.Image) -> float:
    """How sharp the sharpest ninth of the picture is: the variance of its second derivative.

    Only a part, since a plain work before a plain wall is sharp at its edges and nowhere else.
    """
    edges = grey.filter(LAPLACIAN)
    across = range(6)
    tiles = [
        edges.crop(
            (
                column * edges.width // 6,
                row * edges.height // 6,
                (column + 1) * edges.width // 6,
                (row + 1) * edges.height // 6,
            )
        )
        for column in across
        for row in across
    ]
    return float(sorted(ImageStat.Stat(tile).var[0] for tile in tiles)[-4])


def warnings_of(master: Image.Image, preview: Image.Image) -> list[str]:
    """What the maker should know, never a reason to refuse: `small`, `dark`, `blurred`."""
    found = []
    if max(master.size) < SMALL_EDGE:
        found.append("small")
    grey = preview.convert("L")
    if ImageStat.Stat(grey).mean[0] < DARK_BELOW:
        found.append("dark")
    if min(grey.size) >= 120 and sharpness(grey) < BLURRED_BELOW:
        found.append("blurred")
    return found


def all_files(master: Image.Image, previews: dict[int, Image.Image]) -> dict[str, bytes]:
    """Every size by its name. Encoders leave Python's lock, so two of them run side by side."""
    jpeg: dict[str, Any] = {"kind": "JPEG", "optimize": True, "progressive": True}
    # Slower methods save a hundredth of the bytes for twice the time.
    webp: dict[str, Any] = {"kind": "WEBP", "method": 2}
    jobs: dict[tuple[tuple[int, int], str], tuple[Image.Image, dict[str, Any]]] = {}
    names: dict[str, tuple[tuple[int, int], str]] = {}
    for width, picture in previews.items():
        # A photograph smaller than several widths is written once for all of them.
        names[f"{width}.webp"] = (picture.size, "webp")
        names[f"{width}.jpg"] = (picture.size, "jpg")
        jobs[picture.size, "webp"] = (picture, {**webp, "quality": 72})
        jobs[picture.size, "jpg"] = (picture, {**jpeg, "quality": 76})
    with ThreadPoolExecutor(2) as pool:
        # The master is looked at seldom, and in progressive steps takes as long as all the others.
        first = pool.submit(encoded, master, "JPEG", quality=84, optimize=True)
        running = {
            key: pool.submit(encoded, job, **options) for key, (job, options) in jobs.items()
        }
        files = {name: running[key].result() for name, key in names.items()}
        return {f"{MASTER_EDGE}.jpg": first.result(), **files}


def process(
    raw: bytes, rectangles: Sequence[Sequence[int]] = ()
) -> tuple[dict[str, Any], list[bytes]]:
    """The header and the files of a clean photograph. Raises RefusedError."""
    image = open_checked(raw)
    drawn = is_screenshot(image)
    try:
        master = covered(upright_master(image), rectangles)
    except MemoryError:
        raise RefusedError("too_heavy") from None
    except Exception:
        raise RefusedError("broken") from None
    previews: dict[int, Image.Image] = {}
    picture = master
    for width in sorted(WIDTHS, reverse=True):
        picture = previews[width] = scaled(picture, width)
    files = all_files(master, previews)
    header = {
        "width": master.width,
        "height": master.height,
        "colour": dominant_colour(previews[320]),
        "warnings": warnings_of(master, previews[480]) + ["screen"] * drawn,
        "files": {name: len(content) for name, content in files.items()},
    }
    return header, list(files.values())


def main() -> None:
    """Answers one request."""
    limit_process()
    raw = sys.stdin.buffer.read()
    rectangles = json.loads(sys.argv[1]) if len(sys.argv) > 1 else []
    try:
        header, contents = process(raw, rectangles)
    except RefusedError as error:
        header, contents = {"refused": error.args[0]}, []
    except MemoryError:
        header, contents = {"refused": "too_heavy"}, []
    sys.stdout.buffer.write(json.dumps(header).encode() + b"\n" + b"".join(contents))


if __name__ == "__main__":
    main()
