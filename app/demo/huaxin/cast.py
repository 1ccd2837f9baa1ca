"""Who works at Huaxin: departments, project groups, the demo accounts, and their colleagues."""

from typing import NamedTuple

from app.accounts.models import Role, Tier

PASSWORD = "uptake-demo"  # noqa: S105 (known to everyone who reads the sign-in page of the demo)
DOMAIN = "huaxin.example"


class Unit(NamedTuple):
    """A department: code, names, code of the one above."""

    code: str
    name: str
    name_en: str
    parent: str | None


class Member(NamedTuple):
    """Somebody: employee number, name, mail name, department, job, roles, tiers, project groups, manager's number."""

    number: str
    name: str
    mail: str
    department: str
    job: str
    roles: tuple[Role, ...] = ()
    tiers: tuple[Tier, ...] = (Tier.end_user,)
    groups: tuple[str, ...] = ()
    manager: str | None = None


DEPARTMENTS = (
    Unit("D00", "华信汽车零部件", "Huaxin Auto Parts", None),
    Unit("D10", "研发中心", "R&D centre", "D00"),
    Unit("D11", "结构开发组", "Structures", "D10"),
    Unit("D12", "电子开发组", "Electronics", "D10"),
    Unit("D20", "采购部", "Procurement", "D00"),
    Unit("D30", "市场部", "Marketing", "D00"),
    Unit("D40", "生产部", "Production", "D00"),
    Unit("D41", "冲压车间", "Press shop", "D40"),
    Unit("D42", "装配车间", "Assembly shop", "D40"),
    Unit("D50", "信息技术部", "IT", "D00"),
    Unit("D60", "人力资源部", "Human resources", "D00"),
    Unit("D70", "项目管理办公室", "Project management office", "D00"),
)
GROUPS = (
    ("G1", "冲压线改造", "Press line retrofit"),
    ("G2", "供应商切换", "Supplier switch"),
    ("G3", "秋季上市", "Autumn launch"),
    ("G4", "质量追溯", "Quality tracing"),
)
LEADING = (Tier.management, Tier.end_user)

# The accounts of the sign-in page; what each is, in English msgids.
ACCOUNTS = (
    Member("000101", "林静", "lin", "D41", "冲压工艺员", groups=("G1",), manager="000103"),
    Member(
        "000102",
        "周凯",
        "zhou",
        "D11",
        "项目管理员",
        (Role.administrator,),
        (Tier.administrator, Tier.end_user),
        ("G1", "G4"),
        "000110",
    ),
    Member("000103", "陈志远", "chen", "D40", "生产部经理", (Role.manager,), LEADING, ("G1",)),
    Member("000104", "王磊", "wang", "D20", "采购工程师", (), (Tier.end_user,), ("G2",), "000120"),
    Member("000105", "赵敏", "zhao", "D11", "结构工程师", (), (Tier.end_user,), ("G1",), "000110"),
    Member("000106", "孙岩", "sun", "D10", "研发总监", (Role.board_member,), LEADING, ("G3",)),
    Member("000107", "何琳", "he", "D60", "人力资源主管", (Role.hr_officer,), (Tier.end_user,)),
    Member("000108", "郭强", "guo", "D50", "信息系统工程师", (Role.it_operator,), (Tier.administrator, Tier.end_user)),
    Member("000109", "彭璐", "pmo", "D70", "项目管理办公室主任", (Role.pmo,), LEADING, ("G3", "G4")),
)
MANAGERS = (
    Member("000110", "蒋涛", "jiang", "D10", "研发中心经理", (Role.manager,), LEADING, ("G1",)),
    Member("000120", "宋佳", "song", "D20", "采购部经理", (Role.manager,), LEADING, ("G2",)),
    Member("000130", "韩雪", "han", "D30", "市场部经理", (Role.manager, Role.board_member), LEADING, ("G3",)),
    Member("000150", "罗军", "luo", "D50", "信息技术部经理", (Role.manager, Role.board_member), LEADING),
    Member("000160", "田华", "tian", "D60", "人力资源部经理", (Role.manager,), LEADING),
    Member("000170", "高原", "gao", "D70", "内部审计", (Role.auditor,), (Tier.end_user,)),
)
_COLLEAGUES = {
    "D11": ("000110", "G1", "结构工程师", ("李明", "许航", "邓超", "冯雪")),
    "D12": ("000110", "G4", "电子工程师", ("吴迪", "马琳", "朱峰")),
    "D20": ("000120", "G2", "采购专员", ("刘洋", "胡蓉", "唐莉", "袁野", "吕思", "丁一")),
    "D30": ("000130", "G3", "市场专员", ("郑爽", "梁晨", "谢娜", "曹颖", "彭飞")),
    "D41": ("000103", "G1", "冲压操作员", ("张伟", "杨帆", "黄海", "徐刚", "沈亮", "姚远", "崔勇")),
    "D42": ("000103", "G4", "装配操作员", ("周琪", "范丽", "石磊", "廖凯", "邹敏", "熊杰")),
    "D50": ("000150", "", "运维工程师", ("金鑫", "陆川")),
    "D60": ("000160", "", "培训专员", ("戴维佳", "夏雨")),
    "D70": ("000109", "G3", "项目助理", ("贾宁", "方圆")),
}
GONE, AWAY = "000302", "000311"  # one who has left, one on long leave


def colleagues() -> list[Member]:
    """Everyone else, numbered from 000300."""
    found: list[Member] = []
    for department, (manager, group, job, names) in _COLLEAGUES.items():
        for name in names:
            number = f"{300 + len(found):06d}"
            groups = (group,) if group else ()
            found.append(Member(number, name, f"e{number}", department, job, groups=groups, manager=manager))
    return found


def everyone() -> list[Member]:
    """All people, managers before those they manage."""
    return [*MANAGERS, *sorted(ACCOUNTS, key=lambda m: m.manager is not None), *colleagues()]
