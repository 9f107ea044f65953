"""Chinese days of a month without a leading nought: 8月11日."""

MONTH_DAY_FORMAT = "n月j日"
WEEKDAY_TIME_FORMAT = "n月j日 l H:i"  # ours: a moment within the next days
