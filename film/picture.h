/* What of a film's video stream decides how it is shown and encoded. */
#ifndef FILM_PICTURE_H
#define FILM_PICTURE_H

#include <stdint.h>

#include <json-c/json.h>

#include "film/film.h"

/*
 * Fills film->video and the film's times from the chosen stream and from the
 * format; texts hang below the film, oddities go to its warnings.
 */
void picture_read(
    struct json_object *format, struct json_object *stream, struct film *film);

/* When a stream begins, in microseconds after film->start_us. */
int64_t picture_start_us(struct json_object *stream, const struct film *film);

/* When it ends, likewise; ABSENT when the file does not say. */
int64_t picture_end_us(struct json_object *stream, const struct film *film);

#endif
