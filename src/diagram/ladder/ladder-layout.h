#ifndef DIAGRAM_LADDER_LAYOUT_H
#define DIAGRAM_LADDER_LAYOUT_H

/* What the parts of ladder_layout() share; nothing outside of it includes this. */

#include "base/timestamp.h"
#include "diagram/ladder/ladder.h"
#include "explain/words.h"

enum {
	ROW_HEIGHT_MIN = 34,
	ROW_HEIGHT_MAX = 130,
	GAP_ROW_HEIGHT = 32, /* of a pause, and of a tear */
	TEAR_HALF = 9, /* what a tear takes of a lane, above and below */
	HEAD_LINE_HEIGHT = 26,
	HEAD_PADDING = 9,
	LABEL_INSET = 16, /* from a lane to its label */
	LABEL_RISE = 6, /* from a label to its arrow */
	LABEL_SPACE = 12, /* between chip, badge and details */
	LABEL_GAP_MIN = 290, /* the least room for labels … */
	LABEL_GAP_NARROW = 236, /* … in a diagram of half a slide's width … */
	NARROW_WIDTH = 640,
	LABEL_GAP_WANTED = 384, /* … and the most that is taken from states for them */
	LANE_SPACE = 14, /* between the heads of neighbours */
	STATE_SPACE = 14, /* from a lane to its state */
	TRACK_SPACE = 10, /* between connections on one lane */
	BAR_BREAK = 6, /* above and below an arrow that changes the state */
	BOTTOM_SPACE = 12,
	NUMBER_COLUMN_FROM = 900, /* width from which frame numbers are shown */
	HEAD_SIZE = 20,
	HEAD_WORD_SPACE = 7,
	HEAD_INSET = 16,
	PORT_INSET = 12,
	FLAGS_FROM = 2, /* sockets on one side from which heads become flags when they must */
	HEAD_TEXT_WIDTH = 250,
	LISTEN_SPACE = 24, /* from the heads to the first row, for the name of the first state */
	FLAG_INSET = 8,
	FLAG_HEIGHT = 28,
	FLAG_SPACE = 6, /* to the next flag */
	FLAG_STEP_MIN = 30, /* between lanes that have flags */
};

/* A connection among the rows; lanes by index, states as they run. */
struct ladder_connection {
	uint32_t stream;
	unsigned lane[2]; /* client, server */
	unsigned track[2];
	unsigned first_row, last_row[2]; /* of activity, for the tracks */
	unsigned end_row; /* another connection has its lanes from there; row_count: none */
	enum tcp_state state[2];
};

enum { CLIENT, SERVER };

/* One of the sizes that labels come in, largest first. */
struct label_size {
	int row_height; /* from which it may be used */
	int chip_size, chip_height, detail_size;
};

enum { DETAILS_MAX = 4 };

/* The words of a row, before it is known which fit. */
struct row_words {
	const char *chip, *badge, *full_badge; /* label; label and reason */
	const char *details[DETAILS_MAX]; /* fullest first */
	unsigned detail_count;
	unsigned wanted_detail; /* one that says enough */
};

/*
 * The flags of lanes that stand close, in levels, so that each can be read:
 *
 *   |  client  |
 *   |:50001|
 *      |:50002|
 *   |     |:50003|
 */
struct flags {
	unsigned count; /* 0: this side has plates */
	int width, step; /* of the widest flag; between lanes */
	unsigned levels;
	bool has_plate; /* role and address over all of them: the head before the flags */
	unsigned first_head;
};

/*
 * What two diagrams that stand side by side have in common: the most or the least that either of them
 * came to.
 */
struct ladder_shape {
	int time_right, left, right; /* margins beside the lanes */
	int first_row, row_height;
	int head_height;
	unsigned label_size;
	unsigned lane_count; /* the most */
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
	struct ladder_bar *bar_room; /* for as many bars as a row can have */
	struct row_words *words;
	struct label_size size;
	struct ladder_shape shape; /* what it came to, or has to keep to */
	bool keeps_shape;
	bool is_in_seconds;
	bool shows_state[2];
	int states_width[2]; /* of the widest name, 0 without one */
	int number_right, time_right; /* edges of the columns at the left */
	int gap_left, gap_right; /* lanes on both sides of the labels */
	unsigned client_lane_count;
	unsigned *head_of_lane; /* index of the plate above it */
	struct flags flags[2];
	int head_text_width; /* the most that one name takes */
	int flag_levels_max;
};

/* What was written so far, copied into the arena; the text is empty afterwards. */
const char *layout_string(struct layout *layout, struct text *text);

/* ---- ladder.c ---- */

/* Another piece of text in a row, measured; text_place() says where. */
struct ladder_text *row_text_add(
	struct ladder_row *row, enum ladder_text_kind kind, const char *string, int size);
void text_place(struct ladder_text *text, int left, int baseline);

/* ---- ladder-words.c: which packets are a row, and what it says ---- */

void rows_collect(struct layout *layout);

/* All of a row in words; when its label has been chosen. */
const char *row_title(struct layout *layout, const struct ladder_row *row);

/* ---- ladder-tears.c: where packets are left out ---- */

/* Says which rows have one before them; when rows and lanes are known. */
void tears_collect(struct layout *layout);

/* Whether a tear is one of that connection, or else of other lanes. */
bool tear_is_of(const struct layout *layout, const struct left_out *left_out, uint32_t stream);

/* What is left out before a row; before row_count: after the last one. NULL: nothing. */
const struct left_out *row_left_out(const struct layout *layout, unsigned index);

/* The words in their places; when rows have theirs. */
void tears_place(struct layout *layout);

/* Words between the lanes, to be placed. */
struct ladder_text tear_text(const char *words);

/* ---- ladder-lanes.c: who takes part, and the plates over their lanes ---- */

void lanes_collect(struct layout *layout);
void heads_collect(struct layout *layout);

/* The lanes at the two ends of a packet. */
unsigned lane_of(const struct ladder *ladder, const struct frame *frame, bool is_source);

/* From a lane to its right neighbour of the same kind; from the first to the last of a kind. */
int lane_distance(const struct layout *layout, unsigned left);
int lanes_span(const struct layout *layout, unsigned first, unsigned count);

/*
 * Lanes of many sockets closer together, with flags for heads, so that all of them and the gap take
 * `room` px at most, if that can be. False when there are too few of them to gain anything.
 */
bool lanes_crowd(struct layout *layout, int room);

/* What the head of a lane takes to its left and to its right. */
int lane_left_extent(const struct layout *layout, unsigned lane);
int lane_right_extent(const struct layout *layout, unsigned lane);

/* The least between the lanes of both sides: for labels, and also for the heads beside it. */
int label_gap_min(const struct layout *layout);
int gap_least(const struct layout *layout);

int heads_height(const struct layout *layout);
void heads_place(struct layout *layout);

/* ---- ladder-states.c: which connection is in which state, beside the lanes ---- */

void connections_collect(struct layout *layout);

/* The widest name of a state that one side takes; 0 when it takes none. */
int states_width(const struct layout *layout, unsigned side);

/* The bars of a row and the names of the states that it, or a tear before it, brought about; in order. */
void row_states_place(struct layout *layout, struct ladder_row *row, unsigned index);

/* A server that answers the first SYN was listening; whether that is written above the first row. */
void listening_place(struct layout *layout);
bool listens_first(const struct layout *layout);

#endif
