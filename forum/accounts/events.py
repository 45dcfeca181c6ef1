"""What can have happened to accounts."""

from forum.kernel.events import Event


class ApplicationFiled(Event):
    """Somebody has sent the sign-up form; whether the address is known has not been looked up."""

    application_id: int


class ApplicationConfirmed(Event):
    """The address is confirmed, and an admin must decide."""

    application_id: int


class ApplicationAccepted(Event):
    """An admin has let somebody in."""

    application_id: int
    account_id: int


class ApplicationRefused(Event):
    """An admin has refused somebody, with a reason."""

    application_id: int


class InvitationMade(Event):
    """An admin has invited somebody."""

    invitation_id: int


class InvitationRevoked(Event):
    """An admin has taken an invitation back."""

    invitation_id: int


class InvitationAccepted(Event):
    """Somebody has come by an invitation."""

    invitation_id: int
    account_id: int


class AccountOpened(Event):
    """There is a new member, by whichever way."""

    account_id: int
    actor_id: int


class PasswordResetRequested(Event):
    """Somebody has asked for a new password; the address has not been looked up."""

    reset_id: int


class PasswordChanged(Event):
    """An account has a new password; its other sign-ins are ended."""

    account_id: int


class EmailChangeRequested(Event):
    """The owner wants another address; whether it is taken has not been looked up."""

    change_id: int


class EmailChangeCancelled(Event):
    """The change was called off from the old address."""

    change_id: int


class EmailChanged(Event):
    """The account has another address."""

    change_id: int
    account_id: int


class SignedIn(Event):
    """Somebody has signed in with the password."""

    sign_in_id: int
    is_new_device: bool


class SignInsEnded(Event):
    """One or more browsers of an account were signed out, by whoever uses another or the same."""

    account_id: int


class PresenceChosen(Event):
    """Somebody wishes, or does not wish any more, to be seen by who reads the same thread."""

    account_id: int


class ProfileChanged(Event):
    """An actor has changed what others see of them."""

    actor_id: int


class AdminAppointed(Event):
    """An actor may now run the hub."""

    actor_id: int


class FeedKeyMade(Event):
    """An account has a new key for its feeds; the one before it opens nothing any more."""

    account_id: int


class FeedKeyRevoked(Event):
    """An account has no key for its feeds any more."""

    account_id: int


class ActorMuted(Event):
    """Somebody may read but not write for a time; how long stands on the actor."""

    actor_id: int


class ActorSuspended(Event):
    """Somebody does not come in for a time; how long stands on the actor."""

    actor_id: int


class ActorBanned(Event):
    """Somebody does not come in any more."""

    actor_id: int


class SanctionLifted(Event):
    """A limit on an actor was taken back; ``measure`` is "mute", "suspend" or "ban"."""

    actor_id: int
    measure: str


class TrustGiven(Event):
    """Somebody's posts never wait for release."""

    actor_id: int


class TrustEnded(Event):
    """Somebody's posts wait for release where a channel says so."""

    actor_id: int
