"""All blueprints, one per noun."""

from flask import Blueprint

from forum.web import (
    appearance,
    approvals,
    channels,
    email_changes,
    groups,
    health,
    invitations,
    languages,
    memberships,
    pages,
    passwords,
    profiles,
    settings_pages,
    sign_in,
    sign_ins,
    sign_up,
    subscriptions,
)

BLUEPRINTS: tuple[Blueprint, ...] = (
    appearance.blueprint,
    approvals.blueprint,
    channels.blueprint,
    email_changes.blueprint,
    groups.blueprint,
    health.blueprint,
    invitations.blueprint,
    languages.blueprint,
    memberships.blueprint,
    pages.blueprint,
    passwords.blueprint,
    profiles.blueprint,
    settings_pages.blueprint,
    sign_in.blueprint,
    sign_ins.blueprint,
    sign_up.blueprint,
    subscriptions.blueprint,
)
