"""Every kind of fault is found, once, at its line, with a way to mend it."""

import re
from pathlib import Path as FilePath

import pytest

from app.foundation.content.faults import ContentFaults
from app.training.content.check import check
from app.training.content.load import load_path

ZH, EN, YAML = "daily-report.zh.md", "daily-report.en.md", "path.yaml"

# name of the fault: file, what stands there, what is put there, a piece of the line it is reported at, a piece of the message
FAULTS: dict[str, tuple[str, str, str, str, str]] = {
    "a missing key of the path": (YAML, "tier: end_user\n", "", "code: SAMPLE", "“tier” is missing"),
    "a title in one language": (YAML, ", en: A sample path", "", "title:", "“title.en” is missing"),
    "an unknown key": (YAML, "valid_months", "valid_month", "valid_month:", "not known here"),
    "a version that is no text": (YAML, '"1.0"', "1.0", "version: 1.0", "put it in quotes"),
    "an unknown tier": (YAML, "tier: end_user", "tier: user", "tier: user", "'management', 'administrator' or 'end_user'"),
    "yaml that cannot be read": (YAML, "code: SAMPLE", "code: [SAMPLE", "tier: end_user", "not valid YAML"),
    "a key twice": (YAML, "order: strict", "order: strict\norder: free", "order: free", "not valid YAML"),
    "a module twice": (YAML, "[daily-report]", "[daily-report, daily-report]", "modules:", "in the list twice"),
    "no front matter": (EN, "---\nid:", "id:", "id: daily", "begin with front matter"),
    "bad front matter": (EN, "minutes: 10", "minutes: ten", "minutes: ten", "must be a whole number"),
    "an id that is not the file's name": (EN, "id: daily-report", "id: other", "id: other", "name of the file"),
    "more than 15 minutes": (EN, "minutes: 10", "minutes: 16", "minutes: 16", "15 at most"),
    "a version that lags behind": (ZH, "version: 1", "version: 2", "", "make them equal"),
    "a tier the path is not for": (EN, "tiers: [end_user]", "tiers: [management]", "id: daily", "does not name"),
    "an unknown kind": (EN, ".form", ".from", ".from", "not a kind of drill"),
    "two drills of one id": (EN, "#late .branch", "#report .branch", "#report .branch", "taken by another drill"),
    "a drill without id": (EN, "{#report .form", "{.form", "{.form", "has no id"),
    "an unknown setting": (EN, "attempts=3}\n\n> Today", "tries=3}\n\n> Today", "tries=3", "not a setting"),
    "a pass mark out of bounds": (EN, ".form pass=80", ".form pass=180", "pass=180", "from 1 to 100"),
    "something odd in the braces": (EN, ".form pass", ".form oops pass", "oops", "not understood"),
    "an unknown control": (EN, "number 0..24", "nummer 0..24", "nummer", "is not known"),
    "an odd number control": (EN, "step 0.5", "by 0.5", "by 0.5", "not understood after “number”"),
    "a choice of one": (EN, "choice: No / Yes", "choice: Yes", "choice: Yes", "at least two options"),
    "a choice of equals": (EN, "choice: No / Yes", "choice: YES / Yes", "YES / Yes", "are the same"),
    "an unknown accept word": (EN, "| Joint testing |", "| contains testing |", "contains testing", "not among the options"),
    "words asked of a number": (EN, "| 6.5 |", "| has 6.5 |", "| has 6.5", "only a text control"),
    "a number that is none": (EN, "| 6.5 |", "| six |", "| six |", "is not a number"),
    "a range that runs downwards": (EN, "| 6.5 |", "| 7..6 |", "| 7..6", "runs downwards"),
    "a number outside its range": (EN, "| 6.5 |", "| 25 |", "| 25 |", "nobody could enter it"),
    "a number off its step": (EN, "| 6.5 |", "| 6.3 |", "| 6.3 |", "nobody could enter it"),
    "a day that is none": (EN, "| 2026-09-16 |", "| 2026-09-31 |", "2026-09-31", "is not a day"),
    "no correct answer": (EN, "| 6.5 |", "|  |", "step 0.5 |  |", "no correct answer"),
    "no words after has": (EN, "has sign-in interface", "has , ,", "has , ,", "names no words"),
    "a text that is too long for its box": (EN, "text 4..300", "text 4..9", "text 4..9", "longer than the 9 characters"),
    "a condition on no field": (EN, "when Risk=", "when Rizk=", "when Rizk", "no field above this one"),
    "a condition on no option": (EN, "Risk=Yes:", "Risk=Maybe:", "Risk=Maybe", "not among the options"),
    "a condition without an end": (EN, "Risk=Yes:", "Risk=Yes", "Risk=Yes", "not complete"),
    "a field twice": (EN, "| Hours*", "| task*", "| task*", "stands here twice"),
    "a field without hint": (EN, "| Say what you finished |", "|  |", "| Done*", "has no hint"),
    "a stroke that cuts a cell off": (EN, "| Say what you finished |", "| Say what is done | not done |", "| Done*", "write a stroke within a cell"),
    "a field that counts but looks optional": (EN, "| Done*", "| Done", "| Done ", "not marked as required"),
    "a column that is missing": (EN, "| Hint |", "| Note |", "| Note |", "exactly the columns"),
    "a link to no scene": (EN, "](#plan)", "](#plane)", "](#plane)", "which is no scene"),
    "a scene nobody reaches": (EN, "](#wait)", "](#flag)", "{#wait .end", "No choice leads"),
    "an end without score": (EN, ".end score=40", ".end", "{#vague .end}", "has no score"),
    "no end that passes": (EN, "score=100", "score=70", "{#late .branch", "nobody could pass"),
    "a scene without choices": (EN, "{#vague .end score=40}", "{#vague}", "{#vague}", "no choices and is no end"),
    "an end that tells nothing": (EN, 'He cannot plan with that {#vague .end score=40}\n"Soon" is no figure.', "X {#vague .end score=40}", "{#vague", "Nothing is told"),
    "two scenes of one id": (EN, "{#vague .end", "{#wait .end", "He cannot plan with that", "taken by another scene"),
    "two equal choices": (EN, '["Soon"]', "[Set 16 hours left and the finish to Friday]", "{#flag}", "say the same"),
    "a number question without number": (EN, "Han Mei take? [[10]]", "Han Mei take?", "2. How many", "no right answer"),
    "a bad number": (EN, "[[129..131]]", "[[about 130]]", "[[about 130]]", "is not a number"),
    "a report without table": (EN, "| Person | Available | Planned |\n|---|---|---|\n| Li Lei | 40 | 52 |\n| Han Mei | 40 | 30 |", "", "{#utilisation", "no table to read"),
    "a question without explanation": (EN, "   > 40 less 30.\n", "", "2. How many", "not explained"),
    "a bank that is too small": (EN, "ask=2", "ask=3", "ask=3", "twice as many"),
    "a bank smaller than asked": (EN, "ask=2", "ask=5", "ask=5", "write more or ask fewer"),
    "two questions of one id": (EN, "{#what .multiple}", "{#useful .multiple}", "{#useful .multiple}", "another question"),
    "a question called like a drill": (EN, "{#what .multiple}", "{#report .multiple}", "{#report .multiple}", "taken by a drill"),
    "a question called like its quiz": (EN, "{#what .multiple}", "{#quiz .multiple}", "{#quiz .multiple}", "taken by a drill or the quiz"),
    "a single with two right answers": (EN, "- [ ] Management please", "- [x] Management please", "{#useful .single}", "one right answer"),
    "no right option": (EN, "- [x] Waiting", "- [ ] Waiting", "{#useful .single}", "No option is right"),
    "an option without box": (EN, "- [ ] Who was late", "- Who was late", "- Who was late", "has no box"),
    "two equal options": (EN, "- [ ] Who was late", "- [ ] What got done", "- [ ] What got done", "stands here twice"),
    "an order of two": (EN, "3. Say what got done\n4. Submit\n", "", "{#steps .order}", "at least three steps"),
    "an unknown kind of question": (EN, "{#what .multiple}", "{#what .many}", "{#what .many}", "not a kind of question"),
    "a picture": (EN, "He is waiting.", "![him](him.png)", "![him]", "Pictures are not shown"),
    "a lesson that lags behind": (ZH, "## 三句话\n", "## 三句话\n\n## 第四句\n", "", "bring both up to date"),
    "other options than the other language": (EN, "- [ ] Who was late\n", "- [ ] Who was late\n- [ ] More\n", "{#what .multiple}", "number of options differs"),
    "another right answer than the other language": (EN, "- [ ] Management please note\n- [x] Waiting", "- [x] Management please note\n- [ ] Waiting", "{#useful .single}", "right answers differs"),
    "another number than the other language": (EN, "[[6]]", "[[7]]", "{#hours .number}", "right number or day differs"),
    "another score than the other language": (EN, "score=40", "score=30", "{#vague", "score differs"),
    "a required mark in one language": (EN, "| Hours*", "| Hours", "| Hours ", "required mark differs"),
    "a feedback in one language": (EN, "     > 75 %, there is room.\n", "   > There is room.\n", "1. Who has", "feedback is missing here"),
    "a link to no module": (EN, "He is waiting.", "He [waits](/training/paths/SAMPLE/modules/gone).", "He [waits]", "no module “gone”; use one of daily-report"),
    "a link to no path": (EN, "He is waiting.", "He [waits](/training/paths/NONE).", "He [waits]", "no path “NONE”; use one of SAMPLE"),
    "a link to no card": (ZH, "## 三句话\n", "## 三句话\n\n看[卡片](/training/cards/none)。\n", "[卡片]", "no card “none”"),
    "a link to no tool": (EN, "He is waiting.", "He [waits](/training/tools/none).", "He [waits]", "no tool “none”"),
    "a link to a file": (EN, "He is waiting.", "He [waits](daily-report.en.md).", "He [waits]", "write the whole address"),
    "a link to a heading": (EN, "He is waiting.", "He [waits](#vague).", "He [waits]", "headings cannot be linked to"),
    "a link to nowhere": (ZH, "## 三句话\n", "## 三句话\n\n看[这里]()。\n", "[这里]", "it is empty"),
    "an address with a blank": (EN, "He is waiting.", "He [waits](https://example.com/a b).", "He [waits]", "no blanks"),
    "an address without site": (EN, "He is waiting.", "He [waits](https:example.com).", "He [waits]", "that is no address"),
    "an address with an odd port": (EN, "He is waiting.", "He [waits](https://example.com:port/).", "He [waits]", "copy it from the browser"),
    "an address without scheme": (EN, "He is waiting.", "He [waits](//example.com).", "He [waits]", "begin with https://"),
    "an address that is not shown": (EN, "He is waiting.", "He [waits](ftp://example.com).", "He [waits]", "“ftp:” is not shown"),
    "a mail address that is none": (EN, "He is waiting.", "He [waits](mailto:he).", "He [waits]", "no mail address"),
    "an automatic link that is none": (EN, "He is waiting.", "He waits <https://>.", "He waits", "that is no address"),
    "English that lags behind": (ZH, "version: 1", "version: 2", "", "this language lags behind"),
    "Chinese that lags behind": (EN, "version: 1", "version: 2", "", "this language lags behind"),
    "a lesson with more lines in one language": (ZH, "## 三句话\n", "## 三句话\n\n- 一条\n- 两条\n", "", "list items here and"),
}  # fmt: skip


