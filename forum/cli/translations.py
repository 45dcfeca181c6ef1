"""`forum translations`: complete or not, and into the form that gettext reads."""

import click

from forum.cli import catalogues


@click.group()
def translations() -> None:
    """Check and compile the translations."""


@translations.command("compile")
def compile_() -> None:
    """Write translations/<language>/LC_MESSAGES/messages.mo from the .po files."""
    catalogues.compile_all()


@translations.command()
def check() -> None:
    """Fail, with a list, unless every language has every text once, with its placeholders."""
    used = catalogues.texts()
    languages = [catalogues.read(folder) for folder in catalogues.languages()]
    faults = [
        f"{language.name}: {fault}"
        for language in languages
        for fault in catalogues.faults_of(language, used)
    ]
    for fault in faults:
        click.echo(fault)
    if faults:
        raise click.ClickException(f"{len(faults)} fault(s) in the translations.")
    click.echo(f"Translations are complete: {', '.join(one.name for one in languages)}.")
