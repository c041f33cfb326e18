"""Render one of the demo photographs: `python render.py NAME [--preview] [--to FOLDER]`."""

import argparse
import importlib
import io
import logging
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from PIL import Image

HERE = Path(__file__).parent
FINISHED = HERE.parent / "finished"
FINAL, PREVIEW = (800, 1000), (240, 300)
WEIGHT_LIMIT = 190_000

# name of the picture: (module, function, options); `_samples`, `_gamma` are for this file.
PICTURES = {
    "vas-bubut-jati": ("turned", "vases", {}),
    "vas-bubut-jati-2": ("turned", "vases", {"close": True}),
    "guci-gembol-jati": ("turned", "burl_jar", {}),
    "tampah-bambu": ("basket", "tray", {}),
    "tampah-bambu-2": ("basket", "tray", {"close": True}),
    "kap-lampu-bambu": ("basket", "lamp", {"_samples": 26}),
    "talenan-sendok-jati": ("boards", "boards", {}),
    "batik-mliwis-mukti": ("cloth", "hanging", {"front": "mliwis_mukti", "behind": "sekar_jati"}),
    "batik-mliwis-mukti-2": (
        "cloth",
        "hanging",
        {"front": "mliwis_mukti", "behind": "sekar_jati", "close": (-0.25, 1.45)},
    ),
    "batik-rancak-thengul": (
        "cloth",
        "hanging",
        {"front": "rancak_thengul", "silk": True, "seed": 4, "tint": (0.70, 0.69, 0.64)},
    ),
    "batik-jagung-miji-emas": (
        "cloth",
        "pile",
        {"names": ["jagung_miji_emas", "gatra_rinonce", "sata_ganda_wangi"]},
    ),
    "batik-parang-dahana": (
        "cloth",
        "hanging",
        {"front": "parang_dahana", "behind": "belimbing", "seed": 7, "tint": (0.74, 0.66, 0.56)},
    ),
    "selendang-sekar-jati": ("cloth", "scarf", {"front": "sekar_jati", "behind": "teak_blue"}),
    "kain-jumput": (
        "cloth",
        "hanging",
        {"front": "jumput_blue", "behind": "jumput_plum", "seed": 3, "hem": 0.05},
    ),
    "kain-jumput-2": ("cloth", "pile", {"names": ["jumput_plum", "jumput_blue"], "close": True}),
    "syal-jumput-pelem": (
        "cloth",
        "scarf",
        {"front": "jumput_mango", "behind": "jumput_sand", "thread": (0.30, 0.24, 0.14)},
    ),
    "sarung-bantal-belimbing": ("cloth", "cushions", {}),
    "tenun-troso": ("cloth", "hanging", {"front": "troso", "seed": 9, "amp": 0.10}),
    "mangkuk-akar-jati": ("roots", "bowl", {}),
    "meja-akar-jati": ("roots", "table", {}),
    "kursi-akar-jati": ("roots", "chair", {}),
    "telur-onyx": ("stone", "eggs", {"_gamma": 1.15}),
    "telur-onyx-2": ("stone", "ashtray", {"_gamma": 1.15}),
    "plakat-onyx": ("stone", "plaque", {"_gamma": 1.1}),
    "wayang-thengul": ("sculpt", "thengul", {}),
    "wayang-thengul-2": ("sculpt", "thengul", {"close": True}),
    "celengan-macan": ("sculpt", "money_box", {}),
    "tas-bambu-batik": ("basket", "bag", {}),
    "keranjang-rinjing": ("basket", "rinjing", {}),
    "keranjang-rotan": ("basket", "rattan", {}),
    "tas-rajut-jati": ("knit", "shoulder_bag", {}),
    "tas-rajut-jati-2": ("knit", "shoulder_bag", {"close": True}),
    "lampu-meja-jati": ("furniture", "table_lamp", {"_samples": 24}),
    "jam-dinding-jati": ("furniture", "clock", {}),
    "kursi-tamu-jati": ("furniture", "suite", {}),
    "relief-merak": ("relief", "peacock", {}),
    "relief-senenan": ("relief", "carp", {}),
    "topeng-thengul": ("relief", "mask", {}),
    "lemari-jati-ukir": ("relief", "cupboard", {}),
    "sentra-akar-jati": ("centres", "root_yard", {}),
    "sentra-bubut-jati": ("centres", "vase_row", {}),
    "sentra-mebel-jati": ("centres", "workbench", {}),
    "sentra-gerabah-rendeng": ("centres", "clay_yard", {}),
    "sentra-batik-jono": ("centres", "drying_batik", {}),
    "sentra-jumput-prayungan": (
        "centres",
        "drying_batik",
        {
            "cloths": ["jumput_blue", "jumput_mango", "jumput_sand", "jumput_plum"],
            "seen_from": (-1.6, -9.2, 2.1),
            "shift": 20,
        },
    ),
    "griya-batik-kota": (
        "cloth",
        "pile",
        {"names": ["sata_ganda_wangi", "parang_dahana", "belimbing", "teak_blue"]},
    ),
    "sentra-gembol-jati": ("centres", "vase_row", {"burl": True}),
    "sentra-anyaman-temu": ("basket", "rinjing", {"empty": True}),
    "kelompok-rajut-kapas": (
        "knit",
        "shoulder_bag",
        {
            "dyes": [(0.06, 0.10, 0.20), (0.50, 0.16, 0.07), (0.60, 0.42, 0.18)],
            "seen_from": (-1.9, -8.1, 2.7),
        },
    ),
    "miniatur-moge-jati": ("model", "motorcycle", {"_samples": 14}),
    "udeng-samin": ("headcloth", "udeng", {}),
    "kaligrafi-jati": ("lettering", "calligraphy", {}),
    "outer-sata-ganda-wangi": (
        "flat",
        "shirt",
        {"motif": "sata_ganda_wangi", "inside": (0.010, 0.035, 0.035)},
    ),
    "sentra-anyaman-bambu": ("centres", "basket_stack", {}),
    "sentra-batu-onyx": ("centres", "stone_yard", {"_gamma": 1.1}),
    "sentra-wayang-thengul": ("centres", "puppet_stand", {}),
    "gantungan-thengul": ("small", "key_rings", {}),
    "bros-kalung-jati": ("small", "jewellery", {}),
    "gelang-monel": ("small", "bangles", {}),
    "wayang-krucil": ("flat", "krucil_set", {}),
    "kemeja-gatra-rinonce": ("flat", "shirt", {}),
    "vas-terakota": ("clay", "leaf_jar", {}),
    "vas-terakota-2": ("clay", "leaf_jar", {"close": True}),
    "cobek-gerabah": ("clay", "mortars", {}),
    "edukasi-gerabah": ("clay", "painting_kit", {}),
}