# the same for drills to order, to tick, to find faults in, and for variants; only the English file is broken
MORE_FAULTS: dict[str, tuple[str, str, str, str]] = {
    "an order without list": ("1. Set phases and milestones\n   > The skeleton comes first, so that tasks know where they belong.\n2. Create tasks with standard durations in the phases\n3. Link tasks that wait for each other\n   > Only when all tasks are there can one wait for another.\n4. Name default roles, no people\n5. Save it as a template and let one project try it\n", "", "{#make-template", "has no ordered list"),
    "a drill to order with two steps": ("3. Link tasks that wait for each other\n   > Only when all tasks are there can one wait for another.\n4. Name default roles, no people\n5. Save it as a template and let one project try it\n", "", "{#make-template", "at least 3 steps"),
    "a step twice": ("4. Name default roles, no people", "4. create tasks with standard durations in the phases", "4. create", "stands here twice"),
    "an empty step": ("4. Name default roles, no people", "4.\n", "4.", "is empty"),
    "a list within a step": ("4. Name default roles, no people", "4. Name default roles\n   - no people", "   - no people", "Only a “>”"),
    "text after the steps": ("one project try it\n", "one project try it\n\nAnd so on.\n", "And so on.", "is not shown"),
    "an order without any word": ("   > The skeleton comes first, so that tasks know where they belong.\n2. Create tasks with standard durations in the phases\n3. Link tasks that wait for each other\n   > Only when all tasks are there can one wait for another.\n", "2. Create tasks with standard durations in the phases\n3. Link tasks that wait for each other\n", "{#make-template", "No step says why"),
    "a setting of another kind": (".order pass=80", ".order lines=fixed pass=80", "{#make-template", "“lines” is not a setting"),
    "no scenario": ("> Case: the test server has been down since noon. Xiao Li hands in this report.\n", "", "{#spot-report", "has no scenario"),
    "no table": ("| Right | Project manager | Member | Stakeholder | Hint |\n|---|---|---|---|---|\n| Change progress | x | x |  | Whoever does the work reports it |\n| See progress | x | x | x | Progress is open to everyone |\n| Delete the project |  |  |  | Nobody deletes a project in passing |\n| See costs | x |  | ? | Costs are for those who answer for money |\n", "", "{#role-perm", "has no table"),
    "a mark that is none": ("| Delete the project |  |", "| Delete the project | maybe |", "| Delete", "“maybe” is no mark"),
    "a column without name": ("| Member |", "|  |", "| Right |", "has no name, or two"),
    "two columns of one name": ("| Member |", "| Stakeholder |", "| Right |", "two have the same"),
    "a row without name": ("| Delete the project |", "|  |", "|  |  |", "has no name"),
    "a row twice": ("| Delete the project |", "| see progress |", "| see progress |", "stands here twice"),
    "a row without hint": ("| Progress is open to everyone |", "|  |", "| See progress", "has no hint"),
    "a table without ticks": ("| x | x |  | Whoever does the work reports it |\n| See progress | x | x | x |", "|  |  |  | Whoever does the work reports it |\n| See progress |  |  |  |", "", "differs"),
    "a table that passes when everything is ticked": (".matrix pass=90", ".matrix pass=50", "{#role-perm", "Ticking every box would earn 55 %"),
    "a table that passes when hardly anything is": (".matrix pass=90", ".matrix pass=45", "{#role-perm", "would earn"),
    "a way of showing that is none": (".matrix pass=90", ".matrix rows=mixed pass=90", "{#role-perm", "write rows=fixed"),
    "a line struck out in part": ("~~Hours: 26~~", "Hours: ~~26~~", "- Hours: ~~26~~", "strike the whole line"),
    "no faulty line": ("- ~~Hours: 26~~\n  > A day has 24 hours.\n- Done: sign-in tested by ourselves\n  > It says how far it got.\n- ~~Risk: none~~", "- Hours: 26\n- Done: sign-in tested by ourselves\n- Risk: none", "{#spot-report", "No line is faulty"),
    "a faulty line without reason": ("  > A day has 24 hours.\n", "", "~~Hours", "does not say why"),
    "two lines only": ("- Done: sign-in tested by ourselves\n  > It says how far it got.\n- ~~Risk: none~~\n  > The case says the server is down.\n- Tomorrow: go on with payments\n", "", "{#spot-report", "fewer than 3 lines"),
    "other lines struck out than in the other language": ("- Tomorrow: go on with payments", "- ~~Tomorrow: go on with payments~~\n  > No.", "~~Tomorrow", "strike-through differs"),
    "a cell asked for in one language": ("| x |  | ? |", "| x |  |  |", "| See costs", "differs"),
    "another box ticked than in the other language": ("| Delete the project |  |", "| Delete the project | x |", "| Delete", "right answers differs"),
    "a variant of nothing": ("variant=hours}\n\n> Case: you spent 2", "variant=our}\n\n> Case: you spent 2", "{#hours-2", "no drill of this module"),
    "a variant of a variant": ("{#hours-3 .form variant=hours}", "{#hours-3 .form variant=hours-2}", "{#hours-3", "itself a variant"),
    "a variant above its drill": ("{#make-template .order", "{#make-template .order variant=hours", "{#make-template", "stands below"),
    "a variant of another kind": ("{#hours-2 .form variant=hours}", "{#hours-2 .form variant=ask}", "{#hours-2", "stands below"),
    "a variant with settings of its own": ("{#hours-2 .form variant=hours}", "{#hours-2 .form variant=hours pass=70}", "{#hours-2", "hold for all variants"),
    "a variant of a quiz": ("{#quiz .quiz ask=2", "{#quiz .quiz variant=ask ask=2", "{#quiz", "“variant” is not a setting"),
}  # fmt: skip


