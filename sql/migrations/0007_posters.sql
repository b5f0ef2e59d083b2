-- Posters of movies and series: which one is shown, and which is to be made.

-- Its number, as in /posters/<title>/<number>.jpg: that of the job that made
-- it, so it grows from one to the next.  NULL: there is none.
ALTER TABLE movie
  ADD COLUMN IF NOT EXISTS poster BIGINT UNSIGNED AFTER rating;
ALTER TABLE series
  ADD COLUMN IF NOT EXISTS poster BIGINT UNSIGNED AFTER rating;

-- The title that a job works for, where there is one.
ALTER TABLE job
  ADD COLUMN IF NOT EXISTS movie_id BIGINT UNSIGNED AFTER media_file_id,
  ADD COLUMN IF NOT EXISTS series_id BIGINT UNSIGNED AFTER movie_id;
ALTER TABLE job
  ADD KEY IF NOT EXISTS by_movie (movie_id, id),
  ADD KEY IF NOT EXISTS by_series (series_id, id);
ALTER TABLE job ADD CONSTRAINT job_movie FOREIGN KEY IF NOT EXISTS
  job_movie (movie_id) REFERENCES movie (id) ON DELETE SET NULL;
ALTER TABLE job ADD CONSTRAINT job_series FOREIGN KEY IF NOT EXISTS
  job_series (series_id) REFERENCES series (id) ON DELETE SET NULL;

-- What an unfinished job makes a poster of: a picture below incoming/, or a
-- frame of the job's media file.  It goes with the end of its job.
CREATE TABLE IF NOT EXISTS poster_order (
  job_id BIGINT UNSIGNED PRIMARY KEY,
  source_key VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin UNIQUE,
  from_ms BIGINT UNSIGNED,
  CONSTRAINT poster_source CHECK ((source_key IS NULL) <> (from_ms IS NULL)),
  CONSTRAINT poster_job FOREIGN KEY (job_id) REFERENCES job (id) ON DELETE CASCADE
) ENGINE=InnoDB;

ALTER TABLE gc_item
  MODIFY area ENUM('INCOMING','ORIGINAL','STAGING','MEDIA','POSTER') NOT NULL;
