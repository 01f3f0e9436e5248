"""What a mail server of elsewhere says of a letter that reached nobody."""

from __future__ import annotations

_BOUNCE = """\
From: Mail Delivery System <MAILER-DAEMON@mx.fuera.test>
To: incidenciastde@ieslaloma.test
Subject: Undelivered Mail Returned to Sender
Message-ID: <bounce{n}@mx.fuera.test>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b

This is the mail system.
--b
Content-Type: message/delivery-status

Final-Recipient: rfc822; nadie{n}@fuera.test
Action: failed
Status: 5.1.1
--b--
"""


def bounce(number: int) -> bytes:
    """The mail, as it lies in the mailbox."""
    return _BOUNCE.format(n=number).replace("\n", "\r\n").encode()
