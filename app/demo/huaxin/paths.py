"""Who takes the other paths: administrators, managers, superusers and ambassadors."""

from datetime import timedelta

from app.demo.huaxin.learning import learn
from app.demo.huaxin.people import people_by_number
from app.demo.huaxin.story import Story
from app.training.queries.published import current

REVIEWERS = ("000105", "000335")
"""Who looks at hands-on tasks; the second one at those of the first."""

PACE = timedelta(hours=7)

# Path, who, modules done, and how many days ago they began.
TAKEN = (
    ("AD", "000102", 3, 60),
    ("AD", "000108", 1, 20),
    ("MG", "000103", 2, 40),
    ("MG", "000106", 6, 80),
    ("MG", "000109", 6, 90),
    ("MG", "000110", 6, 85),
    ("MG", "000120", 4, 50),
    ("MG", "000130", 1, 25),
)
KITS = (
    ("SU", "000105", 3, 90),
    ("SU", "000335", 3, 84),
    ("SU", "000319", 3, 76),
    ("SU", "000304", 3, 66),
    ("SU", "000301", 3, 57),
    ("SU", "000309", 3, 46),
    ("SU", "000320", 3, 41),
    ("SU", "000321", 3, 40),
    ("SU", "000314", 1, 15),
    ("AM", "000104", 2, 86),
    ("AM", "000318", 2, 80),
    ("AM", "000313", 2, 36),
)


def learn_more(story: Story) -> None:
    """Administrators and managers take the path of their tier."""
    _take(story, TAKEN)


def learn_kits(story: Story) -> None:
    """Superusers and ambassadors take their kits once they are appointed."""
    _take(story, KITS)


def _take(story: Story, taken: tuple[tuple[str, str, int, int], ...]) -> None:
    people = people_by_number()
    for code, number, modules, days in taken:
        published = current(code)
        reviewer = people[REVIEWERS[number == REVIEWERS[0]]]
        if published:
            begins = story.moment(days)
            learn(people[number], published, begins=begins, modules=modules, pace=PACE, reviewer_id=reviewer.id)
