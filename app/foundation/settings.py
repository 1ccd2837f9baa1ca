"""Settings: read once from the environment into one typed, frozen object.

The environment wins over `instance/settings.env` (lines of `NAME=value`), which wins over the defaults here.
A missing, weak, unknown or half-set setting is refused with a sentence that says what to do.
"""

import difflib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

ROOT = Path(__file__).resolve().parents[2]
SHORTEST_SECRET = 32
FEWEST_CHARACTERS = 8  # different ones
RESERVED_PREFIXES = ("UPTAKE_", "COMPANY_", "MAIL_")


class SettingsError(Exception):
    """A setting is missing, weak, unknown or contradicts another; the text says how to mend it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything an operator may set; the field's metadata names the environment variable."""

    database_url: str = field(metadata={"env": "DATABASE_URL"})
    secret_key: str = field(metadata={"env": "SECRET_KEY"})
    demo: bool = field(default=False, metadata={"env": "UPTAKE_DEMO"})
    instance: Path = field(default=ROOT / "instance", metadata={"env": "UPTAKE_INSTANCE"})
    content: Path = field(default=ROOT / "content", metadata={"env": "UPTAKE_CONTENT"})
    host: str = field(default="127.0.0.1", metadata={"env": "UPTAKE_HOST"})
    port: int = field(default=8000, metadata={"env": "PORT"})
    public_url: str = field(default="", metadata={"env": "UPTAKE_PUBLIC_URL"})
    trusted_hosts: tuple[str, ...] = field(default=(), metadata={"env": "UPTAKE_TRUSTED_HOSTS"})
    proxies: int = field(default=0, metadata={"env": "UPTAKE_PROXIES"})
    web_processes: int = field(default=1, metadata={"env": "UPTAKE_WEB_PROCESSES"})
    company_name: str = field(default="Uptake", metadata={"env": "COMPANY_NAME"})
    company_zone: str = field(default="Asia/Shanghai", metadata={"env": "COMPANY_ZONE"})
    mail_url: str = field(default="", metadata={"env": "MAIL_URL"})
    mail_from: str = field(default="", metadata={"env": "MAIL_FROM"})
    deliveries: str = field(default="", metadata={"env": "UPTAKE_DELIVERIES"})
    vote_budget: int = field(default=10, metadata={"env": "UPTAKE_VOTE_BUDGET"})
    log_level: str = field(default="INFO", metadata={"env": "UPTAKE_LOG_LEVEL"})

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which the company's days begin and end."""
        return ZoneInfo(self.company_zone)

    @property
    def sqlite(self) -> bool:
        """True when the database is one SQLite file."""
        return self.database_url.startswith("sqlite")

    @property
    def hosts(self) -> list[str]:
        """Host names the portal answers to; any other is refused with 400."""
        own = urlsplit(self.public_url).hostname
        local = ["localhost", "127.0.0.1", "[::1]"]
        return [*local, *([own] if own else []), *self.trusted_hosts]


