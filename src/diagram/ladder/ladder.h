#ifndef DIAGRAM_LADDER_H
#define DIAGRAM_LADDER_H

/*
 * The sequence diagram (message-sequence chart): a lane per socket, an arrow per packet, time down.
 *
 *    ms          ┌ client :55466 ┐                    ┌ server :8080 ┐
 *                        │                                    ┃ LISTEN
 *                        │ [SYN] seq 0  ISN 1 687 121 203     ┃
 *   0.000  SYN_SENT      ◆───────────────────────────────────▶│ SYN_RECEIVED
 *                        ┃   ISN 3 281 859 550  seq 0 ack 1 [SYN, ACK]
 *   0.074  ESTABLISHED   │◀───────────────────────────────────◆
 *
 * A label stands above its arrow, at the sender's side; a state stands outside the lanes, beside the
 * bar that it names. With several clients their lanes stand close together and all labels share the
 * one wide gap before the servers. ladder_layout() decides where everything is, ladder_svg() draws.
 * Integers only, in px of the 1280x720 stage.
 */

#include "base/arena.h"
#include "base/text.h"
#include "conversation/selection.h"
#include "diagram/ladder/fold.h"
#include "diagram/svg.h"

/* A diagram that stands beside this one, to be compared with it row by row. */
struct ladder_beside {
	const struct selection *selection;
	const struct capture_summary *summary;
	const struct packet_run *runs;
	size_t run_count;
};

struct ladder_options {
	const char *id; /* unique in the document, for markers and aria references */
	const char *lang; /* "ko" or "en" */
	const char *title; /* for <title>; may be "" */
	unsigned width; /* of the viewBox, in px on the 1280x720 stage */
	unsigned height; /* available; rows get closer down to a readable minimum, then it grows */
	const struct packet_run *runs; /* packets that share a row; NULL: none do */
	size_t run_count;
	const struct ladder_beside
		*beside; /* of the same width, height and sizes; NULL: it is alone */
	bool has_steps;
	bool is_standalone; /* xmlns and the stylesheet inside, for `--svg` */
	bool is_unnamed; /* without titles: the page has another drawing of the same, with them */
};

/*
 * Appends one <svg>. Each row is <g class="row" data-frame="N">; with steps those after the first
 * also have class "fragment custom" and data-fragment-index from 0, so that reveal.js walks them (the
 * first row is current on arrival and is no fragment). A <rect class="band"> lies behind the first
 * row; a row's data-y says how far down it belongs for that row. A row of several packets has class
 * "fold" and the number of its last packet as data-last. A drawing that is taller than what there is
 * says so in data-room: the deck's script cuts it between rows where it cannot scroll. What is not shown
 * before a row, or after the last one, belongs to that row: <g class="tear">.
 */
void ladder_svg(struct text *out, const struct selection *selection,
	const struct capture_summary *summary, const struct ladder_options *options);

/* The smallest text that can be read from the back of a room, on the 1280x720 stage. */
enum { LADDER_FONT_SIZE_MIN = 18 };

/* What a piece of text is, for its looks and for tests. */
enum ladder_text_kind {
	LADDER_TEXT_TIME,
	LADDER_TEXT_NUMBER, /* of the frame */
	LADDER_TEXT_CHIP, /* on a coloured ground */
	LADDER_TEXT_BADGE, /* an analysis label, outlined */
	LADDER_TEXT_DETAIL, /* seq, ack, len */
	LADDER_TEXT_STATE,
	LADDER_TEXT_STATE_ESTABLISHED,
	LADDER_TEXT_HEAD, /* role */
	LADDER_TEXT_HEAD_MONO, /* port, address */
	LADDER_TEXT_GAP, /* "+200 ms" */
	LADDER_TEXT_TEAR, /* "packets 4–9 not shown (6)" */
};

