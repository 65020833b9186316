#ifndef NOTES_SLIDE_SPLITTER_H
#define NOTES_SLIDE_SPLITTER_H

/* The state of the slide splitter. Private to slide-*.c. */

#include "notes/dialect/dialect-found.h"
#include "notes/markdown/markdown-outline.h"
#include "notes/talk/talk.h"
#include "notes/text/string-map.h"

enum { IMPLICIT_CAPTURES_MAX = 64 };

struct splitter {
	struct talk *talk;
	const struct lines *lines;
	const struct outline *outline;
	const bool *is_below; /* or NULL */
	const struct dialect *dialect;
	size_t next_option; /* index of the dialect's next option; they are in file order */
	struct arena *arena;
	struct findings *findings;
	struct error *error; /* of the current operation */
	struct string_map ids; /* by slide id: the number to append to the next equal one */
	struct talk_capture *captures; /* the declared ones, then those of ![[file.pcap]] */
	size_t capture_count;
	size_t block_count; /* packets blocks so far */
};

/* The lines of one slide, without separators. */
struct slide_extent {
	unsigned first, last;
	bool is_below;
	unsigned text_line; /* the first line that is not blank */
	unsigned cut; /* the number of the slide in its section, from 0 */
	unsigned cut_count; /* how many slides the section became; 0 or 1: it was not cut */
	/* The blocks and comments on the slide, in file order. */
	const struct outline_block **blocks;
	const struct outline_comment **comments;
	size_t block_count, comment_count;
};

/* Adds splitter->error as a finding on the line. Returns false. */
bool splitter_fail(const struct splitter *splitter, unsigned line);
void splitter_warn(const struct splitter *splitter, unsigned line, const char *sentence);
/* The same as splitter_fail(), for a mistake in something that the deck can omit. */
void splitter_warn_of_error(const struct splitter *splitter, unsigned line);

/* The line of `note:`, or the line behind the slide. */
unsigned slide_note_line(const struct splitter *splitter, struct slide_extent extent);

/* Fills slide->notes and the members set by options. */
void slide_read_notes(struct splitter *splitter, struct slide_extent extent, unsigned note_line,
	struct slide *slide);

/* Fills slide->parts. Returns false with a complete error when the slide exceeds a limit. */
bool slide_read_parts(struct splitter *splitter, struct slide_extent extent, unsigned note_line,
	struct slide *slide);

#endif
