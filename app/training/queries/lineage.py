"""Which former modules, drills and quizzes those of a publication continue.

Records name what they were made on by its id of that day. A module that is renamed, a drill that moves to another
module: the publication that does it remembers so, and every later one with it. What goes without a successor is
remembered too, so that it may come back under another name. Kept as JSON in `publications.lineage`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from app.training.content.objects import Module
    from app.training.queries.published import Published

ItemKey = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Since:
    """The version of a module and when that version was first published."""

    version: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Lineage:
    """Former ids by present id, the last one first; `gone` holds what has no successor, with its grading hash."""

    modules: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    items: Mapping[ItemKey, tuple[ItemKey, ...]] = field(default_factory=dict)
    gone_modules: Mapping[str, str] = field(default_factory=dict)
    gone_items: Mapping[ItemKey, str] = field(default_factory=dict)
    since: Mapping[str, Since] = field(default_factory=dict)

    def plain(self) -> dict[str, Any]:
        """As JSON values."""
        return {
            "modules": {name: list(former) for name, former in self.modules.items()},
            "items": {_joined(key): [_joined(one) for one in former] for key, former in self.items.items()},
            "gone_modules": dict(self.gone_modules),
            "gone_items": {_joined(key): value for key, value in self.gone_items.items()},
            "since": {name: [one.version, one.at.isoformat()] for name, one in self.since.items()},
        }


def read_lineage(plain: Mapping[str, Any] | None) -> Lineage:
    """The lineage as it was stored; an empty one for a publication that has none."""
    told = plain or {}
    return Lineage(
        modules={name: tuple(former) for name, former in told.get("modules", {}).items()},
        items={_parted(key): tuple(_parted(one) for one in former) for key, former in told.get("items", {}).items()},
        gone_modules=dict(told.get("gone_modules", {})),
        gone_items={_parted(key): value for key, value in told.get("gone_items", {}).items()},
        since={name: Since(one[0], datetime.fromisoformat(one[1])) for name, one in told.get("since", {}).items()},
    )


def continued(new: Published, old: Published | None, at: datetime) -> Lineage:
    """The lineage of a publication about to be made at an instant, from the one that is served now."""
    present = [module.id for module in new.path.modules]
    before = old.lineage if old else Lineage()
    gone = _gone_modules(new, old)
    modules = _modules(new, before, gone, set(old.module_hashes) if old else set())
    claimed = {former for name in present for former in modules.get(name, ())}
    items, gone_items = _items(new, old, modules)
    return Lineage(
        modules=modules,
        items=items,
        gone_modules={name: value for name, value in gone.items() if name not in claimed},
        gone_items=gone_items,
        since={module.id: _since(module, modules.get(module.id, ()), old, at) for module in new.path.modules},
    )


def _gone_modules(new: Published, old: Published | None) -> dict[str, str]:
    if old is None:
        return {}
    gone = {**old.lineage.gone_modules, **{name: hashes.grading for name, hashes in old.module_hashes.items()}}
    return {name: value for name, value in gone.items() if new.path.module(name) is None}


def _modules(
    new: Published, before: Lineage, gone: Mapping[str, str], served: Iterable[str]
) -> dict[str, tuple[str, ...]]:
    """What authors say comes first; a new module that is graded like one that went is that one."""
    explicit = {module.id: module.policy.formerly for module in new.path.modules}
    said = {former for formers in explicit.values() for former in formers}
    free = [name for name in gone if name not in said]
    modules: dict[str, tuple[str, ...]] = {}
    for name, former in before.modules.items():
        modules[name] = tuple(one for one in former if one not in said or one in explicit.get(name, ()))
    for module in new.path.modules:
        formers = list(explicit[module.id])
        if module.id not in served and not formers and new.items[module.id]:
            same = [name for name in free if gone[name] == new.module_hashes[module.id].grading]
            formers += same[:1]
            free = [name for name in free if name not in same[:1]]
        older = [one for former in formers for one in before.modules.get(former, ())]
        told = dict.fromkeys([*formers, *older, *modules.get(module.id, ())])
        modules[module.id] = tuple(one for one in told if one != module.id)
    return {name: former for name, former in modules.items() if former}


def _items(
    new: Published, old: Published | None, modules: Mapping[str, tuple[str, ...]]
) -> tuple[dict[ItemKey, tuple[ItemKey, ...]], dict[ItemKey, str]]:
    present = {key: item.hashes.grading for key, item in new.graded.items()}
    served = {key: item.hashes.grading for key, item in old.graded.items()} if old else {}
    before = old.lineage if old else Lineage()
    gone = {key: value for key, value in {**before.gone_items, **served}.items() if key not in present}
    found = dict(before.items)
    for key, grading in present.items():
        renamed = [(former, key[1]) for former in modules.get(key[0], ()) if (former, key[1]) not in present]
        moved = [] if key in served else [one for one in gone if one[1] == key[1] and gone[one] == grading]
        formers = renamed or moved[:1]
        older = [one for former in formers for one in before.items.get(former, ())]
        for former in formers:
            gone.pop(former, None)
        told = dict.fromkeys([*formers, *older, *found.get(key, ())])
        found[key] = tuple(one for one in told if one != key)
    return {key: former for key, former in found.items() if former}, gone


def _since(module: Module, formers: Iterable[str], old: Published | None, at: datetime) -> Since:
    for name in (module.id, *formers):
        before = old.path.module(name) if old else None
        if old and before:
            same = old.lineage.since.get(name, Since(before.version, old.published_at))
            return same if before.version == module.version else Since(module.version, at)
    return Since(module.version, at)


def _joined(key: ItemKey) -> str:
    return "/".join(key)


def _parted(text: str) -> ItemKey:
    module_id, _, item_id = text.partition("/")
    return module_id, item_id
