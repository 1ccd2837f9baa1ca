"""Keep the translations in step with the code: `python tools/messages.py [--check]`.

Every feature has one catalogue, app/<feature>/translations/zh/LC_MESSAGES/messages.po, for the sentences of its Python files
and of app/templates/<feature>/. What belongs to no feature (layouts, elements, the home page) is the foundation's, and a
sentence that the foundation has is not asked for again. New sentences arrive empty, those that nobody says any more leave;
what is translated stays. With --check nothing is written: what is missing, fuzzy, left over or said in two ways is listed, exit
code 1. The portal merges the catalogues, so a sentence has one Chinese wording; where two meanings share an English word, code
says which: `pgettext("status", "New")`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_file
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
APP = ROOT / "app"
SHARED = "foundation"
# No dates and no names: a catalogue changes only when a sentence does.
HEADER = """# Chinese of {feature}.
msgid ""
msgstr ""
"Language: zh\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"
"Content-Type: text/plain; charset=utf-8\\n"

"""
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "_l": None,
    "_n": (1, 2),
    "lazy_gettext": None,
    "lazy_ngettext": (1, 2),
    "lazy_pgettext": ((1, "c"), 2),
}


def features() -> list[str]:
    """Return the packages of app/ that speak, the foundation first."""
    packages = {path.parent.name for path in APP.glob("*/__init__.py")} - {SHARED}
    return [SHARED, *sorted(packages)]


def catalogue_file(feature: str) -> Path:
    """Return where the Chinese of a feature stands."""
    return APP / feature / "translations" / "zh" / "LC_MESSAGES" / "messages.po"


def sources(feature: str) -> Iterator[Path]:
    """Yield the files whose sentences belong to the feature, in a fixed order."""
    others = set(features()) - {feature}
    for path in sorted([*APP.glob("**/*.py"), *APP.glob("**/*.html"), *APP.glob("**/*.txt")]):
        inside = path.relative_to(APP).parts
        owner = inside[1] if inside[0] == "templates" else inside[0]
        if owner == feature or (feature == SHARED and owner not in others and inside[0] != "static"):
            yield path


def spoken(feature: str) -> Catalog:
    """Return the sentences that the feature's files say now, untranslated, with the file that says them."""
    template = Catalog(locale="zh", project="Uptake", charset="utf-8")
    for path in sources(feature):
        method = "python" if path.suffix == ".py" else "jinja2"
        options = {} if method == "python" else {"encoding": "utf-8", "silent": "false"}
        for _, message, comments, context in extract_from_file(method, path, KEYWORDS, ["Translators:"], options):
            place = [(path.relative_to(ROOT).as_posix(), 0)]
            template.add(message, None, place, auto_comments=comments, context=context)
    return template


def written(feature: str) -> Catalog:
    """Return the catalogue as it stands in its file; an empty one when there is no file."""
    path = catalogue_file(feature)
    if not path.exists():
        return Catalog(locale="zh", project="Uptake", charset="utf-8")
    with path.open("rb") as source:
        return read_po(source, locale="zh", abort_invalid=True)


def renewed() -> Iterator[tuple[str, Catalog, Catalog]]:
    """Yield feature, catalogue as it stands, and catalogue as it should stand."""
    shared = spoken(SHARED)
    for feature in features():
        template = shared if feature == SHARED else _without(spoken(feature), shared)
        before, after = written(feature), written(feature)
        after.update(template, no_fuzzy_matching=True)
        after.obsolete.clear()
        yield feature, before, after


def faults() -> list[str]:
    """Return what is not in step, one line each: `feature: missing|fuzzy|left over|two wordings: sentence`."""
    found: list[str] = []
    wordings: dict[tuple[str, str | None], str] = {}
    for feature, before, after in renewed():
        said = {_key(message) for message in _sentences(after)}
        found += [f"{feature}: missing: {m.id!r}" for m in _sentences(after) if not _translated(m)]
        found += [f"{feature}: fuzzy: {m.id!r}" for m in _sentences(after) if m.fuzzy]
        found += [f"{feature}: left over: {m.id!r}" for m in _sentences(before) if _key(m) not in said]
        ours = {_key(message): str(message.string) for message in _sentences(after)}
        found += [
            f"{feature}: two wordings: {key[0]!r}" for key in ours if wordings.setdefault(key, ours[key]) != ours[key]
        ]
    return found


def rewrite() -> None:
    """Bring every catalogue file into step."""
    for feature, _, catalogue in renewed():
        path = catalogue_file(feature)
        if not len(catalogue) and not path.exists():
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as target:
            target.write(HEADER.format(feature=feature).encode())
            write_po(
                target,
                catalogue,
                width=120,
                omit_header=True,
                sort_by_file=True,
                ignore_obsolete=True,
                include_lineno=False,
            )


def _without(catalogue: Catalog, other: Catalog) -> Catalog:
    for message in _sentences(other):
        catalogue.delete(message.id, message.context)
    return catalogue


def _sentences(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def _translated(message: Message) -> bool:
    return all(message.string) if isinstance(message.string, tuple | list) else bool(message.string)


def _key(message: Message) -> tuple[str, str | None]:
    return (message.id if isinstance(message.id, str) else message.id[0], message.context)


if __name__ == "__main__":
    if "--check" in sys.argv[1:]:
        lines = faults()
        print("\n".join(lines) or "Every sentence is translated.")
        sys.exit(bool(lines))
    rewrite()
    print(f"{len(faults())} sentences wait for their Chinese; `make messages` again changes nothing.")
