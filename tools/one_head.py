"""Fail unless the migrations form one line, without a fork."""

import sys
from pathlib import Path

from alembic.script import ScriptDirectory

heads = ScriptDirectory(str(Path(__file__).resolve().parent.parent / "migrations")).get_heads()
if len(heads) != 1:
    sys.exit(f"There must be one newest migration, but there are {len(heads)}: {', '.join(heads)}")
