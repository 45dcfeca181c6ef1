"""`forum docs`: write the pages of `docs/` that follow from the code, or see whether they do."""

import click

from forum.cli.reference import pages
from forum.settings import ROOT


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; fail if a page is out of date.")
def docs(*, check: bool) -> None:
    """Write docs/events.md, docs/permissions.md, and docs/settings.md from the code."""
    stale = [
        (path, text)
        for path, text in pages().items()
        if not path.is_file() or path.read_text(encoding="utf-8") != text
    ]
    names = ", ".join(str(path.relative_to(ROOT)) for path, _ in stale)
    if check and stale:
        raise click.ClickException(
            f"Out of date: {names}. Bring them up to date with: flask --app wsgi forum docs"
        )
    for path, text in stale:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    click.echo(f"Written: {names}." if stale else "The pages agree with the code.")
