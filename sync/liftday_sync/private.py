"""Folders that belong to one user of this machine alone."""

from pathlib import Path


def private_folder(folder: Path) -> Path:
    """Make the folder and every missing one above it, readable by their owner alone. Raises OSError."""
    if not folder.parent.exists():
        private_folder(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder
