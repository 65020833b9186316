#ifndef DIAGRAM_STREAM_H
#define DIAGRAM_STREAM_H

/*
 * `show: stream`: what client and server said to each other on one connection, as text.
 *
 *   client :55466 →  85 bytes · #4
 *   +--------------------------------------------+
 *   | GET /ping HTTP/1.1\r\n                     |
 *   | ...                                        |
 *   +--------------------------------------------+
 *                     ← server :8080  145 bytes · #6
 *       +--------------------------------------------+
 *       | HTTP/1.1 200 OK\r\n                        |
 *       | … 14 552 bytes                             |
 *       +--------------------------------------------+
 *
 * The client's plates stand at the left, the server's at the right. Captured text is escaped, and
 * what cannot be seen is shown in backslash notation; what is no text is a hex dump.
 */

#include "base/arena.h"
#include "base/text.h"
#include "conversation/tcp/reassembly.h"
#include "diagram/picture.h"

/*
 * The conversation as one <svg>; as high as it needs to be. The selection has packets of one
 * connection; of several, the one with the most data is drawn.
 */
void stream_svg(struct text *out, const struct selection *selection,
	const struct capture_summary *summary, const struct picture_options *options);

/* The same as HTML that wraps: <ol class="stream-text">; folded parts are <details>. */
void stream_html(struct text *out, const struct selection *selection,
	const struct capture_summary *summary, const struct picture_options *options);

enum stream_line_kind {
	STREAM_LINE_TEXT,
	STREAM_LINE_HEX, /* up to 16 bytes of a dump */
	STREAM_LINE_GAP, /* bytes that the capture or the selection has not */
	STREAM_LINE_REST, /* bytes that the picture leaves out */
};

/* A line as wide as its plate: a text line of the stream may be several. */
struct stream_line {
	enum stream_line_kind kind;
	struct bytes data; /* TEXT without its line end, HEX */
	const char *line_end; /* "\\r\\n", "\\n", or "" where the line goes on */
	bool is_last; /* of its line of text */
	bool is_start; /* of a message's start line */
	uint64_t offset; /* HEX: from where the dump begins */
	const char *words; /* GAP, REST */
	const struct stream_line
		*hidden; /* REST: the lines that it stands for, as far as they are kept */
	size_t hidden_count;
};

struct stream_turn {
	bool is_from_client;
	uint64_t size, first_frame, last_frame;
	const struct shown_packet *packet; /* the first, or NULL when all of it is missing */
	const char *who, *what; /* "client :55466 →", "85 bytes · #4" */
	struct stream_line *lines;
	size_t line_count;
	int top, height, left; /* of the plate */
};

struct stream_layout {
	struct stream_turn *turns;
	size_t turn_count;
	int size, line_height; /* of the text */
	int columns; /* bytes of a dump in a line */
	int plate_width, width, height;
	const char *note; /* on the packets that are not shown, below; "" when all are */
	const char *description;
};

/* Everything but the captured bytes is in `arena`. */
struct stream_layout *stream_layout(struct arena *arena, const struct selection *selection,
	const struct capture_summary *summary, const struct picture_options *options);

/* Space around the text of a plate, and what stands above it, in px; the stylesheet has the same. */
enum {
	STREAM_LABEL_SIZE = 18,
	STREAM_LABEL_HEIGHT = 28,
	STREAM_PADDING = 9,
	STREAM_SIDE = 16,
	STREAM_GAP = 12,
};

/* The bytes of a dump line as "0010  47 45 54 20 …  GET ", with `columns` places for them. */
void stream_hex_append(struct text *out, const struct stream_line *line, int columns);

/*
 * The next character of `bytes` (not empty) as it is shown, into the emptied `ret_shown`; *ret_is_escaped when that
 * is not the character itself. Returns its size in bytes.
 */
size_t stream_character(struct bytes bytes, struct text *ret_shown, bool *ret_is_escaped);

#endif
