-- The first schema: media files and what is made of them, the catalog, the
-- queue.  InnoDB, utf8mb4, strict mode; every time is UTC and the server's
-- own.  `id` is for the house (keys, order, paging), `pid` for the world.

-- The asset.  status moves only along the table in house/state.c.
CREATE TABLE IF NOT EXISTS media_file (
  id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
  pid UUID NOT NULL UNIQUE,
  -- NULL until attached; set and cleared by attaching and detaching.
  media_type ENUM('MOVIE','EPISODE'),
  status ENUM('UPLOADED','PROCESSING','READY','ERROR') NOT NULL DEFAULT 'UPLOADED',
  -- NULL: the original was removed on purpose, derivatives live on.
  original_key VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin UNIQUE,
  original_name VARCHAR(255) NOT NULL,
  size_bytes BIGINT UNSIGNED NOT NULL,
  sha256 BINARY(32),
  duration_ms BIGINT UNSIGNED,
  width SMALLINT UNSIGNED,
  height SMALLINT UNSIGNED,
  probe JSON,
  -- The package that the web server may serve.
  live_output_id BIGINT UNSIGNED,
  playable_since DATETIME(3),
  ladder_complete BOOL NOT NULL DEFAULT 0,
  warnings JSON,
  error_code VARCHAR(40) CHARACTER SET ascii,
  error_message VARCHAR(500),
  -- Why the latest processing of a file that is READY all the same failed.
  last_error VARCHAR(500),
  -- The orphan clock: NULL while a title uses it.
  unused_since DATETIME(3) DEFAULT (UTC_TIMESTAMP(3)),
  version INT UNSIGNED NOT NULL DEFAULT 1,
  created_at DATETIME(3) NOT NULL DEFAULT (UTC_TIMESTAMP(3)),
  updated_at DATETIME(3) NOT NULL DEFAULT (UTC_TIMESTAMP(3)),
  -- Target of the composite foreign keys of movie and episode.
  UNIQUE KEY id_type (id, media_type),
  KEY by_status (status, id),
  KEY by_created (created_at, id),
  KEY by_name (original_name, id),
  KEY by_size (size_bytes, id),
  KEY by_sha256 (sha256),
  KEY by_unused (unused_since),
  CONSTRAINT media_ready CHECK (status <> 'READY' OR live_output_id IS NOT NULL),
  CONSTRAINT media_error CHECK ((status = 'ERROR') = (error_code IS NOT NULL))
) ENGINE=InnoDB;

-- One package is one folder media/<media pid>/<output id>, immutable once
-- READY.  Attempts write to staging/<media pid>/<output id>/<job>-<attempt>.
CREATE TABLE IF NOT EXISTS output (
  id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
  media_file_id BIGINT UNSIGNED NOT NULL,
  state ENUM('BUILDING','READY','RETIRED') NOT NULL DEFAULT 'BUILDING',
  size_bytes BIGINT UNSIGNED,
  created_at DATETIME(3) NOT NULL DEFAULT (UTC_TIMESTAMP(3)),
  ready_at DATETIME(3),
  UNIQUE KEY id_media (id, media_file_id),
  KEY by_media (media_file_id, state),
  CONSTRAINT output_media FOREIGN KEY (media_file_id) REFERENCES media_file (id) ON DELETE CASCADE,
  CONSTRAINT output_ready CHECK ((state = 'READY') <= (ready_at IS NOT NULL))
) ENGINE=InnoDB;

-- Only its own package can be a file's live one.
ALTER TABLE media_file ADD CONSTRAINT media_live FOREIGN KEY IF NOT EXISTS
  media_live (live_output_id, id) REFERENCES output (id, media_file_id);

CREATE TABLE IF NOT EXISTS rendition (
  id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
  output_id BIGINT UNSIGNED NOT NULL,
  kind ENUM('VIDEO','AUDIO','SUBTITLE') NOT NULL,
  name VARCHAR(40) CHARACTER SET ascii NOT NULL,
  codec VARCHAR(40) CHARACTER SET ascii NOT NULL,
  language VARCHAR(35) CHARACTER SET ascii,
  label VARCHAR(100),
  width SMALLINT UNSIGNED,
  height SMALLINT UNSIGNED,
  frame_rate DOUBLE,
  channels TINYINT UNSIGNED,
  bandwidth INT UNSIGNED NOT NULL,
  average_bandwidth INT UNSIGNED NOT NULL,
  segments INT UNSIGNED NOT NULL,
  size_bytes BIGINT UNSIGNED NOT NULL,
  UNIQUE KEY output_kind_name (output_id, kind, name),
  CONSTRAINT rendition_output FOREIGN KEY (output_id) REFERENCES output (id) ON DELETE CASCADE
) ENGINE=InnoDB;

