"""Letters sawn from a board; the font comes from Debian's fonts-hosny-amiri."""

import math

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from skimage.measure import find_contours

import common as c

FONT = "/usr/share/fonts/opentype/fonts-hosny-amiri/Amiri-Bold.ttf"
PIXELS = 300  # of the drawing for each unit


def letters(text, wide, high, swell=5):
    """The loops of a text that is `wide` units long, its strokes swollen to hold together."""
    font = ImageFont.truetype(FONT, 420)
    left, top, right, bottom = font.getbbox(text)
    image = Image.new("L", (right - left + 120, bottom - top + 120), 0)
    ImageDraw.Draw(image).text((60 - left, 60 - top), text, font=font, fill=255)
    scale = wide * PIXELS / (right - left)
    image = image.resize((int(image.width * scale), int(image.height * high * scale)))
    image = image.filter(ImageFilter.MaxFilter(swell)).filter(ImageFilter.GaussianBlur(3))
    lines = find_contours(np.pad(np.asarray(image).astype(float), 2), 127)
    middle, centre = image.width / 2, image.height / 2
    return [
        [((x - middle) / PIXELS, (centre - y) / PIXELS) for y, x in line[:-1:3]]
        for line in lines
        if len(line) > 60
    ]


def calligraphy():
    """A word of praise sawn and chiselled in teak before a dark board, hung on a wall."""
    board = c.wood(
        "board",
        "X",
        0.4,
        (0.022, 0.010, 0.005),
        (0.055, 0.024, 0.011),
        (0.10, 0.048, 0.022),
        seed=3,
    )
    pale = c.wood(
        "letters", "X", 0.5, (0.20, 0.10, 0.04), (0.40, 0.225, 0.095), (0.58, 0.37, 0.17), seed=6
    )
    rim = c.wood("rim", "X", 0.4, seed=9)
    flat = (math.radians(90), 0, 0)
    c.box("board", (2.9, 0.10, 1.95), board, (0, 0, 1.85), bevel=0.02)
    for z in (0.86, 2.84):
        c.box("rim", (3.12, 0.20, 0.15), rim, (0, -0.02, z), bevel=0.035)
    for x in (-1.49, 1.49):
        c.box("rim", (0.15, 0.21, 1.83), rim, (x, -0.02, 1.85), bevel=0.035)
    c.outline("letters", letters("الحمد لله", 2.45, 1.3), 0.13, pale, 0.022, (0, -0.12, 1.90), flat)
    g = c.plaster("limed", (0.74, 0.70, 0.63), 0.22, 0.07)
    c.plane("wall", (30, 20), g, (0, 0.10, 3), flat)
    c.daylight((0, 0, 1.8), 420, 34, 0.28, 2.2, (3.0, 3.8, 2, 3, 0.11))
    c.camera((0.9, -9.0, 2.2), (0.0, 0, 1.82), 70, 0.6, (0, -0.15, 1.85))
    return 0.10
