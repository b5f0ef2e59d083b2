/* Bytes on their way to the disk. */
#ifndef FCGI_UPLOADS_H
#define FCGI_UPLOADS_H

#include "fcgi/request.h"
#include "house/upload.h"

/* The whole body into an upload that is open; outcomes of request_body_read
   and upload_fill.  No connection to the database is held. */
enum outcome uploads_receive(
    struct request *rq, struct upload *upload) MUST_CHECK;

/* After something went wrong: nothing is left of it.  The client still hears
   why; what cannot be told to the database now is found by the sweep. */
void uploads_give_up(struct request *rq, struct upload *upload);

#endif
