#ifndef DECK_PACKETS_VIEW_ASKS_H
#define DECK_PACKETS_VIEW_ASKS_H

/* `step: ask`: before the arrow of a packet appears, the room guesses it. */

#include "deck/block/packets-view-remarks.h"
#include "deck/block/packets-view.h"

/*
 * Finds the packets that can be asked for, by index in the selection, in the arena: those that come
 * behind another packet of their connection in the block, with none left out between them, when the
 * capture shows both ends and both ISNs. NULL when the block asks for none.
 */
const bool *view_asks_find(const struct block_view *view, const struct packet_run *runs,
	size_t run_count, struct arena *arena);

/* Returns the warning when there is none. */
const char *view_asks_none_because(const struct block_view *view);

/*
 * Appends the questions, each with its choices:
 *
 *   <div class="asks"> <div class="ask" id="P1-Ask4" data-frame="4" data-answer="2"> ... </div> </div>
 */
void view_asks_append(struct text *out, const struct packets_view_options *options);

#endif
