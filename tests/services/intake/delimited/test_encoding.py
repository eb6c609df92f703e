"""The encoding of a text file: found, said, and chosen by a person."""

from __future__ import annotations

import io

import pytest

from webapp.services.intake.delimited import encoding
from webapp.services.intake.faults import FileFault
from webapp.services.intake.options import FIND_OUT, ReadingOptions
from webapp.services.intake.table import open_table

PHONE = "+447400123456"
# What it is called, its codec, and names as a list of a few people has them.
LISTS = [
    ("western", "cp1252", "Åsa Öberg; Søren Kjær; José Muñoz; François Lefèvre; Jürgen Groß; Zoë"),
    ("one western name", "cp1252", "Åsa"),
    ("one spanish name", "cp1252", "Muñoz"),
    ("one portuguese name", "cp1252", "João"),
    ("one norwegian name", "cp1252", "Bjørn"),
    ("a smart apostrophe", "cp1252", "O’Brien"),
    ("a euro sign", "cp1252", "Ann 12 €"),
    ("french", "cp1252", "Hélène Lefèvre; Benoît Crêpin; Loïc Gaëlle; Françoise"),
    ("italian", "cp1252", "Niccolò Trovò; Mattia Bagalà; Noè"),
    ("icelandic", "cp1252", "Sigurður Þórðarson; Guðrún Jónsdóttir; Þorbjörg"),
    ("turkish", "cp1254", "Ayşe Yılmaz; İbrahim Şahin; Çağla Doğan; Gülşah Kılıç"),
    ("one turkish name", "cp1254", "Ayşe Yıldız"),
    ("turkish, iso", "iso8859_9", "Ayşe Yılmaz; İbrahim Şahin; Çağla Doğan; Gülşah Kılıç"),
    ("hungarian", "cp1250", "Győző Erdős; Ödön Szőke; Nagy Gergő; Szűcs Jenő; Fehér Gyöngyvér"),
    ("hungarian, iso", "iso8859_2", "Győző Erdős; Ödön Szőke; Nagy Gergő; Szűcs Jenő; Fehér Gyöngyvér"),
    ("polish", "cp1250", "Łukasz Żółć; Grażyna Święcicka; Małgorzata Źdźbło"),
    ("polish, iso", "iso8859_2", "Łukasz Żółć; Grażyna Święcicka; Stanisław Wiśniewski"),
    ("czech, iso", "iso8859_2", "Dvořák; Jiří Šťastný; Zdeněk Žižka; Růžena Nováková"),
    ("czech", "cp1250", "Dvořák; Jiří Šťastný; Zdeněk Žižka; Růžena Nováková"),
    ("croatian", "cp1250", "Đorđe Petrović; Željko Čačić; Šime Jurčić"),
    ("romanian", "cp1250", "Ştefan Brânză; Ionuţ Mureşan; Ţiriac; Ilinca Grădinaru"),
    ("lithuanian", "cp1257", "Žydrūnas Šimkus; Eglė Kazlauskienė; Rūta Žąsytė"),
    ("old Mac", "mac_roman", "Jürgen Groß; Björn Müller; Zoë Schäfer; Anaïs"),
    ("DOS", "cp850", "Jürgen Groß; Björn Müller; Zoë Schäfer; José Muñoz"),
    ("DOS, polish", "cp852", "Łukasz Żółć; Grażyna Święcicka; Stanisław Wiśniewski"),
    ("russian", "cp1251", "Екатерина Иванова; Михаил Петрович"),
    ("russian, koi8", "koi8_r", "Екатерина Иванова; Михаил Петрович"),
    ("one russian name, koi8", "koi8_r", "Екатерина"),
    ("ukrainian", "cp1251", "Олексій Їжакевич; Юлія Ґудзь; Євген"),
    ("russian, DOS", "cp866", "Екатерина Иванова; Михаил Петрович"),
    ("greek", "cp1253", "Γιώργος Παπαδόπουλος; Ελένη Άννα"),
    ("hebrew", "cp1255", "דוד כהן; שרה לוי; יצחק מזרחי"),
    ("arabic", "cp1256", "محمد عبد الله; فاطمة الزهراء"),
    ("thai", "cp874", "สมชาย ใจดี; สมหญิง รักไทย"),
    ("japanese", "cp932", "山田太郎 東京都渋谷区; すずき はなこ"),
    ("japanese beyond the standard", "cp932", "髙橋 一郎 ㈱; 﨑山 花子"),
    ("japanese, narrow", "cp932", "ﾔﾏﾀﾞ ﾀﾛｳ; ｽｽﾞｷ ﾊﾅｺ"),
    ("japanese, mail", "iso2022_jp", "山田太郎 東京都渋谷区"),
    ("korean", "cp949", "김민준; 이서연; 박지훈"),
    ("chinese", "gb18030", "王小明; 李娜; 张伟"),
    ("taiwanese", "big5hkscs", "陳怡君; 林志明; 黃淑芬"),
]


