"""The stages: what is skipped, what runs again, and that they fit together."""

from __future__ import annotations

import ast
import sys
from pathlib import Path
from types import ModuleType

import pytest

from training.__main__ import main
from training.stages import STAGES, Stage, run_stage

ROOT = Path(__file__).resolve().parents[2]
MOST_MINUTES = 120
COPY = Stage("copy", "fake_stage", minutes=1, inputs=("shared/in.txt",), outputs=("work/copy/out.txt",))


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the stage has read, a run each."""
    read: list[str] = []

    def run(shared: Path, work: Path) -> None:
        read.append((shared / "in.txt").read_text("utf-8"))
        (work / "copy").mkdir(parents=True, exist_ok=True)
        assert not read[-1].startswith("fail")
        (work / "copy" / "out.txt").write_text(read[-1], "utf-8")

    module = ModuleType("fake_stage")
    module.run = run  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "fake_stage", module)
    return read


def test_a_stage_runs_once(runs: list[str], tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_text("a", "utf-8")
    assert run_stage(COPY, tmp_path, tmp_path / "work")
    assert not run_stage(COPY, tmp_path, tmp_path / "work")
    assert runs == ["a"]


def test_a_stage_runs_again_when_an_input_has_changed(runs: list[str], tmp_path: Path) -> None:
    for text in ("a", "b"):
        (tmp_path / "in.txt").write_text(text, "utf-8")
        run_stage(COPY, tmp_path, tmp_path / "work")
    assert runs == ["a", "b"]


def test_a_stage_runs_again_when_its_output_is_gone(runs: list[str], tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_text("a", "utf-8")
    run_stage(COPY, tmp_path, tmp_path / "work")
    (tmp_path / "work" / "copy" / "out.txt").unlink()
    assert run_stage(COPY, tmp_path, tmp_path / "work")


def test_a_stage_that_failed_is_not_done(runs: list[str], tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_text("fail", "utf-8")
    for _ in range(2):
        with pytest.raises(AssertionError):
            run_stage(COPY, tmp_path, tmp_path / "work")
    assert runs == ["fail", "fail"]


def test_force_starts_from_nothing(runs: list[str], tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_text("a", "utf-8")
    run_stage(COPY, tmp_path, tmp_path / "work")
    (tmp_path / "work" / "copy" / "half.txt").write_text("x", "utf-8")
    assert run_stage(COPY, tmp_path, tmp_path / "work", force=True)
    assert [path.name for path in (tmp_path / "work" / "copy").iterdir()] == ["out.txt"]


def test_an_absent_input_is_told_with_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["treebanks", "--shared", str(tmp_path), "--work", str(tmp_path)]) == 2
    assert "--shared" in capsys.readouterr().err
    with pytest.raises(FileNotFoundError, match="run the stage copy first"):
        run_stage(Stage("next", "fake_stage", minutes=1, inputs=("work/copy/out.txt",)), tmp_path, tmp_path)


def test_an_unknown_stage_is_a_bad_call(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["teachers"])
    assert stopped.value.code == 2
    assert "no stage 'teachers'" in capsys.readouterr().err


def test_every_input_from_a_stage_is_made_by_one_before() -> None:
    made: set[str] = set()
    for stage in STAGES:
        folders = {name.split("/")[1] for name in stage.inputs if name.startswith("work/")}
        exact = {name for name in stage.inputs if name.startswith("work/") and "model-best" not in name}
        assert exact <= made
        assert folders <= {name.split("/")[1] for name in made}
        made |= set(stage.outputs)


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.name)
def test_the_docstring_of_a_stage_tells_its_name_and_its_budget(stage: Stage) -> None:
    path = ROOT / Path(*stage.module.split(".")).with_suffix(".py")
    docstring = " ".join((ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").split())
    assert f"Stage ``{stage.name}``. In: " in docstring
    assert "Out: " in docstring
    assert f"Budget: {stage.minutes} minutes" in docstring
    assert stage.minutes <= MOST_MINUTES


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.name)
def test_what_lies_in_the_repository_is_there(stage: Stage) -> None:
    ours = [name for name in stage.inputs if name.startswith("training/")]
    assert [name for name in ours if not (ROOT / name).is_file()] == []
