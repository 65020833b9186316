#ifndef SERVE_SITE_H
#define SERVE_SITE_H

/*
 * The served contents, in memory: a page for each talk, the index, and the captures below the
 * folder. One thread refreshes the site while another answers requests from it; a page is replaced
 * as a whole.
 */

#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/bytes.h"
#include "base/error.h"
#include "deck/deck.h"

struct site;

struct site_messages {
	void (*message)(void *context, const char *line);
	void *context;
};

/* For whom the pages are. */
enum site_audience {
	SITE_FOR_AUTHOR, /* they show what listeners said and nobody has worked in yet */
	SITE_FOR_ANYBODY, /* who reaches this machine */
	SITE_FOR_LISTENERS, /* they lead to where listeners say what they think */
};

/*
 * `path` is a talk or a folder of talks. Returns NULL, with an error, when it does not exist.
 * Builds nothing yet.
 */
struct site *site_new(const char *path, const struct deck_options *options,
	enum site_audience audience, struct error *error);
void site_free(struct site *site);
DEFINE_AUTOFREE(site);

/* The folder of the talks; below it are the captures that can be downloaded. */
const char *site_folder(const struct site *site);

/*
 * Builds the pages that are new or whose sources changed. A talk that fails becomes a page that
 * shows its errors. Returns whether any page changed. Only one thread may call this.
 */
bool site_refresh(struct site *site, const struct site_messages *messages);

/* Whether the index has a schedule, which must be made anew each day. */
enum site_day { SITE_WITHOUT_DAY, SITE_OF_TODAY, SITE_OF_YESTERDAY };
enum site_day site_day(const struct site *site);

/*
 * Every file and folder that the pages were built from. The array is malloc()ed; the strings belong
 * to the site.
 */
const char **site_sources(const struct site *site, size_t *ret_count);

/* The answer to a request for `name` (decoded; "" for the index). */
struct site_answer {
	unsigned status; /* 200; 302 with `location`; 404; 500 for a page that shows errors */
	const char *content_type;
	struct buffer body;
	char *policy; /* the Content-Security-Policy, malloc()ed; NULL: nothing may load */
	char *location;
	uint64_t version; /* the version of a page; 0: the answer is no page */
	bool is_download;
};
void site_answer(struct site *site, const char *name, struct site_answer *ret_answer);
void site_answer_finish(struct site_answer *answer);
DEFINE_AUTOFINISH(site_answer);

/*
 * Appends what a page that is open needs to show its deck as it is now, as page_changes_append()
 * does; {"problem":true} of a deck with a mistake, which is not put in place. Returns false when
 * there is no such deck, or it was not built anew since the server began.
 */
bool site_changes_append(struct site *site, const char *name, const char *had, struct text *out);

/* How many choices the question of a page has, by its id; 0: there is no such question. */
size_t site_ask_choices(struct site *site, const char *name, const char *ask);

/* A talk as its page was built; a copy. Texts are plain. */
struct site_talk {
	struct arena arena;
	const char *page; /* the name of the page */
	const char *path; /* of the notes */
	const char *title;
	bool asks_feedback;
	bool is_korean;
	unsigned duration_s; /* its `duration:`; 0: it has none */
	const struct deck_slide *slides;
	size_t slide_count;
};

/* Returns false when there is no such page, or it has no slides. */
bool site_talk_read(struct site *site, const char *name, struct site_talk *ret_talk);
/* The path of a talk's notes, malloc()ed; NULL: there is no such page. */
char *site_talk_path(struct site *site, const char *name);
void site_talk_finish(struct site_talk *talk);
DEFINE_AUTOFINISH(site_talk);

/*
 * ---- slides that are recorded anew while the talk is given; see deck_build_live() ----
 *
 * What was recorded is kept until the page is built again.
 */

/* Whether the page has this slide, by its id, and it can be recorded anew. */
bool site_is_live(struct site *site, const char *name, const char *slide);

/* Says that the slide is being recorded. Returns false when there is none. */
bool site_live_begin(struct site *site, const char *name, const char *slide);

/*
 * Records, and builds the slide. Only the thread that refreshes the site may call this. A failure
 * is told to the speaker's pages, and what was recorded before stays.
 */
void site_live_record(struct site *site, const char *name, const char *slide);

/* Grows with each change of a live slide; 0: the page has none. */
uint64_t site_live_number(struct site *site, const char *name);

/*
 * Appends the page's live slides, as live_slides_append() does. Returns the number of
 * site_live_number().
 */
uint64_t site_live_append(struct site *site, const char *name, bool says_why, struct text *out);

/* Appends the newest recording of a slide, as deck_build_live() wrote it; false: there is none. */
bool site_live_slide(struct site *site, const char *name, const char *slide, struct text *out);

/*
 * The revision number of the page `name`, which grows with each change; 0 when there never was such
 * a page.
 */
uint64_t site_revision(struct site *site, const char *name);

/*
 * Appends the state of the page `name` as JSON for live-reload.js: {"version":"…","problem":"…"}.
 * Returns its revision number.
 */
uint64_t site_state(struct site *site, const char *name, struct text *out);

#endif
