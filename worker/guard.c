/* The sandbox's test at the start of a worker. */
#include "config.h"

#include "worker/guard.h"

#include "base/log.h"
#include "base/mem.h"
#include "base/sandbox.h"

/* Without a box nothing is tried, and nothing waited for. */
static enum outcome
go_without(void *mem, char **summary)
{
	log_warn("sandbox.off", TEXT_PAIR("setting", "sandbox"));
	*summary = mem_text(mem, "off");
	return OK;
}

static void
tell(const struct sandbox_report *report)
{
	for (int i = 0; i < SANDBOX_PART_COUNT; i++) {
		const struct sandbox_part *part = &report->parts[i];

		if (part->state == SANDBOX_MISSING)
			log_warn("sandbox.missing",
			    TEXT_PAIR("part", part->name),
			    TEXT_PAIR("detail", part->detail));
	}
	log_info("sandbox.tried", TEXT_PAIR("summary", report->summary),
	    TEXT_PAIR("landlock", report->parts[SANDBOX_LANDLOCK].detail));
}

enum outcome
guard_begin(void *mem, const struct settings *settings, char **summary)
{
	struct sandbox_report report;
	enum outcome rc;

	if (settings->sandbox == SANDBOX_OFF)
		return go_without(mem, summary);
	rc = sandbox_test(mem, settings, &report);
	if (rc != OK)
		return settings->sandbox == SANDBOX_REQUIRED ? FAILED : OK;
	tell(&report);
	*summary = report.summary;
	if (report.is_enough)
		return OK;
	log_error("sandbox.refused",
	    TEXT_PAIR("reason", "the setting sandbox requires what is missing"),
	    TEXT_PAIR("summary", report.summary));
	return FAILED;
}
