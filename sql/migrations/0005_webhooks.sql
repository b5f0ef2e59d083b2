-- Webhooks: who is told of what becomes of media files, and each telling.

CREATE TABLE IF NOT EXISTS webhook (
  id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
  pid UUID NOT NULL UNIQUE,
  url VARCHAR(2000) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  -- Signs what is sent, so a digest of it would not do.
  secret VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  events SET('media.ready','media.error','media.deleted') NOT NULL,
  enabled BOOL NOT NULL DEFAULT 1,
  -- Its receiver was silent: until then it is left alone.
  resting_until DATETIME(3),
  created_by VARCHAR(80) NOT NULL DEFAULT '',
  version INT UNSIGNED NOT NULL DEFAULT 1,
  created_at DATETIME(3) NOT NULL DEFAULT (UTC_TIMESTAMP(3)),
  updated_at DATETIME(3) NOT NULL DEFAULT (UTC_TIMESTAMP(3)),
  KEY by_created (created_at, id)
) ENGINE=InnoDB;

-- One event on its way to one webhook.  Its job, which is made in the same
-- transaction, says how it fares, and takes it along when it is forgotten.
CREATE TABLE IF NOT EXISTS webhook_delivery (
  job_id BIGINT UNSIGNED PRIMARY KEY,
  webhook_id BIGINT UNSIGNED NOT NULL,
  event VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  event_id UUID NOT NULL,
  payload MEDIUMTEXT NOT NULL,
  -- A try that fails from then on is the last one.
  give_up_at DATETIME(3) NOT NULL,
  tries SMALLINT UNSIGNED NOT NULL DEFAULT 0,
  http_status SMALLINT UNSIGNED,
  duration_ms INT UNSIGNED,
  tried_at DATETIME(3),
  KEY by_webhook (webhook_id, job_id),
  KEY by_event (event_id, webhook_id),
  CONSTRAINT delivery_webhook FOREIGN KEY (webhook_id) REFERENCES webhook (id) ON DELETE CASCADE,
  CONSTRAINT delivery_job FOREIGN KEY (job_id) REFERENCES job (id) ON DELETE CASCADE
) ENGINE=InnoDB;

-- The day of tries is give_up_at's to end; the number of them is no limit.
INSERT IGNORE INTO job_queue
  (name, max_attempts, max_stalls, lease_s, backoff_s, backoff_max_s)
  VALUES ('deliver', 255, 10, 30, 10, 3600);
