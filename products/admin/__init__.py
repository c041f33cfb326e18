"""Works, their words and what is asked of them, in the admin."""

from products.admin import demand, pricing, words, works

__all__ = ["demand", "pricing", "words", "works"]
