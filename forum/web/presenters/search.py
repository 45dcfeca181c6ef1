"""What a search shows: results with place, author, date and the sentence that matched."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from flask import url_for
from flask_babel import gettext as _

from forum.search.answers import Answer, Question, Suggestions
from forum.search.excerpts import Piece, marked, plain_text, sentence
from forum.search.in_rooms import FoundMessage
from forum.search.language import Filter, Operator
from forum.search.queries import FoundPerson, FoundPost
from forum.threads.queries import AuthorLine
from forum.web.presenters.addresses import address_of
from forum.web.presenters.faces import Faces
from forum.web.presenters.parts import ChannelLink, Choice, Pages, Person
from forum.web.presenters.people import person_of
from forum.web.room_reading import room_address
from forum.web.texts import sentence as sentence_of
from forum.wording.rooms import joined

Pieces = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class PostResult:
    """A post that was found."""

    url: str
    title: Pieces
    text: Pieces
    channel: ChannelLink
    person: Person
    at: datetime
    is_reply: bool


@dataclass(frozen=True, slots=True)
class MessageResult:
    """A message that was found; its address shows it among what was said around it."""

    url: str
    text: Pieces
    room: ChannelLink
    person: Person
    at: datetime


@dataclass(frozen=True, slots=True)
class PersonResult:
    """A member who was found."""

    person: Person
    name: Pieces
    function: Pieces
    text: Pieces


@dataclass(frozen=True, slots=True)
class FilterChip:
    """A filter in use; its link leaves it out."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class SearchPage:
    """Everything the page of a search shows."""

    text: str
    kind: str
    order: str
    was_asked: bool
    posts: tuple[PostResult, ...]
    messages: tuple[MessageResult, ...]
    all_messages_url: str | None
    people: tuple[PersonResult, ...]
    people_first: bool
    all_people_url: str | None
    chips: tuple[FilterChip, ...]
    hints: tuple[str, ...]
    kinds: tuple[Choice, ...]
    orders: tuple[Choice, ...]
    pages: Pages


@dataclass(frozen=True, slots=True)
class RoomSearchPage:
    """What was found in one room, newest first."""

    text: str
    was_asked: bool
    messages: tuple[MessageResult, ...]
    hints: tuple[str, ...]
    pages: Pages


def room_search_page(question: Question, answer: Answer, base: str) -> RoomSearchPage:
    """Return the page of a search in one room; `base` is its address without the question."""

    def address(page: int) -> str:
        asked = {"q": question.text} | ({"page": str(page)} if page > 1 else {})
        return f"{base}?{urlencode(asked)}"

    return RoomSearchPage(
        text=answer.query.text,
        was_asked=not answer.query.is_empty,
        messages=message_results(answer),
        hints=tuple(sentence_of(hint.value) for hint in answer.hints),
        pages=Pages(
            earlier_url=address(question.page - 1) if question.page > 1 else None,
            later_url=address(question.page + 1) if answer.more else None,
            first_url=address(1) if question.page > 2 else None,
        ),
    )


def search_page(question: Question, answer: Answer, *, has_people: bool) -> SearchPage:
    """Return the page; `has_people` tells whether the reader may look for people at all."""
    faces = Faces()
    return SearchPage(
        text=answer.query.text,
        kind=question.kind,
        order=question.order,
        was_asked=not answer.query.is_empty,
        posts=_post_results(answer, faces),
        messages=message_results(answer),
        all_messages_url=_address(question, kind="messages", page=1)
        if answer.more_messages
        else None,
        people=tuple(_person_result(one, answer, faces) for one in answer.people),
        people_first=answer.people_first or not (answer.posts or answer.messages),
        all_people_url=_address(question, kind="people", page=1) if answer.more_people else None,
        chips=_chips(question, answer),
        hints=tuple(sentence_of(hint.value) for hint in answer.hints),
        kinds=_kinds(question) if has_people else (),
        orders=_orders(question) if answer.wanted and question.kind != "people" else (),
        pages=Pages(
            earlier_url=_address(question, page=question.page - 1) if question.page > 1 else None,
            later_url=_address(question, page=question.page + 1) if answer.more else None,
            first_url=_address(question, page=1) if question.page > 2 else None,
        ),
    )


