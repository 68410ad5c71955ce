"""The programs of .ci/, as tests call them."""

from __future__ import annotations

import importlib.util
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
CI = ROOT / ".ci"
# What the scripts may count on everywhere.
TOOLS = ["sh", "cat", "cut", "grep", "id", "rm", "sed", "tr"]


def module(name: str) -> ModuleType:
    """.ci/NAME.py, imported; its neighbours can import one another as when they are run."""
    if str(CI) not in sys.path:
        sys.path.append(str(CI))
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, CI / f"{name}.py")
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


class Machine:
    """A folder that is the whole PATH: the usual tools, and the programs that a test puts there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.home = folder / "home"
        self.programs = folder / "bin"
        self.project = folder / "project"
        for each in (self.home, self.programs, self.project):
            each.mkdir(parents=True)
        for tool in TOOLS:
            (self.programs / tool).symlink_to(shutil.which(tool))
        # The account that runs the tests may have a pyenv of its own; this machine has none.
        self.add("getent", f"echo tests:x:0:0::{self.home}:/bin/sh")

    def add(self, name: str, body: str, where: Path | None = None) -> Path:
        program = (where or self.programs) / name
        program.parent.mkdir(parents=True, exist_ok=True)
        program.write_text(f"#!/bin/sh\n{body}\n")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        return program

    def run(self, script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        environment = {"PATH": str(self.programs), "HOME": str(self.home), "LANG": os.environ.get("LANG", "C.UTF-8")}
        command = [CI / script, *arguments]
        return subprocess.run(
            command, env=environment, cwd=self.project, capture_output=True, text=True, check=False, timeout=60
        )
