"""The commands: `flask --app wsgi forum …`.

One module per command group, written with click alone; this page lists them all.
"""

from flask.cli import AppGroup

from forum.cli import (
    accounts,
    attachments,
    docs,
    events,
    examples,
    imports,
    lmtp,
    processes,
    programme,
    recount,
    search,
    statements,
    translations,
    up,
)

forum = AppGroup("forum", help="Run and look after the hub.")
forum.add_command(up.up)
forum.add_command(processes.web)
forum.add_command(processes.worker)
forum.add_command(lmtp.lmtp)
forum.add_command(accounts.admin)
forum.add_command(accounts.invite_)
forum.add_command(attachments.attachments)
forum.add_command(docs.docs)
forum.add_command(events.events)
forum.add_command(examples.examples)
forum.add_command(imports.import_archive)
forum.add_command(programme.programme)
forum.add_command(recount.recount)
forum.add_command(search.search)
forum.add_command(statements.statements)
forum.add_command(translations.translations)
