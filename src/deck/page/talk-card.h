#ifndef DECK_TALK_CARD_H
#define DECK_TALK_CARD_H

/* What a list of talks shows of a talk. */

#include "base/cleanup.h"

/* Plain text, malloc()ed; NULL: not known. */
struct talk_card {
	char *title, *presenter, *week, *date;
	unsigned presenter_line, week_line; /* of `presenter:` and `week:` in the talk */
};

struct talk_card talk_card_copy(const struct talk_card *card);
void talk_card_finish(struct talk_card *card);
DEFINE_AUTOFINISH(talk_card);

#endif