# what cannot be read in one language is told once, and not again as a difference between both
READ_IN_PART = {
    "an id that is not the file's name",
    "two drills of one id",
    "a drill without id",
    "an unknown setting",
    "an unknown control",
    "a choice of one",
    "a number that is none",
    "a condition on no field",
    "a column that is missing",
    "a scene nobody reaches",
    "an end without score",
    "a scene without choices",
    "a number question without number",
    "a bad number",
    "a bank smaller than asked",
    "two questions of one id",
    "an order of two",
    "an unknown kind of question",
}


def broken(tmp_path: FilePath, files: dict[str, str], name: str, old: str, new: str, folder: str = "sample") -> str:
    """Write the sample with one thing broken; the text of the file that was broken."""
    assert files[name].count(old) >= 1, f"the sample does not say {old!r}"
    home = tmp_path / folder
    home.mkdir()
    for each, text in files.items():
        (home / each).write_text(text.replace(old, new, 1) if each == name else text, "utf-8")
    return (home / name).read_text("utf-8")


def line_with(text: str, piece: str) -> int:
    """The number of the first line that has the piece."""
    return next(number for number, line in enumerate(text.splitlines(), 1) if piece in line)


def test_the_sample_is_without_fault(tmp_path: FilePath, files: dict[str, str]) -> None:
    broken(tmp_path, files, YAML, "SAMPLE", "SAMPLE")
    assert check(tmp_path) == []


