-- The field says variation for what used to be called a rung.
ALTER TABLE sets RENAME COLUMN rung TO variation;
