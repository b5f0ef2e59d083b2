-- Subtitles that people add to a film: each is one clean WebVTT below
-- subtitles/, of which every revision of the film gets a copy.
CREATE TABLE IF NOT EXISTS subtitle (
  id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
  media_file_id BIGINT UNSIGNED NOT NULL,
  -- BCP 47, in the case that RFC 5646 recommends.
  language VARCHAR(35) CHARACTER SET ascii NOT NULL,
  label VARCHAR(100) NOT NULL,
  forced BOOL NOT NULL DEFAULT 0,
  file_name VARCHAR(255),
  -- What the file that came was written in.
  encoding VARCHAR(40) CHARACTER SET ascii NOT NULL,
  cues INT UNSIGNED NOT NULL,
  size_bytes BIGINT UNSIGNED NOT NULL,
  -- Below subtitles/.
  path_key VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL UNIQUE,
  -- The latest revision whose master playlist names it.
  output_id BIGINT UNSIGNED,
  created_at DATETIME(3) NOT NULL DEFAULT (UTC_TIMESTAMP(3)),
  created_by VARCHAR(80) NOT NULL,
  KEY by_media (media_file_id, id),
  KEY by_output (output_id),
  CONSTRAINT subtitle_media FOREIGN KEY (media_file_id) REFERENCES media_file (id) ON DELETE CASCADE,
  CONSTRAINT subtitle_output FOREIGN KEY (output_id) REFERENCES output (id) ON DELETE SET NULL,
  CONSTRAINT subtitle_label CHECK (CHAR_LENGTH(TRIM(label)) > 0)
) ENGINE=InnoDB;

-- What a master playlist says of a sound beside what its file shows, so that
-- it can be written anew.
ALTER TABLE rendition
  ADD COLUMN IF NOT EXISTS is_default BOOL NOT NULL DEFAULT 0,
  ADD COLUMN IF NOT EXISTS by_choice_only BOOL NOT NULL DEFAULT 0;

-- The program's own table says which areas there are.
ALTER TABLE gc_item MODIFY COLUMN area VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL;
