"""A build hook of hatchling: compiles the C files when the package is installed.

Where that is not possible, the package is installed without: it says so, which is no error.
(Hatchling documents such hooks under "Custom build hook".) Nothing else imports this module,
for hatchling is there only while the package is built.
"""

from __future__ import annotations

import sys
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from packaging.tags import platform_tags


class CompilingHook(BuildHookInterface):  # type: ignore[misc]  # unknown to the type checker
    """Puts the compiled library beside its sources, and into the wheel."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Called before a wheel, or what stands for one in an editable install, is made."""
        sys.path.insert(0, self.root)
        from bot.native import LIBRARY, sources, stamp  # noqa: PLC0415  (only from here on)
        from bot.native.compiling import compiled  # noqa: PLC0415

        why = compiled(LIBRARY, [path for path in sources() if path.suffix == ".c"], stamp())
        if why:
            self.app.display_warning(f"Nothing is compiled: {why}. Large corpora take longer.")
            return
        build_data["artifacts"].append(LIBRARY.relative_to(self.root).as_posix())
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{next(platform_tags())}"
