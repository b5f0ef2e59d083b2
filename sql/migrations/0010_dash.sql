-- What a revision has beside its HLS; those of before have none of it.
ALTER TABLE output
  ADD COLUMN IF NOT EXISTS has_dash BOOL NOT NULL DEFAULT 0,
  ADD COLUMN IF NOT EXISTS has_poster BOOL NOT NULL DEFAULT 0,
  ADD COLUMN IF NOT EXISTS has_storyboard BOOL NOT NULL DEFAULT 0;
