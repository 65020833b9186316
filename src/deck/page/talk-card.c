#include "deck/page/talk-card.h"

#include <stdlib.h>

#include "base/arena.h"

static char *copy(const char *string)
{
	return string ? xstrdup(string) : NULL;
}

struct talk_card talk_card_copy(const struct talk_card *card)
{
	return (struct talk_card){
		.title = copy(card->title),
		.presenter = copy(card->presenter),
		.week = copy(card->week),
		.date = copy(card->date),
		.presenter_line = card->presenter_line,
		.week_line = card->week_line,
	};
}

void talk_card_finish(struct talk_card *card)
{
	free(card->title);
	free(card->presenter);
	free(card->week);
	free(card->date);
	*card = (struct talk_card){ 0 };
}
