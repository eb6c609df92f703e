from webapp.processes.backoff import LONGEST_DELAY, STEADY, BackOff


def test_the_delay_doubles_while_it_dies_young_and_has_a_limit() -> None:
    backoff = BackOff()
    backoff.start(now=100.0)
    delays = [backoff.delay(now=100.0 + n) for n in range(8)]
    assert delays == [0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, LONGEST_DELAY]


def test_who_stayed_up_starts_from_the_first_delay() -> None:
    backoff = BackOff()
    backoff.start(now=0.0)
    assert [backoff.delay(now=1.0), backoff.delay(now=2.0)] == [0.2, 0.4]
    backoff.start(now=3.0)
    assert backoff.delay(now=3.0 + STEADY) == 0.2
