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
 * A label stands above its arrow, at the sender's side; a state stands outside the lanes, beside
 * the bar that it names. With several clients their lanes stand close together and all labels share
 * the one wide gap before the servers. ladder_layout() decides where everything is, ladder_svg()
 * draws. Integers only, in px of the 1280x720 stage.
 */

#include "base/arena.h"
#include "base/text.h"
#include "conversation/calls/call-events.h"
#include "conversation/selection.h"
#include "diagram/ladder/annotations.h"
#include "diagram/ladder/fold.h"
#include "diagram/packet-color.h"
#include "diagram/svg.h"

/* What an author wants to see of a packet, beside what its arrow has anyway. */
struct author_label {
	const char *words; /* "window_size 65 160  ttl 64"; NULL: the packet has none */
	const char *values; /* "65 160 · 64", for an arrow that is too short for names */
};

/* A diagram beside this one, to be compared with it row by row. What is not here, both share. */
struct ladder_beside {
	const struct selection *selection;
	const struct capture_summary *summary;
	/* of its own packets, as in ladder_options */
	const struct packet_run *runs;
	size_t run_count;
	const struct annotation *annotations;
	size_t annotation_count;
	const struct author_label *labels;
	const unsigned *highlights;
	const struct call_events *calls;
	const bool *is_asked;
};

struct ladder_options {
	const char *id; /* unique in the document; markers and ARIA references use it */
	const char *lang; /* "ko" or "en" */
	const char *title; /* for <title>; may be "" */
	unsigned width; /* the width of the viewBox, in px of the 1280x720 stage */
	/*
	 * the available height; rows get closer down to a readable minimum, then the drawing grows
	 */
	unsigned height;
	const struct packet_run *runs; /* the packets that share rows; NULL: none do */
	size_t run_count;
	/* A diagram with the same width, height and sizes; NULL: there is none. */
	const struct ladder_beside *beside;
	const struct annotation *annotations; /* beside the lanes */
	size_t annotation_count;
	const struct author_label *labels; /* for the arrow of each packet; NULL: none */
	/* the highlighted parts of each packet's label, enum label_part; NULL: none */
	const unsigned *highlights;
	const struct call_events *calls; /* socket calls beside the lanes; NULL: none are drawn */
	enum packet_coloring coloring;
	const struct color_legend *legend; /* drawn below the diagram; NULL: none is */
	bool has_steps;
	bool is_cut; /* what is higher than `height` goes on elsewhere: its rows fill each part */
	bool packs_lanes; /* as a narrow diagram does, before it is wider than `width` */
	/* annotations give labels all room but that of their own longest words */
	bool packs_annotations;
	/* by packet: a step before its row asks for it; NULL: none does */
	const bool *is_asked;
	bool steps_annotations; /* those of the author are steps, and packets are none */
	bool is_standalone; /* with xmlns and the stylesheet, for `--svg` */
	/* without titles: another drawing of the same packets on the page has them */
	bool is_unnamed;
};

/*
 * Appends one <svg>. Each row is <g class="row" data-frame="N">. With steps, rows after the first
 * also have class "fragment custom" and data-fragment-index from 0, so that reveal.js steps through
 * them; the first row is current on arrival and is no fragment. A <rect class="band"> lies behind
 * the first row. An empty <g class="question fragment custom" data-frame="N"> before a row is the
 * step at which its packet is asked for. A row's data-y is how far the band moves down for that
 * row. A row of several packets has class "fold", and data-last is the number of its last packet. A drawing taller than
 * the available height has that height in data-strip-height, and the deck's script cuts it between
 * rows where it cannot scroll. A <g class="tear"> for packets left out before a row, or after the
 * last one, belongs to that row. A socket call is <g class="row call" data-call="N"> where it begins
 * and where it ends, and a step like a packet, in the order of time.
 */
void ladder_svg(struct text *out, const struct selection *selection,
	const struct capture_summary *summary, const struct ladder_options *options);

/* Adds the colors of the arrows: a row of several packets has one. `runs` may be NULL: none do. */
void ladder_colors(struct color_legend *legend, const struct selection *selection,
	const struct packet_run *runs, size_t run_count, enum packet_coloring coloring);

/* The smallest text that can be read from the back of a room, on the 1280x720 stage. */
enum { LADDER_FONT_SIZE_MIN = 18 };

