#ifndef SERVE_LIVE_SLIDES_H
#define SERVE_LIVE_SLIDES_H

/*
 * The slides of a page that can be recorded anew, and what was recorded for them. Not thread-safe.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

struct live_slide {
	char *id;
	struct text json; /* of the newest recording; empty: none was made */
	uint64_t picture; /* the number of the newest picture */
	bool is_recording;
	char *problem; /* why the last one failed; or NULL */
};

struct live_slides {
	struct live_slide *items;
	size_t count;
};

/* Slides with these ids, which are copied. Nothing was recorded yet. */
struct live_slides live_slides_new(char *const *ids, size_t count);
void live_slides_finish(struct live_slides *slides);

/* Returns NULL when there is none. */
struct live_slide *live_slides_find(const struct live_slides *slides, const char *id);

/*
 * Ends a recording. It has a number, and leaves what it made in *json, which is taken; or it failed
 * because of `problem`, and what was recorded before stays.
 */
void live_slide_end(
	struct live_slide *slide, uint64_t number, struct text *json, const char *problem);

/*
 * Appends JSON for live.js: [{"slide":"…","picture":2,"state":"failed","words":"…"}]. "picture" is
 * the number of the newest recording, 0 before the first; "state" is "idle", "recording" or
 * "failed", and then, with `says_why`, "words" is the reason.
 */
void live_slides_append(const struct live_slides *slides, bool says_why, struct text *out);

#endif
