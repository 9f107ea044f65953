"""One image of a scan as a picture to look at: grey, upright, small, and without a word."""

import io

MOST_PIXELS = 60_000_000
LONGEST_SIDE = 720
QUALITY = 82
LOW, HIGH = 1, 99  # per cent of the values that are shown where nobody says which


def draw(dataset, frame: int) -> tuple[bytes, int, int]:
    """A WebP and its size. Raises whatever a decoder throws."""
    from PIL import Image

    values = _values(dataset, frame)
    picture = Image.fromarray(values)
    picture = picture.resize(_upright(dataset, picture.size))
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    made = io.BytesIO()
    picture.save(made, "WEBP", quality=QUALITY)
    return made.getvalue(), *picture.size


def _values(dataset, frame: int):
    """8 bit values of one frame, in grey or in colours."""
    from pydicom.pixels import apply_color_lut, apply_modality_lut, pixel_array

    if int(dataset.Rows) * int(dataset.Columns) > MOST_PIXELS:
        raise ValueError("too many pixels")
    frames = int(dataset.get("NumberOfFrames") or 1)
    values = pixel_array(dataset, index=min(frame, frames - 1))
    colours = str(dataset.PhotometricInterpretation)
    if colours == "PALETTE COLOR":
        values = apply_color_lut(values, dataset)
    if values.ndim == 3:
        return _eight_bits(values)
    _take_from_frame(dataset, frame)
    grey = _windowed(apply_modality_lut(values, dataset), dataset)
    return 255 - grey if colours == "MONOCHROME1" else grey


def _eight_bits(values):
    import numpy

    if values.dtype == numpy.uint8:
        return values
    most = max(int(values.max()), 1)
    return (values.astype("float32") * (255 / most)).astype("uint8")


def _take_from_frame(dataset, frame: int) -> None:
    """Multi-frame scans say of each frame how its values are meant."""
    groups = [dataset.get("SharedFunctionalGroupsSequence") or []]
    each = dataset.get("PerFrameFunctionalGroupsSequence") or []
    groups.append(each[frame : frame + 1])
    for group in (item for part in groups for item in part):
        for name in ("PixelValueTransformationSequence", "FrameVOILUTSequence"):
            for item in group.get(name) or []:
                dataset.update(item)


def _windowed(values, dataset):
    """Black and white as the header says; where that shows nothing, by most values."""
    values, low, high = _asked_for(values, dataset)
    if low is not None:
        grey = _stretched(values, low, high)
        if grey.std() >= 1:
            return grey
    return _stretched(values, *_usual(values, dataset))


def _asked_for(values, dataset):
    from pydicom.pixels import apply_voi

    if dataset.get("VOILUTSequence"):
        drawn = apply_voi(values.astype("int32"), dataset)
        return drawn, float(drawn.min()), float(drawn.max())
    centre, width = _first(dataset, "WindowCenter"), _first(dataset, "WindowWidth")
    if centre is None or width is None or width < 1:
        return values, None, None
    return values, centre - width / 2, centre + width / 2


def _first(dataset, name: str) -> float | None:
    value = dataset.get(name)
    if value is None or value == "":
        return None
    if hasattr(value, "__iter__") and not isinstance(value, str):
        value = next(iter(value), None)
    return None if value is None else float(value)


def _usual(values, dataset) -> tuple[float, float]:
    import numpy

    shown = values
    padding = dataset.get("PixelPaddingValue")
    if isinstance(padding, int):
        inside = values[values != padding]
        shown = inside if inside.size else values
    low, high = numpy.percentile(shown, (LOW, HIGH))
    return float(low), float(high)


def _stretched(values, low: float, high: float):
    import numpy

    span = high - low if high > low else 1.0
    return (numpy.clip((values.astype("float32") - low) / span, 0, 1) * 255).astype(
        "uint8"
    )


def _upright(dataset, size: tuple[int, int]) -> tuple[int, int]:
    """Pixels that are higher than wide are shown as they were measured."""
    wide, high = size
    spacing = dataset.get("PixelSpacing") or dataset.get("ImagerPixelSpacing")
    try:
        ratio = float(spacing[0]) / float(spacing[1])
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        return size
    return (wide, round(high * ratio)) if 0.2 < ratio < 5 else size
