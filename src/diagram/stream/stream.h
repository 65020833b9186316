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
#include "conversation/reassembly.h"
#include "diagram/picture.h"

/*
 * Draws the conversation as one <svg>, as high as it needs to be. The selection must have packets
 * of a connection; with several, the one with the most data is drawn.
 */
void stream_svg(struct text *out, const struct selection *selection,
	const struct capture_summary *summary, const struct picture_options *options);

/* The same as HTML that wraps: <ol class="stream-text">. Folded parts are <details>. */
void stream_html(struct text *out, const struct selection *selection,
	const struct capture_summary *summary, const struct picture_options *options);

enum stream_line_kind {
	STREAM_LINE_TEXT,
	STREAM_LINE_HEX, /* up to 16 bytes of a hex dump */
	STREAM_LINE_GAP, /* bytes that were not captured or not selected */
	STREAM_LINE_REST, /* bytes that the picture leaves out */
};

/* A line of a plate. A text line of the stream may need several. */
struct stream_line {
	enum stream_line_kind kind;
	struct bytes data; /* TEXT: without its line end; HEX */
	const char *line_end; /* "\\r\\n", "\\n", or "" where the text line continues */
	bool is_last; /* the last line of its text line */
	bool is_start; /* the start line of a message */
	uint64_t offset; /* HEX: offset in the dump */
	const char *words; /* GAP, REST */
	const struct stream_line *hidden; /* REST: the replaced lines, as far as they are kept */
	size_t hidden_count;
};

struct stream_turn {
	bool is_from_client;
	uint64_t size, first_frame, last_frame;
	const struct shown_packet *packet; /* the first one, or NULL when all packets are missing */
	const char *who, *what; /* "client :55466 →", "85 bytes · #4" */
	struct stream_line *lines;
	size_t line_count;
	int top, height, left; /* of the plate */
};

struct stream_layout {
	struct stream_turn *turns;
	size_t turn_count;
	int size, line_height; /* of the text */
	int columns; /* bytes in a line of a hex dump */
	int plate_width, width, height;
	const char *note; /* below the picture, on packets that are not shown; "" when all are */
	const char *description;
};

/* The result lives in `arena`, except for the captured bytes. */
struct stream_layout *stream_layout(struct arena *arena, const struct selection *selection,
	const struct capture_summary *summary, const struct picture_options *options);

/* Spaces in px around a plate's text and above it; the stylesheet has the same. */
enum {
	STREAM_LABEL_SIZE = 18,
	STREAM_LABEL_HEIGHT = 28,
	STREAM_PADDING = 9,
	STREAM_SIDE = 16,
	STREAM_GAP = 12,
};

/* Appends a line of the dump, "0010  47 45 54 20 …  GET ", with room for `columns` bytes. */
void stream_hex_append(struct text *out, const struct stream_line *line, int columns);

/*
 * Writes the first character of `bytes` (not empty) into `ret_shown`, which is emptied, in the form
 * in which it is shown. *ret_is_escaped tells whether that differs from the character. Returns its
 * size in bytes.
 */
size_t stream_character(struct bytes bytes, struct text *ret_shown, bool *ret_is_escaped);

#endif
