#ifndef CLI_SITE_TALK_H
#define CLI_SITE_TALK_H

/* Builds one talk of a site, and keeps a record of it. */

#include "base/file/temporary-folder.h"
#include "cli/build/list-page.h"
#include "cli/build/site-cache.h"
#include "cli/build/talk-record.h"

struct site_talk {
	const char *path, *name; /* its file; its deck below the site, "sub/01-x" */
};

struct site {
	const char *folder; /* where it is written */
	const struct deck_options *options;
	const struct site_talk *talks;
	size_t talk_count;
	uint64_t setting; /* see struct talk_record */
	bool is_whole; /* all talks are built, also those that did not change */
	struct site_cache cache;
	struct temporary_folder temporary;
	/* of the process that builds: what its redacted decks hide, and by what it draws */
	struct leak_set **leaks;
	size_t *leak_talks; /* the talk of each */
	size_t leak_count, leak_capacity, leak_talk_capacity;
	struct draw *draw;
	size_t recording_messages; /* bytes that recordings of the current talk wrote to stderr */
};

enum site_work {
	SITE_BUILD, /* builds the talk when it is not as the record says; enum site_result */
	SITE_CHECK, /* builds it again, and checks the page of talks */
	SITE_CHECK_BUILT, /* checks the page of talks, for the talks that this process built */
};

/* SITE_LOST: there is no record, as when the process died. */
enum site_result { SITE_LOST = -1, SITE_BUILT, SITE_REUSED, SITE_LEAK };

/*
 * Does one of enum site_work, as in struct talk_pool_worker; the context is a struct site. What the
 * terminal would get is in the files of site_talk_said().
 */
int site_talk_work(void *context, int what, size_t job);

/* Ends what the process of site_talk_work() began. */
void site_talk_end(void *context);

/* Paths of the talk's record, and of what was said of it ("out", "err"); malloc()ed. */
char *site_talk_record(const struct site *site, size_t talk);
char *site_talk_said(const struct site *site, size_t talk, const char *ending);

/* Whether this build's record of the talk could not be written to the cache. */
bool site_talk_is_uncached(const struct site *site, size_t talk);

/* The path of the page of talks while it is checked; malloc()ed. */
char *site_checked_page(const struct site *site);

/* The path of a file below the site, malloc()ed. */
char *site_path(const struct site *site, const char *name);

/*
 * Writes a file of the site, and its folders, and adds it to the outputs of `record`. A file that
 * has these bytes already is left alone. Returns false with an error.
 */
bool site_write(const struct site *site, const char *name, const struct text_pieces *pieces,
	struct talk_record *record, struct error *error);

/* Removes an output of a record, and folders that are empty then, unless the file was changed. */
void site_remove_output(const struct site *site, const struct talk_output *output);

/* The files of packets are below this folder of the site. */
#define SITE_PACKETS "captures/"

#endif
