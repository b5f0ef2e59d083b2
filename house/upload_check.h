/* What an upload may be called and claim to be. */
#ifndef HOUSE_UPLOAD_CHECK_H
#define HOUSE_UPLOAD_CHECK_H

#include "house/upload.h"

/* Checks name, type and size against the settings; `name` is the cleaned
   name below h->mem. */
enum outcome upload_check(
    struct house *h, const struct upload_claim *claim, char **name) MUST_CHECK;

/* May an upload be of that content type, given without parameters?  Items of
   the setting may end with a star, for all types of a kind. */
bool upload_type_is_listed(const struct settings *settings, const char *type);

/* The most bytes that such an upload may have. */
int64_t upload_limit(
    const struct settings *settings, const struct upload_claim *claim);

/* TOO_LARGE, naming that limit. */
enum outcome upload_refuse_size(int64_t max_bytes, struct refusal *refusal);

#endif
