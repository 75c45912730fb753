-- What the coach asked and the person answered, and what the doctor agreed to.
CREATE TABLE answers (
    id TEXT PRIMARY KEY,
    person TEXT NOT NULL REFERENCES people,
    at TEXT NOT NULL,
    question TEXT NOT NULL,
    answer TEXT NOT NULL,
    consent INTEGER NOT NULL DEFAULT 0  -- 1: a doctor's consent, knowingly given
) STRICT;
CREATE INDEX answers_of_person ON answers (person, at);
