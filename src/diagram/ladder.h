#ifndef DIAGRAM_LADDER_H
#define DIAGRAM_LADDER_H

/*
 * The sequence diagram (message-sequence chart): a lane per socket, an arrow per packet, time down.
 *
 *   time    ┌ client :55466 ┐                    ┌ server :8080 ┐
 *   0.000           │ [SYN] seq 0 · ISN 1 687 …       │ LISTEN
 *                   ├──────────────────────────────▶│
 *   0.074  SYN_SENT │              seq 0 ack 1 [SYN, ACK] │ SYN_RECEIVED
 *                   │◀──────────────────────────────┤
 *
 * Each row is <g class="row" data-frame="N">; with steps also class "fragment custom" and
 * data-fragment-index, so that reveal.js walks them (the first row is current on arrival and is no
 * fragment). Integers only.
 */

#include "base/text.h"
#include "conversation/selection.h"

struct ladder_options {
	const char *id; /* unique in the document, for markers and aria references */
	const char *lang; /* "ko" or "en" */
	const char *title; /* for <title>; may be "" */
	unsigned width; /* of the viewBox, in px on the 1280x720 stage */
	unsigned height; /* available; rows get closer down to a readable minimum, then it grows */
	bool has_steps;
	bool is_standalone; /* xmlns and the stylesheet inside, for `--svg` */
};

/* Appends one <svg>. */
void ladder_svg(struct text *out, const struct selection *selection,
	const struct capture_summary *summary, const struct ladder_options *options);

#endif
