"""What is taught is true: sums come out, both languages state the same figures, and hearsay is not told as fact.

Everything is read from the files as they are written, so that a slip in either language is found where it stands.
"""

from __future__ import annotations

import operator
import re
from collections import Counter
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cache

import pytest

from app.foundation.settings import ROOT

CONTENT = ROOT / "content"
LANGUAGES = ("zh", "en")
MODULES = sorted(file.name.removesuffix(".zh.md") for file in CONTENT.glob("training/*/*.zh.md"))
CARDS = sorted(file.name.removesuffix(".zh.md") for file in CONTENT.glob("cards/*.zh.md"))


@cache
def written(name: str, language: str) -> str:
    """The file of a module or card."""
    return next(CONTENT.rglob(f"{name}.{language}.md")).read_text("utf-8")


@cache
def parts(name: str, language: str) -> dict[str, str]:
    """The file cut at its headings, by the ids of the headings; those without are numbered, the top is 0."""
    found: dict[str, str] = {}
    for place, text in enumerate(re.split(r"(?m)^(?=#{2,4} )", written(name, language))):
        own = re.match(r"#+ .*[{].*#([a-z0-9-]+)", text)
        found[own[1] if own else str(place)] = text
    return found


# sums

_NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?%?"
_SUM = rf"[(（]?{_NUMBER}(?:\s*[+−×÷]\s*[(（]?\s*{_NUMBER}[)）]?)+"
_EQUATION = re.compile(rf"({_SUM})\s*(?:(=)|约|，每人天省|is about|is)\s*\**({_NUMBER})")
SIGNS: dict[str, Callable[[Fraction, Fraction], Fraction]] = {
    "+": operator.add,
    "−": operator.sub,
    "×": operator.mul,
    "÷": operator.truediv,
}


def amount(number: str) -> Fraction:
    """A number as it is written; 75% is three quarters."""
    value = Fraction(number.replace(",", "").removesuffix("%"))
    return value / 100 if number.endswith("%") else value


def worth(written_sum: str) -> Fraction:
    """What a sum makes, from left to right."""
    while inner := re.search(r"[(（]([^()（）]+)[)）]", written_sum):
        written_sum = written_sum.replace(inner[0], f"{float(worth(inner[1])):g}")
    first, *rest = re.findall(rf"{_NUMBER}|[+−×÷]", written_sum)
    assert not ({*rest} & {*"+−"} and {*rest} & {*"×÷"}), f"{written_sum} has no one order to be read in"
    total = amount(first)
    for sign, number in zip(rest[::2], rest[1::2], strict=True):
        total = SIGNS[sign](total, amount(number))
    return total


def equations(name: str, language: str) -> list[tuple[str, bool, str]]:
    """Every sum with its result, and whether that is exact or about."""
    return [
        (found[0], found[1] == "=" or "%" not in found[2], found[2])
        for found in _EQUATION.findall(written(name, language))
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [*MODULES, *CARDS])
def test_every_sum_comes_out(name: str, language: str) -> None:
    for sum_, exact, result in equations(name, language):
        made = worth(sum_)
        assert amount(result) == (made if exact else Fraction(round(made * 100), 100)), f"{sum_} = {result}"


def test_sums_are_found_and_the_same_in_both_languages() -> None:
    counted = {
        language: Counter(
            (name, re.sub(r"\s", "", sum_).replace("（", "(").replace("）", ")"), result)
            for name in MODULES
            for sum_, _, result in equations(name, language)
        )
        for language in LANGUAGES
    }
    assert counted["zh"] == counted["en"]
    assert counted["zh"].total() > 75


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", MODULES)
def test_every_question_for_a_number_is_explained_by_that_number(name: str, language: str) -> None:
    for own, text in parts(name, language).items():
        if ".number}" in text.partition("\n")[0]:
            right = re.findall(r"\[\[([\d.]+)\]\]", text)
            why = re.search(r"(?m)^> (?:说明：|Why: )(.*)", text)
            assert len(right) == 1, own
            assert why, own
            assert right[0] in re.findall(r"\d+(?:\.\d+)?", why[1]), f"{own}: {right[0]} is not in: {why[1]}"


