"""How dates and times read everywhere: day, month, year, and 24 hours.

The first are Django's own names, the second are ours: every language of the site has a module like
this one with all of them. What is missing here, such as what forms accept, is as in Django's own
English formats.
"""

DATE_FORMAT = "j F Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j M Y, H:i"
MONTH_DAY_FORMAT = "j F"
SHORT_DATE_FORMAT = "j M Y"
SHORT_DATETIME_FORMAT = "j M Y, H:i"
FIRST_DAY_OF_WEEK = 1

TIME_WITH_SECONDS_FORMAT = "H:i:s"
WEEKDAY_FORMAT = "l j F"
WEEKDAY_DATE_FORMAT = "l j F Y"
WEEKDAY_DATETIME_FORMAT = "l j F Y, H:i"
LONG_DATETIME_FORMAT = "j F Y, H:i"
SHORT_MONTH_DAY_FORMAT = "j M"
SHORT_WEEKDAY_DATETIME_FORMAT = "D j M Y, H:i"
