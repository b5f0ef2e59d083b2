/* worker/progress: what ffmpeg says, in whatever pieces it comes. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/field.h"
#include "base/mem.h"
#include "tests/fuzz/fuzz.h"
#include "worker/progress.h"

static const char block[] = "frame=240\nfps=48.00\nstream_0_0_q=28.0\n"
			    "bitrate=N/A\ntotal_size=N/A\n"
			    "out_time_us=10012345\nout_time_ms=10012345\n"
			    "out_time=00:00:10.012345\ndup_frames=0\n"
			    "drop_frames=0\nspeed=   2x\nprogress=continue\n";

static void
feed(struct progress *progress, const char *text, int64_t now_ms)
{
	progress_feed(progress, text, strlen(text), now_ms);
}

static void
tell(struct progress *progress, int64_t frame, int64_t now_ms)
{
	char text[64];

	snprintf(text, sizeof(text), "frame=%lld\nprogress=continue\n",
	    (long long)frame);
	feed(progress, text, now_ms);
}

static void
reads_blocks_in_pieces_of_any_size(void **state)
{
	(void)state;
	for (size_t piece = 1; piece <= sizeof(block); piece++) {
		struct progress progress;

		progress_begin(&progress, 720, 30000000, 1000);
		for (size_t at = 0; at < sizeof(block) - 1; at += piece) {
			size_t left = sizeof(block) - 1 - at;

			/* Nothing counts before its block is whole. */
			assert_int_equal(progress.frame, 0);
			progress_feed(&progress, block + at,
			    left < piece ? left : piece, 2000);
		}
		assert_int_equal(progress.frame, 240);
		assert_int_equal(progress.out_time_us, 10012345);
		assert_true(progress.speed > 1.99 && progress.speed < 2.01);
		assert_false(progress.has_ended);
		assert_int_equal(progress_per_mille(&progress), 333);
	}
}

static void
keeps_the_last_percent_for_the_verifier(void **state)
{
	struct progress progress;

	(void)state;
	progress_begin(&progress, 720, 30000000, 0);
	assert_int_equal(progress_per_mille(&progress), 0);
	tell(&progress, 719, 1000);
	assert_int_equal(progress_per_mille(&progress), 990);
	feed(&progress, "frame=721\nprogress=end\n", 2000);
	assert_true(progress.has_ended);
	assert_int_equal(progress_per_mille(&progress), 990);
}

static void
goes_by_time_when_no_picture_is_made(void **state)
{
	struct progress progress;

	(void)state;
	progress_begin(&progress, 0, 30000000, 0);
	feed(&progress, "out_time_us=15000000\nspeed=N/A\nprogress=continue\n",
	    1000);
	assert_int_equal(progress_per_mille(&progress), 500);
	assert_true(progress.speed == 0);
}

static void
believes_nothing_that_is_no_plain_number(void **state)
{
	static const char *const lies[] = { "frame=-5\n", "frame=N/A\n",
		"frame=99999999999999999999999\n", "frame=\n", "frame\n",
		"out_time_us=-9223372036854775807\n", "=7\n", "\n",
		"speed=nanx\n", "speed=1e400x\n", "speed=-3x\n" };
	struct progress progress;
	char flood[5000];

	(void)state;
	progress_begin(&progress, 720, 30000000, 0);
	tell(&progress, 100, 10);
	for (size_t i = 0; i < ARRAY_SIZE(lies); i++)
		feed(&progress, lies[i], 20);
	memset(flood, 'a', sizeof(flood));
	memcpy(flood, "frame=700", 9);
	progress_feed(&progress, flood, sizeof(flood), 20);
	feed(&progress, "\nprogress=continue\n", 20);
	assert_int_equal(progress.frame, 100);
	assert_int_equal(progress.out_time_us, 0);
	assert_true(progress.speed == 0);
	tell(&progress, 101, 30);
	assert_int_equal(progress.frame, 101);
}

static void
guesses_the_end_after_three_samples(void **state)
{
	struct progress progress;

	(void)state;
	progress_begin(&progress, 7200, 0, 0);
	tell(&progress, 24, 1000);
	assert_true(progress_eta_ms(&progress) == ABSENT);
	tell(&progress, 48, 2000);
	assert_true(progress_eta_ms(&progress) == ABSENT);
	tell(&progress, 72, 3000);
	assert_int_equal(progress_eta_ms(&progress), 297000);
	/* Twice as fast from now on: the guess follows within a minute or
	   two, and not at once. */
	for (int64_t i = 1; i <= 5; i++)
		tell(&progress, 72 + i * 48, 3000 + i * 1000);
	assert_in_range(progress_eta_ms(&progress), 220000, 280000);
	for (int64_t i = 6; i <= 95; i++)
		tell(&progress, 72 + i * 48, 3000 + i * 1000);
	assert_in_range(progress_eta_ms(&progress), 53500, 58000);
}