/* The kind of a piece of text, for its style and for tests. */
enum ladder_text_kind {
	LADDER_TEXT_TIME,
	LADDER_TEXT_NUMBER, /* the frame number */
	LADDER_TEXT_CHIP, /* on a colored ground */
	LADDER_TEXT_BADGE, /* an analysis label, outlined */
	LADDER_TEXT_DETAIL, /* seq, ack, len */
	LADDER_TEXT_STATE,
	LADDER_TEXT_STATE_ESTABLISHED,
	LADDER_TEXT_HEAD, /* role */
	LADDER_TEXT_HEAD_MONO, /* port, address */
	LADDER_TEXT_GAP, /* "+200 ms" */
	LADDER_TEXT_TEAR, /* "packets 4–9 not shown (6)" */
	LADDER_TEXT_ANNOTATION, /* beside the lanes */
	LADDER_TEXT_CALL, /* a socket call, beside the lanes */
	LADDER_TEXT_UNRECORDED, /* that a side's calls are not known */
};

/* The separator of two parts of a detail. */
#define DETAIL_GAP "\xc2\xa0 "

enum { DETAIL_PARTS_MAX = 8 };

/* What stands on an arrow behind its chip: "seq 1  ack 1  len 5". */
struct ladder_detail {
	const char *string; /* all parts, with DETAIL_GAP between them */
	struct detail_part {
		const char *string;
		unsigned part; /* enum label_part; 0: it cannot be highlighted */
	} parts[DETAIL_PARTS_MAX];
	unsigned part_count;
};

/* A piece of text with the box that it may fill. Chips and badges fill their boxes. */
struct ladder_text {
	enum ladder_text_kind kind;
	const char *string;
	const char *tail; /* a continuation in the font for numbers, the port in a head; or NULL */
	int left, top, width, height;
	int baseline; /* y of the baseline */
	int size; /* the font size */
	enum svg_anchor anchor; /* within the box */
	const struct ladder_detail *detail; /* the parts of the string; NULL for other kinds */
	unsigned highlights; /* the highlighted parts, enum label_part */
};

enum { LADDER_ROW_TEXTS_MAX = 8, LADDER_TRACKS_MAX = 4 };

struct ladder_lane {
	struct address address;
	uint16_t port;
	bool has_port, is_server;
	bool has_role; /* of client or server, which a captured SYN shows */
	/* several sockets with few packets share it; address is that of the first */
	bool is_merged;
	bool has_one_host; /* their addresses are equal */
	unsigned socket_count;
	int x;
	int half_width; /* half of the width of its part of the head */
	const char *given; /* the name of the socket, of its port or its host; NULL: none */
	bool is_given_whole; /* it says the port, too */
	const char *name; /* the full name: "client 127.0.0.1:55466", "2 others (:80, :443)" */
	unsigned track_count; /* the number of connections side by side */
};

/* The plate above one lane, or above all sockets of a host: its name, and a port for each lane. */
struct ladder_head {
	int left, width, height;
	const char *name; /* the full text */
	struct ladder_text *texts; /* the lines of the name, then the ports on one line */
	unsigned text_count, line_count;
};

/* A stretch of a lane in one state, from one row's arrow to the next row's. */
struct ladder_bar {
	unsigned lane;
	int x, top, bottom;
	enum tcp_state state;
};

/* A tear: packets of these lanes are not shown there. Its words say how many and which. */
struct ladder_tear {
	int y; /* y of its middle */
	const unsigned *lanes;
	unsigned lane_count;
	struct ladder_text words;
	struct ladder_text states[2]; /* the states after those packets */
	unsigned state_count;
	const char *title; /* all of it in words */
};

enum ladder_mark { LADDER_MARK_NONE, LADDER_MARK_DIAMOND, LADDER_MARK_CROSS };

struct ladder_row {
	const struct packet_run *run;
	/* The run's first and last packet; they are equal unless the row is a fold. */
	const struct shown_packet *packet, *last;
	const struct shown_packet *data; /* the packet that represents the run */
	unsigned from, to; /* the lanes at both ends of the arrow, as indexes */
	/* ":64862 → 192.0.2.7:80", where a lane is that of several sockets; else NULL */
	const char *ends;
	int y; /* of the arrow */
	int top, bottom; /* of the band */
	int tail_x, head_x; /* of the arrow; equal when a socket talks to itself */
	bool is_to_all; /* the arrow goes from its lane across all others; `to` equals `from` */
	int all_left, all_right; /* the ends of that arrow */
	int missing; /* px that it has too few for the words that say enough; 0: it has them all */
	unsigned step; /* its index among rows and calls, in the order of time */
	bool is_data, is_resent, is_bad, is_copy;
	bool is_odd; /* its badge is about no trouble, such as how it was captured */
	enum ladder_mark tail_mark; /* SYN, FIN: a diamond */
	enum ladder_mark head_mark; /* RST: a cross instead of the head */
	struct ladder_text texts[LADDER_ROW_TEXTS_MAX];
	unsigned text_count;
	struct ladder_bar *bars;
	unsigned bar_count;
	/* the states of client and server, where there is no room for their names; else NULL */
	const char *hidden_states[2];
	const char *title; /* all of it in words */
	struct ladder_tear *tear; /* the packets left out before this row, or NULL */
	/* before this row is a pause much longer than the others, and no tear */
	bool has_gap;
	int gap_y;
	struct ladder_text gap;
};