-- Files and folders to be removed: written in the transaction that gives
-- them up, deleted once they are gone.  path_key is below the area's folder.
CREATE TABLE IF NOT EXISTS gc_item (
  id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
  area ENUM('INCOMING','ORIGINAL','STAGING','MEDIA') NOT NULL,
  path_key VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  not_before DATETIME(3) NOT NULL DEFAULT (UTC_TIMESTAMP(3)),
  tries SMALLINT UNSIGNED NOT NULL DEFAULT 0,
  UNIQUE KEY area_path (area, path_key),
  KEY by_time (not_before, id)
) ENGINE=InnoDB;

CREATE TABLE IF NOT EXISTS movie (
  id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
  pid UUID NOT NULL UNIQUE,
  title VARCHAR(255) NOT NULL,
  sort_title VARCHAR(255) NOT NULL,
  original_title VARCHAR(255),
  synopsis TEXT,
  year SMALLINT UNSIGNED,
  media_file_id BIGINT UNSIGNED UNIQUE,
  media_type ENUM('MOVIE','EPISODE') NOT NULL DEFAULT 'MOVIE',
  version INT UNSIGNED NOT NULL DEFAULT 1,
  created_at DATETIME(3) NOT NULL DEFAULT (UTC_TIMESTAMP(3)),
  updated_at DATETIME(3) NOT NULL DEFAULT (UTC_TIMESTAMP(3)),
  KEY by_title (sort_title, id),
  KEY by_created (created_at, id),
  KEY by_year (year, id),
  FULLTEXT KEY words (title, original_title, synopsis),
  CONSTRAINT movie_title CHECK (CHAR_LENGTH(TRIM(title)) > 0),
  CONSTRAINT movie_year CHECK (year BETWEEN 1870 AND 2200),
  CONSTRAINT movie_type CHECK (media_type = 'MOVIE'),
  CONSTRAINT movie_media FOREIGN KEY (media_file_id, media_type)
    REFERENCES media_file (id, media_type) ON DELETE RESTRICT ON UPDATE RESTRICT
) ENGINE=InnoDB;

CREATE TABLE IF NOT EXISTS series (
  id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
  pid UUID NOT NULL UNIQUE,
  title VARCHAR(255) NOT NULL,
  sort_title VARCHAR(255) NOT NULL,
  original_title VARCHAR(255),
  synopsis TEXT,
  year SMALLINT UNSIGNED,
  version INT UNSIGNED NOT NULL DEFAULT 1,
  created_at DATETIME(3) NOT NULL DEFAULT (UTC_TIMESTAMP(3)),
  updated_at DATETIME(3) NOT NULL DEFAULT (UTC_TIMESTAMP(3)),
  KEY by_title (sort_title, id),
  FULLTEXT KEY words (title, original_title, synopsis),
  CONSTRAINT series_title CHECK (CHAR_LENGTH(TRIM(title)) > 0),
  CONSTRAINT series_year CHECK (year BETWEEN 1870 AND 2200)
) ENGINE=InnoDB;

CREATE TABLE IF NOT EXISTS season (
  id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
  pid UUID NOT NULL UNIQUE,
  series_id BIGINT UNSIGNED NOT NULL,
  number SMALLINT UNSIGNED NOT NULL,
  title VARCHAR(255),
  version INT UNSIGNED NOT NULL DEFAULT 1,
  created_at DATETIME(3) NOT NULL DEFAULT (UTC_TIMESTAMP(3)),
  updated_at DATETIME(3) NOT NULL DEFAULT (UTC_TIMESTAMP(3)),
  UNIQUE KEY series_number (series_id, number),
  CONSTRAINT season_series FOREIGN KEY (series_id) REFERENCES series (id) ON DELETE CASCADE
) ENGINE=InnoDB;

