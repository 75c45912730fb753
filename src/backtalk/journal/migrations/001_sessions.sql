-- What happened on the mat. Every row has an id of its own that no other journal uses, so that
-- an export can be read into any journal, twice without harm.
CREATE TABLE people (
    person TEXT PRIMARY KEY,  -- the name without regard to capitals and spaces
    name TEXT NOT NULL
) STRICT;

CREATE TABLE sessions (
    id TEXT PRIMARY KEY,
    person TEXT NOT NULL REFERENCES people,
    routine TEXT NOT NULL,
    planned INTEGER NOT NULL,  -- sets
    started TEXT NOT NULL,     -- ISO 8601 with the distance to UTC, as are all times
    ended TEXT,                -- nothing: under way, or broken off
    ending TEXT,               -- complete, partial, pain or unwell
    rehearsal INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX sessions_of_person ON sessions (person, started);

CREATE TABLE sets (
    id TEXT PRIMARY KEY,
    session TEXT NOT NULL REFERENCES sessions ON DELETE CASCADE,
    at TEXT NOT NULL,
    exercise TEXT NOT NULL,
    rung TEXT NOT NULL,
    number INTEGER NOT NULL,   -- of the set, from 1
    side TEXT NOT NULL,        -- '' where there is none
    planned INTEGER NOT NULL,  -- repetitions
    done INTEGER NOT NULL,
    hold_s REAL NOT NULL
) STRICT;
CREATE INDEX sets_of_session ON sets (session);

CREATE TABLE pain_reports (
    id TEXT PRIMARY KEY,
    session TEXT NOT NULL REFERENCES sessions ON DELETE CASCADE,
    at TEXT NOT NULL,
    exercise TEXT NOT NULL,
    kind TEXT NOT NULL,        -- pain or unwell
    score INTEGER,             -- 0 to 10; nothing where nobody answered
    place TEXT,
    action TEXT                -- what was done: easier, left out, ended, went on
) STRICT;
CREATE INDEX pain_of_session ON pain_reports (session);

CREATE TABLE notes (           -- what else happened: stops, what was left out, easier, harder
    id TEXT PRIMARY KEY,
    session TEXT NOT NULL REFERENCES sessions ON DELETE CASCADE,
    at TEXT NOT NULL,
    kind TEXT NOT NULL,
    exercise TEXT NOT NULL,
    facts TEXT NOT NULL        -- JSON
) STRICT;
CREATE INDEX notes_of_session ON notes (session);

CREATE TABLE faults (          -- what failed: the microphone, the voice, the disk
    id TEXT PRIMARY KEY,
    session TEXT NOT NULL REFERENCES sessions ON DELETE CASCADE,
    at TEXT NOT NULL,
    kind TEXT NOT NULL,
    reason TEXT NOT NULL
) STRICT;
CREATE INDEX faults_of_session ON faults (session);
