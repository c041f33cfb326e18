"""What speaks for and against two records being one person and one business.

Two records are compared in two questions, each answered by added weights of evidence: is it the
same person, and is it the same business of that person. Only a yes to both joins them, so that
one owner's two businesses, a father and his son, namesakes, and members who share a helper's
phone stay apart.
"""

from dataclasses import dataclass
from datetime import date

from rapidfuzz.distance import OSA
from rapidfuzz.fuzz import ratio, token_sort_ratio

from artisans.imports.activities import fold_business, product_words
from artisans.imports.people import bare_name, fold_name, name_likeness
from artisans.imports.places import address_key
from artisans.imports.records import Record

SAME_PERSON = 6.0
SAME_BUSINESS = 2.0
# Below the lines above, but not by so much that nobody would ask.
UNSURE_PERSON, UNSURE_BUSINESS = 3.0, -1.0
SAME_SHOP = 4.0
CONTRADICTION = -4.0
# Below this two names contradict each other.
OTHER_NAME = 0.65
# From here on they are one name with slips.
SURE_NAME = 0.85


@dataclass(frozen=True, slots=True)
class Traits:
    """What the comparison needs of a record, folded once."""

    name: str
    plain_name: str
    business: str
    place: str
    hamlet: str
    rt: str
    rw: str
    products: frozenset[str]
    activity: frozenset[str]
    phones: frozenset[str]
    national_id: str
    national_id_key: bytes


def traits_of(record: Record) -> Traits:
    """The folded form of a record."""
    hamlet, rt, rw = address_key(record.address)
    return Traits(
        name=fold_name(record.owner_name),
        plain_name=bare_name(record.owner_name),
        business=fold_business(record.business_name),
        place=record.village_code,
        hamlet=hamlet,
        rt=rt,
        rw=rw,
        products=product_words(record.product),
        activity=product_words(record.activity),
        phones=frozenset(record.phones),
        national_id=record.national_id,
        national_id_key=record.national_id_key,
    )


@dataclass
class Verdict:
    """How likely two records are one person and one business; both in added weights."""

    person: float
    business: float

    @property
    def is_same(self) -> bool:
        """Whether both questions are answered yes."""
        return self.person >= SAME_PERSON and self.business >= SAME_BUSINESS

    @property
    def is_unsure(self) -> bool:
        """Whether one question is answered yes, and the other is only just not."""
        return self.person >= UNSURE_PERSON and self.business >= UNSURE_BUSINESS

    @property
    def is_contradiction(self) -> bool:
        """Whether one of the questions is clearly answered no."""
        return self.person <= CONTRADICTION or self.business <= CONTRADICTION


def compare(a: Record, b: Record, ta: Traits, tb: Traits) -> Verdict:
    """The verdict on two records."""
    if not a.owner_name or not b.owner_name:
        return _compare_nameless(a, b, ta, tb)
    verdict = Verdict(_person_weight(a, b, ta, tb), _business_weight(a, b, ta, tb))
    if a.nib and a.nib == b.nib and verdict.business >= SAME_BUSINESS and ta.name and tb.name:
        # One registration number and one business: the person may be written differently.
        verdict.person += 3.0
    elif verdict.business >= SAME_SHOP and not _is_elsewhere(a, b):
        # The same shop in the same village: a shortened name is likelier the same person's.
        verdict.person += 1.5
    return verdict


def _is_elsewhere(a: Record, b: Record) -> bool:
    if a.village_code and b.village_code:
        return a.village_code != b.village_code
    return not a.district_code or a.district_code != b.district_code


def _person_weight(a: Record, b: Record, ta: Traits, tb: Traits) -> float:
    likeness = name_likeness(ta.name, tb.name)
    if likeness < 0.9:
        # Folding makes some slips larger («Ajnani») and hides the initial of «Chasanah».
        likeness = max(likeness, name_likeness(ta.plain_name, tb.plain_name))
    weight = _name_weight(likeness, ta.name, tb.name)
    weight += _number_weight(ta, tb, likeness)
    if ta.phones and tb.phones:
        weight += 4.0 if ta.phones & tb.phones else -1.0
    if a.born_on and b.born_on:
        weight += _birth_weight(a.born_on, b.born_on)
    if a.gender and b.gender and a.gender != b.gender:
        weight -= 2.0
    if ta.place and tb.place:
        weight += 1.5 if ta.place == tb.place else -3.0
    elif a.district_code and b.district_code and a.district_code != b.district_code:
        weight -= 3.0
    if a.nib and b.nib and a.nib == b.nib:
        weight += 2.0
    weight += _address_weight(ta, tb)
    is_proven = _has_same_number(ta, tb) or bool(a.nib and a.nib == b.nib)
    if likeness < OTHER_NAME and not is_proven:
        # Brothers and twins share house, telephone and birthday, but no name.
        return min(weight, SAME_PERSON - 1)
    return weight


def _has_same_number(a: Traits, b: Traits) -> bool:
    if a.national_id and b.national_id:
        return a.national_id == b.national_id
    return bool(a.national_id_key) and a.national_id_key == b.national_id_key


def _name_weight(likeness: float, first: str, second: str) -> float:
    if likeness >= 0.99:
        # One word (Suhartini) is shared by many, three words by hardly anyone.
        return 3.0 + min(len(first.split()), 3) * 0.5
    if likeness >= 0.9:
        return 3.0
    if likeness >= 0.8:
        return 2.0
    if likeness >= OTHER_NAME:
        return 0.5 if min(len(first), len(second)) > 3 else -1.0
    return -3.0 if likeness >= 0.5 else -7.0


