"""Forms of the six steps in which a maker describes a work."""

from products.forms.ends import CheckForm, NewWorkForm
from products.forms.fields import LATER, STAY, StepForm, with_comma
from products.forms.photographs import PhotoForm, PhotosForm, PhotoWordsForm, Slot, slots_of
from products.forms.price import PriceForm
from products.forms.steps import MaterialForm, NameForm, StoryForm
from products.models import ProductVersion

__all__ = [
    "LATER",
    "STAY",
    "STEP_FORMS",
    "CheckForm",
    "MaterialForm",
    "NameForm",
    "NewWorkForm",
    "PhotoForm",
    "PhotoWordsForm",
    "PhotosForm",
    "PriceForm",
    "Slot",
    "StepForm",
    "StoryForm",
    "slots_of",
    "with_comma",
]

STEP_FORMS: dict[int, type[StepForm]] = {
    ProductVersion.Step.NAME: NameForm,
    ProductVersion.Step.MATERIAL: MaterialForm,
    ProductVersion.Step.PRICE: PriceForm,
    ProductVersion.Step.STORY: StoryForm,
}
