"""All blueprints, one per noun."""

from flask import Blueprint

from forum.web import pages

BLUEPRINTS: tuple[Blueprint, ...] = (pages.blueprint,)
