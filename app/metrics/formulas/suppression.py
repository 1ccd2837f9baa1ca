"""Which groups may be shown: none of few people, and none that would give away the hidden ones by subtraction."""

from collections.abc import Mapping, Sized

SMALLEST_GROUP = 5


def shown_groups(counts: Mapping[str, int]) -> frozenset[str]:
    """Groups of a partition that may stand beside their total; `counts` says how many answered in each.

    A group with fewer than five is hidden; while the hidden ones together are one to four, so is the smallest shown one
    (of equals the first given). Where several figures stand beside each other, the rule holds for each by itself.
    """
    names = sorted(counts, key=lambda name: counts[name])
    shown = [name for name in names if is_shown(counts[name])]
    hidden = sum(counts[name] for name in names if not is_shown(counts[name]))
    while shown and 0 < hidden < SMALLEST_GROUP:
        hidden += counts[shown.pop(0)]
    return frozenset(shown)


def is_shown(count: int) -> bool:
    """Whether a figure of so many people may be shown by itself."""
    return count >= SMALLEST_GROUP


def tells_nobody(people: Sized) -> bool:
    """Of nobody there is nothing to tell, and of five or more nothing about one."""
    return not people or is_shown(len(people))
