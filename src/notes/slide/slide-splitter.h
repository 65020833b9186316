#ifndef NOTES_SLIDE_SPLITTER_H
#define NOTES_SLIDE_SPLITTER_H

/* A talk while it is cut into slides. Known only to slide-*.c. */

#include "notes/dialect/dialect.h"
#include "notes/markdown/markdown.h"
#include "notes/slide/string-map.h"

enum { IMPLICIT_CAPTURES_MAX = 64 };

struct splitter {
	struct talk *talk;
	const struct lines *lines;
	const struct outline *outline;
	const bool *is_below; /* or NULL */
	const struct dialect *dialect;
	size_t next_option; /* of the dialect's, which come in the order of the file */
	struct arena *arena;
	struct findings *findings;
	struct error *error; /* of what is being read */
	struct string_map ids; /* of slides: the number that the next of this name gets */
	struct talk_capture *captures; /* the declared ones, then those of ![[file.pcap]] */
	size_t capture_count;
	size_t block_count; /* of packets */
};

/* The lines that one slide occupies, separators not among them. */
struct slide_extent {
	unsigned first, last;
	bool is_below;
	unsigned text_line; /* the first that is not blank */
	/* What stands on it, in the order of the file. */
	const struct outline_block **blocks;
	const struct outline_comment **comments;
	size_t block_count, comment_count;
};

/* What splitter->error says is a finding of the line; returns false. */
bool splitter_fail(const struct splitter *splitter, unsigned line);
void splitter_warn(const struct splitter *splitter, unsigned line, const char *sentence);
/* The same as splitter_fail() for what a deck can do without. */
void splitter_complain(const struct splitter *splitter, unsigned line);

/* The line of `note:`, or one past the slide. */
unsigned slide_note_line(const struct splitter *splitter, struct slide_extent extent);

/* Fills in slide->notes, and what options say. */
void slide_read_notes(struct splitter *splitter, struct slide_extent extent, unsigned note_line,
	struct slide *slide);

/* Fills in slide->parts. False, with an error that has its place, for more than a talk may have. */
bool slide_read_parts(struct splitter *splitter, struct slide_extent extent, unsigned note_line,
	struct slide *slide);

#endif
