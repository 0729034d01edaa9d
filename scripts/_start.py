"""For the ingestion scripts: run with the project's own environment where the caller's has no program."""

import importlib.util
import os
import sys
from pathlib import Path

if importlib.util.find_spec("corpus") is None:
    own = Path(__file__).parents[1] / ".venv" / "bin" / "python"
    if not own.exists() or Path(sys.executable) == own:
        sys.exit(
            "The program is not installed: run ./scripts/demo once, which makes its environment in .venv."
        )
    os.execv(own, [str(own), *sys.argv])
