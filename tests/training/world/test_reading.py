"""A world's file: what is wrong with it, at which line and column."""

from pathlib import Path as Folder

import pytest

from app.training.content.load import examine, load_path, read_folder
from app.training.content.world.objects import World
from app.training.content.world.read import read_world
from app.training.content.world.rules import violations


def told(text: str) -> list[tuple[int, int, str]]:
    """Line, column and sentence of each fault."""
    world, faults = read_world("huaxin", text, "sim/huaxin.yaml")
    assert world is None
    return [(fault.line, fault.column, fault.message) for fault in faults]


def line_of(text: str, part: str) -> int:
    """The line that a part stands on."""
    return text[: text.index(part)].count("\n") + 1


def test_the_shipped_world_has_no_fault_and_breaks_no_rule(world: World) -> None:
    assert list(violations(world, world.beginning)) == []
    assert len(world.projects) == 3
    assert 6 <= len(world.people) <= 8
    assert len(world.roles) == 4
    assert len(world.templates) == 3
    assert [one.id for one in world.people if world.load(world.beginning, one.id, world.calendar.monday()) > 40] == [
        "li"
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("assignee: zhou, status: doing", "assignee: zhoo, status: doing", "“zhoo” is not declared"),
        ("moves: [doing, at_risk]", "moves: [doing, lost]", "“lost” is not declared"),
        ("{id: li, name", "{id: lin, name", "The id “lin” stands twice in people"),
        ("{zh: 韩梅, en: Han Mei}, job", "{zh: 李雷, en: Han Mei}, job", "“李雷” is taken in people"),
        ("start: 2026-09-21, finish: 2026-09-24", "start: 2026-09-25, finish: 2026-09-26", "is no working day"),
        ("{person: li, role: member, project: SS}", "{person: cao, role: member, project: SS}", "holds no role"),
        ("today: 2026-09-14", "today: 2026-09-13", "Today must be a working day"),
        ("  person.load: {zh", "  person.lod: {zh", "“person.lod” is no word"),
        ("status: done, hours: 16, left: 0", "status: done, hours: 16, left: 3", "set “left” to 0"),
        ("status: todo, hours: 12, left: 12", "status: at_risk, hours: 12, left: 12", "needs a reason"),
    ],
)
def test_a_fault_is_told_with_its_place(world_text: str, old: str, new: str, said: str) -> None:
    assert old in world_text
    faults = told(world_text.replace(old, new, 1))
    assert any(said in message for _line, _column, message in faults), faults
    assert all(line > 1 and column >= 1 for line, column, _message in faults)


def test_the_line_and_the_column_are_those_of_the_value(world_text: str) -> None:
    broken = world_text.replace("assignee: zhou, status: doing", "assignee: zhoo, status: doing")
    line = line_of(broken, "assignee: zhoo")
    assert told(broken) == [
        (line, broken.splitlines()[line - 1].index("assignee") + 1, told(broken)[0][2]),
    ]


def test_broken_yaml_and_forgotten_words_are_told(world_text: str) -> None:
    assert "not valid YAML" in told(world_text.replace("you: zhou", "you: [zhou"))[0][2]
    forgotten = world_text.replace("  task.left: {zh: 剩余工时, en: Remaining hours / hours left}\n", "")
    assert "Words are missing: task.left" in told(forgotten)[0][2]
    assert "“words”" not in told(forgotten)[0][2]


def test_a_path_brings_the_worlds_its_drills_name_and_no_other(tmp_path: Folder, files: dict[str, str]) -> None:
    home = tmp_path / "content" / "training" / "sample"
    home.mkdir(parents=True)
    for name in ("path.yaml", "desk.zh.md", "desk.en.md"):
        (home / name).write_text(files[name], "utf-8")
    (home.parents[1] / "sim").mkdir()
    for name in ("huaxin", "unused"):
        (home.parents[1] / "sim" / f"{name}.yaml").write_text(files["sim/huaxin.yaml"], "utf-8")
    read = read_folder(home.parent)["sample"]
    assert set(read) == {"path.yaml", "desk.zh.md", "desk.en.md", "sim/huaxin.yaml"}
    assert len(load_path(read).modules[0].drills) == 3


def test_faults_of_a_world_are_faults_of_its_paths(files: dict[str, str]) -> None:
    broken = files["sim/huaxin.yaml"].replace("moves: [doing, at_risk]", "moves: [doing, lost]")
    path, faults = examine(files | {"sim/huaxin.yaml": broken}, "sample")
    assert ("../sim/huaxin.yaml", "“lost” is not declared") in [(one.path, one.message[:22]) for one in faults]
    assert any("has faults" in fault.message and fault.path == "sample/desk.zh.md" for fault in faults)
    assert path is None or not any(module.drills for module in path.modules)


def test_a_missing_world_is_told_at_the_drill(files: dict[str, str]) -> None:
    without = {name: text for name, text in files.items() if not name.startswith("sim/")}
    _path, faults = examine(without, "sample")
    assert any("The world “huaxin” is missing" in fault.message and fault.line > 10 for fault in faults)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("world=huaxin as=zhou", "world=huaxin as=nobody", "“as=nobody” is nobody of the world"),
        ("{#overload .world world=huaxin", "{#overload .world", "The drill names no world"),
        (
            "- Person Li Lei: hours this week=..40",
            "- Person Li Lee: hours this week=..40",
            "There is no person “Li Lee”",
        ),
        ("hours this week=..40\n  >", "hours this wek=..40\n  >", "“hours this wek=..40” is not understood"),
        ("  > Li Lei still has more than 40 hours this week. Give a task", "  Give a task", "has no sentence"),
        ("remaining hours=16", "remaining hours=500", "No way was found"),
    ],
)
def test_a_fault_of_a_drill_is_told_with_its_line(files: dict[str, str], old: str, new: str, said: str) -> None:
    text = files["desk.en.md"]
    assert old in text
    _path, faults = examine(files | {"desk.en.md": text.replace(old, new, 1)}, "sample")
    mine = [fault for fault in faults if said in fault.message]
    assert mine, faults
    assert all(fault.line > 10 for fault in mine)


def test_what_holds_from_the_beginning_is_no_drill(files: dict[str, str]) -> None:
    text = files["desk.en.md"]
    begin, end = text.index("- Task WB-12"), text.index("## Quiz")
    idle = text[:begin] + "- Task WB-12: status=in progress\n  > It is in progress.\n\n" + text[end:]
    _path, faults = examine(files | {"desk.en.md": idle}, "sample")
    assert any("so from the beginning" in fault.message for fault in faults)
