#ifndef CLI_TALK_RECORD_H
#define CLI_TALK_RECORD_H

/*
 * What a build of one talk gave, as a file: so that the process which builds it can tell the one
 * which writes the page of talks, and a later build need not make it again.
 */

#include "base/error.h"
#include "base/file/file-trace.h"
#include "deck/deck.h"

/* A file that was written. */
struct talk_output {
	const char *path; /* below the folder of the site: "sub/01-x.html" */
	uint64_t digest; /* of its bytes */
};

/* Strings are in the arena, the card's malloc()ed. A zeroed record is empty. */
struct talk_record {
	struct arena arena;
	uint64_t setting; /* a digest of all that the result depends on, but for files */
	bool has_deck, has_failed;
	bool is_reusable; /* nothing was wrong and nothing was said */
	const char *problem; /* for the page of talks; or NULL */
	const char **said; /* notes, printed also when the deck is not made again */
	size_t said_count, said_capacity;
	struct talk_card card;
	struct talk_output *outputs; /* the deck first, when there is one */
	size_t output_count, output_capacity;
	struct bytes search; /* deck.search */
	uint64_t page; /* a digest of the page of talks that holds nothing that the deck hides */
	struct file_trace inputs;
};

void talk_record_finish(struct talk_record *record);
DEFINE_AUTOFINISH(talk_record);

void talk_record_add_output(struct talk_record *record, const char *path, uint64_t digest);

/* Adds a note, which is in the arena or lives as long. */
void talk_record_say(struct talk_record *record, const char *note);

/* Writes the record as a whole, or not at all. */
bool talk_record_write(const struct talk_record *record, const char *path, struct error *error);

/* Returns false when there is none, or none that this program wrote. */
bool talk_record_read(const char *path, struct talk_record *ret_record);

/* Whether the files below `folder` are those that were written, and the inputs are as they were. */
bool talk_record_is_fresh(const struct talk_record *record, uint64_t setting, const char *folder);

#endif
