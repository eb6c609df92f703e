"""English words for dates and times."""

from __future__ import annotations

from webapp.rules.dates_in_text.language import Language, ReadBack
from webapp.rules.dates_in_text.said import Part

ENGLISH = Language(
    code="en",
    weekdays="Monday, Tuesday, Wednesday|wensday|wednsday, Thursday, Friday, Saturday, Sunday",
    short_weekdays="mon, tue|tues, wed|weds, thu|thur|thurs, fri, sat, sun",
    months=(
        "January|jan, February|feb|febuary, March, April|apr, May, June|jun, July|jul, August|aug, "
        "September|sep|sept, October|oct, November|nov, December|dec"
    ),
    numbers=(
        "zero, one, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve, thirteen, fourteen, "
        "fifteen, sixteen, seventeen, eighteen, nineteen"
    ),
    tens="twenty, thirty, forty|fourty, fifty",
    compound="{tens} {unit}",
    ordinals=(
        "first, second, third, fourth, fifth, sixth, seventh, eighth, ninth, tenth, eleventh, twelfth, "
        "thirteenth, fourteenth, fifteenth, sixteenth, seventeenth, eighteenth, nineteenth, twentieth, "
        "twenty first, twenty second, twenty third, twenty fourth, twenty fifth, twenty sixth, "
        "twenty seventh, twenty eighth, twenty ninth, thirtieth, thirty first"
    ),
    words={
        "DAY": {
            0: "today",
            1: "tomorrow, tmrw, tmr, tmw, tmrow, 2moro, 2morrow, 2mrw, tomorow, tommorow, tommorrow, tomoro",
            2: "day after tomorrow, the day after tomorrow, day after tmrw, overmorrow",
            -1: "yesterday",
        },
        "DAY_PART": {
            (0, Part.EVENING): "tonight, tonite, 2nite, this evening",
            (0, Part.MORNING): "this morning",
            (0, Part.AFTERNOON): "this afternoon",
        },
        "PART": {
            Part.MORNING: "morning, first thing",
            Part.AFTERNOON: "afternoon, arvo",
            Part.EVENING: "evening, eve",
            Part.NIGHT: "night",
        },
        "IN_PART": {
            Part.MORNING: "in the morning",
            Part.AFTERNOON: "in the afternoon",
            Part.EVENING: "in the evening",
            Part.NIGHT: "at night, in the night",
        },
        "NAMED_TIME": {(12, 0): "noon, midday, 12 noon, twelve noon", (0, 0): "midnight, 12 midnight"},
        "HALF_DAY": {"am": "am", "pm": "pm"},
        "AT": "at",
        "OCLOCK": "o clock, oclock, hrs, hours sharp",
        "HALF_PAST": {30: "half past, half after, half"},
        "AND_PART": {30: "and a half"},
        "QUARTER": {15: "quarter, a quarter"},
        "PAST": "past, after",
        "TO": "to, til, till",
        "AND": "and, n",
        "OR": "or",
        "BETWEEN": "between, anytime between",
        "UNTIL": "until, through, thru",
        "BOUND": "before, by, since, from, no later than, starting, as of",
        "UNIT": {
            "minutes": "minute, minutes, min, mins",
            "hours": "hour, hours, hr",
            "days": "day, days",
            "weeks": "week, weeks, wk, wks",
            "fortnights": "fortnight, fortnights",
            "months": "month, months",
            "years": "year, years",
        },
        "DURATION": {
            15: "quarter of an hour, a quarter of an hour",
            30: "half an hour, half hour, a half hour, half an hr",
            45: "three quarters of an hour",
            90: "hour and a half, an hour and a half, one and a half hours",
        },
        "IN": "in, in another",
        "IN_ONE": "in a, in an, in about a, in about an",
        "FROM_NOW": "from now, from today, s time from now",
        "AGO": "ago",
        "WEEK_FROM": {
            7: "a week, a week from, week from, a week on, one week from",
            14: "two weeks from, 2 weeks from",
        },
        "NEXT": "next",
        "THIS": "this, this coming, coming, this next",
        "LAST": "last",
        "WEEK_OF": {0: "this week", 1: "next week", 2: "week after next, the week after next"},
        "DAY_MARK": {True: "on the", False: "the"},
        "VAGUE": (
            "weekend, next month, this month, next year, few days, few weeks, few hours, couple of days, "
            "couple of weeks, couple days, couple weeks, couple of hours, the day after, mondays, tuesdays, "
            "wednesdays, thursdays, fridays, saturdays, sundays, every day, lunch, lunchtime"
        ),
        "ABOUT": "around, about, approx, approximately, roughly, circa, ish, or so",
        "EVERY": "every, each, every other",
        "NOT": (
            "not, cannot, can t, cant, won t, wont, don t, dont, doesn t, doesnt, isn t, isnt, except, never, "
            "unable, but not, no good, other than, couldn t, couldnt, any day but"
        ),
        "THING": (
            "kid, kids, child, children, people, persons, guests, dollars, bucks, euros, pounds, quid, rooms, "
            "bedrooms, beds, baths, floor, time, times, option, options, percent, miles, km, cars, of us, of them, "
            "reasons, questions, dogs, cats, grade, place, thing, things, one, half, texts, messages, calls, "
            "bags, boxes, tickets, years old, yrs, yo, x, choice, party, base"
        ),
        "STREET": "street, st, road, rd, avenue, ave, lane, ln, drive, dr, blvd, boulevard, court, square, way",
        "LABEL": (
            "unit, apt, apartment, room, suite, number, option, gate, bus, code, pin, order, invoice, zip, "
            "flat, line, level, phase, chapter, page, version, step, ref, ext, house, box, size, type, grade, lot"
        ),
        "FILLER": "how about, what about, of, on, a, an, s, is, it, for, sharp, exactly, oh",
    },
    ignored=(
        "the sun, stop by, stopping by, stopped by, stops by, come by, coming by, drop by, swing by, pass by, see you, sun cream, day off, second hand, second opinion, second thought, second time, "
        "may be, good morning, good afternoon, good evening, good night, have a good day, one day, some day, "
        "any day, all day, 24/7, 24 7, at one point, at first, at last, at least one, at most"
    ),
    read_back=ReadBack(
        date="{weekday}, {day} {month}",
        date_with_year="{weekday}, {day} {month} {year}",
        first_of_month="{weekday}, {day} {month}",
        time="at {time}",
        parts={
            Part.MORNING: "in the morning",
            Part.AFTERNOON: "in the afternoon",
            Part.EVENING: "in the evening",
            Part.NIGHT: "at night",
        },
    ),
    not_misspelt=frozenset("sundae monkey sunny mondays fridays sundays money".split()),
    plain_clock_24=False,
    month_first=True,
)