# worked cases, computed anew from their own words


def keys(text: str) -> list[Fraction]:
    """The right numbers of a form or a report, from the top."""
    cells = re.findall(r"(?m)^\|[^|]+\| (?:数字|number)[^|]*\| ([\d.]+) \|", text)
    return [Fraction(number) for number in cells or re.findall(r"\[\[([\d.]+)\]\]", text)]


def rows(text: str) -> list[list[str]]:
    """The cells of the rows of a table, without its heading."""
    lines = [line.strip().strip("|").split("|") for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip(" *") for cell in line] for line in lines[2:]]


def after(word: str, text: str) -> Fraction:
    """The first number that follows a word."""
    found = re.search(rf"(?:{word})\D{{0,4}}?\s?(\d+(?:\.\d+)?)", text)
    assert found, word
    return Fraction(found[1])


@pytest.mark.parametrize("language", LANGUAGES)
def test_utilisation_follows_from_its_table(language: str) -> None:
    text = parts("mg-02", language)["read-utilisation"]
    *people, total = [[Fraction(cell) for cell in row[1:]] for row in rows(text)]
    assert total == [sum(column) for column in zip(*people, strict=True)]
    (free, planned, done), (_, planned2, done2), *_, last = people
    assert keys(text) == [100 * planned / free, 100 * done / free, done2 - planned2, last[0] - last[1]]
    assert keys(text)[:2] == [110, 80]
    assert f"{float(100 * total[1] / total[0]):g}%" in text


HEALTH = (("进度|schedule", "0.4"), ("成本|cost", "0.3"), ("风险|risk", "0.2"), ("新鲜度|freshness", "0.1"))


def health(text: str) -> list[Fraction]:
    """The points of the four parts that a text names."""
    return [after(part, text) * Fraction(weight) for part, weight in HEALTH]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("drill", "score"), [("compute-score", 81), ("compute-score-2", 77)])
