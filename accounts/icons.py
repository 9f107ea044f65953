"""Line drawings used on pages: 24 px, one stroke, drawn for this project."""

from __future__ import annotations

# Constants of ours only: the icon tag marks them safe. Never put a variable in here.
SHAPES: dict[str, str] = {
    "alert": '<path d="M12 4.5l8.5 15h-17zM12 10v4.5M12 17h.01"/>',
    "back": '<path d="M14.5 5.5L8 12l6.5 6.5"/>',
    "calendar": '<rect x="4" y="5.5" width="16" height="14.5" rx="1.8"/>'
    '<path d="M4 10h16M8.5 3.5v4M15.5 3.5v4"/>',
    "camera": '<path d="M4 8h3.5L9 5.5h6L16.5 8H20v11H4z"/>'
    '<circle cx="12" cy="13" r="3.3"/>',
    "clipboard": '<rect x="5" y="5" width="14" height="15.5" rx="1.5"/>'
    '<path d="M9 3.5h6v3H9zM8.5 11h7M8.5 14.5h7"/>',
    "clock": '<circle cx="12" cy="12" r="8.2"/><path d="M12 7.2V12l3.2 2"/>',
    "cross": '<path d="M6.5 6.5l11 11M17.5 6.5l-11 11"/>',
    "differ": '<path d="M4 9.5h13M13.5 6L17 9.5M20 14.5H7M10.5 11L7 14.5l3.5 3.5"/>',
    "down": '<path d="M12 5.5V18M6.5 13l5.5 5.5 5.5-5.5"/>',
    "download": '<path d="M12 4v11M7.5 11L12 15.5l4.5-4.5M4.5 15v4.5h15V15"/>',
    "drop": '<path d="M12 3.5s5.8 6.2 5.8 10.5a5.8 5.8 0 0 1-11.6 0'
    'C6.2 9.7 12 3.5 12 3.5z"/>',
    "drag": '<path d="M9 6h.01M15 6h.01M9 12h.01M15 12h.01M9 18h.01M15 18h.01" '
    'stroke-width="3"/>',
    "edit": '<path d="M5 19l1-4.2L16 4.8l3.2 3.2L9.2 18z"/>',
    "file": '<path d="M6 3.5h8.2L18.5 8v12.5H6zM14 3.5V8h4.5M9 12.5h6.5M9 16h6.5"/>',
    "gene": '<path d="M7 3c0 7 10 7 10 12v6M17 3c0 7-10 7-10 12v6'
    'M8.2 6h7.6M8.2 18h7.6"/>',
    "globe": '<circle cx="12" cy="12" r="8.3"/>'
    '<path d="M3.7 12h16.6M12 3.7c5 5.2 5 11.4 0 16.6M12 3.7c-5 5.2-5 11.4 0 16.6"/>',
    "key": '<circle cx="8" cy="12" r="3.8"/><path d="M11.8 12H20v3.2M16.5 12v2.6"/>',
    "lock": '<rect x="5" y="10.5" width="14" height="9.5" rx="1.8"/>'
    '<path d="M8.2 10.5V8a3.8 3.8 0 0 1 7.6 0v2.5"/>',
    "lungs": '<path d="M12 3.5V11M12 11l-3.5 2M12 11l3.5 2M9 7.5C5.5 8.5 4 14 4 18.5'
    "c0 1.6 4.5 1 4.5-.8V9.5M15 7.5c3.5 1 5 6.5 5 11 0 1.6-4.5 1-4.5-.8V9.5"
    '"/>',
    "message": '<path d="M4 5.5h16v11H10.5L6.5 20v-3.5H4z"/>',
    "more": '<path d="M6.5 9.5L12 15l5.5-5.5"/>',
    "next": '<path d="M9.5 5.5L16 12l-6.5 6.5"/>',
    "pause": '<path d="M9 6.5v11M15 6.5v11"/>',
    "people": '<circle cx="9" cy="8.5" r="3.2"/><path d="M3.5 19.5a5.5 5.5 0 0 1 11 0'
    'M15.5 5.8a3 3 0 0 1 0 5.6M17 14.4a5.2 5.2 0 0 1 3.5 5.1"/>',
    "person": '<circle cx="12" cy="8" r="3.6"/><path d="M5 20a7 7 0 0 1 14 0"/>',
    "phone": '<path d="M6 4h3.2l1.5 4-2 1.4a10.5 10.5 0 0 0 5 5l1.4-2 4 1.5V17'
    'a2.8 2.8 0 0 1-3 3C9.6 19.5 4.5 14.4 4 7.9A3 3 0 0 1 6 4z"/>',
    "pill": '<path d="M5.6 12.6l6.9-6.9a4.1 4.1 0 0 1 5.8 5.8l-6.9 6.9'
    'a4.1 4.1 0 0 1-5.8-5.8zM9 9.2l5.8 5.8"/>',
    "plus": '<path d="M12 5.5v13M5.5 12h13"/>',
    "printer": '<path d="M7 9V4h10v5M7 16.5H4.5v-7h15v7H17M7 14h10v6.5H7z"/>',
    "same": '<path d="M6 9.5h12M6 14.5h12"/>',
    "scan": '<path d="M4 8V5.6A1.6 1.6 0 0 1 5.6 4H8M16 4h2.4A1.6 1.6 0 0 1 20 5.6V8'
    'M20 16v2.4a1.6 1.6 0 0 1-1.6 1.6H16M8 20H5.6A1.6 1.6 0 0 1 4 18.4V16"/>'
    '<circle cx="12" cy="12" r="3.6"/>',
    "slide": '<rect x="3" y="8" width="18" height="8" rx="1.5"/><path d="M7.5 8v8"/>'
    '<circle cx="14.5" cy="12" r="1.9"/>',
    "tick": '<path d="M5 12.5l4.6 4.5L19 7.5"/>',
    "turn_left": '<path d="M4.5 9.5H14a5.5 5.5 0 0 1 0 11H9M8.5 5.5l-4 4 4 4"/>',
    "turn_right": '<path d="M19.5 9.5H10a5.5 5.5 0 0 0 0 11h5M15.5 5.5l4 4-4 4"/>',
    "up": '<path d="M12 18.5V6M6.5 11L12 5.5l5.5 5.5"/>',
    "upload": '<path d="M12 15.5V4.5M7.5 8.5L12 4l4.5 4.5M4.5 15v4.5h15V15"/>',
}
# Arrows that point along the text turn round where text runs from right to left.
TURNING = frozenset({"back", "next"})
