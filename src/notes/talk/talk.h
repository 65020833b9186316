#ifndef NOTES_TALK_H
#define NOTES_TALK_H

/*
 * A talk as its Markdown file says it: front matter, slides, and the packets blocks on them. Only
 * syntax: no capture is opened here. Strings and arrays live in the arena given to talk_parse().
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/error.h"
#include "base/findings.h"

/* `record: [GET /ping, ...]`: how to make a capture again. */
struct talk_request {
	const char *method; /* "GET" */
	const char *target; /* "/long?bytes=16000" */
};

struct talk_capture {
	const char *name; /* as packets blocks call it */
	const char *file; /* as written */
	const char *path; /* from here: beside the talk */
	const struct talk_request *requests;
	size_t request_count; /* 0: not declared, the file must exist */
	bool keep_alive;
	bool is_broken; /* a mistake in its declaration was found */
	const char *interface; /* the only one to show: a number or a name; or NULL */
	unsigned line;
};

enum packets_view {
	PACKETS_SEQUENCE,
	PACKETS_PACKET,
	PACKETS_LIST,
	PACKETS_STACK,
	PACKETS_SEGMENTS,
	PACKETS_STREAM,
	PACKETS_CONNECTIONS,
	PACKETS_GRAPH,
	PACKETS_VIEW_COUNT,
};

/* `notes:` of a block: a remark at a frame number, or at the first packet whose info has the text. */
struct packets_remark {
	uint64_t frame; /* 0 when `text` is set */
	const char *text; /* "GET /ping", or NULL */
	struct bytes markdown;
	unsigned line;
};

enum { PACKETS_SIDES = 2 };

/* `expect:`: what must be true of the packets that are shown, as written: "SYN", "segments >= 3". */
struct packets_expectation {
	const char *text;
	unsigned line;
};

struct packets_block {
	/* `compare:` the block twice, with captures or streams of their own; NULL: it stands alone */
	const struct packets_block *sides;
	const char *capture; /* a talk_capture's name; "" means the only one */
	const char *filter; /* or NULL */
	const char *frames; /* "1-3,8", or NULL */
	int64_t stream; /* or -1 */
	enum packets_view show;
	bool step_packets; /* `step: packet` */
	bool folds; /* `fold: true` */
	bool once; /* `once: true` */
	const struct packets_expectation *expectations;
	size_t expectation_count;
	const struct packets_remark *remarks;
	size_t remark_count;
	bool is_broken; /* mistakes in it were found: there may be nothing to draw */
	bool is_choice_broken; /* they leave open which packets are meant */
	unsigned line, filter_line, frames_line, stream_line, show_line; /* for messages */
};

struct slide_part {
	bool is_packets;
	struct bytes markdown; /* when not: borrowed from the source */
	unsigned line, last_line; /* from 1 */
	struct packets_block *packets;
};

struct slide {
	unsigned line;
	bool is_below; /* began with `--`: under the slide before it */
	const char *id; /* stable, from the heading: unique within the talk */
	const char *title; /* the heading as plain text, or "" */
	const char *class_names; /* option `class:`, or "" */
	unsigned seconds; /* option `t: 90s`, 0 when absent */
	struct slide_part *parts;
	size_t part_count;
	struct bytes *notes; /* speaker notes, Markdown */
	unsigned *note_lines;
	size_t note_count;
};

/* `[^label]: text`, taken out of the slides; numbered through the talk in the order of their first references. */
struct talk_footnote {
	const char *label;
	struct bytes markdown;
	unsigned line;
};

struct definitions;
struct string_map;
struct vault;

