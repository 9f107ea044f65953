"""How a person wants a page seen: quarter turns, then the corners of the paper."""

WHOLE = 10_000


def turned(picture, turns: int):
    """Quarter turns clockwise."""
    from PIL.Image import Transpose

    ways = {1: Transpose.ROTATE_270, 2: Transpose.ROTATE_180, 3: Transpose.ROTATE_90}
    return picture.transpose(ways[turns]) if turns in ways else picture


def cropped(picture, corners: list):
    """The paper between its 4 corners, seen from straight above."""
    from PIL.Image import Resampling, Transform

    points = _points(picture.size, corners)
    width, height = _size_of(points)
    return picture.transform(
        (width, height),
        Transform.PERSPECTIVE,
        _seen_from_above(points, width, height),
        Resampling.BICUBIC,
    )


def _points(size: tuple[int, int], corners: list) -> list[tuple[float, float]]:
    """Pixels, from x and y in ten-thousandths: upper left, then clockwise."""
    return [
        (corners[n] * size[0] / WHOLE, corners[n + 1] * size[1] / WHOLE)
        for n in range(0, 8, 2)
    ]


def _size_of(points: list[tuple[float, float]]) -> tuple[int, int]:
    upper_left, upper_right, lower_right, lower_left = points
    width = max(_distance(upper_left, upper_right), _distance(lower_left, lower_right))
    height = max(_distance(upper_left, lower_left), _distance(upper_right, lower_right))
    return max(1, round(width)), max(1, round(height))


def _distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    return ((one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2) ** 0.5


def _seen_from_above(points: list, width: int, height: int) -> tuple[float, ...]:
    """The eight numbers that lead from a pixel of the result to its place in the photo.

    Heckbert's map from a square to four points (Fundamentals of Texture Mapping, 1989).
    """
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = points
    dx1, dx2, dx3 = x1 - x2, x3 - x2, x0 - x1 + x2 - x3
    dy1, dy2, dy3 = y1 - y2, y3 - y2, y0 - y1 + y2 - y3
    bend = dx1 * dy2 - dx2 * dy1
    g = (dx3 * dy2 - dx2 * dy3) / bend
    h = (dx1 * dy3 - dx3 * dy1) / bend
    across = (x1 - x0 + g * x1, y1 - y0 + g * y1, g)
    down = (x3 - x0 + h * x3, y3 - y0 + h * y3, h)
    (a, d, g), (b, e, h) = (
        tuple(value / width for value in across),
        tuple(value / height for value in down),
    )
    return a, b, x0, d, e, y0, g, h