def names(data: bytes, options: ReadingOptions = FIND_OUT) -> list[str]:
    return [cells[0] for _, cells in open_table(io.BytesIO(data), "a.csv", options).rows()]


@pytest.mark.parametrize(("codec", "people"), [row[1:] for row in LISTS], ids=[row[0] for row in LISTS])
def test_names_are_read_in_the_encoding_that_they_are_in(codec: str, people: str) -> None:
    expected = ["Ann", *map(str.strip, people.split(";")), "Bob"]
    text = "name,phone\n" + "".join(f"{name},{PHONE}\n" for name in expected)
    assert names(text.encode(codec)) == expected


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("José Zoë Łukasz", b"Andr\xe9"),
        ("Åsa", b"M\xfcller"),
        ("Екатерина Иванова", b"Jos\xe9"),
        ("山田太郎", b"\x8a\xa0"),
        ("O’Brien", b"Zo\xeb"),
    ],
)
def test_a_few_other_bytes_do_not_make_another_encoding_of_utf8(good: str, bad: bytes) -> None:
    lines = b"name,phone\n" + f"{good},{PHONE}\nAnn,{PHONE}\n".encode() + bad + f",{PHONE}\n".encode()
    first, second, third = names(lines)
    assert (first, second) == (good, "Ann")
    assert "\ufffd" in third


def test_it_is_said_how_sure_we_are() -> None:
    assert encoding.find(io.BytesIO("Zoë".encode())).note is None
    assert encoding.find(io.BytesIO(b"Zoe")).read_as() == {"encoding": "utf-8", "guessed": False, "lines": []}
    found = encoding.find(io.BytesIO("a\nZoë\n".encode("cp1252")))
    assert (found.codec, found.read_as()["guessed"]) == ("cp1252", True)
    assert found.note and "Windows-1252" in found.note


def test_the_lines_that_tell_encodings_apart_are_found_wherever_they_are() -> None:
    raw = ("a\n" * 700_000 + "Zoë\nZoë\nJosé\n").encode("cp1252")
    first, second = encoding.find(io.BytesIO(raw)).lines
    assert encoding.line_at(raw[first:], "cp1252") == "Zoë"
    assert encoding.line_at(raw[second:], "cp1252") == "José"
    assert encoding.line_at(raw[second:], "cp1251") == "Josй"
    assert encoding.line_at("é\nb".encode("utf-16"), "utf-16-le") == "é"


def test_a_person_may_choose_any_encoding_of_the_list_and_no_other() -> None:
    data = f"name,phone\nÅsa,{PHONE}\n".encode("cp1252")
    assert names(data, ReadingOptions(encoding="cp1250")) == ["Ĺsa"]
    assert names(data, ReadingOptions(encoding="rot13")) == ["Åsa"]
    assert names(data, ReadingOptions(encoding="utf-8")) == ["\ufffdsa"]


@pytest.mark.parametrize("codec", encoding.NAMES)
def test_a_wrong_choice_ends_in_rows_or_in_a_sentence(codec: str) -> None:
    data = f"name,phone\nÅsa,{PHONE}\n".encode("cp1252")
    try:
        assert names(data, ReadingOptions(encoding=codec))
    except FileFault as fault:
        assert fault.sentence.endswith(".")