@pytest.mark.parametrize(
    ("tail", "message"), [(" {#report .form pass=80", "are not closed"), ("", "stands below a drill")]
)
def test_a_heading_that_is_no_drill_any_more_is_named_in_both_languages(
    tail: str, message: str, tmp_path: FilePath, files: dict[str, str]
) -> None:
    broken(tmp_path, files, EN, "{#", "{#")
    for name in (EN, EN.replace(".en.", ".zh.")):
        file = tmp_path / "sample" / name
        lines = file.read_text("utf-8").split("\n")
        place = [at for at, line in enumerate(lines) if line.startswith("## ") and "{#" in line][1]
        lines[place] = lines[place].partition(" {#")[0] + tail
        file.write_text("\n".join(lines), "utf-8")
    named = [fault.path for fault in check(tmp_path) if message in fault.message]
    assert named == [f"sample/{EN}", f"sample/{EN.replace('.en.', '.zh.')}"]


@pytest.mark.parametrize("kind", FAULTS)
def test_a_fault_is_found_at_its_line(kind: str, tmp_path: FilePath, files: dict[str, str]) -> None:
    name, old, new, piece, message = FAULTS[kind]
    text = broken(tmp_path, files, name, old, new)
    faults = check(tmp_path)
    assert any(message in fault.message for fault in faults), faults
    found = next(fault for fault in faults if message in fault.message)
    if piece:
        assert (found.path, found.line) == (f"sample/{name}", line_with(text, piece)), faults
    if kind in READ_IN_PART:
        assert [fault for fault in faults if re.search("differs from|missing", fault.message)] == []
    assert str(found).startswith(f"{found.path}:{found.line}: ")


