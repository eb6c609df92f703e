"""What the pages of a batch of calls say."""

from __future__ import annotations

from webapp.channels.words import Ask, Pair, Words

WORDS = Words(
    verb="call",
    to="call",
    this_to="call",
    will="will be called",
    would="would be called",
    ready="Can be called",
    no_one="There is no one to call.",
    not_yet="No one is called yet.",
    left_out="They are not called.",
    gets="What they hear",
    asks={
        "siblings": Ask(
            "Two children of one parent, for example. No phone is called twice to hear the same.",
            "Call for each row",
            "Call only for the first",
        ),
        "marked": Ask("The list itself says that they do not want to be reached.", "Call them all the same"),
        "premium": Ask("They belong to services, and a call to them may cost much.", "Call all the same"),
        "unassigned": Ask(
            "It may be a new area code that Outbound does not know yet, or a typing error.",
            "Call them all the same",
        ),
    },
    first="Write what the call says first",
    content="The call",
    no_content="No call",
    empty="Nothing is said for this row.",
    example="What the call says first appears here.",
    kept="What the call says stays.",
    template="Template that fits the call",
    sender="Call from",
    no_sender="There is no number that places calls yet.",
    choose_sender="Choose the number to call from.",
    handled="The conversation is held by",
    handles="Who holds the conversation?",
    handles_hint="With staff only, the call says its message, and ends: no agent listens. Who asks something "
    "is put through to staff on duty, or offered a callback.",
    context_hint="What an agent should know about these calls: their purpose, terms, what to offer. It is "
    "not said by itself, but an answer may have it as {{context}}: write nothing that recipients must not "
    "hear. "
    "Columns of the list may stand in it.",
    test="Call yourself first",
    test_gets="It rings from {number}, and says what row {row} hears.",
    test_button="Call me",
    test_waits="then phones may ring there",
    leaves="The first phones ring within seconds",
    on_clocks="Everyone is called from the same time of their own day on. Where that time has passed "
    "already, they are called at once, within their hours.",
    goes_out="It begins",
    approved="The calls start, exactly as you saw them.",
    withheld="No one is called",
    people_who="People who are called",
    no_more="No one is called until someone resumes it.",
    under_way=Pair("call is under way, and goes on", "calls are under way, and go on"),
    done_label="People who need no further call",
    done="done",
    may="place",
    left_already=Pair("call had been placed", "calls had been placed"),
    unknown=Pair("call may or may not have been placed", "calls may or may not have been placed"),
    never_again="They are never placed again by themselves.",
    failures="calls in a row failed",
    retry="Call again…",
    retry_why="They are called once more; people who may not be called by now are skipped. Numbers that "
    "do not exist fail again.",
    cancel="will not be called",
    cancel_sent="Who is on the phone talks on.",
    rests="places no calls for the moment",
    paused="Paused. No one else is called until someone resumes it; calls under way go on.",
    resumed="Calling goes on.",
    canceled="Canceled. No one else is called.",
    retried="{count} wait to be called again.",
    settled_again="They wait to be called again.",
    settle="They were reached",
    settle_again="Call again",
    settle_button="Call again",
    settle_why="We do not know whether their phone has rung. If it has, this person is called twice.",
    hints={
        "waiting": "For their hours, or to be called again",
        "rejected": "Declined, or were barred by the carrier",
        "failed": "Could not be called",
        "replied": "Wrote a text afterwards",
        "unknown": "May have been called: the carrier never said",
        "canceled": "Never called, because the batch was canceled",
        "opted_out": "Asked for no more calls or messages",
    },
)
