/* The bytes of one tus request on their way into an upload. */
#ifndef FCGI_TUS_BODY_H
#define FCGI_TUS_BODY_H

#include "fcgi/request.h"
#include "fcgi/tus_head.h"
#include "house/upload_part.h"

struct tus_body {
	struct request *rq;
	struct upload *upload; /* gripped */
	const char *checksum;  /* Upload-Checksum, or NULL */
	struct media media;    /* what it has become ... */
	bool is_finished;      /* ... when this is set */
};

/*
 * Receives the body and keeps what came of it: acknowledged is what is OK
 * here.  A cut body is kept as far as it came, unless there is a checksum:
 * then it counts whole or not at all (MALFORMED `checksum_mismatch`).  With
 * the last byte the upload is finished.  A database is borrowed where needed.
 */
enum outcome tus_receive(struct tus_body *body) MUST_CHECK;

/* Nothing to receive: finishes the upload if all its bytes are there. */
enum outcome tus_settle(struct tus_body *body) MUST_CHECK;

#endif
