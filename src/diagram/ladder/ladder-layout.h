#ifndef DIAGRAM_LADDER_LAYOUT_H
#define DIAGRAM_LADDER_LAYOUT_H

/* The interface between the parts of ladder_layout(). Only they include this file. */

#include "base/format/timestamp.h"
#include "conversation/names/endpoint-names.h"
#include "diagram/ladder/ladder.h"
#include "explain/words.h"

enum {
	ROW_HEIGHT_MIN = 42,
	ROW_HEIGHT_MAX = 240, /* with which two packets fill a slide */
	ROW_HEIGHT_MAX_STANDALONE = 180,
	TEAR_HALF = 9, /* the part of a lane that a tear wipes out, above and below its middle */
	LABEL_INSET = 16, /* from a lane to its label */
	LABEL_INSET_LEAST = 10, /* the same, where words have room only then */
	LABEL_RISE = 6, /* from a label to its arrow */
	LABEL_SPACE = 12, /* between chip, badge and details */
	NARROW_WIDTH = 640, /* a diagram of half a slide is narrower than this */
	LABEL_GAP_MIN = 290, /* the least room for labels */
	LABEL_GAP_NARROW = 236, /* the same in a narrow diagram */
	LABEL_GAP_WANTED = 384, /* names of states are left out to give labels this room */
	LABEL_GAP_PREFERRED = 420, /* what annotations give labels where these lack room */
	LABEL_GAP_CROWDED = 200, /* the least where narrow heads leave no more */
	LABEL_GAP_CROWDED_NARROW = 180, /* the same in a narrow diagram */
	LABEL_GAP_PACKED = 132, /* the same where a narrow diagram would be wider than its place */
	LANES_MAX = 6, /* more lanes are merged */
	LANES_MAX_NARROW = 4, /* the same in a narrow diagram */
	LANE_SPACE = 14, /* between the heads of neighbors */
	LANE_SPACE_NARROW = 8,
	LANE_SPACE_PACKED = 4,
	STATE_SPACE = 14, /* from a lane to its state */
	TRACK_SPACE = 10, /* between the bars of connections on one lane */
	BAR_BREAK = 6, /* the gap in a bar above and below an arrow that changes the state */
	BOTTOM_SPACE = 12,
	NUMBER_COLUMN_FROM = 900, /* width from which frame numbers are shown */
	LISTEN_SPACE =
		6, /* around the name of the first state, between the heads and the first row */
};

/* A connection that has rows. Lanes are indexes; states change as the rows are laid out. */
struct ladder_connection {
	uint32_t stream;
	unsigned lane[2]; /* client, server */
	unsigned track[2];
	/* the rows in which it is active, from which its tracks follow */
	unsigned first_row, last_row[2];
	/* another connection takes over its lanes at this row; row_count: none does */
	unsigned end_row;
	enum tcp_state state[2];
};

enum { CLIENT, SERVER };

/* One of the sizes of type. The table in ladder-rows.c has the largest first. */
struct label_size {
	int row_height; /* the least row height with which it may be used */
	int chip_size, chip_height, detail_size;
	int side_size; /* of times and states */
	bool is_split; /* details stand below the arrow */
};

enum { DETAILS_MAX = 8 };

/* The words of a row, before the layout knows which of them fit. */
struct row_words {
	const char *chip, *badge, *full_badge; /* full_badge has the reason behind the label */
	struct ladder_detail details[DETAILS_MAX]; /* the longest first */
	unsigned detail_count;
	unsigned wanted_detail; /* the index of the shortest one that says enough */
	unsigned highlights; /* enum label_part */
	struct author_label label;
	bool says_host; /* the wanted detail says which host of a lane that several share */
};

/*
 * The measures that two diagrams side by side have in common: the largest or smallest of each that
 * either of them needs.
 */
struct ladder_shape {
	int time_right, left, right; /* margins beside the lanes */
	int first_row, row_height;
	int head_height;
	unsigned label_size;
	unsigned lane_count; /* the larger of both */
	unsigned strip_count; /* of options->is_cut; 0: it is whole */
	bool hides_state[2];
};

