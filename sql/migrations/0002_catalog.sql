-- The catalog in full: genres, age classes, the trash, who made and changed a
-- title, and an index for every order in which titles are listed.
--
-- sort_key is how the database compares sort_title, cut to what an index can
-- hold, so a page of any depth is one range of the index.  The trash comes
-- first in each of them: what is thrown away costs a list nothing.

ALTER TABLE movie
  ADD COLUMN IF NOT EXISTS rating VARCHAR(20),
  ADD COLUMN IF NOT EXISTS trashed_at DATETIME(3),
  ADD COLUMN IF NOT EXISTS created_by VARCHAR(80) NOT NULL DEFAULT '',
  ADD COLUMN IF NOT EXISTS updated_by VARCHAR(80) NOT NULL DEFAULT '';
ALTER TABLE movie
  ADD COLUMN IF NOT EXISTS in_trash BOOL AS (trashed_at IS NOT NULL) STORED,
  ADD COLUMN IF NOT EXISTS sort_key VARBINARY(255) AS (LEFT(WEIGHT_STRING(sort_title), 255)) STORED,
  -- No year sorts before all years.
  ADD COLUMN IF NOT EXISTS sort_year SMALLINT UNSIGNED AS (COALESCE(year, 0)) STORED;
ALTER TABLE movie
  DROP KEY IF EXISTS by_title,
  DROP KEY IF EXISTS by_created,
  DROP KEY IF EXISTS by_year;
ALTER TABLE movie
  ADD KEY IF NOT EXISTS in_title (in_trash, sort_key, id),
  ADD KEY IF NOT EXISTS in_created (in_trash, created_at, id),
  ADD KEY IF NOT EXISTS in_year (in_trash, sort_year, id),
  ADD KEY IF NOT EXISTS in_year_title (in_trash, sort_year, sort_key, id);

ALTER TABLE series
  ADD COLUMN IF NOT EXISTS rating VARCHAR(20),
  ADD COLUMN IF NOT EXISTS trashed_at DATETIME(3),
  ADD COLUMN IF NOT EXISTS created_by VARCHAR(80) NOT NULL DEFAULT '',
  ADD COLUMN IF NOT EXISTS updated_by VARCHAR(80) NOT NULL DEFAULT '';
ALTER TABLE series
  ADD COLUMN IF NOT EXISTS in_trash BOOL AS (trashed_at IS NOT NULL) STORED,
  ADD COLUMN IF NOT EXISTS sort_key VARBINARY(255) AS (LEFT(WEIGHT_STRING(sort_title), 255)) STORED,
  ADD COLUMN IF NOT EXISTS sort_year SMALLINT UNSIGNED AS (COALESCE(year, 0)) STORED;
ALTER TABLE series
  DROP KEY IF EXISTS by_title;
ALTER TABLE series
  ADD KEY IF NOT EXISTS in_title (in_trash, sort_key, id),
  ADD KEY IF NOT EXISTS in_created (in_trash, created_at, id),
  ADD KEY IF NOT EXISTS in_year (in_trash, sort_year, id),
  ADD KEY IF NOT EXISTS in_year_title (in_trash, sort_year, sort_key, id);

ALTER TABLE season
  ADD COLUMN IF NOT EXISTS created_by VARCHAR(80) NOT NULL DEFAULT '',
  ADD COLUMN IF NOT EXISTS updated_by VARCHAR(80) NOT NULL DEFAULT '';

-- An episode in the trash keeps its number, so that it can come back.
ALTER TABLE episode
  ADD COLUMN IF NOT EXISTS trashed_at DATETIME(3),
  ADD COLUMN IF NOT EXISTS created_by VARCHAR(80) NOT NULL DEFAULT '',
  ADD COLUMN IF NOT EXISTS updated_by VARCHAR(80) NOT NULL DEFAULT '';
ALTER TABLE episode
  ADD COLUMN IF NOT EXISTS in_trash BOOL AS (trashed_at IS NOT NULL) STORED;
ALTER TABLE episode
  ADD KEY IF NOT EXISTS in_season (season_id, in_trash, number, id);

-- Made when a title first names one, under the spelling it was first given.
CREATE TABLE IF NOT EXISTS genre (
  id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
  name VARCHAR(40) NOT NULL,
  UNIQUE KEY one_name (name),
  KEY in_name (name, id),
  CONSTRAINT genre_name CHECK (CHAR_LENGTH(TRIM(name)) > 0)
) ENGINE=InnoDB;

CREATE TABLE IF NOT EXISTS movie_genre (
  movie_id BIGINT UNSIGNED NOT NULL,
  genre_id BIGINT UNSIGNED NOT NULL,
  -- Genres stay in the order in which they were given.
  place TINYINT UNSIGNED NOT NULL,
  PRIMARY KEY (movie_id, genre_id),
  KEY by_genre (genre_id, movie_id),
  CONSTRAINT movie_genre_movie FOREIGN KEY (movie_id) REFERENCES movie (id) ON DELETE CASCADE,
  CONSTRAINT movie_genre_genre FOREIGN KEY (genre_id) REFERENCES genre (id)
) ENGINE=InnoDB;

CREATE TABLE IF NOT EXISTS series_genre (
  series_id BIGINT UNSIGNED NOT NULL,
  genre_id BIGINT UNSIGNED NOT NULL,
  place TINYINT UNSIGNED NOT NULL,
  PRIMARY KEY (series_id, genre_id),
  KEY by_genre (genre_id, series_id),
  CONSTRAINT series_genre_series FOREIGN KEY (series_id) REFERENCES series (id) ON DELETE CASCADE,
  CONSTRAINT series_genre_genre FOREIGN KEY (genre_id) REFERENCES genre (id)
) ENGINE=InnoDB;
