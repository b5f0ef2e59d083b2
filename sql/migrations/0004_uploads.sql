-- Uploads that come in several requests (tus), and the list of those under way.
ALTER TABLE upload
  ADD COLUMN IF NOT EXISTS kind ENUM('STREAM','TUS') NOT NULL DEFAULT 'STREAM' AFTER part_key,
  -- Upload-Metadata as it came, to be echoed.
  ADD COLUMN IF NOT EXISTS metadata VARCHAR(4096) CHARACTER SET ascii COLLATE ascii_bin AFTER kind,
  ADD KEY IF NOT EXISTS by_state_created (state, created_at, id);
