#ifndef DECK_DECK_FILE_H
#define DECK_DECK_FILE_H

/*
 * A deck that somebody made, read back from its file: how its captures were recorded, and their
 * packets. The file is as foreign as a capture.
 */

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"

enum { DECK_FILE_MAX = 256 << 20, DECK_RECIPES_MAX = 16, DECK_RECIPE_MAX = 1 << 20 };

/* A capture that the deck says how to record. */
struct deck_recipe {
	const char *name; /* in the talk; text of the deck's author */
	const char *record; /* one line for `record:`, without control characters; not checked */
	bool keep_alive;
	struct bytes frames; /* JSON: the packets that the deck shows, by number */
	int64_t link; /* the LINKTYPE_ value of most of them */
	int64_t start_ns; /* of the first packet of the capture */
	uint64_t packet_count; /* of the capture, of which the deck may show fewer */
	uint32_t *stream_counts; /* the same for each TCP stream */
	size_t stream_count;
};

struct deck_file {
	struct arena arena;
	struct buffer parts;
	const char *title; /* plain text */
	bool is_korean;
	struct deck_recipe recipes[DECK_RECIPES_MAX];
	size_t recipe_count; /* those beyond the limit are left out */
};

/*
 * Reads the deck at `path`. Returns false, with a sentence, when the file is no deck, or when the
 * deck says of no capture how it was recorded. The caller calls deck_file_finish() in either case.
 */
bool deck_file_read(const char *path, struct deck_file *ret_file, struct error *error);
void deck_file_finish(struct deck_file *file);
DEFINE_AUTOFINISH(deck_file);

/* Which packets of a capture a deck has. */
struct deck_packets_kept {
	bool is_whole; /* all packets of the capture */
	bool *has_stream; /* by stream: all packets of it; in the file's arena */
	uint64_t count; /* of what was written */
};

/*
 * Writes the packets of the streams that the deck has whole, and the others, too, when it has all
 * packets, as a pcap at `path`. The rest could not be judged: packets would seem to be lost.
 */
bool deck_file_write_capture(struct deck_file *file, const struct deck_recipe *recipe,
	const char *path, struct deck_packets_kept *ret_kept, struct error *error);

#endif
