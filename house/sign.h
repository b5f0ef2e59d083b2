/*
 * Signed playback: addresses of films that expire.
 *
 *	/play/<mac>/<expires>/<media file>/<revision>/<file>
 *	/play/<mac>/<expires>/<media file>/<revision>/thumbs/<file>
 *
 * The mac is base64url HMAC-SHA256(key, "/<expires>/<media file>"), `expires`
 * seconds since 1970 in lower-case hexadecimal.  It stands in front, so that
 * the relative addresses in playlists keep it, and says nothing of what comes
 * behind the media file: one signature opens the whole film.
 *
 * Each address has one spelling only.  Whatever a web server makes of
 * escapes, dots and further slashes, an address that has some is refused
 * here, so that what is served is what was signed.
 */
#ifndef HOUSE_SIGN_H
#define HOUSE_SIGN_H

#include <stdint.h>

#include "base/field.h"
#include "base/settings.h"

/* "/play/<mac>/<expires>/<media file>" by the settings' key, below `mem`. */
char *sign_prefix(void *mem, const struct settings *settings,
    const struct uuid *media_id, int64_t expires_s);

/*
 * May the address, as the client wrote it, be served at `now_s`?  What
 * follows a '?' is not looked at.  OK; DENIED: it is none of ours, altered or
 * expired.
 */
enum outcome sign_check(const struct settings *settings, const char *address,
    int64_t now_s) MUST_CHECK;

#endif
