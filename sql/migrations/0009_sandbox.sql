-- What a worker found of its sandbox when it started: whole, off, or what it
-- is without; NULL: not known.
ALTER TABLE worker
  ADD COLUMN IF NOT EXISTS sandbox VARCHAR(120) CHARACTER SET ascii;
