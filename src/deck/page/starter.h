#ifndef DECK_STARTER_H
#define DECK_STARTER_H

/* Writes a talk to begin with, from templates/starter/. */

#include "base/bytes.h"
#include "base/error.h"
#include "base/text.h"
#include "notes/talk/talk.h"

struct starter {
	const char *title; /* plain text */
	const char *lang; /* "ko" or "en" */
	const char *file; /* path of the capture as the talk writes it */
	/*
	 * path of the capture from the current folder; NULL: the talk records an exchange with
	 * pingpong
	 */
	const char *capture_path;
	const char *templates; /* a folder to read instead of the embedded files, or NULL */
	/* with a capture: the talk is built as it is, without places for an author's words */
	bool is_finished;
};

/* Returns "ko" for a name with Hangul, also in the decomposed form that macOS stores; else NULL. */
const char *starter_lang(const char *name);

/*
 * Appends the talk. With a capture it has a slide for each of the first connections. Returns false,
 * with an error, when the capture or a template cannot be read, or the capture has no packets. Of a
 * damaged capture the talk has what comes before the damage, which `ret_damage` describes.
 */
bool starter_talk(struct text *out, const struct starter *starter, struct error *ret_damage,
	struct error *error);

/*
 * Returns the bytes of an embedded recording of the capture that a talk without one records, for
 * machines that cannot record. Returns empty bytes unless the capture has exactly the requests that
 * starter_talk() writes.
 */
struct bytes starter_sample(const struct talk_capture *capture);

#endif
