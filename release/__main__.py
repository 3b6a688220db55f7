"""Check that the last commit can be released: ``python -m release``; exit code 1 where it cannot.

Builds wheel and sdist twice, looks into them, installs the wheel into an empty environment, and runs the
quickstart and the command there. What passed lies in ``dist/``.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from release.building import CheckError, build_twice, check_contents, digests, run
from release.installing import check_brought, check_commands, check_examples, install
from release.startup import measure_startup, render_startup

ROOT = Path(__file__).resolve().parents[1]


def check(work: Path) -> None:
    """Every step, in order; each prints what it found. Raises `CheckError`."""
    if run(["git", "status", "--porcelain"], ROOT):
        print("note: what is not committed is not in the build", flush=True)
    wheel, sdist = build_twice(ROOT, work)
    check_contents(wheel, sdist)
    for path in (wheel, sdist):
        print(f"{path.name}: {path.stat().st_size / 1e6:.1f} MB, sha256 {digests([path])[path.name]}")
    print("built twice, and the wheel from the sdist: the same bytes", flush=True)
    run([sys.executable, "-m", "twine", "check", "--strict", wheel, sdist], work)
    print("twine check: passed", flush=True)
    environment = work / "environment"
    brought = install(wheel, environment)
    asked, come = check_brought(environment, ROOT / "README.md")
    print(f"brings {len(brought)} packages: {', '.join(f'{name} {brought[name]}' for name in brought)}")
    print(f"beyond spaCy it asks for {', '.join(asked)}; with what they bring: {', '.join(come)}", flush=True)
    n_run = check_examples(ROOT / "docs" / "quickstart.md", environment, work / "empty")
    print(f"quickstart: {n_run} examples print what it says", flush=True)
    print(f"quotekit extract: {check_commands(ROOT / 'seeds', environment, work / 'empty')} quotes in seeds/")
    print(render_startup(measure_startup(environment, min((ROOT / "seeds").glob("*.txt")))), end="")
    (ROOT / "dist").mkdir(exist_ok=True)
    for path in (wheel, sdist):
        shutil.copy2(path, ROOT / "dist" / path.name)
    print(f"dist/ has {wheel.name} and {sdist.name}")


def main() -> int:
    """The exit code."""
    with tempfile.TemporaryDirectory(prefix="quotekit-release-") as folder:
        try:
            check(Path(folder))
        except CheckError as error:
            print(f"release: {error}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