static void
notices_that_nothing_moves(void **state)
{
	struct progress progress;

	(void)state;
	progress_begin(&progress, 720, 30000000, 1000);
	assert_int_equal(progress_idle_ms(&progress, 4000), 3000);
	tell(&progress, 10, 5000);
	assert_int_equal(progress_idle_ms(&progress, 5000), 0);
	/* Blocks keep coming, but the frame stays. */
	for (int64_t i = 1; i <= 20; i++)
		tell(&progress, 10, 5000 + i * 1000);
	assert_int_equal(progress_idle_ms(&progress, 25000), 20000);
	feed(&progress, "out_time_us=5\nprogress=continue\n", 26000);
	assert_int_equal(progress_idle_ms(&progress, 26000), 0);
}

struct heard {
	void *mem;
	char *text;
};

static void
hear(void *context, const char *line)
{
	struct heard *heard = context;

	mem_append(heard->mem, &heard->text, "<%s>", line);
}

static void
hands_on_each_line_of_stderr_made_safe(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct heard heard = { .mem = mem };
	struct messages messages;
	const char *text = "[warning] one\r\n\ntwo\x1b[2J \xff\nlast";

	(void)state;
	messages_begin(mem, &messages, hear, &heard);
	for (const char *at = text; *at != '\0'; at++)
		messages_feed(&messages, at, 1);
	messages_end(&messages);
	assert_string_equal(heard.text,
	    "<[warning] one><two\xef\xbf\xbd[2J \xef\xbf\xbd><last>");
}

static void
keeps_the_last_eight_kilobytes_of_stderr(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct messages messages;
	char *text, line[200];

	(void)state;
	messages_begin(mem, &messages, NULL, NULL);
	memset(line, 'x', sizeof(line));
	line[sizeof(line) - 1] = '\n';
	for (int i = 0; i < 1000; i++) {
		memcpy(line, "number 000", 10);
		line[7] = (char)('0' + i / 100);
		line[8] = (char)('0' + i / 10 % 10);
		line[9] = (char)('0' + i % 10);
		messages_feed(&messages, line, sizeof(line));
	}
	messages_feed(&messages, "killed", 6);
	text = tail_text(mem, &messages.tail);
	assert_in_range(strlen(text), 7900, 8193);
	assert_memory_equal(text, "number 96", 9);
	assert_non_null(strstr(text, "number 999"));
	assert_string_equal(text + strlen(text) - 7, "killed\n");

	/* One endless line: kept for the log's callers, left out here. */
	messages_begin(mem, &messages, NULL, NULL);
	for (int i = 0; i < 100; i++)
		messages_feed(&messages, line, sizeof(line) - 1);
	assert_string_equal(tail_text(mem, &messages.tail), "");
}

static void
survives_any_bytes(void **state)
{
	uint8_t bytes[3 * sizeof(block)];

	(void)state;
	srand(5);
	for (int round = 0; round < 5000; round++) {
		for (size_t i = 0; i < sizeof(bytes); i++)
			bytes[i] = (uint8_t)block[i % (sizeof(block) - 1)];
		for (int i = rand() % 20; i >= 0; i--)
			bytes[(size_t)rand() % sizeof(bytes)] =
			    (uint8_t)(rand() >> 5);
		(void)LLVMFuzzerTestOneInput(
		    bytes, (size_t)rand() % sizeof(bytes));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_blocks_in_pieces_of_any_size),
		cmocka_unit_test(keeps_the_last_percent_for_the_verifier),
		cmocka_unit_test(goes_by_time_when_no_picture_is_made),
		cmocka_unit_test(believes_nothing_that_is_no_plain_number),
		cmocka_unit_test(guesses_the_end_after_three_samples),
		cmocka_unit_test(notices_that_nothing_moves),
		cmocka_unit_test(hands_on_each_line_of_stderr_made_safe),
		cmocka_unit_test(keeps_the_last_eight_kilobytes_of_stderr),
		cmocka_unit_test(survives_any_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
