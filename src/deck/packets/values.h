#ifndef DECK_VALUES_H
#define DECK_VALUES_H

/*
 * Fills in `{{pingpong.stream[0].client_port}}`, a value of the capture in prose, so that a slide
 * never shows a stale number. Values are plain text. Counts are in groups of three, and
 * names such as ports, ISNs and frame numbers are not (base/text.h). `.raw` behind a value leaves
 * the groups out.
 */

#include "deck/packets/capture-views.h"

/*
 * Whether `source` has no more values than a talk may have. Returns false with an error that has
 * the line.
 */
bool values_check(const struct talk *talk, struct bytes source, struct error *error);

/*
 * Whether the talk's source quotes anything of `view`. *ret_ranges, which live in the arena, are
 * the frames that it quotes. *ret_asks_calls: it quotes socket calls.
 */
bool values_scan(const struct captures *captures, const struct capture_view *view,
	struct bytes source, struct arena *arena, struct frame_range **ret_ranges,
	size_t *ret_count, bool *ret_asks_calls);

/*
 * Appends the value of `expression`, the text between the braces. Returns false with an error,
 * which has no line yet; or without an error when the talk has no captures, since braces are plain
 * text then.
 */
bool values_append(const struct captures *captures, const char *expression, struct text *out,
	struct error *error);

/* The same where addresses have names, as in the remarks of a block; `.raw` is the address. */
bool values_append_named(const struct captures *captures, const struct capture_names *names,
	const char *expression, struct text *out, struct error *error);

/*
 * Returns a line of text with its values, such as a heading, in the arena. What is no value of this
 * talk stays as it is: the slide that shows the line has the finding.
 */
const char *values_fill(const struct captures *captures, const char *line, struct arena *arena);

#endif
