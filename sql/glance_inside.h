/* Pieces of statements that the files of the glance share; nobody else
   includes it. */
#ifndef SQL_GLANCE_INSIDE_H
#define SQL_GLANCE_INSIDE_H

#define LADDER(output)                                                         \
	"(SELECT GROUP_CONCAT(r.height ORDER BY r.height DESC SEPARATOR ' ') " \
	"FROM rendition r WHERE r.output_id = " output                         \
	" AND r.kind = 'VIDEO')"
#define VOICES(output)                                                         \
	"(SELECT GROUP_CONCAT(DISTINCT r.language SEPARATOR ' ') "             \
	"FROM rendition r WHERE r.output_id = " output                         \
	" AND r.kind = 'AUDIO')"
/* A column of the latest job of that media file. */
#define LATEST(column, media)                                                  \
	"(SELECT w." column " FROM job w WHERE w.media_file_id = " media       \
	" ORDER BY w.id DESC LIMIT 1)"

#define STATUS_WORDS .words = glance_status_names

#endif
