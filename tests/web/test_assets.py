import json
import os
from pathlib import Path

import pytest

from forum.web.assets import AssetMissing, Assets


def write(folder: Path, names: dict[str, str], changed_at: int = 1) -> None:
    manifest = folder / "manifest.json"
    manifest.write_text(json.dumps(names), encoding="utf-8")
    os.utime(manifest, (changed_at, changed_at))


def test_a_name_leads_to_its_hashed_file(tmp_path: Path) -> None:
    write(tmp_path, {"app.css": "app-ABC.css"})

    assert Assets(tmp_path, "/static").url("app.css") == "/static/app-ABC.css"


def test_a_new_build_is_seen_without_a_restart(tmp_path: Path) -> None:
    assets = Assets(tmp_path, "/static")
    write(tmp_path, {"app.css": "app-ABC.css"})
    assets.url("app.css")
    write(tmp_path, {"app.css": "app-DEF.css"}, changed_at=2)

    assert assets.url("app.css") == "/static/app-DEF.css"


def test_a_name_that_was_not_built_says_how_to_build_it(tmp_path: Path) -> None:
    write(tmp_path, {})

    with pytest.raises(AssetMissing, match=r"no 'app\.css'.*npm run build"):
        Assets(tmp_path, "/static").url("app.css")


def test_a_missing_bundle_says_how_to_build_it(tmp_path: Path) -> None:
    with pytest.raises(AssetMissing, match="npm run build"):
        Assets(tmp_path, "/static").url("app.css")