struct layout {
	struct arena *arena;
	struct ladder *ladder;
	const struct selection *selection;
	const struct capture_summary *summary;
	const struct ladder_options *options;
	bool is_korean, has_many_addresses;
	struct ladder_connection *connections;
	unsigned connection_count;
	struct ladder_bar *bar_scratch; /* scratch space for as many bars as a row can have */
	struct row_words *words;
	int gap_wanted; /* the width that they want at their smallest size, in px */
	struct label_size size;
	struct ladder_shape shape; /* the measures that it needs, or with keeps_shape must keep */
	bool keeps_shape;
	struct instants instants;
	bool shows_state[2];
	int states_width[2]; /* the width of the widest name; 0 without one */
	int number_right, time_right; /* edges of the columns at the left; time_right 0: no times */
	int gap_left, gap_right; /* x of the lanes on both sides of the labels */
	unsigned client_lane_count;
	unsigned *head_of_lane; /* index of the plate above it */
	int head_text_width; /* the largest width of one name */
	bool is_packed; /* heads and gaps are as small as they can be */
	int annotations_width; /* the width that they take at the right; 0: there are none */
	int annotation_size; /* their font size */
	int annotation_words_width;
	unsigned annotation_tracks;
	int annotation_step; /* from the column of one to the next, in px */
	int calls_width[2]; /* of the strip on each side; 0: there is none */
	int calls_edge[2]; /* x of its edge at the lanes */
	unsigned calls_tracks[2];
	int *calls_space; /* px that calls need before each row, and behind the last */
	int calls_height; /* of all of these */
	int *lane_spread; /* px that a lane stands farther from its right neighbor than it must */
};

/* Whether the diagram has only half a slide, or an upright phone. */
static inline bool layout_is_narrow(const struct layout *layout)
{
	return layout->options->width < NARROW_WIDTH;
}

/*
 * Whether all lanes are on one side, such as those of hosts that announce themselves to everybody.
 * They take the whole width, and labels stand above them.
 */
static inline bool layout_is_one_sided(const struct layout *layout)
{
	unsigned clients = layout->client_lane_count, all = layout->ladder->lane_count;
	return all > 1 && (clients == 0 || clients == all);
}

/* Copies the text into the arena and empties it. */
const char *layout_string(struct layout *layout, struct text *text);

/* ---- ladder.c: across the page ---- */

/* The least px between the lanes of both sides that labels need. */
int label_gap_min(const struct layout *layout);

/* ---- ladder-rows.c: down the page ---- */

/* A size of type, the largest first; for a large index, the smallest. */
const struct label_size *label_size_at(unsigned index);

/* The width of the shortest words of a row that say enough, at this size. */
int label_width(const struct row_words *words, const struct label_size *size);

/* The largest height of a row in px. */
int row_height_most(const struct layout *layout);

/* Finds the long pauses between rows. Tears must be known. */
void gaps_find(struct layout *layout);

/*
 * Whether rows are high enough for the size, and each has room to say enough. Always true for the
 * smallest size. Lanes must have their places.
 */
bool rows_fit(struct layout *layout);

/*
 * Finds how many strips a diagram with is_cut needs at least, and sets shape.strip_count: its rows
 * then are as high as that many strips have room for.
 */
void strips_count(struct layout *layout);

/*
 * Lays out everything across with one of the sizes of type. Returns false when the rows do not have
 * the room for it.
 */
bool size_try(struct layout *layout, unsigned label_size);

void rows_place(struct layout *layout);
void arrow_place(const struct layout *layout, struct ladder_row *row);
/* The frame numbers of a row: "5", or "5–12" when it stands for several packets. */
const char *row_numbers(struct layout *layout, const struct ladder_row *row);
void row_words_place(struct layout *layout, struct ladder_row *row, unsigned index);

/* Adds a piece of text to a row and measures it. Its position is set later. */
struct ladder_text *row_text_add(
	struct ladder_row *row, enum ladder_text_kind kind, const char *string, int size);
void text_place(struct ladder_text *text, int left, int baseline);

/* ---- ladder-words.c: which packets are a row, and what it says ---- */

void rows_collect(struct layout *layout);

/* Describes the whole row in words. The row's label must have been chosen. */
const char *row_title(struct layout *layout, const struct ladder_row *row);

/* ---- ladder-tears.c: where packets are left out ---- */

/* Finds the rows that have a tear before them. Rows and lanes must be known. */
void tears_collect(struct layout *layout);