def load_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read, type and check the settings. Raises SettingsError with a sentence for the operator."""
    given = dict(os.environ if environment is None else environment)
    instance = Path(given.get("UPTAKE_INSTANCE", ROOT / "instance"))
    given = {**_settings_file(instance / "settings.env"), **given}
    _refuse_unknown(given)
    values = {
        f.name: _typed(f.type, f.metadata["env"], given[f.metadata["env"]])
        for f in fields(Settings)
        if given.get(f.metadata["env"], "") != ""
    }
    values.setdefault("database_url", f"sqlite:///{instance.resolve() / 'uptake.sqlite3'}")
    values.setdefault("secret_key", "")
    settings = Settings(**_completed(values))
    _check(settings)
    return settings


def _settings_file(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
    pairs = [line.partition("=") for line in lines if line and not line.startswith("#")]
    known = _names()
    for name, _, _ in pairs:
        if name.strip() not in known:
            raise SettingsError(f"{path.name}: unknown setting {name.strip()!r}. {_nearest(name.strip())}")
    return {name.strip(): value.strip() for name, _, value in pairs}


def _names() -> dict[str, str]:
    return {f.metadata["env"]: f.name for f in fields(Settings)}


def _nearest(name: str) -> str:
    close = difflib.get_close_matches(name, _names(), n=1, cutoff=0.6)
    return f"Did you mean {close[0]}?" if close else "See the settings table in README.md."


def _refuse_unknown(given: Mapping[str, str]) -> None:
    known = _names()
    for name in given:
        reserved = name.startswith(RESERVED_PREFIXES)
        misspelt = difflib.get_close_matches(name, ("DATABASE_URL", "SECRET_KEY"), n=1, cutoff=0.9)
        if name not in known and (reserved or misspelt):
            raise SettingsError(f"Unknown setting {name}. {_nearest(name)}")


def _typed(kind: Any, name: str, text: str) -> Any:
    if kind is bool:
        if text.lower() not in ("0", "1", "true", "false", "yes", "no"):
            raise SettingsError(f"{name} must be 1 or 0, not {text!r}.")
        return text.lower() in ("1", "true", "yes")
    if kind is int:
        if not text.isascii() or not text.isdigit():
            raise SettingsError(f"{name} must be a whole number, not {text!r}.")
        return int(text)
    if kind is Path:
        return Path(text)
    if kind == tuple[str, ...]:
        return tuple(part.strip() for part in text.split(",") if part.strip())
    return text


def _completed(values: dict[str, Any]) -> dict[str, Any]:
    if values.get("demo"):
        instance = values.get("instance", ROOT / "instance")
        values.setdefault("company_name", "华信汽车零部件")
        values.setdefault("mail_url", f"file://{Path(instance).resolve() / 'mail'}")
        values.setdefault("mail_from", "uptake@huaxin.example")
        values.setdefault("deliveries", str(Path(instance).resolve() / "deliveries"))
        values["secret_key"] = values["secret_key"] or "demo mode only: sign-ins here are worth nothing"
    port = values.get("port", 8000)
    if values.get("demo"):
        values.setdefault("public_url", f"http://127.0.0.1:{port}")
    url = values["database_url"]
    if url.startswith(("postgres://", "postgresql://")):
        values["database_url"] = "postgresql+psycopg://" + url.split("://", 1)[1]
    return values


def _check(settings: Settings) -> None:
    if not settings.demo:
        _check_secret(settings.secret_key)
    _check_mail(settings)
    if not settings.database_url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise SettingsError("DATABASE_URL must begin with sqlite:/// or postgresql://.")
    if settings.log_level not in ("DEBUG", "INFO", "WARNING", "ERROR"):
        raise SettingsError("UPTAKE_LOG_LEVEL must be DEBUG, INFO, WARNING or ERROR.")
    try:
        ZoneInfo(settings.company_zone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise SettingsError(
            f"COMPANY_ZONE {settings.company_zone!r} is no time zone, such as Asia/Shanghai."
        ) from error


def _check_secret(key: str) -> None:
    if not key:
        raise SettingsError(
            "SECRET_KEY is not set. Make one with `python3 -c 'import secrets; print(secrets.token_hex(32))'` "
            "and set it in the environment or in instance/settings.env."
        )
    if len(key) < SHORTEST_SECRET or len(set(key)) < FEWEST_CHARACTERS:
        raise SettingsError(
            f"SECRET_KEY is too weak: at least {SHORTEST_SECRET} characters that nobody can guess. "
            "`python3 -c 'import secrets; print(secrets.token_hex(32))'` makes one."
        )


def _check_mail(settings: Settings) -> None:
    if bool(settings.mail_url) != bool(settings.mail_from):
        raise SettingsError("MAIL_URL and MAIL_FROM go together: set both, or neither.")
    if settings.mail_url and urlsplit(settings.mail_url).scheme not in ("smtp", "smtps", "file"):
        raise SettingsError("MAIL_URL must begin with smtp://, smtps:// or file://.")
    if settings.mail_url and not settings.public_url:
        raise SettingsError("UPTAKE_PUBLIC_URL must be set when mails are sent: their links begin with it.")