def finish(raw: Path, to: Path, seed: int, gamma: float) -> None:
    """Vignette, grain and a light enough progressive JPEG without metadata."""
    picture = np.asarray(Image.open(raw).convert("RGB")).astype(np.float32) / 255
    picture = picture**gamma
    high, wide = picture.shape[:2]
    y, x = np.mgrid[-1 : 1 : high * 1j, -1 : 1 : wide * 1j]
    picture *= (1 - 0.065 * np.clip(x**2 + y**2, 0, 2) ** 1.2 / 1.4)[..., None]
    rng = np.random.default_rng(seed)
    picture += (rng.normal(0, 1.35 / 255, (high, wide)))[..., None]
    image = Image.fromarray((np.clip(picture, 0, 1) * 255 + 0.5).astype("uint8"))
    for quality in range(85, 50, -3):
        data = io.BytesIO()
        image.save(data, "JPEG", quality=quality, progressive=True, optimize=True)
        if data.tell() <= WEIGHT_LIMIT:
            break
    to.write_bytes(data.getvalue())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", choices=sorted(PICTURES), metavar="NAME")
    parser.add_argument("--preview", action="store_true", help="small and quick")
    parser.add_argument("--to", type=Path, default=FINISHED, help="folder for the picture")
    chosen = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stdout)
    module, function, options = PICTURES[chosen.name]
    options = dict(options)
    samples, gamma = options.pop("_samples", 9), options.pop("_gamma", 1.0)

    import common  # noqa: PLC0415 - starts Blender, which takes seconds

    started = time.time()
    size = PREVIEW if chosen.preview else FINAL
    common.start(*size, 8 if chosen.preview else samples)
    exposure = getattr(importlib.import_module(module), function)(**options)
    built = time.time()
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "raw.png"
        common.write(str(raw), exposure)
        chosen.to.mkdir(parents=True, exist_ok=True)
        finish(raw, chosen.to / f"{chosen.name}.jpg", len(chosen.name), gamma)
    logging.info(
        "%s: built in %.0f s, rendered in %.0f s", chosen.name, built - started, time.time() - built
    )


if __name__ == "__main__":
    main()
