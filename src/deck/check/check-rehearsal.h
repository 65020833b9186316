#ifndef DECK_CHECK_CHECK_REHEARSAL_H
#define DECK_CHECK_CHECK_REHEARSAL_H

/* What the last rehearsal of a talk says of its times. */

#include "base/findings.h"
#include "feedback/rehearsal.h"
#include "notes/talk/talk.h"

/* The newest run that came to the last slide. */
struct measured_times {
	struct rehearsals runs;
	const struct rehearsal *run; /* NULL: there is none */
};

/* Reads the runs beside the talk. A store that cannot be read is a remark of check_feedback(). */
void measured_times_read(const struct talk *talk, struct measured_times *ret_measured);
void measured_times_finish(struct measured_times *measured);
DEFINE_AUTOFINISH(measured_times);

/* How long a slide took, in whole seconds; 0: not known. */
unsigned measured_slide_s(const struct measured_times *measured, const struct slide *slide);

/* Adds a remark for each slide that ran over its `t:`, and for a run over `duration:`. */
void check_rehearsal(
	const struct talk *talk, const struct measured_times *measured, struct findings *findings);

#endif
