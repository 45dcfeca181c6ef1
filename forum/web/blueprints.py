"""All blueprints, one per noun."""

from flask import Blueprint

BLUEPRINTS: tuple[Blueprint, ...] = ()
