#ifndef FEEDBACK_REHEARSAL_H
#define FEEDBACK_REHEARSAL_H

/* Rehearsals of a talk: how long each slide and step of a run was shown. Kept in the same store. */

#include "feedback/store.h"

enum {
	REHEARSAL_NAME_MAX = 32, /* bytes of the name of a run */
	REHEARSAL_MS_MAX = 24 * 60 * 60 * 1000, /* of a step; a longer one is cut */
};

struct rehearsal_step {
	const char *slide; /* its id */
	int step; /* from 0; -1: before the first */
	uint64_t ms; /* how long it was shown, in all */
};

/*
 * Keeps the times of steps of a run in place of earlier ones, all or none. `run` is a random name,
 * at most REHEARSAL_NAME_MAX bytes; a run begins when its first times are kept. Returns false, with
 * a sentence, when nothing was kept.
 */
bool rehearsal_keep(struct feedback *feedback, const char *talk, const char *run, int64_t at_s,
	const struct rehearsal_step *steps, size_t count, struct error *error);

struct rehearsal {
	int64_t at_s; /* when it began; seconds since the epoch */
	struct rehearsal_step *steps; /* by slide and step */
	size_t count;
};

/* The runs of a talk, in an arena, the newest first. */
struct rehearsals {
	struct arena arena;
	struct rehearsal *runs;
	size_t count;
};

/* Reads the newest runs, `most` at most. Without a file there are none, and none is made. */
bool rehearsals_read(struct feedback *feedback, const char *talk, size_t most,
	struct rehearsals *ret_rehearsals, struct error *error);
void rehearsals_finish(struct rehearsals *rehearsals);
DEFINE_AUTOFINISH(rehearsals);

/* How long a slide, or the whole run, took. 0: it was not shown. */
uint64_t rehearsal_slide_ms(const struct rehearsal *run, const char *slide);
uint64_t rehearsal_ms(const struct rehearsal *run);

#endif