CREATE TABLE IF NOT EXISTS episode (
  id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
  pid UUID NOT NULL UNIQUE,
  season_id BIGINT UNSIGNED NOT NULL,
  number SMALLINT UNSIGNED NOT NULL,
  title VARCHAR(255) NOT NULL,
  synopsis TEXT,
  aired_on DATE,
  media_file_id BIGINT UNSIGNED UNIQUE,
  media_type ENUM('MOVIE','EPISODE') NOT NULL DEFAULT 'EPISODE',
  version INT UNSIGNED NOT NULL DEFAULT 1,
  created_at DATETIME(3) NOT NULL DEFAULT (UTC_TIMESTAMP(3)),
  updated_at DATETIME(3) NOT NULL DEFAULT (UTC_TIMESTAMP(3)),
  UNIQUE KEY season_number (season_id, number),
  FULLTEXT KEY words (title, synopsis),
  CONSTRAINT episode_title CHECK (CHAR_LENGTH(TRIM(title)) > 0),
  CONSTRAINT episode_type CHECK (media_type = 'EPISODE'),
  CONSTRAINT episode_season FOREIGN KEY (season_id) REFERENCES season (id) ON DELETE CASCADE,
  CONSTRAINT episode_media FOREIGN KEY (media_file_id, media_type)
    REFERENCES media_file (id, media_type) ON DELETE RESTRICT ON UPDATE RESTRICT
) ENGINE=InnoDB;

-- The row is there before the first byte is, so every file has an owner.
CREATE TABLE IF NOT EXISTS upload (
  id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
  pid UUID NOT NULL UNIQUE,
  file_name VARCHAR(255) NOT NULL,
  part_key VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL UNIQUE,
  total_bytes BIGINT UNSIGNED,
  got_bytes BIGINT UNSIGNED NOT NULL DEFAULT 0,
  state ENUM('OPEN','DONE','ABORTED') NOT NULL DEFAULT 'OPEN',
  media_file_id BIGINT UNSIGNED,
  created_at DATETIME(3) NOT NULL DEFAULT (UTC_TIMESTAMP(3)),
  last_byte_at DATETIME(3) NOT NULL DEFAULT (UTC_TIMESTAMP(3)),
  expires_at DATETIME(3) NOT NULL,
  KEY by_state (state, expires_at),
  CONSTRAINT upload_media FOREIGN KEY (media_file_id) REFERENCES media_file (id) ON DELETE SET NULL,
  CONSTRAINT upload_fits CHECK (total_bytes IS NULL OR got_bytes <= total_bytes),
  CONSTRAINT upload_done CHECK (state <> 'DONE' OR got_bytes = total_bytes)
) ENGINE=InnoDB;

CREATE TABLE IF NOT EXISTS job_queue (
  name VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin PRIMARY KEY,
  paused BOOL NOT NULL DEFAULT 0,
  paused_reason VARCHAR(200),
  max_running INT UNSIGNED,
  max_attempts TINYINT UNSIGNED NOT NULL DEFAULT 5,
  max_stalls TINYINT UNSIGNED NOT NULL DEFAULT 3,
  lease_s SMALLINT UNSIGNED NOT NULL DEFAULT 60,
  backoff_s INT UNSIGNED NOT NULL DEFAULT 15,
  backoff_max_s INT UNSIGNED NOT NULL DEFAULT 3600,
  keep_done_s INT UNSIGNED NOT NULL DEFAULT 2592000
) ENGINE=InnoDB;

-- A new row for every start of a process: the id is half of the fence.
CREATE TABLE IF NOT EXISTS worker (
  id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
  name VARCHAR(64) CHARACTER SET ascii NOT NULL,
  host VARCHAR(255) CHARACTER SET ascii NOT NULL,
  pid INT UNSIGNED NOT NULL,
  version VARCHAR(40) CHARACTER SET ascii NOT NULL,
  slots SMALLINT UNSIGNED NOT NULL,
  state ENUM('ACTIVE','DRAINING','STOPPED','LOST') NOT NULL DEFAULT 'ACTIVE',
  started_at DATETIME(3) NOT NULL DEFAULT (UTC_TIMESTAMP(3)),
  beat_at DATETIME(3) NOT NULL DEFAULT (UTC_TIMESTAMP(3)),
  KEY by_state (state, beat_at)
) ENGINE=InnoDB;

