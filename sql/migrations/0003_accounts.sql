-- Who may come in, by what, how often it was tried, and who has done what.
-- Of passwords an argon2id hash is kept, of tokens a SHA-256: nothing here
-- opens a door.

CREATE TABLE IF NOT EXISTS account (
  id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
  pid UUID NOT NULL UNIQUE,
  login VARCHAR(64) NOT NULL UNIQUE,
  -- NULL: it comes in by tokens alone.
  password_hash VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin,
  role ENUM('VIEWER','EDITOR','ADMIN') NOT NULL,
  disabled BOOL NOT NULL DEFAULT 0,
  -- NULL: as much as the disk takes.
  quota_bytes BIGINT UNSIGNED,
  last_seen_at DATETIME(3),
  version INT UNSIGNED NOT NULL DEFAULT 1,
  created_at DATETIME(3) NOT NULL DEFAULT (UTC_TIMESTAMP(3)),
  updated_at DATETIME(3) NOT NULL DEFAULT (UTC_TIMESTAMP(3)),
  KEY by_login (login, id),
  KEY by_role (role, disabled),
  CONSTRAINT account_login CHECK (CHAR_LENGTH(login) > 0)
) ENGINE=InnoDB;

-- What stands for an account: a token that a program shows, or the session of
-- a browser, which also ends when nobody uses it for idle_s.
CREATE TABLE IF NOT EXISTS api_token (
  id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
  pid UUID NOT NULL UNIQUE,
  account_id BIGINT UNSIGNED NOT NULL,
  token_sha256 BINARY(32) NOT NULL UNIQUE,
  kind ENUM('API','SESSION') NOT NULL,
  label VARCHAR(100) NOT NULL DEFAULT '',
  role ENUM('VIEWER','EDITOR','ADMIN') NOT NULL,
  -- Its first letters, by which its owner knows it again.
  prefix VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  idle_s INT UNSIGNED,
  created_at DATETIME(3) NOT NULL DEFAULT (UTC_TIMESTAMP(3)),
  expires_at DATETIME(3),
  last_used_at DATETIME(3),
  revoked_at DATETIME(3),
  KEY by_account (account_id, id),
  KEY by_expiry (expires_at),
  CONSTRAINT token_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE
) ENGINE=InnoDB;

-- Tries to sign in, by login and by network; the key is a hash, so that a
-- password typed into the wrong field is not kept.
CREATE TABLE IF NOT EXISTS login_throttle (
  key_sha256 BINARY(32) PRIMARY KEY,
  failures INT UNSIGNED NOT NULL DEFAULT 0,
  retry_at DATETIME(3) NOT NULL DEFAULT (UTC_TIMESTAMP(3)),
  updated_at DATETIME(3) NOT NULL DEFAULT (UTC_TIMESTAMP(3)),
  KEY by_updated (updated_at)
) ENGINE=InnoDB;

-- Written in the transaction of the change, and never changed itself.
CREATE TABLE IF NOT EXISTS audit (
  id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
  at DATETIME(3) NOT NULL DEFAULT (UTC_TIMESTAMP(3)),
  actor VARCHAR(80) NOT NULL,
  action VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  subject_kind VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  subject_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  state_before JSON,
  state_after JSON,
  KEY by_actor (actor, id),
  KEY by_action (action, id),
  KEY by_kind (subject_kind, id),
  KEY by_subject (subject_id, id)
) ENGINE=InnoDB;