/* The distance from the column of an annotation's lines to their ends at its rows. */
enum { LADDER_ANNOTATION_TICK = 9 };

/*
 * A bracket, an arrow or a time in a column of its own, at the right of everything else, and its
 * words:
 *
 *      row 1  ──▶ │   ┐
 *      row 2 ◀──  │   │ handshake      row 4  ──▶ │   ──┐ acknowledges
 *      row 3  ──▶ │   ┘                row 5 ◀──  │   ◀─┘
 */
struct ladder_annotation {
	const struct annotation *asked;
	unsigned first_row, last_row; /* from the top */
	unsigned track; /* the index of its column, from the lanes outward */
	int x, top, bottom;
	int middle; /* y at which its words belong, and a thread leads to them */
	bool points_up; /* an arrow to an earlier packet */
	struct ladder_text *lines;
	unsigned line_count;
	int words_top, words_height; /* of all lines */
	int words_left;
	const char *title; /* all of it in words */
};

/*
 * A socket call where it begins or ends: a bracket between the states and the edge of the diagram,
 * and its words behind that.
 *
 *      connect(3)  ┌
 *                  │     ──▶      accept(3)
 *                  │    ◀──
 *             = 0  └
 */
struct ladder_call {
	const struct call_event *event;
	unsigned before; /* the index of the next row; row_count when no row follows */
	unsigned step; /* as in a row */
	unsigned track; /* the column of its bracket, from the lanes outward */
	int x, y; /* of the bracket's end */
	int from; /* y of its other end; at the end of a call, else equal to y */
	int bottom; /* where the line of a call ends that did not return */
	bool is_torn; /* it is among packets that are left out */
	/*
	 * The result below the name of a whole call. The string is NULL when the result stands
	 * elsewhere.
	 */
	struct ladder_text text, result;
	const char *title; /* all of it in words */
};

/* The height of a pause or a tear above its row, and of a tear or a note below all rows. */
enum { LADDER_GAP_HEIGHT = 32 };

/* Px between the heads and the first row of a strip (ladder-strips.h). */
enum { LADDER_STRIP_SPACE = 8 };

/* Px that a call takes above and below y, and those that its result takes below that. */
enum { LADDER_CALL_HALF = 12 };

static inline int ladder_call_drop(const struct ladder_call *call)
{
	return call->result.string ? call->result.baseline - call->text.baseline : 0;
}

struct ladder {
	int width, height; /* may be larger than the options' size */
	int head_height;
	int bottom; /* of the lanes */
	int row_height; /* of the band */
	int plot_left, plot_right; /* of the band */
	int hit_left, hit_right; /* of what a pointer finds of a row; calls stand outside */
	struct ladder_text unit; /* "ms" over the times */
	struct ladder_socket *sockets; /* who takes part; ladder-lanes.c */
	unsigned socket_count;
	bool is_traceroute; /* has reports of routers */
	struct ladder_lane *lanes;
	unsigned lane_count;
	struct ladder_head *heads;
	unsigned head_count;
	struct ladder_row *rows;
	unsigned row_count;
	struct ladder_bar *first_bars; /* LISTEN, before the first row */
	struct ladder_text *first_texts;
	unsigned first_count;
	struct ladder_tear *last_tear; /* the packets left out after the last row, or NULL */
	/* a note below everything on copies that are not shown; without a string: none */
	struct ladder_text note;
	struct ladder_annotation *annotations; /* from the top */
	unsigned annotation_count;
	struct ladder_call *calls; /* in the order of time */
	unsigned call_count;
	struct ladder_text unrecorded[2]; /* of client and server; without a string: none */
	struct ladder_text hidden_calls; /* how many are not drawn; without a string: none */
	const char *description;
	bool is_unnamed; /* as in the options */
};

/* Lays out a diagram. The result lives in `arena`, except for the packets. */
struct ladder *ladder_layout(struct arena *arena, const struct selection *selection,
	const struct capture_summary *summary, const struct ladder_options *options);

/* Does what ladder_svg() does, for a diagram that was laid out with the same options. */
void ladder_draw(
	struct text *out, const struct ladder *ladder, const struct ladder_options *options);

#endif
