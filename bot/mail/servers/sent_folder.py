"""Was this answer of ours accepted? Its copy in the mailbox tells, after a crash or a lost line.

The sender puts our own address into the envelope of every mail (see `smtp`), so that the copy exists
exactly when the server took the mail: an APPEND afterwards would miss the moment in between.
"""

from __future__ import annotations

from bot.mail.servers.imap_session import has_folder, open_imap, sent_folder_path, speaking_to
from bot.mail.servers.sign_ins import SignIns
from bot.settings.values import ImapSettings


class SentFolder:
    """Looks for copies of our mails; opens a connection for each look, which is rare."""

    def __init__(self, settings: ImapSettings, sign_ins: SignIns | None = None) -> None:
        self._settings = settings
        self._sign_ins = sign_ins or SignIns()

    def holds(self, message_id: str) -> bool:
        """Is there a mail with this Message-ID in the Sent folder or still in the inbox?

        Raises TransportError when the mailbox cannot be asked: then nobody knows.
        """
        client = open_imap(self._settings, self._sign_ins)
        try:
            with speaking_to(self._settings):
                # The inbox first: the copy moves from there to Sent, never back.
                for path in ("INBOX", sent_folder_path(client)):
                    if has_folder(client, path):
                        client.select_folder(path, readonly=True)
                        if client.search(["HEADER", "Message-ID", message_id]):
                            return True
                return False
        finally:
            client.__exit__(None, None, None)
