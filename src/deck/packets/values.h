#ifndef DECK_VALUES_H
#define DECK_VALUES_H

/*
 * `{{pingpong.stream[0].client_port}}`: what a capture says, quoted in prose, so that a slide never
 * shows a stale number. Values are plain text, numbers without grouping.
 */

#include "deck/packets/captures.h"

/* Whether `source` has no more values than a talk may have; the error has the line. */
bool values_check(const struct talk *talk, struct bytes source, struct error *error);

/*
 * Whether the talk's source quotes anything of `view`; *ret_ranges (in the arena) are the frames
 * that it quotes.
 */
bool values_scan(const struct captures *captures, const struct capture_view *view,
	struct bytes source, struct arena *arena, struct frame_range **ret_ranges,
	size_t *ret_count);

/*
 * Appends the value of `expression` (what stands between the braces). Messages have no place. False
 * without one when no capture is declared: then braces are text.
 */
bool values_append(const struct captures *captures, const char *expression, struct text *out,
	struct error *error);

#endif
