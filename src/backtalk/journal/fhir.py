"""Pain scores as a FHIR R4 bundle, for the record of a practice.

Each score is an Observation with the LOINC code of the 0 to 10 verbal rating. Reports without a
number are no observation of that scale and are left out. No library is needed to write it; a
test holds it to the published models.
"""

from __future__ import annotations

import sqlite3
import uuid
from typing import Any

from backtalk.journal.exporting import rows
from backtalk.journal.reading import moment

LOINC_PAIN_SCORE = "72514-3"
"""'Pain severity - 0-10 verbal numeric rating [Score] - Reported'."""
_SPACE = uuid.UUID("b8b1e7f2-3f5f-4a55-9c5e-6f0d3f1b7a10")


def bundle(connection: sqlite3.Connection, person: str | None) -> dict[str, Any]:
    """Return the bundle of `person` (a key), or of all people, ready for `json.dumps`."""
    everything = list(rows(connection, person))
    patients = [row for table, row in everything if table == "people"]
    owner = {row["id"]: row["person"] for table, row in everything if table == "sessions"}
    entries = [_entry(_urn(row["person"]), _patient(row)) for row in patients]
    for table, row in everything:
        if table == "pain_reports" and row["score"] is not None and _time(row["at"]):
            entries.append(_entry(_urn(row["id"]), _observation(row, owner[row["session"]])))
    return {"resourceType": "Bundle", "type": "collection", "entry": entries}


def _entry(urn: str, resource: dict[str, Any]) -> dict[str, Any]:
    return {"fullUrl": urn, "resource": resource}


def _patient(row: dict[str, Any]) -> dict[str, Any]:
    return {"resourceType": "Patient", "name": [{"text": row["name"]}]}


def _observation(row: dict[str, Any], person: str) -> dict[str, Any]:
    place = f"; place: {row['place']}" if row["place"] else ""
    category = {
        "system": "http://terminology.hl7.org/CodeSystem/observation-category",
        "code": "survey",
        "display": "Survey",
    }
    code = {
        "system": "http://loinc.org",
        "code": LOINC_PAIN_SCORE,
        "display": "Pain severity - 0-10 verbal numeric rating [Score] - Reported",
    }
    return {
        "resourceType": "Observation",
        "status": "final",
        "category": [{"coding": [category]}],
        "code": {"coding": [code]},
        "subject": {"reference": _urn(person)},
        "effectiveDateTime": _time(row["at"]),
        "valueInteger": row["score"],
        "note": [{"text": f"Exercise: {row['exercise']}{place}"}],
    }


def _time(at: str) -> str | None:
    """Return `at` as FHIR wants it, with its distance to UTC; None where it has none."""
    when = moment(at)
    return None if when is None or when.tzinfo is None else when.isoformat(timespec="seconds")


def _urn(key: str) -> str:
    return f"urn:uuid:{uuid.uuid5(_SPACE, key)}"
