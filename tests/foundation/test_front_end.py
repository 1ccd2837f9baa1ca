"""The front-end files: what is built, how it is served, and that every element stands."""

import gzip
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from app.foundation.assets import BUILD
from tests.page import Page, post
from tools import build_assets
from tools.build_assets import Unbuildable
from tools.prune_css import class_names, follow_system_theme, prune

ERRORS = (400, 403, 404, 405, 409, 413, 422, 429, 500, 503)


@pytest.fixture(scope="module")
def manifest() -> dict[str, str]:
    build_assets.build()
    names: dict[str, str] = json.loads((BUILD / "manifest.json").read_text(encoding="utf-8"))
    return names


def test_a_rule_stays_when_all_its_classes_are_used_and_goes_otherwise() -> None:
    css = ".card,.navbar .card{color:red}.navbar{color:blue}.btn:not(.navbar){color:green}p{margin:0}"
    assert prune(css, {"card", "btn"}) == ".card{color:red}.btn:not(.navbar){color:green}p{margin:0}"


def test_pruning_reads_through_strings_media_and_escaped_names() -> None:
    css = (
        '@media (min-width:1px){.a\\:b{background:url("data:image/svg+xml,{;}")}.gone{top:0}}@media print{.gone{top:0}}'
    )
    assert prune(css, {"a:b"}) == '@media (min-width:1px){.a\\:b{background:url("data:image/svg+xml,{;}")}}'


def test_custom_properties_and_key_frames_nobody_uses_go() -> None:
    css = ":root{--used:1;--chain:var(--used);--idle:2}.a{top:var(--chain);animation:turn 1s}@keyframes turn{to{top:0}}@keyframes idle{to{top:0}}"
    assert (
        prune(css, {"a"})
        == ":root{--used:1;--chain:var(--used)}.a{top:var(--chain);animation:turn 1s}@keyframes turn{to{top:0}}"
    )


def test_the_system_theme_repeats_the_dark_rules_for_dark_devices() -> None:
    dark = "[data-bs-theme=dark] .a{top:0}.b{top:1px}"
    copy = "[data-bs-theme=system] .a{top:0}"
    assert follow_system_theme(dark) == f"{dark}@media screen and (prefers-color-scheme:dark){{{copy}}}"


def test_the_stylesheet_keeps_the_tabler_classes_that_templates_use(manifest: dict[str, str]) -> None:
    kept = class_names((BUILD / manifest["app.css"]).read_text(encoding="utf-8"))
    assert {"card", "card-header", "btn", "form-control", "form-select", "table"} <= kept
    assert "navbar-brand-autodark" not in kept


def test_all_files_of_a_page_weigh_less_than_80_kib_in_gzip(manifest: dict[str, str]) -> None:
    sizes = {name: (BUILD / f"{built}.gz").stat().st_size for name, built in manifest.items()}
    assert sum(sizes.values()) < 80 * 1024, sizes


def test_every_built_file_is_there_plain_and_compressed_with_the_same_content(manifest: dict[str, str]) -> None:
    for built in manifest.values():
        assert gzip.decompress((BUILD / f"{built}.gz").read_bytes()) == (BUILD / built).read_bytes()
        assert (BUILD / f"{built}.br").exists()


def test_third_party_licences_lie_beside_the_files(manifest: dict[str, str]) -> None:
    texts = [path.read_text(encoding="utf-8") for path in BUILD.glob("*.LICENSE.txt")]
    assert len(texts) == 3
    assert all("permission" in text.lower() for text in texts)
    assert manifest


def test_nothing_is_built_again_when_nothing_changed(manifest: dict[str, str]) -> None:
    before = {path: path.stat().st_mtime_ns for path in BUILD.iterdir()}
    assert build_assets.build() is False
    assert {path: path.stat().st_mtime_ns for path in BUILD.iterdir()} == before
    assert manifest


def test_files_of_the_last_build_stay_for_an_hour(
    manifest: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(build_assets, "BUILD", tmp_path)
    young, old = tmp_path / "app.young.css", tmp_path / "app.old.css"
    for path in (young, old):
        path.write_text("p{margin:0}", encoding="utf-8")
    os.utime(old, (0, 0))
    assert build_assets.build() is True
    assert young.exists()
    assert not old.exists()
    assert {*manifest.values(), "manifest.json", ".stamp"} <= {path.name for path in tmp_path.iterdir()}


def test_an_icon_that_does_not_exist_stops_the_build_with_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build_assets, "ICONS", {"no-such-icon"})
    with pytest.raises(Unbuildable, match="no-such-icon"):
        build_assets.build(force=True)


def test_files_are_served_for_ever_and_compressed(app: Flask, manifest: dict[str, str]) -> None:
    address = f"/static/build/{manifest['app.css']}"
    for asked in ("br", "gzip"):
        response = app.test_client().get(address, headers={"Accept-Encoding": asked})
        assert response.status_code == 200
        assert response.headers["Content-Encoding"] == asked
        assert "immutable" in response.headers["Cache-Control"]
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        response.close()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_living_page_shows_every_element(visit: Callable[..., Page], language: str) -> None:
    page = visit("/ui", language=language)
    shown = [
        ".pill",
        ".notice",
        ".btn-primary",
        ".vote",
        ".tile",
        ".gauge",
        ".bars",
        ".lines",
        ".pager",
        ".blank",
        ".person",
        ".stages",
    ]
    assert [selector for selector in shown if not page.has(selector)] == []
    assert page.root.get("lang") == {"zh": "zh-CN", "en": "en"}[language]


def test_a_form_to_correct_names_its_faults_above_and_at_the_fields(app: Flask) -> None:
    response = post(app.test_client(), "/ui", "/ui", title="", body="x" * 2001)
    assert response.status_code == 422
    page = Page(response, "/ui")
    wrong = page.root.cssselect("#title")[0]
    assert wrong.get("aria-invalid") == "true"
    assert "title-error" in wrong.get("aria-describedby").split()
    assert "#title" in page.links(".error-summary a")
    assert page.text("#body") == "x" * 2001


@pytest.mark.parametrize("code", ERRORS)
def test_every_error_has_a_page_and_a_fragment(app: Flask, code: int) -> None:
    with app.test_request_context("/"):
        whole = app.jinja_env.get_template(f"errors/{code}.html")
        piece = app.jinja_env.get_template("errors/_fragment.html")
        context: dict[str, object] = {"code": code}
        app.update_template_context(context)
        assert str(code) in whole.render(context)
        assert "<html" not in piece.render(context)


def test_templates_write_no_style_and_no_script() -> None:
    for path in Path("app/templates").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert " style=" not in text, path
        assert "<script>" not in text, path
