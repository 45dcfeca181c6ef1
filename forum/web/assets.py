"""Names of the bundled styles, scripts and pictures.

`npm run build` writes content-hashed files and `manifest.json` into static/dist. Hashed
names may be cached for ever; a new build gives new names.
"""

import json
from dataclasses import dataclass, field
from pathlib import Path


class AssetMissing(LookupError):
    """The bundle holds no file of that name, or there is no bundle yet."""


@dataclass(slots=True)
class Assets:
    """Turn `app.css` into the URL of its current, hashed file.

    `folder` is static/dist, `prefix` the URL it is served under (`/static`). The manifest is
    read again when it changed, so a running development server sees a new build.
    """

    folder: Path
    prefix: str
    _names: dict[str, str] = field(default_factory=dict, init=False)
    _read_at: int = field(default=0, init=False)

    def url(self, name: str) -> str:
        """Return the URL path of the asset `name`, or raise `AssetMissing`."""
        try:
            return f"{self.prefix}/{self._manifest()[name]}"
        except KeyError as missing:
            message = f"The bundle holds no {name!r}. Run `npm run build`."
            raise AssetMissing(message) from missing

    def _manifest(self) -> dict[str, str]:
        path = self.folder / "manifest.json"
        try:
            changed_at = path.stat().st_mtime_ns
        except FileNotFoundError as missing:
            message = f"There is no bundle in {self.folder}. Run `npm run build`."
            raise AssetMissing(message) from missing
        if changed_at != self._read_at:
            self._names = json.loads(path.read_text(encoding="utf-8"))
            self._read_at = changed_at
        return self._names
