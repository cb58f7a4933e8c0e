"""How long personal data is kept: the one place where it is decided. The privacy page and the letters read it here.

Longer or shorter is for whoever answers for the data to say (the controller, with its data protection officer); the
longest times given here are those of the law where there is one.
"""

from datetime import timedelta

YEAR = timedelta(days=365)

# Letters in the queue hold codes, links and addresses: what was sent is emptied at once, or this long after at most.
SENT_LETTER_TEXT, SENT_LETTER, FAILED_LETTER = timedelta(days=1), timedelta(days=7), timedelta(days=30)

# After the activity. What somebody needs may tell of their health: it goes first.
NEEDS, WHO_CAME = timedelta(days=1), timedelta(days=30)
# After a place was given back, or was never confirmed.
PLACE_GIVEN_BACK = timedelta(days=30)
CLIENT = timedelta(days=1)  # after signing up
SIGN_UP_MESSAGE = YEAR  # after the activity

DRAFT, WITHDRAWN = timedelta(days=180), timedelta(days=90)  # after it was last saved, or taken back
UNANSWERED = YEAR  # a proposal that its author was asked to change, and did not
# After it was decided: a year to complain of it, or to ask why.
DECIDED = YEAR

CONTACT_ANSWERED, CONTACT = YEAR, 2 * YEAR  # after it was dealt with; after it came, dealt with or not

HELD_FORM = timedelta(hours=1)  # what was sent without being signed in, from when its sender asks for the figures
HELD_FORM_SENT = timedelta(minutes=1)  # once they have sent it on
ACCOUNT_UNUSED = 3 * YEAR  # of whoever keeps nothing up
DESK_LOG = 2 * YEAR

# Links of letters, by what they are for. A link to a place is good while we know whose it is.
LINK_TO_PLACE = WHO_CAME  # after the activity
CODE_AT_THE_DOOR = timedelta(days=1)  # after the activity
LINK_TO_ANSWER = timedelta(days=60)
LINK_TO_FOLLOW_UP = timedelta(days=180)
# Whatever the activity says by then: nobody signs up longer ahead.
LINK_AT_MOST = 2 * YEAR