def test_the_health_score_follows_from_its_parts(drill: str, score: int, language: str) -> None:
    text = parts("mg-03", language)[drill]
    points = health(text)
    moved = re.search(r"(?:从|from) (\d+) (?:升到|to) (\d+)", text)
    assert moved
    lower, higher = Fraction(moved[1]), Fraction(moved[2])
    weight = next(Fraction(weight) for part, weight in HEALTH if after(part, text) == lower)
    assert keys(text) == [*points, sum(points), sum(points) + (higher - lower) * weight]
    assert sum(points) == score
    colour = ("绿", "Green") if score >= 80 else ("黄", "Yellow")
    assert re.search(rf"\| (?:{'|'.join(colour)}) \| (?:跟|Compare)", text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_score_above_the_red_task_follows_from_its_parts(language: str) -> None:
    text = parts("mg-03", language)["red-under-green"]
    points = health(text)
    assert f" {float(sum(points)):g}" in text.replace("”", " ")
    assert keys(text)[-1] == sum(points) - points[0] + 40 * Fraction("0.4")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("question", ["full-score", "not-applicable"])
def test_the_scorecard_follows_from_its_weights(question: str, language: str) -> None:
    text = parts("mg-06", language)[question].partition("[[")
    pairs = [
        (Fraction(value), Fraction(weight))
        for value, weight in re.findall(r"(\d+) ?[（(](?:权重 |weight )?(\d+)[)）]", text[0])
    ]
    whole = sum(weight for _, weight in pairs)
    assert whole in (80, 100)
    assert keys(text[1] + text[2]) == [sum(value * weight for value, weight in pairs) / whole]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("drill", ["rank-requests", "rank-requests-2"])
def test_requests_are_ranked_by_hours_for_each_day(drill: str, language: str) -> None:
    text = parts("mg-05", language)[drill]
    steps = re.findall(r"(?m)^\d\. .*", text)
    days = [Fraction(re.search(r"(\d+) (?:人天|person-days)", step)[1]) for step in steps]  # type: ignore[index]
    saved = [Fraction(re.search(r"(?:每月省|saves) (\d+)", step)[1]) for step in steps[1:]]  # type: ignore[index]
    votes = [Fraction(re.search(r"(\d+) (?:票|votes)", step)[1]) for step in steps]  # type: ignore[index]
    shares = [hours / own for hours, own in zip(saved, days[1:], strict=True)]
    assert shares == sorted(shares, reverse=True)
    assert sum(days[:3]) == 20
    assert votes[0] == min(votes)
    assert votes[3] == max(votes)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_impact_sheet_pays_for_itself_when_it_says(language: str) -> None:
    text = parts("mg-05", language)["impact-sheet"]
    _, (saved,), (days,), _, _, (people, each), *_ = [
        [Fraction(n) for n in re.findall(r"\d+", row[1])] for row in rows(text)
    ]
    hours = days * after("按|A person-day is", text) + people * each
    assert keys(text) == [hours, hours / saved]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("drill", ["control-totals", "control-totals-2"])
def test_control_totals_follow_from_the_rows_refused(drill: str, language: str) -> None:
    text = parts("ad-05", language)[drill]
    count, hours = (Fraction(one) for one in re.search(r"(\d+) (?:行|rows)\D+(\d+)", text).groups())  # type: ignore[union-attr]
    *mended, twice = [Fraction(one) for one in re.findall(r"(?m)^> - .*?(\d+) (?:小时|hours)", text)]
    first = hours - sum(mended) - twice
    assert keys(text) == [count - 4, first, 3, sum(mended), count - 1, first + sum(mended)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_missing_row_follows_from_its_table(language: str) -> None:
    text = parts("ad-05", language)["reconcile-finance"]
    *departments, total = [[Fraction(cell) for cell in row[1:]] for row in rows(text)]
    assert total == [sum(column) for column in zip(*departments, strict=True)]
    odd = next(row for row in departments if row[0] != row[1])
    assert keys(text) == [total[2] - total[3], odd[0]]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("drill", ["read-checks", "read-checks-2"])
def test_alerts_follow_from_three_failures_in_a_row(drill: str, language: str) -> None:
    text = parts("ad-06", language)[drill]
    failed = {row[0]: "".join("x" if cell in {"失败", "fail"} else " " for cell in row[1:]) for row in rows(text)}
    question = text.partition("1. ")[2].partition("2. ")[0]
    assert set(re.findall(r"\[x\] (.*)", question)) == {name for name, week in failed.items() if "xxx" in week}
    asked = re.search(r"3\. .*(登录|邮件提醒|sign-in|mail)", text)
    assert asked
    week = next(week for name, week in failed.items() if name.lower() == asked[1])
    assert keys(text) == [len(week) - len(week.rstrip("x"))]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_hours_of_the_week_are_those_of_the_tasks_chosen(language: str) -> None:
    text = parts("eu-01", language)["find-my-week"]
    chosen = re.findall(r"\[x\] ([A-Z]{2}-\d+) ", text)
    assert keys(text) == [sum(Fraction(row[-1]) for row in rows(text) if row[0] in chosen)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("drill", ["count-votes", "count-votes-2"])
def test_votes_out_are_those_still_in_voting(drill: str, language: str) -> None:
    text = parts("eu-07", language)[drill]
    out = sum(row[2] in {"是", "Yes"} and row[3] in {"投了", "Voted"} for row in rows(text))
    assert keys(text) == [out, 10 - out]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_meeting_lasts_as_long_as_its_agenda(language: str) -> None:
    text = parts("am-02", language)["build-agenda"]
    agenda = text.partition("1. ")[2].partition("2. ")[0].count("[x]")
    assert keys(text) == [agenda * 8 + 10]


@pytest.mark.parametrize("folder", sorted(file.parent.name for file in CONTENT.glob("training/*/path.yaml")))
def test_a_path_takes_as_long_as_it_says(folder: str) -> None:
    home = CONTENT / "training" / folder
    minutes = [
        sum(after("\nminutes", file.read_text("utf-8")) for file in home.glob(f"*.{one}.md")) for one in LANGUAGES
    ]
    assert re.findall(r"(?:约|[Aa]bout) (\d+)", (home / "path.yaml").read_text("utf-8")) == [
        str(one) for one in minutes
    ]


# the same figures in both languages

MONTHS = r"\d{1,2} 月"
DAY_OF_A_MONTH = re.compile(r"(?<![\d-])\d{1,2}-(\d{1,2})(?![\d-])")
WORDS_ACCEPTED = re.compile(r"\| *(?:(?:当|when) [^|]*?[:：] *)?(?:含任一|含|hasany|has) [^|]*\|")
LENGTHS = re.compile(r"(?:文本|text) \d+\.\.\d+")
SAID = {
    "0": (r"零", r"zeros?\b"),
    "1": (r"[一]", r"\b(?:one|once|first|an hour)\b"),
    "2": (r"[二两]", r"\b(?:two|twice|second)\b"),
    "3": (r"三", r"\b(?:three|third)\b"),
    "4": (r"四", r"\b(?:four|fourth)\b"),
    "5": (r"五", r"\b(?:five|fifth)\b"),
    "9": (r"九", r"\bnine\b"),
    "24:00": (r"半夜", r"\bmidnight\b"),
}
"""Figures that one language may write out, in Chinese and in English."""
NOT_REPEATED = {
    ("su-02", "2"): {"8": "“and so does the shift”"},
    ("su-02", "spot-returns"): {"8": "“and so does the shift”"},
}
"""Figures that English refers back to where Chinese says them once more."""


def figures(text: str) -> Counter[str]:
    """Every figure, but for months (which English names) and for the words and lengths that a form accepts."""
    for odd in (WORDS_ACCEPTED, LENGTHS, re.compile(MONTHS), re.compile(r"(?m) \(2\)(?= \{)")):
        text = odd.sub(" ", text)
    return Counter(re.findall(r"\d+(?:[.,:]\d+)*", DAY_OF_A_MONTH.sub(r"\1", text)))


def unmatched(zh: str, en: str) -> dict[str, int]:
    """Figures that stand in one language and in the other neither as figures nor written out."""
    mine, theirs = figures(zh), figures(en)
    left: dict[str, int] = {}
    for missing, words in ((mine - theirs, (1, en)), (theirs - mine, (0, zh))):
        for figure, count in missing.items():
            said = SAID.get(figure)
            spoken = len(re.findall(said[words[0]], words[1], re.IGNORECASE)) if said else 0
            left |= {figure: count - spoken} if count > spoken else {}
    return left


@pytest.mark.parametrize("name", [*MODULES, *CARDS])
def test_both_languages_state_the_same_figures(name: str) -> None:
    zh, en = parts(name, "zh"), parts(name, "en")
    assert list(zh) == list(en)
    for own, text in zh.items():
        left = unmatched(text, en[own])
        allowed = NOT_REPEATED.get((name, own), {})
        assert set(left) <= set(allowed), f"{own}: {left}"


def test_no_exception_outlives_its_reason() -> None:
    for (name, own), allowed in NOT_REPEATED.items():
        assert set(unmatched(parts(name, "zh")[own], parts(name, "en")[own])) == set(allowed), (name, own)


# hearsay

CLAIMS = {
    "a share of projects that fail or are late, by hearsay": re.compile(
        r"Gartner|高德纳"
        r"|(?:(?<!\d)[67]0 ?%|七成|六成|sevent\w+ per ?cent|sixt\w+ per ?cent)[^.。;；\n]{0,60}(?:fail|delay|over budget|失败|延期|延误|超预算|超支)"
        r"|(?:fail|delay|over budget|失败|延期|延误|超预算|超支)[^.。;；\n]{0,60}(?:(?<!\d)[67]0 ?%|七成|六成)",
        re.IGNORECASE,
    ),
    "people drifting away half a year after go-live": re.compile(
        r"(?:half a year|(?:six|6) months|半年|六个月|6 ?个月)[^.。;；\n]{0,50}(?:drift|abandon|stop(?:ped)? using|drop(?:ped)? out|流失|弃用|不再用|没人用|放弃)"
        r"|(?:drift|abandon|stop(?:ped)? using|流失|弃用|不再用|没人用)[^.。;；\n]{0,50}(?:half a year|(?:six|6) months|半年|六个月|6 ?个月)",
        re.IGNORECASE,
    ),
    "failures down by three quarters, satisfaction from 68 to 92": re.compile(
        r"(?:fail|fault|故障|失败率)[^.。;；\n]{0,50}(?:75 ?%|四分之三|three quarters)"
        r"|(?:75 ?%|四分之三|three quarters)[^.。;；\n]{0,50}(?:fewer fail|fewer fault|less fail|故障|失败率)"
        r"|\b68(?:\.0)? ?%?[^。\n]{0,40}\b92(?:\.0)? ?%",
        re.IGNORECASE,
    ),
    "an advertisement for one tool": re.compile(
        r"(?:Lanyan|蓝燕)[^\n]{0,120}(?:免费|无需注册|免注册|不用注册|\bfree\b|no registration|without registration)"
        r"|(?:免费|无需注册|免注册|不用注册|\bfree\b|no registration)[^\n]{0,60}(?:Lanyan|蓝燕)",
        re.IGNORECASE,
    ),
}
HEARSAY = (
    "据 Gartner 统计，超过 70% 的 IT 项目失败。",
    "Over 70 % of IT projects fail in delivery.",
    "60%以上的项目延期或超预算。",
    "超过六成的项目因为缺乏运维而延期。",
    "Failing projects make up 70% of all.",
    "上线半年后，用户就慢慢流失了。",
    "Users drift away six months after go-live.",
    "People stop using it after half a year.",
    "三个月后故障率下降 75%。",
    "Failures fell by 75% in three months.",
    "满意度从 68% 升到 92%。",
    "Satisfaction rose from 68 to 92 % in three months.",
    "蓝燕云无需注册，完全免费。",
    "Lanyan Cloud needs no registration and is free.",
)
HARMLESS = (
    "使用率 70%，还有余量。",
    "70% of the modules are done; 2 tasks failed the check.",
    "外部的人半年后还进得来。",
    "She has grumbled for half a year and nothing has changed.",
    "6 ÷ 8 = 75%。",
    "One page is free of advertising.",
)


@pytest.mark.parametrize("sentence", HEARSAY)
def test_hearsay_would_be_found(sentence: str) -> None:
    assert [name for name, claim in CLAIMS.items() if claim.search(sentence)]


@pytest.mark.parametrize("sentence", HARMLESS)
def test_harmless_sentences_are_let_be(sentence: str) -> None:
    assert [name for name, claim in CLAIMS.items() if claim.search(sentence)] == []


def told() -> Iterator[tuple[str, str]]:
    """Everything the portal says: content, templates, and sentences of the code in both languages."""
    for folder, endings in ((CONTENT, (".md", ".yaml")), (ROOT / "app", (".html", ".txt", ".po"))):
        for file in sorted(folder.rglob("*")):
            if file.suffix in endings:
                text = file.read_text("utf-8")
                yield file.relative_to(ROOT).as_posix(), text.replace('"\n"', "") if file.suffix == ".po" else text


def test_hearsay_is_nowhere_told_as_fact() -> None:
    texts = list(told())
    assert {name.rpartition(".")[2] for name, _ in texts} >= {"md", "yaml", "html", "po"}
    found = [
        f"{name}: {hit[0]}" for name, text in texts for claim in CLAIMS.values() for hit in [claim.search(text)] if hit
    ]
    assert found == []
