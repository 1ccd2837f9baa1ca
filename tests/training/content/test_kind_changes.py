"""The same id for another kind is refused, because old answers would be read as something else."""

import pytest

from app.training.content.kind_changes import kind_changes
from app.training.content.load import load_path
from app.training.content.objects import Path

NAMES = ("many-kinds.zh.md", "many-kinds.en.md")


def changed(files: dict[str, str], old: str, new: str) -> Path:
    """The path with the same words put elsewhere in both languages."""
    assert all(old in files[name] for name in NAMES)
    return load_path(files | {name: files[name].replace(old, new) for name in NAMES})


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("{#ask .branch", "{#hours .branch", ""),
        ("{#roles .single}", "{#roles .multiple}", "“#roles” was a .single when it was published and is a .multiple"),
    ],
)
def test_another_kind_under_the_same_id_is_a_fault(
    old: str, new: str, told: str, more_files: dict[str, str], more: Path
) -> None:
    if told:
        found = kind_changes(more, changed(more_files, old, new))
        assert [told in fault.message for fault in found] == [True]
        assert found[0].path == "MORE/many-kinds.zh.md"
        assert found[0].line > 1
        return
    swapped = {
        name: more_files[name].replace("hours", "HOURS").replace("{#ask ", "{#hours ").replace("variant=ask", "variant=hours")
        .replace("#HOURS", "#ask").replace("variant=HOURS", "variant=ask").replace("{#ask-2 .branch", "{#own-2 .branch")
        for name in NAMES
    }  # fmt: skip
    found = kind_changes(more, load_path(more_files | swapped))
    assert {fault.message.split(" when")[0] for fault in found} == {"“#ask” was a .branch", "“#hours” was a .form"}


def test_new_texts_new_ids_and_more_variants_are_welcome(more_files: dict[str, str], more: Path) -> None:
    assert kind_changes(more, changed(more_files, "{#roles .single}", "{#who-else .multiple}")) == []
    one = changed(more_files, "{#hours-3 .form variant=hours}", "{#hours-3 .form pass=80 attempts=3}")
    assert kind_changes(more, one) == kind_changes(one, more) == []
    alone = changed(more_files, "{#hours-2 .form variant=hours}", "{#hours-2 .form pass=80 attempts=3}")
    assert kind_changes(more, alone) == []