def test_what_is_broken_hides_no_difference_elsewhere(tmp_path: FilePath, files: dict[str, str]) -> None:
    text = broken(tmp_path, files, EN, "number 0..24", "nummer 0..24")
    (tmp_path / "sample" / EN).write_text(text.replace("[[6]]", "[[7]]").replace("score=40", "score=30"), "utf-8")
    lines = {fault.line for fault in check(tmp_path)}
    assert lines == {line_with(text, piece) for piece in ("nummer", "{#hours .number}", "{#vague")}


def test_a_variant_that_cannot_be_told_is_not_said_to_be_missing(
    tmp_path: FilePath, more_files: dict[str, str]
) -> None:
    old, new, *_ = MORE_FAULTS["a variant of nothing"]
    broken(tmp_path, more_files, "many-kinds.en.md", old, new, "more")
    assert [fault.message for fault in check(tmp_path) if "differs" in fault.message] == []


@pytest.mark.parametrize("name", [ZH, EN])
def test_a_drill_whose_heading_lost_its_braces_is_to_be_mended(
    name: str, tmp_path: FilePath, files: dict[str, str]
) -> None:
    text = broken(tmp_path, files, name, "score=40", "score=40")
    heading = next(line for line in text.splitlines() if "{#utilisation" in line)
    (tmp_path / "sample" / name).write_text(text.replace(heading, heading.partition(" {")[0]), "utf-8")
    told = [fault for fault in check(tmp_path) if not fault.advice]
    assert [("“#utilisation”" in fault.message, "mend its heading" in fault.message) for fault in told] == [
        (True, True)
    ]


