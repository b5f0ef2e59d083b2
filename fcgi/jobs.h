/* Jobs in answers. */
#ifndef FCGI_JOBS_H
#define FCGI_JOBS_H

#include "fcgi/response.h"
#include "sql/job.h"

/* 202 with the job, and Location where it can be followed. */
enum outcome jobs_accept(struct response *rs, const struct job *job);

#endif
