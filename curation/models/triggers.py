"""Triggers that several tables of curation share."""

from typing import TYPE_CHECKING

import pgtrigger

if TYPE_CHECKING:
    pass


def frozen_with_rubric(name: str) -> pgtrigger.Trigger:
    """A trigger that refuses every change to a part of a frozen rubric."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func="""
            IF EXISTS (
                SELECT 1 FROM curation_rubric
                WHERE frozen_at IS NOT NULL AND id IN (
                    CASE WHEN TG_OP <> 'DELETE' THEN NEW.rubric_id END,
                    CASE WHEN TG_OP <> 'INSERT' THEN OLD.rubric_id END
                )
            ) THEN
                RAISE EXCEPTION 'pgtrigger: the rubric is frozen';
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """,
    )


def append_only() -> pgtrigger.Trigger:
    """A trigger that refuses changes to rows that are a record."""
    return pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)


def frozen_with(name: str, *, table: str, key: str, once: str, says: str) -> pgtrigger.Trigger:
    """A trigger that refuses every change to a row whose parent has come to its end.

    `table` and `key` lead to the parent, `once` is the condition on it, `says` the refusal.
    """
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=f"""
            IF EXISTS (
                SELECT 1 FROM {table} WHERE ({once}) AND id =
                    CASE WHEN TG_OP = 'DELETE' THEN OLD.{key} ELSE NEW.{key} END
            ) THEN
                RAISE EXCEPTION 'pgtrigger: {says}';
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """,  # noqa: S608 every part is written in the models
    )


def written_once(*except_for: str) -> pgtrigger.Trigger:
    """A trigger that lets an empty column be filled once and refuses every later change of it."""
    free = ", ".join(f"'{name}'" for name in ("", *except_for))
    return pgtrigger.Trigger(
        name="written_once",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func=f"""
            IF EXISTS (
                SELECT 1 FROM jsonb_each(to_jsonb(OLD)) AS before(name, value)
                WHERE value NOT IN ('null'::jsonb, '""'::jsonb)
                    AND name NOT IN ({free})
                    AND to_jsonb(NEW) -> name IS DISTINCT FROM value
            ) THEN
                RAISE EXCEPTION 'pgtrigger: what was written in % stays', TG_TABLE_NAME;
            END IF;
            RETURN NEW;
        """,  # noqa: S608 names of columns stand in models, never in a request
    )