@pytest.mark.parametrize("kind", MORE_FAULTS)
def test_a_fault_of_the_other_kinds_is_found_at_its_line(
    kind: str, tmp_path: FilePath, more_files: dict[str, str]
) -> None:
    old, new, piece, message = MORE_FAULTS[kind]
    text = broken(tmp_path, more_files, "many-kinds.en.md", old, new, "more")
    faults = check(tmp_path)
    found = [fault for fault in faults if message in fault.message]
    assert found, faults
    if piece:
        assert (found[0].path, found[0].line) == ("more/many-kinds.en.md", line_with(text, piece)), faults


def test_the_other_sample_is_without_fault(tmp_path: FilePath, more_files: dict[str, str]) -> None:
    broken(tmp_path, more_files, YAML, "MORE", "MORE", "more")
    assert check(tmp_path) == []


@pytest.mark.parametrize(
    ("name", "old", "new", "column"),
    [
        (EN, "step 0.5 | 6.5 |", "step 0.5 | 25 |", len("| Hours* | number 0..24 step 0.5 | ") + 1),
        (EN, "](#plan)", "](#plane)", len("- [Set 16 hours left and the finish to Friday](") + 1),
        (EN, ".form pass=80", ".form pass=180", len("## Hand in a report {#report .form ") + 1),
        (YAML, "order: strict", "order: loose", 1),
        (EN, "minutes: 10", "minutes: ten", 1),
    ],
)
def test_a_fault_is_found_at_its_column(
    name: str, old: str, new: str, column: int, tmp_path: FilePath, files: dict[str, str]
) -> None:
    broken(tmp_path, files, name, old, new)
    assert column in {fault.column for fault in check(tmp_path)}


