"""Two people asked HR to correct what is kept of them: one was answered, one waits."""

from app.accounts.actions.corrections import answer_correction, ask_for_correction
from app.demo.huaxin.story import Story

LIN, ZHOU, HE = "000101", "000102", "000107"


def ask(story: Story) -> None:
    """Lin Jing's job title follows the contract and stays; Zhou Kai's day of hiring waits for HR."""
    people = {number: person.id for number, person in story.people.items()}
    with story.days_ago(9):
        asked = ask_for_correction(
            person_id=people[LIN],
            section="person",
            text="岗位写的是“冲压工艺员”，从三月起我已承担高级工艺员的工作。",
            wanted="岗位应为“高级冲压工艺员”。",
            token="demo-correction-1",  # noqa: S106 (a form's own number, no secret)
        ).id
    with story.days_ago(8):
        answer_correction(
            request_id=asked,
            corrected=False,
            answer="劳动合同上的岗位目前仍是“冲压工艺员”。岗位调整生效后，会随下一次花名册导入更新。",
            by=people[HE],
        )
    with story.days_ago(1):
        ask_for_correction(
            person_id=people[ZHOU],
            section="person",
            text="入职日期不对，比实际早了。",
            wanted="应为劳动合同上的日期，需要时我可以出示合同。",
            token="demo-correction-2",  # noqa: S106 (the same)
        )