/*
 * Whether packets of that connection are left out in the tear. If not, only other lanes are torn.
 */
bool tear_is_of(const struct layout *layout, const struct left_out *left_out, uint32_t stream);

/*
 * Returns the packets left out before a row; for row_count, those after the last row. NULL: none.
 */
const struct left_out *row_left_out(const struct layout *layout, unsigned index);

/* Places the words of tears. The rows must have their places. */
void tears_place(struct layout *layout);

/* Makes a text for words between the lanes. The caller places it. */
struct ladder_text tear_text(const struct layout *layout, const char *words);

/* ---- ladder-annotations.c: what is written beside the lanes ---- */

/* Measures the width of the strip. The rows must be known, and need no places yet. */
void annotations_measure(struct layout *layout);

/* What annotations give up for other things. */
enum annotations_gift {
	ANNOTATIONS_GIVE_SPARE, /* width that their words do not need to be easily read */
	ANNOTATIONS_GIVE_MOST, /* all but the widest word, and space between their columns */
	ANNOTATIONS_GIVE_ALL, /* addresses break between their groups, too */
};

/* Gives up to `width` px of the strip to the labels. Returns false when nothing changed. */
bool annotations_give_width(struct layout *layout, int width, enum annotations_gift gift);

/* Places the annotations. Rows and lanes must have their places. The drawing may become higher. */
void annotations_place(struct layout *layout);

/* The right edge of the drawing without annotations. */
int annotations_left(const struct layout *layout);

/* ---- ladder-calls.c: socket calls beside the lanes ---- */

/* Finds the calls between the rows, and the steps of both. The rows must be known. */
void calls_collect(struct layout *layout);

/* Measures the strips on both sides. */
void calls_measure(struct layout *layout);

/* Places the calls. Rows and lanes must have their places. */
void calls_place(struct layout *layout);

/* ---- ladder-lanes.c: who takes part, in which order ---- */

void lanes_collect(struct layout *layout);

/* Returns the index of the lane of a packet's source or destination; if to all, of its source. */
unsigned lane_of(const struct ladder *ladder, const struct frame *frame, bool is_source);

/* Whether a packet is for everybody or a group: broadcast or multicast, and not TCP. */
bool frame_is_to_all(const struct frame *frame);

/*
 * Appends the sockets of a lane, ":80, :443", with addresses where they differ; only some of many.
 */
void lane_sockets_append(struct text *out, const struct layout *layout, unsigned lane);

/* What a lane is called whose address the capture does not have. */
const char *lane_without_address(const struct layout *layout);

/* Appends a name, "192.0.2.7:80", "[2001:db8::7]:80", or ":80". */
void socket_append(struct text *out, const struct layout *layout, const struct endpoint *endpoint,
	bool has_port, bool has_address);

/* ---- ladder-traceroute.c: routers of a traceroute ---- */

/* Whether a router reports that it threw a packet away since its time to live ran out. */
bool packet_tells_hop(const struct frame *frame);

/* Returns the number of hops to such a router; 0 when the packet is not among those before. */
unsigned packet_hop(const struct selection *selection, size_t index);

/* ---- ladder-heads.c: the plates over the lanes ---- */

/* Gives each lane its name in full. */
void lanes_name(struct layout *layout);

/* Makes the heads, whose names take `text_width` px at most; above a limit it changes nothing. */
void heads_collect(struct layout *layout, int text_width);
bool heads_are_narrow(const struct layout *layout);

/* The height of all heads in px. */
int heads_height(const struct layout *layout);
void heads_place(struct layout *layout);

/* ---- ladder-states.c: which connection is in which state, beside the lanes ---- */

void connections_collect(struct layout *layout);

/* Measures the widest name of a state on each side, at the size of the type. */
void states_measure(struct layout *layout);

/* The width of the widest name of a state on one side in px; 0 when none is shown. */
int states_width(const struct layout *layout, unsigned side);

/*
 * Adds the bars of a row, and the names of the states that begin at the row or at a tear before it.
 * Rows must be passed in order.
 */
void row_states_place(struct layout *layout, struct ladder_row *row, unsigned index);

/* Writes LISTEN above the first row when the server was listening: it answers the first SYN. */
void listening_place(struct layout *layout);
bool listens_first(const struct layout *layout);

#endif
