"""Authors write in either language, with any input method; whatever they write, checking answers and never raises."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.foundation.content.texts import alone
from app.training.content import words
from app.training.content.accept import Choice, Control, Date, Number, NumberRule, TextRule, is_right
from app.training.content.accept_text import Misread, read_condition, read_control, read_rule
from app.training.content.load import examine


@pytest.mark.parametrize(
    ("cell", "control"),
    [
        ("选项：无 / 有", Choice((alone("无"), alone("有")))),
        ("选项:无／有", Choice((alone("无"), alone("有")))),
        ("choice: N/A / PC", Choice((alone("N/A"), alone("PC")))),
        ("Choice: yes/no", Choice((alone("yes"), alone("no")))),
        ("数字 0..24 步长 0.5", Number(Decimal(0), Decimal(24), Decimal("0.5"))),
        ("数字：０．．２４　步长：０．５", Number(Decimal(0), Decimal(24), Decimal("0.5"))),
        ("number -5..5", Number(Decimal(-5), Decimal(5), None)),
        ("number", Number()),
        ("date", Date()),
        ("日期", Date()),
    ],
)
def test_a_control_is_read_as_written(cell: str, control: Control) -> None:
    assert read_control(cell) == control


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "choice",
        "select: a / b",
        "number a..b",
        "number 5..1",
        "text 9..1",
        "text x",
        "date 1..2",
        "选",
        "数字 0..24 步长 0",
    ],
)
def test_a_control_that_is_not_understood_says_so(cell: str) -> None:
    with pytest.raises(Misread):
        read_control(cell)


@pytest.mark.parametrize(
    ("control", "rule", "typed", "right"),
    [
        ("number 0..24", "6 / 8", "8", True),
        ("number 0..24", "6 / 8", "7", False),
        ("number 0..24", "6..8", "7.5", True),
        ("number 0..24 step 0.5", "6..8", "7.3", False),
        ("number", "1000", "1,000", True),
        ("choice: a / b / c", "b / c", "3", True),
        ("choice: a / b / c", "b / c", "1", False),
        ("choice: a / b / c", "b", "b", False),
        ("choice: 含税 / 不含税", "含税", "1", True),
        ("date", "2026-11-18..2026-11-20", "2026-11-19", True),
        ("date", "2026-11-18..2026-11-20", "2026-11-21", False),
        ("text", "WB-12", "wb-12", True),
        ("text", "WB-12", "ＷＢ－１２", True),
        ("text", "WB-12", "“WB-12”。", True),
        ("text", "WB-12", "WB-12 and more", False),
        ("text", "WB-12", "", False),
        ("text", "WB-12 / WB-13", "ｗｂ-13", True),
        ("文本", "等图纸 / 等图", "等 图纸。", True),
        ("文本", "等图纸 / 等图", "等图片", False),
        ("文本", "含 图纸 / 图样，周四", "图样周四到", True),
        ("文本", "含 图纸 / 图样，周四", "图样周五到", False),
        ("文本", "含：图纸；周四", "周四，图纸", True),
        ("文本", "含任一 图纸、图样", "没有图样", True),
        ("文本", "含 王磊", "已问王 磊", True),
        ("文本", "含 王磊", "已问王雷", False),
        ("text", "HAS drawing; thursday", "Drawing comes THURSDAY", True),
        ("text", "hasany: drawing / sketch", "no sketch", True),
        ("text", "has sign-in", "sign in is done", True),
        ("text", "has hand", "a handful", True),
        ("text", "has hand", "beforehand", False),
        ("数字 0..24 步长 0.5", "6.5", "６。５ 小时", True),
        ("数字 0..24 步长 0.5", "6.5", "6，5", True),
        ("数字 0..24 步长 0.5", "6.1..7.1", "6.5", True),
        ("数字 0..24 步长 0.5", "6.1..7.1", "6.2", False),
        ("数字 0..24", "-5..3", "3", True),
        ("数字", "1000", "１，０００元", True),
        ("数字", "0.5", ".5", True),
        ("数字", "-3", "－3", True),
        ("数字", "80", "80％", True),
        ("数字", "80", "80.0", True),
        ("number", "1500", "1,500", True),
        ("number", "1.5", "1,5", True),
        ("number", "6", "6 to 7", False),
        ("number", "6", "6-7", False),
        ("number", "12..14", "13 h", True),
        ("日期", "2026-11-20", "２０２６年１１月２０日", True),
        ("日期", "2026-11-20", "2026．11．20", True),
        ("日期", "2026-11-20", "20261120", True),
        ("日期", "2026年11月18日..2026年11月20日", "2026/11/18", True),
        ("日期", "2026-11-18 / 2026-11-20", "2026-11-19", False),
        ("date", "2026-11-20", "20/11/2026", False),
        ("date", "2026-11-20", "2026-11-31", False),
        ("选项：待办 / 进行中 / 完成", "进行中／完成", "２", True),
        ("选项：待办 / 进行中 / 完成", "进行中／完成", "1", False),
        ("choice: To do / Doing", "to do", "1", True),
        ("text", "has WB-12", "see WB-12, please", True),
        ("text", "has WB-12", "see WB-120", False),
        ("text", "has WB-12", "see XWB-12", False),
        ("text", "has bolt, Thursday", "Bolts come on thursday", True),
        ("text", "has bolt, Thursday", "Bolts come on Friday", False),
        ("text", "含 螺栓、周四", "周四到螺栓", True),
        ("text", "含任一 螺栓 / 螺丝", "缺螺丝", True),
        ("text", "含任一：4 个 / 四个", "装了4个", True),
        ("text", "含任一 4个", "装了 14 个", False),
        ("text", "hasany 4 of / four of", "4 of 6 are up", True),
        ("text", "hasany 4 of / four of", "14 of 60", False),
        ("text", "", "anything", True),
        ("text 3..20", "has ok", "ok", False),
        ("text 3..20", "has ok", "ok " * 9, False),
    ],
)  # fmt: skip
def test_a_rule_accepts_what_it_says(control: str, rule: str, typed: str, right: bool) -> None:  # noqa: FBT001
    """T43: width, case, blanks and punctuation of an input method decide nothing."""
    read = read_control(control)
    assert is_right(read, read_rule(read, rule), typed) is right


@pytest.mark.parametrize(
    "cell", ["当 是否有风险=有：含 环境", "当是否有风险＝有:含 环境", "when 是否有风险 = 有: has 环境"]
)
def test_a_condition_is_read_in_both_languages(cell: str) -> None:
    condition = read_condition(cell)
    assert condition
    assert (condition.field, condition.value) == ("是否有风险", "有")
    assert isinstance(read_rule(read_control("text"), condition.rest), TextRule)


def test_numbers_of_a_question_may_be_several() -> None:
    assert read_rule(Number(), "6 / 6.5..7") == NumberRule(((Decimal(6), Decimal(6)), (Decimal("6.5"), Decimal(7))))


@pytest.mark.parametrize(
    ("control", "rule", "told"),
    [
        ("text", "contains drawing", "no word of rules"),
        ("text", "has any drawing", "no word of rules"),
        ("文本", "包含 图纸", "no word of rules"),
        ("文本", "含", "names no words"),
        ("文本", "含任一 /", "names no words"),
        ("text", "hasany", "names no words"),
        ("text", "has", "names no words"),
        ("text 2..5", "drawing", "longer than the 5"),
        ("text 9..20", "drawing", "nobody could enter it"),
        ("文本", "当 风险≠无：含 图纸", "not complete"),
        ("text", "when Risk: has drawing", "not complete"),
        ("text", "when Risk=Yes", "not complete"),
        ("number 0..24", "25..30", "nobody could enter it"),
        ("number 0..24 step 0.5", "6.1..6.4", "nobody could enter it"),
        ("number", "about 6", "is not a number"),
        ("number", "含 6", "only a text control"),
        ("date", "tomorrow", "is not a day"),
        ("date", "2026-11-20..2026-11-18", "is not a day"),
        ("choice: a / b", "c", "not among the options"),
        ("choice: a / b", "", "no correct answer"),
    ],
)
def test_a_rule_that_cannot_be_meant_or_met_says_so(control: str, rule: str, told: str) -> None:
    with pytest.raises(Misread, match=told):
        read_rule(read_control(control), rule)


@given(st.text(max_size=200))
@settings(max_examples=300, deadline=None)
def test_reading_what_people_type_never_raises(typed: str) -> None:
    words.number(typed)
    words.day(typed)
    words.position(typed, 5)
    words.contains(typed, typed)
    words.contains("WB-12 登录", typed)


ODD = (
    "",
    "---",
    "- ",
    "## x {#a .form}",
    "{#",
    "> ",
    "| a |",
    "[[",
    "### {.end}",
    "1. ",
    "\t",
    "\ufeff",
    "：",
    "- [x] ",
)


def spoil(lines: list[str], data: st.DataObject) -> None:
    """Do to a file what hurried hands do."""
    at = data.draw(st.integers(0, len(lines) - 1))
    match data.draw(st.sampled_from(["drop", "double", "swap", "put", "type"])):
        case "drop":
            lines[at] = ""
        case "double":
            lines.insert(at, lines[at])
        case "swap":
            lines[at], lines[-1 - at] = lines[-1 - at], lines[at]
        case "put":
            lines[at] = data.draw(st.sampled_from(ODD))
        case _:
            cut = data.draw(st.integers(0, len(lines[at])))
            lines[at] = lines[at][:cut] + data.draw(st.text(max_size=3)) + lines[at][cut:]


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_whatever_an_author_writes_checking_answers(files: dict[str, str], data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(files)))
    lines = files[name].split("\n")
    for _ in range(data.draw(st.integers(1, 4))):
        spoil(lines, data)
    changed = files | {name: "\n".join(lines)}
    path, faults = examine(changed)
    for fault in faults:
        assert 1 <= fault.line <= changed[fault.path].count("\n") + 1
        assert fault.message.endswith(".")
    if all(fault.advice for fault in faults):
        assert path
        drills = [drill for module in path.modules for drill in module.drills]
        assert all(drill.grade(drill.solution("zh", 1).answers, 1).percent == 100 for drill in drills)
        assert all(drill.grade(drill.solution("en", 1).answers, 1).percent == 100 for drill in drills)
