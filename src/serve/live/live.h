#ifndef SERVE_LIVE_LIVE_H
#define SERVE_LIVE_LIVE_H

/*
 * Recordings that a speaker asks for while the talk is given. The server's thread asks, and the
 * thread that builds pages records: one at a time, and not one right after the other.
 */

#include <stdbool.h>

#include "base/cleanup.h"
#include "base/error.h"

struct live;

struct live *live_new(struct error *error);
void live_free(struct live *live);
DEFINE_AUTOFREE(live);

enum live_reply {
	LIVE_ACCEPTED,
	LIVE_BUSY, /* another recording is asked for, or under way */
	LIVE_TOO_SOON, /* the last one has just ended */
};

/* Asks for a recording for a slide, by its id. May be called from any thread. */
enum live_reply live_ask(struct live *live, const char *page, const char *slide);

/* Is readable when a recording is asked for. */
int live_descriptor(const struct live *live);

/* Takes what is asked for; the caller frees both texts, and calls live_end() when it is done. */
bool live_take(struct live *live, char **ret_page, char **ret_slide);
void live_end(struct live *live);

#endif
