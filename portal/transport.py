"""How messages travel to the workers: by Redis, or by files in a folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def transport_options(redis_url: str, folder: Path) -> dict[str, Any]:
    """Impatient with Redis, for the row is the truth and the clock rings again."""
    if redis_url:
        return {
            "socket_connect_timeout": 1,
            "socket_timeout": 2,
            "max_retries": 1,
            "interval_start": 0,
            "visibility_timeout": 3600,
            "unacked_restore_interval": 5,
        }
    return {
        "data_folder_in": str(folder / "queue"),
        "data_folder_out": str(folder / "queue"),
        "control_folder": str(folder / "control"),
        "polling_interval": 0.3,
    }
