/* ISO 639-2, terms and bibliographic codes, to ISO 639-1. */
#include "config.h"

#include "film/language.h"

#include <ctype.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

/* Three letters and the two they stand for, a space behind each. */
static const char codes[] =
    "aaraa abkab afraf akaak albsq amham araar argan armhy asmas avaav "
    "aveae aymay azeaz bakba bambm baqeu belbe benbn bihbh bisbi bodbo "
    "bosbs brebr bulbg burmy catca cescs chach chece chizh chucu chvcv "
    "corkw cosco crecr cymcy czecs danda deude divdv dutnl dzodz ellel "
    "engen epoeo estet euseu eweee faofo fasfa fijfj finfi frafr frefr "
    "fryfy fulff geoka gerde glagd glega glggl glvgv greel grngn gujgu "
    "hatht hauha hebhe herhz hinhi hmoho hrvhr hunhu hyehy iboig iceis "
    "idoio iiiii ikuiu ileie inaia indid ipkik islis itait javjv jpnja "
    "kalkl kankn kasks katka kaukr kazkk khmkm kikki kinrw kirky komkv "
    "konkg korko kuakj kurku laolo latla lavlv limli linln litlt ltzlb "
    "lublu luglg macmk mahmh malml maomi marmr mayms mkdmk mlgmg mltmt "
    "monmn mrimi msams myamy nauna navnv nblnr ndend ndong nepne nldnl "
    "nnonn nobnb norno nyany ocioc ojioj orior ormom ossos panpa perfa "
    "plipi polpl porpt pusps quequ rohrm ronro rumro runrn rusru sagsg "
    "sansa sinsi slksk slosk slvsl smese smosm snasn sndsd somso sotst "
    "spaes sqisq srdsc srpsr sswss sunsu swasw swesv tahty tamta tattt "
    "telte tgktg tgltl thath tibbo tirti tonto tsntn tsots tuktk turtr "
    "twitw uigug ukruk urdur uzbuz venve vievi volvo welcy wlnwa wolwo "
    "xhoxh yidyi yoryo zhaza zhozh zulzu ";

#define ROW 6

char *
language_tag(void *mem, const char *text)
{
	size_t primary;
	char *tag;

	if (text == NULL || *text == '\0' || text_equal_nocase(text, "und"))
		return NULL;
	tag = mem_text(mem, text);
	for (char *at = tag; *at != '\0'; at++)
		*at = (char)(*at == '_' ? '-' : tolower((unsigned char)*at));
	primary = strcspn(tag, "-");
	if (primary != 3)
		return tag;
	for (const char *row = codes; *row != '\0'; row += ROW) {
		if (strncmp(row, tag, 3) == 0)
			return mem_printf(mem, "%.2s%s", row + 3, tag + 3);
	}
	return tag;
}
