"""What the pages of a batch of texts say."""

from __future__ import annotations

from webapp.channels.words import Ask, Pair, Words

WORDS = Words(
    verb="send",
    to="send to",
    this_to="send this to",
    will="will get the message",
    would="would get it",
    ready="Can be sent",
    no_one="There is no one to send to.",
    not_yet="Nothing is sent yet.",
    left_out="They get nothing.",
    gets="What they get",
    asks={
        "siblings": Ask(
            "Two children of one parent, for example. The same message never goes to a phone twice.",
            "Send each message",
            "Send only the first",
        ),
        "marked": Ask(
            "The list itself says that they do not want to be reached.", "Send to them all the same"
        ),
        "landline": Ask("A text to a landline is charged, and seldom arrives.", "Send all the same"),
        "premium": Ask("They belong to services, and a text to them may cost much.", "Send all the same"),
        "unassigned": Ask(
            "It may be a new area code that Outbound does not know yet, or a typing error.",
            "Send to them all the same",
        ),
    },
    first="Write the message first",
    content="The message",
    no_content="No message",
    empty="This row’s message is empty.",
    example="Your message appears here.",
    kept="The message stays.",
    template="Template that fits the message",
    sender="Send from",
    no_sender="There is no number that can send SMS yet.",
    choose_sender="Choose the number to send from.",
    handled="Replies are handled by",
    handles="Who handles replies?",
    handles_hint="Staff can take over each conversation at any moment.",
    context_hint="What an agent should know about this batch: its purpose, its terms, what to offer. It "
    "is not part of the message, and columns of the list may stand in it. Write nothing that recipients must "
    "not read: an answer may have it as {{context}}.",
    test="Send yourself a test",
    test_gets="Gets the message of row {row}, from {number}.",
    test_button="Send the test",
    test_waits="then messages may be sent there",
    leaves="The first messages leave within seconds",
    on_clocks="Everyone gets it at the same time of their own day. Where that time has passed already, it "
    "goes out at once, within their hours.",
    goes_out="It goes out",
    approved="It goes out exactly as you saw it.",
    withheld="Nothing is sent",
    people_who="People who get it",
    no_more="Nothing is sent until someone resumes it.",
    under_way=Pair(
        "message had left already, and may still arrive", "messages had left already, and may still arrive"
    ),
    done_label="Messages sent",
    done="sent",
    may="send",
    left_already=Pair("message had left", "messages had left"),
    unknown=Pair("message may or may not have been sent", "messages may or may not have been sent"),
    never_again="They are never sent again by themselves.",
    failures="messages in a row failed",
    retry="Retry failed",
    retry_why="They get it once more; people who may not be reached by now are skipped. Numbers that do not "
    "exist fail again, and cost again where the carrier charges for the try.",
    cancel="will get nothing",
    cancel_sent="What was sent stays sent.",
    rests="sends nothing for the moment",
    batches_wait=Pair(
        "batch is still to be sent from this number", "batches are still to be sent from this number"
    ),
    waits=Pair(
        "message still waits to be sent from this number", "messages still wait to be sent from this number"
    ),
    paused="Paused. Nothing more is sent until someone resumes it.",
    resumed="Sending goes on.",
    canceled="Canceled. Nothing more is sent.",
    retried="{count} wait to be sent again.",
    settled_again="They wait for another one.",
    settle="It was sent",
    settle_again="Send it again",
    settle_button="Send again",
    settle_why="We do not know whether the first message arrived. If it did, this person gets it twice.",
    hints={},
)
