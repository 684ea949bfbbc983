"""How a signed-in person is fetched."""

from allauth.account.auth_backends import AuthenticationBackend

from profiles.models import User


class WithProfile(AuthenticationBackend):
    """Fetches the profile along with the person: every page reads in it how the person reads."""

    def get_user(self, user_id):
        """The person, or ``None`` where there is none or the account is closed."""
        user = User.objects.select_related("profile").filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None
