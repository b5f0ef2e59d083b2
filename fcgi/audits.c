/* The book of changes over HTTP. */
#include "config.h"

#include "fcgi/handlers.h"
#include "fcgi/list.h"
#include "sql/audit.h"

enum outcome
audits_list(struct request *rq, struct response *rs)
{
	return list_answer(rq, rs, &audit_listing);
}
