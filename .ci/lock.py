"""Writes requirements-lock.txt: the versions, installed here, of the packages that ours bring along.

The packages that we chose are pinned, each with its reason, in requirements.txt and requirements-dev.txt; this list pins the others, as constraints
(what is not needed on a machine is not installed). Run it in an environment where the tests pass: `make lock`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LISTS = [ROOT / "requirements.txt", ROOT / "requirements-dev.txt"]
LOCK = ROOT / "requirements-lock.txt"
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
HEADER = "# Written by `make lock`: the packages that those of requirements.txt and requirements-dev.txt bring along.\n"


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def chosen() -> set[str]:
    """The packages that we name ourselves."""
    lines = [line for path in LISTS for line in path.read_text().splitlines()]
    return {canonical(NAME.match(line)[0]) for line in lines if NAME.match(line)}


def brought_by(names: set[str]) -> Iterator[str]:
    """What is installed because of `names`, at any distance, `names` left out."""
    seen, waiting = set(names), list(names)
    while waiting:
        for requirement in metadata.requires(waiting.pop()) or []:
            name = canonical(NAME.match(requirement)[0])
            if name not in seen and name != "pip" and is_installed(name):
                seen.add(name)
                waiting.append(name)
                yield name


def is_installed(name: str) -> bool:
    try:
        metadata.version(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def locked() -> set[str]:
    """The packages that the list pins today."""
    return {canonical(line.partition("==")[0]) for line in LOCK.read_text().splitlines() if "==" in line}


def main() -> None:
    lines = [f"{name}=={metadata.version(name)}\n" for name in sorted(brought_by(chosen()))]
    LOCK.write_text(HEADER + "".join(lines))
    print(f"{len(lines)} packages in {LOCK.name}.")


if __name__ == "__main__":
    main()