struct talk {
	const char *path;
	struct bytes source; /* the whole file as UTF-8 */
	const char *title, *presenter, *date, *week, *lang,
		*theme; /* "" when absent; lang never is */
	unsigned theme_line;
	const char *separator,
		*separator_below; /* lines that begin slides, as reveal-md has them; or "" */
	unsigned duration_s; /* 0 when absent */
	bool anonymize; /* a scrubbed deck hides addresses, too */
	const struct talk_capture *captures;
	size_t capture_count, declared_count; /* with those of ![[file.pcap]], and without */
	bool has_lost_captures; /* `captures:` is there, and could not be read */
	struct slide *slides;
	size_t slide_count;
	const struct string_map
		*block_slides; /* the id of the slide of each ^block, in lower case; or NULL */
	const struct string_map
		*heading_slides; /* of each heading, as text_append_slug() has it; or NULL */
	const struct talk_footnote *footnotes;
	size_t footnote_count;
	struct definitions *definitions; /* `[label]: address` lines, which hold on every slide */
	struct vault *vault; /* where names are looked up; NULL: only beside the talk */
};

/*
 * `source` must live as long as the talk. Mistakes go to `findings`, and what can be read without what
 * they spoil is read. False, and an error that says file:line, for a file that is no text or breaks a limit.
 */
bool talk_parse(const char *path, struct bytes source, struct arena *arena, struct talk *ret_talk,
	struct findings *findings, struct error *error);

/* What Markdown may ask of the layer above. It returns false with a message without a place. */
struct markdown_resolver {
	void *context;
	/*
	 * `{{pingpong.stream[0].client_port}}`: appends the value as plain text. False without a message
	 * for what is no value in this talk, and is shown as it is written.
	 */
	bool (*value)(void *context, const char *expression, struct text *out, struct error *error);
	/* A file that became part of the page, to watch; or NULL. */
	void (*file_used)(void *context, const char *path);
	/*
	 * Appends where the deck of the talk at `path` will be, from the folder of this one. False: beside
	 * its talk; or NULL.
	 */
	bool (*deck)(void *context, const char *path, struct text *out);
	/* An address of a link that is not another machine's: "#/id", "other.html"; or NULL. */
	void (*link)(void *context, const char *address, unsigned line);
	/* What follows the fence of a block of code: "c"; or NULL. */
	void (*code)(void *context, const char *language);
	/* What an embedded note says to its speaker only: HTML; or NULL. */
	void (*said)(void *context, struct bytes html);
	/* A [[name]] that no file has, which is normal in a vault; or NULL. */
	void (*unwritten)(void *context, const char *name, unsigned line);
	/* A heading or "^block" that a link names, and `file` does not have; or NULL. */
	void (*no_part)(void *context, const char *file, const char *part, unsigned line);
};

enum { HTML_OPEN_MAX = 16 };

/* Elements of raw HTML that a part of a slide leaves open, which may hold the next one. Zeroed: none. */
struct html_open {
	const char *names[HTML_OPEN_MAX]; /* the outermost first */
	unsigned lines[HTML_OPEN_MAX];
	size_t count;
	bool is_last; /* to be set by whoever renders: no part of the slide follows */
};

/* What a browser still opens. With more before it no image and no picture of packets is added. */
enum { TALK_HTML_SIZE_MAX = 128 << 20 };

/*
 * Renders Markdown of the talk to HTML: CommonMark through cmark, the dialect of DESIGN.md on top.
 * `first_line` is where it stands in the file, for messages and for data-line attributes. What cannot
 * be resolved is a finding, and stands as one in the HTML. False only when a limit of a deck is reached.
 */
bool markdown_render(struct text *out, const struct talk *talk, struct bytes markdown,
	unsigned first_line, const struct markdown_resolver *resolver, struct findings *findings,
	struct error *error);

/* The same for a part of a slide. What it leaves open is in *open, for the next part, or to be closed. */
bool markdown_render_part(struct text *out, const struct talk *talk, struct bytes markdown,
	unsigned first_line, const struct markdown_resolver *resolver, struct html_open *open,
	struct findings *findings, struct error *error);

/* Ends what the parts of a slide left open. */
void markdown_close(struct text *out, const struct talk *talk, struct html_open *open,
	struct findings *findings);

#endif