@pytest.mark.parametrize("kind", [kind for kind, fault in FAULTS.items() if fault[0] == YAML])
def test_a_fault_of_the_path_is_the_only_one(kind: str, tmp_path: FilePath, files: dict[str, str]) -> None:
    name, old, new, *_ = FAULTS[kind]
    broken(tmp_path, files, name, old, new)
    assert len(check(tmp_path)) == 1


def test_a_listed_module_without_files_is_named_in_both_languages(tmp_path: FilePath, files: dict[str, str]) -> None:
    broken(tmp_path, files, YAML, "[daily-report]", "[daily-report, gone]")
    assert [fault.path for fault in check(tmp_path)] == ["sample/gone.en.md", "sample/gone.zh.md"]


def test_a_missing_translation_is_named(tmp_path: FilePath, files: dict[str, str]) -> None:
    broken(tmp_path, files, YAML, "SAMPLE", "SAMPLE")
    (tmp_path / "sample" / EN).unlink()
    assert [str(fault) for fault in check(tmp_path)] == [
        "sample/daily-report.en.md:1: The file is missing; every module of path.yaml needs a .zh.md and a .en.md."
    ]


def test_a_drill_missing_in_one_language_is_named_on_both_sides(tmp_path: FilePath, files: dict[str, str]) -> None:
    broken(tmp_path, files, EN, "{#late .branch", "{#later .branch")
    messages = [fault.message for fault in check(tmp_path)]
    assert any("“#late” (line" in message and "translate it" in message for message in messages)
    assert any("“#later” is missing in daily-report.zh.md" in message for message in messages)


def test_a_loop_without_end_is_found(tmp_path: FilePath, files: dict[str, str]) -> None:
    loop = "### Round {#round}\nAgain.\n- [And again](#round)\n\n### He cannot plan"
    text = broken(tmp_path, files, EN, "### He cannot plan", loop)
    (tmp_path / "sample" / EN).write_text(text.replace("](#wait)", "](#round)"), "utf-8")
    assert any("turns in a loop" in fault.message for fault in check(tmp_path))


def test_a_form_without_scenario_is_advised(tmp_path: FilePath, files: dict[str, str]) -> None:
    scenario = next(line for line in files[EN].splitlines() if line.startswith("> Today"))
    text = broken(tmp_path, files, EN, scenario, "")
    fault = next(fault for fault in check(tmp_path) if "has no scenario" in fault.message)
    assert fault.line == line_with(text, "{#report .form")


def test_all_faults_are_told_and_not_only_the_first(tmp_path: FilePath, files: dict[str, str]) -> None:
    text = broken(tmp_path, files, EN, "| 6.5 |", "| 25 |")
    text = text.replace("[[129..131]]", "[[x]]").replace("score=100", "score=7").replace("minutes: 10", "minutes: 99")
    (tmp_path / "sample" / EN).write_text(text, "utf-8")
    lines = {fault.line for fault in check(tmp_path) if fault.path.endswith(EN)}
    pieces = ("| 25 |", "[[x]]", "{#late .branch", "minutes: 99")
    assert {line_with(text, piece) for piece in pieces} <= lines


def test_a_file_that_is_not_utf8_is_named_with_its_line(tmp_path: FilePath, files: dict[str, str]) -> None:
    broken(tmp_path, files, YAML, "SAMPLE", "SAMPLE")
    (tmp_path / "sample" / ZH).write_bytes(b"---\nid: daily-report\ntitle: \xcc\xe1\xbd\xbb\n---\n")
    assert [(fault.path, fault.line) for fault in check(tmp_path)] == [(f"sample/{ZH}", 3)]


def test_the_language_that_lags_behind_is_the_one_named(tmp_path: FilePath, files: dict[str, str]) -> None:
    reviewed = "version: 1\nreviewed_by: Guo\nreviewed_on: 2026-11-{day:02}"
    for place, (days, wanted) in enumerate({(2, 9): ZH, (9, 2): EN}.items()):
        home = tmp_path / str(place) / "sample"
        home.mkdir(parents=True)
        for name, text in files.items():
            day = days[0] if name == ZH else days[1]
            (home / name).write_text(text.replace("version: 1", reviewed.format(day=day), 1), "utf-8")
        found = [fault for fault in check(home.parent) if "lags behind" in fault.message]
        assert [fault.path for fault in found] == [f"sample/{wanted}"]
        assert "“reviewed_on” is 2026-11-02 here and 2026-11-09" in found[0].message


