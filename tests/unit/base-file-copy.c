/* base/file: reading, copying and renaming. */
#include "config.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/mem.h"

static int
scratch(const char *text)
{
	int fd = open("/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(file_write_at(fd, text, strlen(text), 0), OK);
	return fd;
}

static void
reads_less_only_at_the_end(void **state)
{
	AUTO_FD int fd = scratch("0123456789");
	char bytes[16] = "";
	size_t got;

	(void)state;
	assert_int_equal(file_read_at(fd, bytes, 4, 3, &got), OK);
	assert_int_equal(got, 4);
	assert_memory_equal(bytes, "3456", 4);
	assert_int_equal(file_read_at(fd, bytes, 16, 8, &got), OK);
	assert_int_equal(got, 2);
	assert_int_equal(file_read_at(fd, bytes, 16, 10, &got), OK);
	assert_int_equal(got, 0);
}

static void
copies_a_part_to_a_place(void **state)
{
	AUTO_FD int from = scratch("0123456789");
	AUTO_FD int to = scratch("abcdefghij");
	char bytes[16] = "";
	size_t got;

	(void)state;
	assert_int_equal(file_copy_at(from, 2, 3, to, 4), OK);
	assert_int_equal(file_read_at(to, bytes, 16, 0, &got), OK);
	assert_memory_equal(bytes, "abcd234hij", 10);
	assert_int_equal(got, 10);
}

static void
says_when_the_source_ends_too_early(void **state)
{
	AUTO_FD int from = scratch("0123456789");
	AUTO_FD int to = scratch("");

	(void)state;
	assert_int_equal(file_copy_at(from, 5, 6, to, 0), MALFORMED);
}

/* The kernel refuses to copy from a device, so our own loop does it. */
static void
copies_by_hand_where_the_kernel_will_not(void **state)
{
	AUTO_FD int from = open("/dev/zero", O_RDONLY | O_CLOEXEC);
	AUTO_FD int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
	AUTO_FD int to = scratch("");
	int64_t length = 3 * 1024 * 1024 + 7;

	(void)state;
	assert_int_equal(file_copy_at(from, 0, length, to, 1), OK);
	assert_int_equal(lseek(to, 0, SEEK_END), length + 1);
	assert_int_equal(file_copy_at(null, 0, 1, to, 0), MALFORMED);
}

static void
renames_into_a_folder_that_is_not_there_but_over_nothing(void **state)
{
	char root[] = "/tmp/mh-file.XXXXXX";
	AUTO_FREE void *mem = mem_context(NULL);
	char *from, *to;

	(void)state;
	assert_non_null(mkdtemp(root));
	from = mem_printf(mem, "%s/a", root);
	to = mem_printf(mem, "%s/b/c/d", root);
	assert_int_equal(file_rename_into(from, to), NOT_FOUND);
	assert_int_equal(file_replace(from, "1", 1), OK);
	assert_int_equal(file_rename_into(from, to), OK);
	assert_int_equal(file_size(to), 1);
	assert_int_equal(file_replace(from, "22", 2), OK);
	assert_int_equal(file_rename_into(from, to), CONFLICT);
	assert_int_equal(file_size(to), 1);
	assert_int_equal(folder_remove_tree(root), OK);
}

static void
gives_a_file_a_second_name(void **state)
{
	char root[] = "/tmp/mh-file.XXXXXX";
	AUTO_FREE void *mem = mem_context(NULL);
	char *from, *to;

	(void)state;
	assert_non_null(mkdtemp(root));
	from = mem_printf(mem, "%s/a", root);
	to = mem_printf(mem, "%s/b", root);
	assert_int_equal(file_link(from, to), NOT_FOUND);
	assert_int_equal(file_replace(from, "1", 1), OK);
	assert_int_equal(file_link(from, to), OK);
	assert_int_equal(file_link(from, to), CONFLICT);
	assert_int_equal(file_remove(from), OK);
	assert_int_equal(file_size(to), 1);
	assert_int_equal(folder_remove_tree(root), OK);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    renames_into_a_folder_that_is_not_there_but_over_nothing),
		cmocka_unit_test(gives_a_file_a_second_name),
		cmocka_unit_test(reads_less_only_at_the_end),
		cmocka_unit_test(copies_a_part_to_a_place),
		cmocka_unit_test(says_when_the_source_ends_too_early),
		cmocka_unit_test(copies_by_hand_where_the_kernel_will_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
