"""A round of two rubrics whose works would tell on their makers wherever they could.

Names, brand, place and telephone stand in every field that a maker fills in, in the photograph's
EXIF and in its file's name; comments, notes and totals are found nowhere else in the portal.
"""

import io
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

from django.db import connection
from django.db.models import F
from django.utils import timezone
from PIL import ExifTags, Image

from artisans.models import Craft
from curation import (
    appeals,
    assignments,
    decisions,
    meetings,
    minutes,
    release,
    reviews,
    samples,
    screening,
)
from curation.defaults import FOOD
from curation.models import (
    ClassCraft,
    Meeting,
    ProductClass,
    Review,
    Rubric,
    SampleMovement,
    Score,
    Submission,
)
from curation.reviews import Mark
from dekranasda.accounts.models import Role, User
from products.models import Photo
from products.photos import add_photo
from tests.curation.cases import (
    Council,
    join_panel,
    make_council,
    make_ready,
    name_board,
    owner_of,
    pass_gates,
    propose,
    rule,
    submit,
)
from tests.factories import make_artisan, make_business, make_product, make_user, make_village
from tests.products.photographs import photograph

#: In the order of time. «judged anew»: an objection was upheld, and a fresh panel began.
PHASES = (
    *("sent", "in review", "one review in", "session"),
    *("decided", "released", "appealed", "judged anew"),
)
BEFORE_SESSION = PHASES[:3]


@dataclass
class Tale:
    """One telling work: who must not be known, and which words and figures are whose."""

    person: str
    business: str
    village: str
    phone: str
    title: str
    values: tuple[tuple[int, ...], ...]  # each curator's, in the order of the rubric
    things: tuple[str, str, str]
    work: Submission = field(init=False)
    totals: list[str] = field(default_factory=list)

    @property
    def identity(self) -> tuple[str, ...]:
        """What says whose work it is."""
        words = [*self.person.split(), self.business.split()[-1], self.village]
        return (*words, self.phone, f"{self.business.split()[-1].lower()}.jpg")

    @property
    def comments(self) -> list[str]:
        """Each curator's words to the maker."""
        return [f"{thing} perlu diganti" for thing in self.things]

    @property
    def notes(self) -> list[str]:
        """Each curator's words to the panel."""
        return [f"catatan sidang {thing}" for thing in self.things]

    @property
    def opinions(self) -> tuple[str, ...]:
        """Everything that the curators gave so far."""
        return (*self.comments, *self.notes, *self.totals)

    def not_of(self, place: int | None) -> tuple[str, ...]:
        """What all but this curator gave."""
        lists = (self.comments, self.notes, self.totals)
        return tuple(
            word for words in lists for number, word in enumerate(words) if number != place
        )

    def make(self, council: Council, craft: Craft | None) -> None:
        """The maker, the business, and the work, sent."""
        user = make_user(full_name=self.person, phone=f"+62{self.phone}")
        slug = self.person.split()[0].lower()
        artisan = make_artisan(user=user, name=self.person, slug=slug, phone=user.phone)
        business = make_business(
            owner=artisan,
            name=self.business,
            slug=self.business.split()[-1].lower(),
            village=make_village(self.village),
        )
        told = f"{self.person} dari {self.village}, {self.business}, 0{self.phone}."
        texts = ("story", "packaging", "care", "material_origin", "other_material")
        fields = dict.fromkeys(texts, told[:120])
        product = make_product(business, name=self.title, photos=[], **fields)
        version = product.versions.get()
        if craft is not None:
            version.craft = craft
            version.save()
        photo = add_photo(
            version,
            kind=Photo.Kind.FRONT,
            raw=telling_photograph(self),
            name=f"{business.slug}.jpg",
            at=timezone.now(),
        )
        photo.alt = photo.alt_en = f"Karya {self.person}"
        photo.save()
        self.work = submit(council, make_ready(product))

    def score(self, place: int, curator: User) -> None:
        """The curator's scores, sent with words that would tell on them."""
        held = self.work.assignments.get(curator=curator)
        codes = self.work.rubric.criteria.order_by("position").values_list("code", flat=True)
        given = {
            code: Mark(value, self.comments[place] if value < 3 else "")
            for code, value in zip(codes, self.values[place], strict=True)
        }
        note = self.notes[place]
        reviews.save_review(held, by=curator, marks=given, complete=True, panel_note=note)
        total = reviews.finalise(held, by=curator).total
        self.totals.append(f"{total:.2f}".replace(".", ","))


def telling_photograph(tale: Tale) -> bytes:
    """A photograph whose EXIF names the maker and the place."""
    out = io.BytesIO()
    image = Image.open(io.BytesIO(photograph()))
    exif = image.getexif()
    exif[ExifTags.Base.Artist] = tale.person
    exif[ExifTags.Base.ImageDescription] = f"{tale.business}, {tale.village}"
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


