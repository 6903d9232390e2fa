"""Reads an iCalendar file from the input and prints its dates between two moments as JSON.

Arguments: start and end in ISO 8601. The dates are expanded by python3-recurring-ical-events of Debian.
"""

import json
import sys
from datetime import date, datetime, timezone
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events

ZONE = ZoneInfo("Europe/Berlin")


def moment(value):
    """Moment in UTC; a day begins at midnight in Berlin."""
    if isinstance(value, date) and not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day, tzinfo=ZONE)
    return value.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def entry(event):
    """What the comparison needs of a date."""
    return {
        "uid": str(event["UID"]),
        "startsAt": moment(event["DTSTART"].dt),
        "endsAt": moment(event["DTEND"].dt),
        "isCancelled": str(event.get("STATUS", "")) == "CANCELLED",
        "place": str(event.get("LOCATION", "")),
        "summary": str(event["SUMMARY"]),
        "sequence": int(event["SEQUENCE"]),
    }


start, end = (datetime.fromisoformat(text) for text in sys.argv[1:3])
calendar = icalendar.Calendar.from_ical(sys.stdin.buffer.read())
print(json.dumps([entry(event) for event in recurring_ical_events.of(calendar).between(start, end)]))
