-- How far everybody is in which film, who has brought what and how much of it
-- counts, and an index for every order in which media files of a status are
-- listed.

-- A row for every film that somebody has begun or marked.
CREATE TABLE IF NOT EXISTS watch_progress (
  account_id BIGINT UNSIGNED NOT NULL,
  media_file_id BIGINT UNSIGNED NOT NULL,
  position_ms BIGINT UNSIGNED NOT NULL DEFAULT 0,
  watched BOOL NOT NULL DEFAULT 0,
  updated_at DATETIME(3) NOT NULL DEFAULT (UTC_TIMESTAMP(3)),
  PRIMARY KEY (account_id, media_file_id),
  KEY by_media (media_file_id),
  CONSTRAINT progress_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE,
  CONSTRAINT progress_media FOREIGN KEY (media_file_id) REFERENCES media_file (id) ON DELETE CASCADE
) ENGINE=InnoDB;

-- NULL: brought in on the host, or by an account that is gone.
ALTER TABLE media_file
  ADD COLUMN IF NOT EXISTS uploaded_by BIGINT UNSIGNED;
ALTER TABLE media_file
  ADD KEY IF NOT EXISTS by_uploader (uploaded_by, size_bytes),
  ADD KEY IF NOT EXISTS by_status_created (status, created_at, id),
  ADD KEY IF NOT EXISTS by_status_name (status, original_name, id),
  ADD KEY IF NOT EXISTS by_status_size (status, size_bytes, id);
ALTER TABLE media_file ADD CONSTRAINT media_uploader FOREIGN KEY IF NOT EXISTS
  media_uploader (uploaded_by) REFERENCES account (id) ON DELETE SET NULL;

-- held_bytes count against the owner's quota while the upload is open.
ALTER TABLE upload
  ADD COLUMN IF NOT EXISTS account_id BIGINT UNSIGNED,
  ADD COLUMN IF NOT EXISTS held_bytes BIGINT UNSIGNED NOT NULL DEFAULT 0;
ALTER TABLE upload
  ADD KEY IF NOT EXISTS by_owner (account_id, state, created_at, id);
ALTER TABLE upload ADD CONSTRAINT upload_owner FOREIGN KEY IF NOT EXISTS
  upload_owner (account_id) REFERENCES account (id) ON DELETE SET NULL;

-- Of the trash, what has been there for longest.
ALTER TABLE movie ADD KEY IF NOT EXISTS by_trashed (trashed_at);
ALTER TABLE series ADD KEY IF NOT EXISTS by_trashed (trashed_at);
ALTER TABLE episode ADD KEY IF NOT EXISTS by_trashed (trashed_at);
