/* Colours. */
#include "config.h"

#include "tui/theme.h"

#include <stdlib.h>

#define OWN (-1)

/* Colours that can be told apart on light and on dark backgrounds; where all
   is of one colour, attributes say what they can. */
static const struct {
	unsigned int attributes; /* with colours */
	unsigned int mono;
	int16_t basic; /* of 8 */
	int16_t many;  /* of 256 */
	int32_t direct;
} inks[LOOK_COUNT] = {
	[LOOK_PLAIN] = { 0, 0, OWN, OWN, OWN },
	[LOOK_DIM] = { INK_DIM, INK_DIM, OWN, 245, 0x8a8a8a },
	[LOOK_STRONG] = { INK_BOLD, INK_BOLD, OWN, OWN, OWN },
	[LOOK_HEAD] = { INK_BOLD, INK_BOLD, OWN, 67, 0x5f87af },
	[LOOK_LINE] = { INK_DIM, 0, OWN, 67, 0x5f87af },
	[LOOK_BRAND] = { INK_BOLD, INK_BOLD, 5, 133, 0xaf5faf },
	[LOOK_TAB] = { 0, 0, OWN, OWN, OWN },
	[LOOK_TAB_NOW] = { INK_BOLD, INK_BOLD, 4, 32, 0x0087d7 },
	[LOOK_KEY] = { INK_BOLD, INK_BOLD, 4, 32, 0x0087d7 },
	[LOOK_GOOD] = { 0, 0, 2, 71, 0x5faf5f },
	[LOOK_BUSY] = { INK_BOLD, INK_BOLD, 6, 37, 0x00afaf },
	[LOOK_WAIT] = { 0, 0, 4, 68, 0x5f87d7 },
	[LOOK_WARN] = { INK_BOLD, INK_BOLD, 3, 172, 0xd78700 },
	[LOOK_BAD] = { INK_BOLD, INK_BOLD, 1, 167, 0xd75f5f },
	[LOOK_TAGGED] = { INK_BOLD, INK_BOLD, 3, 172, 0xd78700 },
	[LOOK_INPUT] = { INK_UNDERLINE, INK_UNDERLINE, OWN, OWN, OWN },
};

struct ink
theme_ink(enum look look, enum depth depth)
{
	struct ink ink = { OWN, inks[look].attributes };

	if (depth == DEPTH_MONO)
		ink.attributes = inks[look].mono;
	else if (depth == DEPTH_8)
		ink.color = inks[look].basic;
	else if (depth == DEPTH_256)
		ink.color = inks[look].many;
	else
		ink.color = inks[look].direct;
	/* Grey is dim enough. */
	if (ink.color != OWN)
		ink.attributes &= ~(unsigned int)INK_DIM;
	return ink;
}

enum depth
theme_depth(int colors)
{
	const char *none = getenv("NO_COLOR");

	if (colors < 8 || (none != NULL && none[0] != '\0'))
		return DEPTH_MONO;
	if (colors < 256)
		return DEPTH_8;
	return colors <= 32767 ? DEPTH_256 : DEPTH_DIRECT;
}