def test_links_that_lead_somewhere_are_no_faults(tmp_path: FilePath, files: dict[str, str]) -> None:
    good = (
        "[a](https://example.com/x?y=1#z) [b](mailto:a@example.com) <https://intranet:8443/> [c](/feedback/) "
        "[d](/training/paths/SAMPLE/modules/daily-report) [e](/training/) [f](http://wiki/page) `[g](nowhere)`"
    )
    broken(tmp_path, files, EN, "He is waiting.", f"He is waiting. {good}")
    assert [fault for fault in check(tmp_path) if "leads nowhere" in fault.message] == []


def test_links_of_cards_are_checked_too(tmp_path: FilePath, files: dict[str, str]) -> None:
    (tmp_path / "training").mkdir()
    broken(tmp_path / "training", files, YAML, "SAMPLE", "SAMPLE")
    cards = tmp_path / "cards"
    cards.mkdir()
    for language in ("zh", "en"):
        front = f"---\nid: one\ntitle: One\nwhen: Now\nplace: 1\n---\n\n[x](/training/cards/{'two' if language == 'zh' else 'one'})\n"
        (cards / f"one.{language}.md").write_text(front, "utf-8")
    assert [(fault.path, fault.line, fault.column) for fault in check(tmp_path / "training")] == [
        ("../cards/one.zh.md", 8, 1)
    ]


def test_a_file_that_nobody_reads_is_advised(tmp_path: FilePath, files: dict[str, str]) -> None:
    broken(tmp_path, files, YAML, "SAMPLE", "SAMPLE")
    (tmp_path / "sample" / "daily-report.md").write_text("…", "utf-8")
    (tmp_path / "sample" / "README.md").write_text("…", "utf-8")
    assert [(fault.path, fault.advice) for fault in check(tmp_path)] == [("sample/daily-report.md", True)]


def test_bytes_that_are_not_utf8_are_found_at_their_column(tmp_path: FilePath, files: dict[str, str]) -> None:
    broken(tmp_path, files, YAML, "SAMPLE", "SAMPLE")
    (tmp_path / "sample" / EN).write_bytes("---\nid: x\ntitle: “ok” ".encode() + b"\xff\n---\n")
    assert [(fault.path, fault.line, fault.column) for fault in check(tmp_path)] == [(f"sample/{EN}", 3, 13)]


def test_a_code_used_twice_is_found(tmp_path: FilePath, files: dict[str, str]) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        for each, text in files.items():
            (tmp_path / name / each).write_text(text, "utf-8")
    assert [fault.path for fault in check(tmp_path)] == ["two/path.yaml"]


def test_a_folder_that_is_not_there_is_a_fault(tmp_path: FilePath) -> None:
    assert "no such folder" in check(tmp_path / "gone")[0].message


def test_advice_does_not_stop_loading_and_faults_do(files: dict[str, str]) -> None:
    small_bank = {name: text.replace("ask=2", "ask=3") for name, text in files.items()}
    assert load_path(small_bank).code == "SAMPLE"
    called_alike = {name: text.replace("{#what .multiple}", "{#report .multiple}") for name, text in files.items()}
    assert load_path(called_alike).code == "SAMPLE", "published before it was named, and served all the same"
    impossible = {name: text.replace("| 6.5 |", "| 25 |") for name, text in files.items()}
    with pytest.raises(ContentFaults) as raised:
        load_path(impossible)
    assert {fault.path for fault in raised.value.faults} == {ZH, EN}


def test_shipped_content_is_without_fault() -> None:
    home = FilePath(__file__).parents[3] / "content" / "training"
    assert [str(fault) for fault in check(home)] == []
