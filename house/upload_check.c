/* Names, types and sizes of uploads. */
#include "config.h"

#include "house/upload_check.h"

#include <inttypes.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

#define NAME_MAX_CHARACTERS 255
/* What every way of sending a name calls it. */
#define NAME_FIELD "filename"

static bool
is_listed(const struct text_list *list, const char *word)
{
	for (size_t i = 0; i < list->count; i++) {
		if (text_equal_nocase(list->items[i], word))
			return true;
	}
	return false;
}

bool
upload_type_is_listed(const struct settings *settings, const char *type)
{
	const struct text_list *list = &settings->upload_types;

	for (size_t i = 0; i < list->count; i++) {
		const char *item = list->items[i];
		size_t length = strlen(item);

		if (text_equal_nocase(item, type))
			return true;
		if (length > 1 && item[length - 1] == '*' &&
		    strncasecmp(item, type, length - 1) == 0)
			return true;
	}
	return false;
}

/* Without the folders that some clients put before it. */
static void
strip_folders(const char **name, size_t *length)
{
	for (size_t i = *length; i > 0; i--) {
		if ((*name)[i - 1] != '/' && (*name)[i - 1] != '\\')
			continue;
		*name += i;
		*length -= i;
		return;
	}
}

static bool
has_control(const char *name, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if ((unsigned char)name[i] < 0x20 || name[i] == 0x7f)
			return true;
	}
	return false;
}

static void
check_name(struct house *h, const char *bytes, size_t length, char **name)
{
	const char *extension;

	strip_folders(&bytes, &length);
	*name = text_clean(h->mem, bytes, length, SIZE_MAX);
	extension = text_extension(h->mem, *name);
	if (length == 0)
		refuse_field(h->refusal, NAME_FIELD, "required",
		    "must be given, with its extension");
	else if (!text_is_utf8(bytes, length) || has_control(bytes, length))
		refuse_field(h->refusal, NAME_FIELD, "malformed",
		    "must be UTF-8 without control characters");
	else if (text_length(*name) > NAME_MAX_CHARACTERS)
		refuse_field(h->refusal, NAME_FIELD, "too_long",
		    "must have at most %d characters", NAME_MAX_CHARACTERS);
	else if (!is_listed(&h->settings->upload_extensions, extension))
		refuse_field(h->refusal, NAME_FIELD, "unsupported",
		    "must end in the extension of a film, such as .mp4");
}

/* Parameters behind a semicolon do not count. */
static void
check_type(struct house *h, const char *content_type)
{
	char *type = mem_text(h->mem, content_type);

	type[strcspn(type, "; \t")] = '\0';
	if (!upload_type_is_listed(h->settings, type))
		refuse_field(h->refusal, "content_type", "unsupported",
		    "must be the content type of a film, such as video/mp4");
}

int64_t
upload_limit(const struct settings *settings, const struct upload_claim *claim)
{
	return claim->is_picture ? settings->max_poster_bytes
				 : settings->max_upload_bytes;
}

enum outcome
upload_refuse_size(int64_t max_bytes, struct refusal *refusal)
{
	return refuse(refusal, TOO_LARGE, "upload_too_large",
	    "An upload may have at most %" PRId64 " bytes.", max_bytes);
}

enum outcome
upload_check(struct house *h, const struct upload_claim *claim, char **name)
{
	int64_t max_bytes = upload_limit(h->settings, claim);
	enum outcome rc;

	if (claim->is_picture)
		*name = mem_text(h->mem, "poster");
	else
		check_name(h, claim->file_name != NULL ? claim->file_name : "",
		    claim->file_name != NULL ? claim->file_name_length : 0,
		    name);
	if (claim->content_type != NULL)
		check_type(h, claim->content_type);
	rc = refusal_outcome(h->refusal);
	if (rc == OK && claim->size_bytes != ABSENT &&
	    claim->size_bytes > max_bytes)
		return upload_refuse_size(max_bytes, h->refusal);
	if (rc == OK && claim->size_bytes == 0)
		return refuse(
		    h->refusal, INVALID, "empty_file", "The file is empty.");
	return rc;
}
