"""Private addresses: whose they are, and that they open nothing else."""

from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.actions import (
    deactivate_person,
    private_address,
    renew_private_address,
    withdraw_private_address,
)
from app.accounts.models import AddressPurpose, PrivateAddress
from app.accounts.queries import person_at_address
from app.accounts.queries.private_addresses import PLACES
from app.foundation.db import db, transaction
from tests.factories import Cast
from tests.feedback.rows import together
from tests.page import Page

CALENDAR, RELEASES = AddressPurpose.calendar, AddressPurpose.releases


@pytest.fixture
def places(app: Flask) -> Iterator[None]:
    """Both purposes served, whatever the portal serves."""
    kept = app.extensions[PLACES]
    app.extensions[PLACES] = dict.fromkeys(AddressPurpose, "accounts.show_invitation")
    yield
    app.extensions[PLACES] = kept


def test_an_address_is_of_one_person_and_one_purpose_until_it_is_renewed_or_withdrawn(app: Flask, cast: Cast) -> None:
    with app.app_context(), transaction():
        token = private_address(person_id=cast.lin, purpose=CALENDAR)
        assert private_address(person_id=cast.lin, purpose=CALENDAR) == token
        assert len(token) >= 43
        assert token not in str(db.session.execute(sa.text("SELECT * FROM private_addresses")).all())
    with app.app_context():
        found = person_at_address(CALENDAR, token)
        assert found is not None
        assert found.id == cast.lin
        assert found.roles == frozenset()
        assert person_at_address(RELEASES, token) is None
        assert person_at_address(CALENDAR, token + "x") is None
    with app.app_context(), transaction():
        fresh = renew_private_address(person_id=cast.lin, purpose=CALENDAR)
        assert person_at_address(CALENDAR, token) is None
        assert person_at_address(CALENDAR, fresh) is not None
        withdraw_private_address(person_id=cast.lin, purpose=CALENDAR)
        assert person_at_address(CALENDAR, fresh) is None


def test_who_may_not_sign_in_has_no_address(app: Flask, cast: Cast) -> None:
    with app.app_context(), transaction():
        token = private_address(person_id=cast.eve, purpose=RELEASES)
        deactivate_person(person_id=cast.eve, reason="离职", by=cast.he)
        assert person_at_address(RELEASES, token) is None


def test_many_hands_make_one_address(app: Flask, cast: Cast) -> None:
    tokens = together(app, 12, lambda _n: private_address(person_id=cast.lin, purpose=CALENDAR))
    assert len(set(tokens)) == 1
    assert isinstance(tokens[0], str)
    with app.app_context():
        assert len(db.session.scalars(sa.select(PrivateAddress)).all()) == 1


@pytest.mark.usefixtures("places")
def test_the_account_offers_copies_renews_and_withdraws(
    app: Flask, cast: Cast, sign_in: Callable[[int | None], FlaskClient], visit: Callable[..., Page]
) -> None:
    client = sign_in(cast.lin)
    page = Page(client.get("/account"), "/account")
    assert not page.has("#private-addresses input[readonly]")
    fields = page.fields("/account/addresses/calendar")
    assert client.post("/account/addresses/calendar", data=fields).status_code == 303
    shown = _shown(visit("/account", as_=cast.lin))
    assert _shown(visit("/account", as_=cast.lin)) == shown
    with app.app_context():
        assert person_at_address(CALENDAR, shown.rpartition("/")[2]) is not None
    client.post("/account/addresses/calendar/renewal", data=fields)
    assert _shown(visit("/account", as_=cast.lin)) != shown
    kept, app.secret_key = app.secret_key, "another key of this portal, long enough"
    try:
        assert "cannot be shown any more" in visit("/account", as_=cast.lin).text("#private-addresses")
    finally:
        app.secret_key = kept
    client.post("/account/addresses/calendar/delete", data=fields)
    assert not visit("/account", as_=cast.lin).has("#private-addresses input[readonly]")
    assert client.post("/account/addresses/anything", data=fields).status_code == 404


def _shown(page: Page) -> str:
    found: str = page.root.cssselect("#address-calendar")[0].get("value")
    assert found.startswith("http")
    return found
