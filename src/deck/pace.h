#ifndef DECK_PACE_H
#define DECK_PACE_H

/*
 * Estimates how long a talk takes, slide by slide, from the text of slides and speaker notes.
 * Speakers differ, so it is only an estimate.
 */

#include "deck/packets/capture-views.h"

struct pace {
	unsigned words; /* other than Korean, Chinese and Japanese */
	unsigned syllables; /* Korean, Chinese and Japanese characters */
	/* of packets and their marks, of code, and of items that appear one by one */
	unsigned steps;
	bool has_notes; /* the words and syllables are those of the notes */
	unsigned seconds; /* estimated */
	unsigned planned_s; /* from `t:`, or 0 */
};

/*
 * Estimates one slide. When captures could not be read, `captures` has no blocks, and packets add
 * no steps.
 */
struct pace pace_of_slide(const struct slide *slide, const struct captures *captures);

/* Returns the sum over all slides. */
struct pace pace_of_talk(const struct talk *talk, const struct captures *captures);

/* Appends a time as `t:` has it: "1m30s". */
void pace_append_time(struct text *out, unsigned seconds);

/* Appends a header, a line for each slide and a line for the whole: times, counts, title. */
void pace_append_table(struct text *out, const struct talk *talk, const struct captures *captures);

#endif