@dataclass
class Scene:
    """A council, its telling works, and the people who judge them."""

    council: Council
    tales: tuple[Tale, Tale]

    @property
    def judges(self) -> list[User]:
        """Who scores both works at first."""
        return self.council.curators[:3]

    @property
    def fresh(self) -> list[User]:
        """Who scores the first work anew."""
        return self.council.curators[3:]

    @property
    def identity(self) -> tuple[str, ...]:
        """What says whose works they are."""
        return tuple(word for tale in self.tales for word in tale.identity)

    @property
    def opinions(self) -> tuple[str, ...]:
        """Everything that the curators gave so far."""
        return tuple(word for tale in self.tales for word in tale.opinions)

    def others_than(self, curator: User) -> tuple[str, ...]:
        """What all but this curator gave."""
        place = self.judges.index(curator) if curator in self.judges else None
        return tuple(word for tale in self.tales for word in tale.not_of(place))

    def phases(self) -> Iterator[str]:
        """Goes through the round by the real functions; stands still at each phase."""
        yield "sent"
        self._begin_review()
        yield "in review"
        for tale in self.tales:
            tale.score(0, self.judges[0])
        yield "one review in"
        for place in (1, 2):
            for tale in self.tales:
                tale.score(place, self.judges[place])
        yield "session"
        self._decide()
        yield "decided"
        for tale in self.tales:
            release.release(tale.work, by=self.council.second)
        yield "released"
        self._object()
        yield "appealed"
        self._judge_anew()
        yield "judged anew"

    def _begin_review(self) -> None:
        council = self.council
        for tale in self.tales:
            pass_gates(council, tale.work)
            screening.queue(tale.work, redaction_confirmed=True, by=council.secretariat)
            assignments.assign(tale.work, curators=self.judges, by=council.secretariat)
            assignments.start_review(tale.work, by=council.secretariat)
        sample = samples.register(
            self.tales[0].work,
            what="1 vas",
            return_by=timezone.localdate() + timedelta(days=5),
            by=council.secretariat,
        )
        arrived = samples.Movement(
            SampleMovement.Kind.RECEIVED,
            {"condition": f"Utuh, diantar {self.tales[0].person}", "place": "Rak 1"},
        )
        samples.move(sample, arrived, by=council.secretariat)

    def _decide(self) -> None:
        council = self.council
        for tale, outcome in zip(self.tales, ("coaching", "accepted"), strict=True):
            propose(council, tale.work, outcome, feedback="Perkuat kemasannya.")
            decisions.sign(tale.work, by=self.judges[0])
        meeting = Meeting.objects.get(round=council.round)
        meetings.close_meeting(meeting, by=council.secretariat)
        drafted = minutes.draft(meeting, by=council.secretariat)
        for signer in (council.chair, self.judges[0]):
            minutes.sign(drafted, by=signer)

    def _object(self) -> None:
        work = self.tales[0].work
        appeals.appeal(work, ground="fact", statement="Fotonya tertukar.", by=owner_of(work))
        name_board(self.council, work)

    def _judge_anew(self) -> None:
        work, staff = self.tales[0].work, self.council.secretariat
        rule(self.council, work)
        assignments.assign(work, curators=self.fresh, by=staff)
        assignments.start_review(work, by=staff)


def make_scene() -> Scene:
    """A round of crafts and of food with a telling work of each, sent."""
    food = Rubric.objects.get(slug=FOOD)
    craft = Craft.objects.create(
        code="MKN", slug="makanan", name="Makanan", name_en="Food", material_class="other"
    )
    ClassCraft.objects.create(product_class=ProductClass.objects.get(slug=FOOD), craft=craft)
    council = make_council(food)
    council.curators.append(make_user(Role.CURATOR, full_name="Kurator F"))
    join_panel(council.round, council.curators[-1])
    vase = Tale(
        person="Zulaikha Wignyowati",
        business="Griya Sekarjalak",
        village="Karangtinoto",
        phone="81298765432",
        title="Vas Bubut Sekarjalak",
        values=((4, 3, 3, 4, 1, 3, 3, 3), (4, 3, 3, 4, 2, 2, 2, 3), (3, 3, 3, 4, 0, 3, 3, 3)),
        things=("kaki kirinya", "lem sambungannya", "kotak luarnya"),
    )
    ledre = Tale(
        person="Baskoro Tirtowening",
        business="Dapur Manikmaya",
        village="Sumbergayam",
        phone="81387651234",
        title="Ledre Pisang Manikmaya",
        values=((4, 4, 3, 4, 4, 2, 3, 4), (4, 4, 4, 4, 3, 2, 4, 4), (4, 3, 4, 4, 4, 2, 4, 3)),
        things=("gulungannya", "tutup kalengnya", "kertas lapisnya"),
    )
    vase.make(council, None)
    ledre.make(council, craft)
    return Scene(council, (vase, ledre))


def turn_scores_around(works: Collection[Submission]) -> None:
    """Gives every review of the works quite other scores, words and totals, past every guard."""
    reviews_of = Review.objects.filter(submission__in=works)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for model in (Review, Score):
            cursor.execute(f'ALTER TABLE "{model._meta.db_table}" DISABLE TRIGGER USER')
    for review in reviews_of:
        total = Decimal("96.25") - review.total if review.total else None
        Review.objects.filter(pk=review.pk).update(total=total, panel_note="dibalik")
        review.scores.update(value=4 - F("value"), comment="dibalik")
    with connection.cursor() as cursor:
        for model in (Review, Score):
            cursor.execute(f'ALTER TABLE "{model._meta.db_table}" ENABLE TRIGGER USER')
