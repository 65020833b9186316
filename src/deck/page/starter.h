#ifndef DECK_STARTER_H
#define DECK_STARTER_H

/* A talk to begin with, from templates/starter/. */

#include "base/bytes.h"
#include "base/error.h"
#include "base/text.h"
#include "notes/talk/talk.h"

struct starter {
	const char *title; /* plain text */
	const char *lang; /* "ko" or "en" */
	const char *file; /* of the capture, as the talk should name it */
	const char *capture_path; /* from here; NULL: the talk records an exchange with pingpong */
	const char *templates; /* a folder to read instead of the embedded files, or NULL */
	bool is_finished; /* with a capture: nobody rewrites it, and it has no places for an author's words */
};

/* With a capture: a slide for each of its first connections. */
bool starter_talk(struct text *out, const struct starter *starter, struct error *error);

/*
 * What a talk without a capture asks to be recorded, as it once was: for a machine that may not record.
 * Empty, unless the capture is one that starter_talk() declares, with just its requests.
 */
struct bytes starter_sample(const struct talk_capture *capture);

#endif