CREATE TABLE IF NOT EXISTS job (
  id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
  queue VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  kind VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  state ENUM('BLOCKED','SCHEDULED','QUEUED','RUNNING','DONE','DEAD','CANCELED') NOT NULL DEFAULT 'QUEUED',
  -- When this row next needs someone.  QUEUED: its place in line; SCHEDULED:
  -- run at; RUNNING: end of the lease; finished: when it may be pruned.
  due_at DATETIME(3) NOT NULL DEFAULT (UTC_TIMESTAMP(3)),
  priority TINYINT UNSIGNED NOT NULL DEFAULT 5,
  attempt SMALLINT UNSIGNED NOT NULL DEFAULT 0,
  failures SMALLINT UNSIGNED NOT NULL DEFAULT 0,
  stalls SMALLINT UNSIGNED NOT NULL DEFAULT 0,
  max_attempts TINYINT UNSIGNED NOT NULL DEFAULT 5,
  worker_id BIGINT UNSIGNED,
  cancel BOOL NOT NULL DEFAULT 0,
  stage VARCHAR(32) CHARACTER SET ascii,
  progress SMALLINT UNSIGNED NOT NULL DEFAULT 0, -- per mille
  speed DOUBLE,
  eta_ms BIGINT UNSIGNED,
  media_file_id BIGINT UNSIGNED,
  output_id BIGINT UNSIGNED,
  actor VARCHAR(80) NOT NULL DEFAULT '',
  error_code VARCHAR(40) CHARACTER SET ascii,
  error_message VARCHAR(500),
  dedupe VARCHAR(120) CHARACTER SET ascii COLLATE ascii_bin,
  -- NULL once finished, so nobody can forget to clear it.
  active_dedupe VARCHAR(120) CHARACTER SET ascii COLLATE ascii_bin
    AS (IF(state IN ('BLOCKED','SCHEDULED','QUEUED','RUNNING'), dedupe, NULL)) VIRTUAL,
  created_at DATETIME(3) NOT NULL DEFAULT (UTC_TIMESTAMP(3)),
  started_at DATETIME(3),
  finished_at DATETIME(3),
  KEY claim (queue, state, due_at, id),
  UNIQUE KEY one_active (active_dedupe),
  KEY by_media (media_file_id, id),
  KEY by_state (state, id),
  KEY by_kind (kind, id),
  KEY by_output (output_id),
  CONSTRAINT job_progress CHECK (progress <= 1000),
  CONSTRAINT job_priority CHECK (priority <= 9),
  CONSTRAINT job_owner CHECK ((state = 'RUNNING') = (worker_id IS NOT NULL)),
  CONSTRAINT job_end CHECK ((state IN ('DONE','DEAD','CANCELED')) = (finished_at IS NOT NULL)),
  CONSTRAINT job_in_queue FOREIGN KEY (queue) REFERENCES job_queue (name),
  CONSTRAINT job_media FOREIGN KEY (media_file_id) REFERENCES media_file (id) ON DELETE SET NULL,
  CONSTRAINT job_output FOREIGN KEY (output_id) REFERENCES output (id) ON DELETE SET NULL
) ENGINE=InnoDB;

CREATE TABLE IF NOT EXISTS job_attempt (
  job_id BIGINT UNSIGNED NOT NULL,
  attempt SMALLINT UNSIGNED NOT NULL,
  worker_id BIGINT UNSIGNED NOT NULL,
  started_at DATETIME(3) NOT NULL DEFAULT (UTC_TIMESTAMP(3)),
  ended_at DATETIME(3),
  outcome ENUM('DONE','FAILED','STALLED','CANCELED','RELEASED'),
  exit_code SMALLINT,
  signal_number TINYINT UNSIGNED,
  error_code VARCHAR(40) CHARACTER SET ascii,
  error_message VARCHAR(500),
  last_lines TEXT,
  cpu_ms INT UNSIGNED,
  max_rss_kb INT UNSIGNED,
  PRIMARY KEY (job_id, attempt),
  CONSTRAINT attempt_job FOREIGN KEY (job_id) REFERENCES job (id) ON DELETE CASCADE
) ENGINE=InnoDB;

-- What ffmpeg said, capped for each attempt; followed from any machine.
CREATE TABLE IF NOT EXISTS job_log (
  job_id BIGINT UNSIGNED NOT NULL,
  attempt SMALLINT UNSIGNED NOT NULL,
  seq INT UNSIGNED NOT NULL,
  at DATETIME(3) NOT NULL DEFAULT (UTC_TIMESTAMP(3)),
  line VARCHAR(1000) NOT NULL,
  PRIMARY KEY (job_id, attempt, seq),
  CONSTRAINT log_job FOREIGN KEY (job_id) REFERENCES job (id) ON DELETE CASCADE
) ENGINE=InnoDB;

INSERT IGNORE INTO job_queue (name, max_running) VALUES ('encode', NULL), ('upkeep', 1);
