"""Letting the first people in, at the command line."""

import re

import pytest
import sqlalchemy as sa
from click import Command
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from forum.accounts.models import Account, Actor, Role
from forum.cli.accounts import admin, invite_
from tests.factories.accounts import make_actor
from tests.web.forms import submit

PASSWORD = "neun Äpfel im Quartier"


def link_in(output: str) -> str:
    found = re.search(r"http://forum\.test(/\S+)", output)
    assert found, output
    return found.group(1)


def test_the_first_admin_sets_the_password_by_a_link(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    result = app.test_cli_runner().invoke(
        admin, ["create", "Frauke@Example.org", "--name", "Frauke Admin"]
    )
    assert result.exit_code == 0, result.output
    assert submit(client, link_in(result.output), {"password": PASSWORD}).status_code == 302
    values: dict[str, object] = {"email": "frauke@example.org", "password": PASSWORD}
    assert submit(client, "/sign-in", values).status_code == 302
    assert client.get("/approvals").status_code == 200


def test_the_password_can_be_typed_instead(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    result = app.test_cli_runner().invoke(
        admin,
        ["create", "frauke@example.org", "--name", "F", "--password"],
        input=f"{PASSWORD}\n{PASSWORD}\n",
    )
    assert result.exit_code == 0, result.output
    values: dict[str, object] = {"email": "frauke@example.org", "password": PASSWORD}
    assert submit(client, "/sign-in", values).status_code == 302


def test_a_member_becomes_an_admin_and_keeps_the_account(app: Flask, session: Session) -> None:
    ada = make_actor(session, "Ada Beispiel")
    result = app.test_cli_runner().invoke(
        admin, ["create", f"{ada.handle}@example.org", "--name", "X"]
    )
    assert result.exit_code == 0, result.output
    assert "http" not in result.output
    session.expire_all()
    row = session.execute(sa.select(Actor.role, Actor.name).where(Actor.id == ada.id)).one()
    assert tuple(row) == (Role.ADMIN, "Ada Beispiel")


def test_an_invitation_is_printed_to_hand_on(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    runner = app.test_cli_runner()
    result = runner.invoke(invite_, ["bea@example.org"])
    assert result.exit_code == 0, result.output
    values: dict[str, object] = {"name": "Bea", "password": PASSWORD, "accepted": "y"}
    assert submit(client, link_in(result.output), values).status_code == 302
    assert session.scalars(sa.select(Account.email)).all() == ["bea@example.org"]
    again = runner.invoke(invite_, ["bea@example.org"])
    assert again.exit_code == 1


@pytest.mark.parametrize("command", [admin, invite_])
def test_what_is_no_address_is_refused_with_a_sentence(
    app: Flask, session: Session, command: Command
) -> None:
    args = ["create", "frauke", "--name", "X"] if command is admin else ["frauke"]
    result = app.test_cli_runner().invoke(command, args)
    assert result.exit_code == 1
    assert "does not look like an e-mail address" in result.output
