/* A multipart body; the first byte says in which pieces it arrives. */
#include "config.h"

#include <stdint.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "fcgi/multipart.h"
#include "tests/fuzz/fuzz.h"

struct input {
	const uint8_t *at;
	size_t left, step;
};

static enum outcome
next_piece(void *argument, void *buffer, size_t size, size_t *got)
{
	struct input *input = argument;
	size_t step = input->step;

	if (step > input->left)
		step = input->left;
	if (step > size)
		step = size;
	memcpy(buffer, input->at, step);
	input->at += step;
	input->left -= step;
	*got = step;
	return OK;
}

static void
check_name(const char *name)
{
	hold(text_is_utf8(name, strlen(name)));
	hold(strpbrk(name, "/\\\r\n") == NULL);
}

static void
read_file(struct multipart *multipart, size_t most)
{
	char piece[97];
	size_t total = 0, got;

	while (multipart_read(multipart, piece, sizeof(piece), &got) == OK) {
		hold(got <= sizeof(piece));
		total += got;
		hold(total <= most);
		if (got == sizeof(piece))
			continue;
		if (multipart_close(multipart) == OK)
			hold(multipart_read(multipart, piece, 0, &got) == OK);
		return;
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct refusal refusal = { .mem = mem };
	struct input input;
	struct multipart *multipart;
	struct multipart_field fields[] = { { .name = "title" },
		{ .name = "after" } };
	struct multipart_file file;

	if (length < 1)
		return 0;
	input = (struct input){ .at = bytes + 1,
		.left = length - 1,
		.step = bytes[0] == 0 ? SIZE_MAX : bytes[0] };
	hold(multipart_open(mem, "multipart/form-data; boundary=AaB03x",
		 next_piece, &input, &refusal, &multipart) == OK);
	multipart_want(multipart, fields, ARRAY_SIZE(fields));
	if (multipart_find_file(multipart, &file) == OK) {
		if (file.filename != NULL)
			check_name(file.filename);
		read_file(multipart, length);
	} else {
		hold(refusal.code != NULL);
	}
	return 0;
}