/* A piece of text with the box that it may fill; chips and badges fill theirs. */
struct ladder_text {
	enum ladder_text_kind kind;
	const char *string;
	const char *tail; /* goes on in the face for numbers, or NULL: the port in a head */
	int left, top, width, height;
	int baseline; /* y */
	int size; /* of the font */
	enum svg_anchor anchor; /* within the box */
};

enum { LADDER_ROW_TEXTS_MAX = 8, LADDER_TRACKS_MAX = 4 };

struct ladder_lane {
	struct address address;
	uint16_t port;
	bool has_port, is_server, is_tcp;
	int x;
	int half_width; /* what its part of the head takes to each side */
	const char *name; /* everything, unshortened: "client 127.0.0.1:55466" */
	unsigned track_count; /* connections side by side */
};

/*
 * The plate above one lane, or above all sockets of one host: its role once, a port per lane. Where
 * lanes stand too close for plates of their own, each has a flag on a pole.
 */
struct ladder_head {
	int left, width, top, height;
	bool is_flag; /* its pole goes down from its top left corner */
	const char *name; /* everything, unshortened */
	struct ladder_text *texts;
	unsigned text_count;
};

/* A stretch of a lane in one state, from one row's arrow to the next row's. */
struct ladder_bar {
	unsigned lane;
	int x, top, bottom;
	enum tcp_state state;
};

/*
 * Packets of these lanes that are not shown: the lanes are torn there, and it is said how many and which.
 */
struct ladder_tear {
	int y; /* its middle */
	const unsigned *lanes;
	unsigned lane_count;
	struct ladder_text words;
	struct ladder_text states[2]; /* what those packets led to */
	unsigned state_count;
	const char *title; /* all of it in words */
};

enum ladder_mark { LADDER_MARK_NONE, LADDER_MARK_DIAMOND, LADDER_MARK_CROSS };

struct ladder_row {
	const struct packet_run *run;
	const struct shown_packet *packet,
		*last; /* of the run: the same one, unless it is a fold */
	const struct shown_packet *data; /* the one that stands for the run */
	unsigned from, to; /* lanes */
	int y; /* of the arrow */
	int top, bottom; /* of the band */
	int tail_x, head_x; /* of the arrow; equal when a socket talks to itself */
	bool is_data, is_resent, is_bad, is_copy;
	bool is_odd; /* its badge says how it was captured, and no more */
	enum ladder_mark tail_mark; /* SYN, FIN: a diamond */
	enum ladder_mark head_mark; /* RST: a cross instead of the head */
	struct ladder_text texts[LADDER_ROW_TEXTS_MAX];
	unsigned text_count;
	struct ladder_bar *bars;
	unsigned bar_count;
	const char *title; /* all of it in words */
	struct ladder_tear *tear; /* before this row, or NULL */
	bool has_gap; /* a pause much longer than the others, before this row; where there is no tear */
	int gap_y;
	struct ladder_text gap;
};

struct ladder {
	int width, height; /* may be more than was asked for */
	int head_height;
	int bottom; /* of the lanes */
	int row_height; /* of the band */
	int plot_left, plot_right; /* of the band */
	bool is_dense; /* labels at the smallest size */
	struct ladder_text unit; /* "ms" over the times */
	struct ladder_lane *lanes;
	unsigned lane_count;
	struct ladder_head *heads;
	unsigned head_count;
	struct ladder_row *rows;
	unsigned row_count;
	struct ladder_bar *first_bars; /* LISTEN, before the first row */
	struct ladder_text *first_texts;
	unsigned first_count;
	struct ladder_tear *last_tear; /* after the last row, or NULL */
	struct ladder_text note; /* below all, on copies that are not shown; without a string: none */
	const char *description;
	bool is_unnamed; /* as asked for */
};

/* Everything but the packets is in `arena`. */
struct ladder *ladder_layout(struct arena *arena, const struct selection *selection,
	const struct capture_summary *summary, const struct ladder_options *options);

#endif
