#ifndef DECK_DECK_H
#define DECK_DECK_H

/* A talk and its captures become one self-contained HTML page. */

#include "base/arena.h"
#include "base/error.h"
#include "base/findings.h"
#include "base/format/pieces.h"
#include "base/text.h"
#include "notes/talk/talk.h"

struct captures;
struct leak_set;
struct scrub_place;

/* Who looks on while the slides of a talk are written; nothing is put into a page then. */
struct deck_observer {
	void *context;
	/* Of struct markdown_resolver. */
	void (*link)(void *context, const char *address, unsigned line);
	void (*unwritten)(void *context, const char *name, unsigned line);
	void (*no_part)(void *context, const char *file, const char *part, unsigned line);
	/* A text of a slide, without its packets and speaker notes. */
	void (*text)(void *context, const struct slide *slide, struct bytes html);
	/* At the end; also without captures, when they are more than a talk may ask for. */
	void (*talk)(void *context, const struct talk *talk, const struct captures *captures);
};

struct deck_options {
	const char *templates; /* a folder to read instead of the embedded files, or NULL */
	const char *lang; /* of a deck straight from a capture, "ko" or "en"; NULL: English */
	bool has_pace; /* fills deck.pace */
	bool is_scrubbed; /* without secrets and speaker notes */
	bool is_served; /* policy in the header instead of a <meta>, and the live-reload script */
	/* Records a capture that is missing; NULL: its absence is an error. */
	bool (*record)(void *context, const struct talk *talk, const struct talk_capture *capture,
		struct error *error);
	void *record_context;
	/* Of struct markdown_resolver, for the talk at `from`; or NULL: decks stand beside their talks. */
	bool (*place)(void *context, const char *from, const char *to, struct text *out);
	void *place_context;
	const struct deck_observer *observer; /* or NULL */
	const struct scrub_place
		*hidden_places; /* conversation/redact/scrub.h; of a scrubbed deck, besides the rest */
	size_t hidden_place_count;
	unsigned skipped_steps; /* of hiding, enum scrub_step: for tests that it is noticed */
};

/* Bytes of a deck's slides that the author's Markdown became. */
struct html_part {
	size_t from, size;
};

struct deck {
	struct pieces html; /* of what stands below, and of the files in the program */
	struct arena arena;
	struct text slides, packet_data, theme;
	struct text policy; /* the Content-Security-Policy of the page */
	struct findings
		findings; /* what is wrong with the talk: its errors stand on the slides, too */
	struct text pace; /* how long each slide may take, a line each */
	struct leak_set *leaks; /* of a scrubbed deck: what must stand nowhere; else NULL */
	struct html_part *written; /* of a scrubbed deck, in order; malloc()ed */
	size_t written_count, written_capacity;
	struct text hidden; /* of a scrubbed deck: "Cookie 2, speaker notes"; else empty */
	char *title, *presenter, *week, *date; /* plain text; NULL when the build failed */
	char **sources; /* every file that was read, for watching; malloc()ed */
	size_t source_count;
	size_t slide_count;
};

/*
 * The talk, or a capture, which becomes a deck of its connections. Same input, same bytes. What is wrong with a talk is in deck.findings, and a deck is made of the rest.
 * False, with an error that says file:line, when there can be none: no text, a limit, a template. Then
 * the sources and findings so far are there (for watching); deck_finish() either way.
 */
bool deck_build(const char *talk_path, const struct deck_options *options, struct deck *ret_deck,
	struct error *error);
void deck_finish(struct deck *deck);
DEFINE_AUTOFINISH(deck);

/* The page that lists talks: title, presenter, week, date and link of each. */
struct deck_index_entry {
	const char *href;
	const char *title, *presenter, *week, *date;
	const char *problem; /* what is wrong with it, or NULL */
	bool has_deck; /* else the problem is shown instead of a link */
};
bool deck_index_build(const struct deck_index_entry *entries, size_t count,
	const struct deck_options *options, struct deck *ret_deck, struct error *error);

#endif