def _post_results(answer: Answer, faces: Faces) -> tuple[PostResult, ...]:
    post, place = address_of("posts.show", "public_id"), address_of("channels.show", "slug")
    thread_titles = [one.title for one in answer.posts]

    def result(found: FoundPost, title: str) -> PostResult:
        return PostResult(
            url=post(found.public_id),
            title=marked(title, answer.wanted),
            text=sentence(plain_text(found.html), answer.wanted),
            channel=ChannelLink(found.channel_name, place(found.channel_slug)),
            person=faces.person(found.author),
            at=found.visible_at,
            is_reply=found.number > 1,
        )

    return tuple(map(result, answer.posts, thread_titles))


def message_results(answer: Answer) -> tuple[MessageResult, ...]:
    """Return the messages that were found; without a word in common, how each begins."""
    return tuple(_message_result(one, answer) for one in answer.messages)


def _message_result(found: FoundMessage, answer: Answer) -> MessageResult:
    message, room = found.message, found.message.room
    address = room_address(room)
    name = room.channel.name if room.channel else room.name or joined(found.others)
    return MessageResult(
        url=f"{address}?message={message.public_id}#message-{message.public_id}",
        text=sentence(plain_text(message.html), answer.wanted) or (Piece("…"),),
        room=ChannelLink(name, address),
        person=person_of(message.author),
        at=message.created_at,
    )


def _person_result(found: FoundPerson, answer: Answer, faces: Faces) -> PersonResult:
    line = AuthorLine(
        public_id=found.public_id,
        handle=found.handle,
        domain="",
        name=found.name,
        picture_at=found.picture_at,
        closed_at=None,
        organisation=found.organisation,
        city=found.city,
    )
    return PersonResult(
        person=faces.person(line),
        name=marked(found.name, answer.wanted),
        function=marked(found.function, answer.wanted),
        text=sentence(found.offers, answer.wanted),
    )


def _chips(question: Question, answer: Answer) -> tuple[FilterChip, ...]:
    query = answer.query
    return tuple(
        FilterChip(_chip_label(one), _address(question, q=query.without(one), page=1))
        for one in query.filters
    )


def _chip_label(one: Filter) -> str:
    labels = {
        Operator.AUTHOR: _("by %(name)s", name=one.value),
        Operator.CHANNEL: _("in %(name)s", name=one.value),
        Operator.CITY: _("city: %(name)s", name=one.value),
        Operator.THEME: _("theme: %(name)s", name=one.value),
        Operator.BEFORE: _("before %(date)s", date=one.value),
        Operator.AFTER: _("after %(date)s", date=one.value),
        Operator.TAG: _("tag: %(name)s", name=one.value),
        Operator.OPEN: _("unsolved"),
        Operator.SOLVED: _("solved"),
        Operator.UNANSWERED: _("unanswered"),
    }
    return str(labels[one.operator])


def _kinds(question: Question) -> tuple[Choice, ...]:
    names = (
        ("all", _("Everything")),
        ("posts", _("Posts")),
        ("messages", _("Messages")),
        ("people", _("People")),
    )
    return tuple(
        Choice(label, _address(question, kind=kind, page=1), is_current=question.kind == kind)
        for kind, label in names
    )


def _orders(question: Question) -> tuple[Choice, ...]:
    names = (("relevance", _("Best match first")), ("newest", _("Newest first")))
    return tuple(
        Choice(label, _address(question, order=order, page=1), is_current=question.order == order)
        for order, label in names
    )


def _address(question: Question, **changed: Any) -> str:  # noqa: ANN401 - parts of an address
    values = {
        "q": question.text,
        "kind": question.kind,
        "order": question.order,
        "page": question.page,
        **changed,
    }
    usual = {"kind": "all", "order": "relevance", "page": 1}
    return url_for("search.show", **{k: v for k, v in values.items() if v != usual.get(k)})


def suggestion_list(found: Suggestions) -> list[dict[str, str]]:
    """Return suggestions as the script in the page reads them: what it says, where it leads."""
    thread, person = address_of("threads.show", "public_id"), address_of("profiles.show", "handle")
    people = [
        {
            "label": one.name,
            "note": ", ".join(part for part in (one.organisation, one.city) if part),
            "url": person(one.handle),
            "kind": "person",
        }
        for one in found.people
    ]
    threads = [
        {"label": one.title, "note": one.channel, "url": thread(one.public_id), "kind": "thread"}
        for one in found.threads
    ]
    return people + threads
