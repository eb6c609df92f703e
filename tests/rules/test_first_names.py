"""The name that someone is greeted by."""

from __future__ import annotations

import pytest

from webapp.rules.first_names import of


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Ann Lee", "Ann"),
        ("Ann", "Ann"),
        ("", ""),
        ("   ", ""),
        ("  Ann   Lee ", "Ann"),
        ("Lee, Ann", "Ann"),
        ("LEE,ANN M", "ANN"),
        ("Lee, Ann, DDS", "Ann"),
        ("van der Berg, Jan Willem", "Jan"),
        ("Lee, Dr. Ann", "Ann"),
        ("Ann Lee, MD", "Ann"),
        ("Bob Ray, Jr.", "Bob"),
        ("Bob Ray, III", "Bob"),
        ("Lee,", "Lee"),
        (", Ann", "Ann"),
        ("Dr. Ann Lee", "Ann"),
        ("Dr Ann Lee", "Ann"),
        ("Prof. Dr. Ute Groß", "Ute"),
        ("Mr. and Mrs. Lee", "Mr. and Mrs. Lee"),
        ("Ann and Bob Lee", "Ann"),
        ("Mrs Lee", "Mrs Lee"),
        ("Herr Müller", "Herr Müller"),
        ("Frau Dr. Öz", "Frau Dr. Öz"),
        ("Sra. Carmen Díaz", "Carmen"),
        ("M. Jean Petit", "Jean"),
        ("M Jean", "M"),
        ("Dott.ssa Ada Neri", "Ada"),
        ("D. Luis Ruiz", "Luis"),
        ("Don Johnson", "Don"),
        ("Mag Ryan", "Mag"),
        ("Sig Hansen", "Sig"),
        ("Park, Do Hyun", "Do"),
        ("Drew Lee", "Drew"),
        ("Dr.", "Dr."),
        ("J. R. Smith", "J."),
        ("山田 太郎", "山田"),
        ("O’Brien, Séamus", "Séamus"),
    ],
)
def test_someone_is_greeted_by(name: str, first: str) -> None:
    assert of(name) == first
