"""By what name someone is greeted: Ann of “Ann Lee”, of “Lee, Ann” as practices and schools write it, of
“Dr. Ann Lee”. Of a title and one name, the whole: no one is greeted by a title, or by a bare family name.
"""

from __future__ import annotations

_TITLES = frozenset(
    "dr doctor mr mrs ms miss mx master prof professor rev reverend sir dame lord lady hon capt sgt lt "
    "herr frau hr fr dipl ing mag dott dottssa drssa sig sigra signor signora m mme mlle monsieur madame "
    "mademoiselle sr sra srta señor señora señorita don doña dra d dña dhr mevr mevrouw meneer pan pani "
    "bay bayan sayın".split()
)
_ONLY_WITH_A_DOT = frozenset("m d fr hr ing mag don lt sig".split())
"""Names, or parts of names, too."""
_BEHIND = frozenset("jr sr junior senior ii iii iv md phd dds dmd rn esq cpa mba dvm dpm mph jd".split())
"""What stands behind a comma without being a first name."""
_BOTH = frozenset("and & + und et y e i og och en".split())


def of(name: str) -> str:
    """Empty for an empty name."""
    family, comma, rest = name.partition(",")
    given = rest.partition(",")[0].split()
    if comma and family.strip() and given and _key(given[0]) not in _BEHIND:
        words = _without_titles(given)
        return words[0] if words else " ".join(given)
    words = family.split() or rest.split()
    bare = _without_titles(words)
    if len(bare) == len(words):
        return words[0] if words else ""
    return bare[0] if len(bare) > 1 and bare[0] not in _BOTH else " ".join(words)


def _without_titles(words: list[str]) -> list[str]:
    first = next((at for at, word in enumerate(words) if not _is_title(word)), len(words))
    return words[first:]


def _is_title(word: str) -> bool:
    return _key(word) in _TITLES and (word.endswith(".") or _key(word) not in _ONLY_WITH_A_DOT)


def _key(word: str) -> str:
    return word.replace(".", "").strip(",").casefold()
