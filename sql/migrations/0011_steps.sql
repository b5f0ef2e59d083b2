-- What is left of a film that plays already waits in a line of its own.
INSERT IGNORE INTO job_queue (name, max_running) VALUES ('ladder', NULL);

-- A rendition that is the film's own picture or sound, not encoded again.
ALTER TABLE rendition
  ADD COLUMN IF NOT EXISTS is_copy BOOL NOT NULL DEFAULT 0;