def _number_weight(a: Traits, b: Traits, likeness: float) -> float:
    if a.national_id_key and b.national_id_key and not (a.national_id and b.national_id):
        return 8.0 if a.national_id_key == b.national_id_key else -7.0
    if not (a.national_id and b.national_id):
        return 0.0
    if a.national_id == b.national_id:
        return 8.0
    # One slip of the pen, or two neighbouring digits swapped; siblings differ in more, and twins
    # in the last digits only.
    if OSA.distance(a.national_id, b.national_id, score_cutoff=1) <= 1:
        if a.national_id[:12] != b.national_id[:12]:
            return 2.0
        return 0.0 if likeness >= 0.8 else -4.0
    return -7.0


def _birth_weight(first: date, second: date) -> float:
    if first == second:
        return 4.0
    if (first.year, first.month, first.day) == (second.year, second.day, second.month):
        return 2.0
    if OSA.distance(f"{first:%Y%m%d}", f"{second:%Y%m%d}", score_cutoff=1) <= 1:
        return 0.5
    return -5.0


def _address_weight(a: Traits, b: Traits) -> float:
    if a.place and b.place and a.place != b.place:
        return 0.0
    same_number = bool(a.rt) and (a.rt, a.rw) == (b.rt, b.rw)
    if a.hamlet and a.hamlet == b.hamlet:
        return 3.0 if same_number else 0.5 if a.rt and b.rt else 1.0
    if same_number and a.rw:
        return 1.5
    return -0.5 if a.rt and b.rt else 0.0


def _business_weight(a: Record, b: Record, ta: Traits, tb: Traits) -> float:
    weight = 0.0
    if a.nib and b.nib:
        weight += 6.0 if a.nib == b.nib else -4.0
    if ta.business and tb.business:
        likeness = _business_name_weight(ta.business, tb.business)
        same_activity = _is_same_activity(a, b, ta, tb)
        if same_activity is False and likeness < 5.0:
            # «Batik Bu Sri» and «Roti Bu Sri» are alike in the owner's name only.
            likeness = min(likeness, 0.0)
        return weight + likeness + (0.5 if same_activity else -0.5)
    same_activity = _is_same_activity(a, b, ta, tb)
    if same_activity is None:
        return weight + 1.0
    return weight + (3.0 if same_activity else -4.5)


def _business_name_weight(first: str, second: str) -> float:
    if first == second:
        return 5.0
    # Word by word, since sorting puts «aSri Dora» and «Sari Dora» far apart.
    if token_sort_ratio(first, second) >= 90 or name_likeness(first, second) >= 0.88:
        return 4.0
    words, others = set(first.split()), set(second.split())
    if words <= others or others <= words:
        return 3.0
    if (
        token_sort_ratio(first, second) >= 80
        or ratio(first.replace(" ", ""), second.replace(" ", "")) >= 88
    ):
        return 2.5
    return -5.0


def _is_same_activity(a: Record, b: Record, ta: Traits, tb: Traits) -> bool | None:
    """Whether the two do the same work; None where nothing can be compared."""
    compared = False
    if ta.products and tb.products:
        compared = True
        if ta.products & tb.products:
            return True
    if a.craft_code and b.craft_code:
        compared = True
        if a.craft_code == b.craft_code:
            return True
    if ta.activity and tb.activity:
        compared = True
        if ta.activity & tb.activity:
            return True
    if a.kbli and b.kbli:
        compared = True
        if a.kbli == b.kbli:
            return True
    return False if compared else None


def _compare_nameless(a: Record, b: Record, ta: Traits, tb: Traits) -> Verdict:
    """Lists without owners: the same business name at the same spot, phone or address."""
    business = (
        _business_name_weight(ta.business, tb.business) if ta.business and tb.business else -5.0
    )
    person = 0.0
    if a.nib and b.nib:
        person += 8.0 if a.nib == b.nib else -6.0
    if a.location and b.location:
        person += 6.0 if a.location == b.location else -4.0
    if ta.phones and tb.phones:
        person += 6.0 if ta.phones & tb.phones else -2.0
    if ta.place and tb.place:
        person += 2.0 if ta.place == tb.place else -6.0
    if a.address and b.address:
        same = a.address.casefold() == b.address.casefold()
        person += 6.0 if same else _address_weight(ta, tb)
    if _is_same_activity(a, b, ta, tb) is False:
        business -= 3.0
    if a.owner_name or b.owner_name:
        person -= 1.0
    # A name of several words without anything else known is the same row written twice.
    bare = not any((a.location, b.location, ta.phones, tb.phones, ta.place, tb.place, a.address))
    if bare and ta.business == tb.business and len(ta.business.split()) >= 3:
        person += 6.0 if (a.activity, a.product) == (b.activity, b.product) else 0.0
    return Verdict(person, business)


def is_same_owner(a: Record, b: Record, ta: Traits, tb: Traits) -> bool:
    """Whether one person owns both, though they are two businesses.

    A child often bears a parent's only name behind its own, in the same house and with the same
    telephone, so that a shortened name asks for the same NIK or birthday.
    """
    if _person_weight(a, b, ta, tb) < SAME_PERSON + 1:
        return False
    if ta.name == tb.name or name_likeness(ta.name, tb.name) >= SURE_NAME:
        return True
    return _has_same_number(ta, tb) or bool(a.born_on and a.born_on == b.born_on)
