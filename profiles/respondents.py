"""Who answers: a member, whose answers are kept in the database, or a guest, whose session keeps them."""

from profiles import actions
from profiles.answers import Answers, answers_of, from_plain

SESSION_KEY = "guest_answers"


class Member:
    """Answers of a person with an account."""

    is_guest = False

    def __init__(self, user):
        self.user = user

    def answers(self):
        """What the member has answered so far."""
        return answers_of(self.user)

    def keep(self, step, answers):
        """Keep the answer to one question."""
        actions.keep_answer(user=self.user, step=step, answers=answers)


class Guest:
    """Answers of somebody who tries the app first; one place, gone with the session."""

    is_guest = True

    def __init__(self, session):
        self.session = session

    def answers(self):
        """What the guest has answered so far."""
        return from_plain(self.session.get(SESSION_KEY, {}))

    def keep(self, step, answers):
        """Keep the answer to one question."""
        self.session[SESSION_KEY] = answers.to_plain()


def respondent(request):
    """The :class:`Member` or :class:`Guest` behind a request."""
    return Member(request.user) if request.user.is_authenticated else Guest(request.session)


def welcome(request):
    """Give a member who has just signed in a profile, with what they answered as a guest."""
    plain = request.session.pop(SESSION_KEY, None)
    answers = from_plain(plain) if plain else Answers()
    return actions.adopt_answers(user=request.user, answers=answers)
