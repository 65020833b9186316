#ifndef DECK_PACE_H
#define DECK_PACE_H

/*
 * How long a talk may take, slide by slide, from what is on the slides and in their notes. An estimate:
 * it counts what is said, and knows nothing of who says it.
 */

#include "deck/packets/captures.h"

struct pace {
	unsigned words; /* of letters and digits, but Korean, Chinese and Japanese */
	unsigned syllables; /* of those */
	unsigned steps; /* packets after the first, and items that appear one by one */
	bool has_notes; /* then words and syllables are theirs, since they are what is said */
	unsigned seconds; /* estimated */
	unsigned planned_s; /* `t:`, or 0 */
};

/* `captures` without blocks, when they could not be read, gives no steps of packets. */
struct pace pace_of_slide(const struct slide *slide, const struct captures *captures);

/* The sum over the talk. */
struct pace pace_of_talk(const struct talk *talk, const struct captures *captures);

/* A line a slide, and one for all: time, what was counted, the title. */
void pace_append_table(struct text *out, const struct talk *talk, const struct captures *captures);

#endif
