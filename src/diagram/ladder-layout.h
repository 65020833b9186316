#ifndef DIAGRAM_LADDER_LAYOUT_H
#define DIAGRAM_LADDER_LAYOUT_H

/* What the parts of ladder_layout() share; nothing outside of it includes this. */

#include "base/timestamp.h"
#include "diagram/ladder.h"
#include "diagram/words.h"

enum {
	ROW_HEIGHT_MIN = 34,
	ROW_HEIGHT_MAX = 130,
	GAP_ROW_HEIGHT = 32,
	HEAD_LINE_HEIGHT = 26,
	HEAD_PADDING = 9,
	LABEL_INSET = 16, /* from a lane to its label */
	LABEL_RISE = 6, /* from a label to its arrow */
	LABEL_SPACE = 12, /* between chip, badge and details */
	LABEL_GAP_MIN = 290, /* the least room for labels … */
	LABEL_GAP_WANTED = 384, /* … and the most that is taken from states for them */
	LANE_SPACE = 14, /* between the heads of neighbours */
	STATE_SPACE = 14, /* from a lane to its state */
	TRACK_SPACE = 10, /* between connections on one lane */
	BAR_BREAK = 6, /* above and below an arrow that changes the state */
	BOTTOM_SPACE = 12,
	PAUSE_RATIO = 10, /* a gap is that many times the median pause … */
	PAUSE_MIN_NS = NS_PER_MS, /* … and at least that long */
	NUMBER_COLUMN_FROM = 900, /* width from which frame numbers are shown */
	HEAD_SIZE = 20,
	HEAD_WORD_SPACE = 7,
	HEAD_INSET = 16,
	PORT_INSET = 12,
};

/* A connection among the rows; lanes by index, states as they run. */
struct ladder_connection {
	uint32_t stream;
	unsigned lane[2]; /* client, server */
	unsigned track[2];
	unsigned first_row, last_row[2]; /* of activity, for the tracks */
	enum tcp_state state[2];
	unsigned latest_row;
	bool is_unknown_since; /* packets that are not shown came after latest_row */
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
	const char *chip, *badge;
	const char *details[DETAILS_MAX]; /* fullest first */
	unsigned detail_count;
	unsigned wanted_detail; /* one that says enough */
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
	struct row_words *words;
	struct label_size size;
	bool is_in_seconds;
	bool shows_state[2];
	int number_right, time_right; /* edges of the columns at the left */
	int gap_left, gap_right; /* lanes on both sides of the labels */
	unsigned client_lane_count;
	unsigned *head_of_lane; /* index of the plate above it */
};

/* What was written so far, copied into the arena; the text is empty afterwards. */
const char *layout_string(struct layout *layout, struct text *text);

/* ---- ladder.c ---- */

/* Another piece of text in a row, measured; text_place() says where. */
struct ladder_text *row_text_add(
	struct ladder_row *row, enum ladder_text_kind kind, const char *string, int size);
void text_place(struct ladder_text *text, int left, int baseline);

/* ---- ladder-lanes.c: who takes part, and the plates over their lanes ---- */

void lanes_collect(struct layout *layout);
void heads_collect(struct layout *layout);

/* The lanes at the two ends of a packet. */
unsigned lane_of(const struct ladder *ladder, const struct frame *frame, bool is_source);

/* From a lane to its right neighbour of the same kind; from the first to the last of a kind. */
int lane_distance(const struct layout *layout, unsigned left);
int lanes_span(const struct layout *layout, unsigned first, unsigned count);

int heads_height(const struct layout *layout);
void heads_place(struct layout *layout);

/* ---- ladder-states.c: which connection is in which state, beside the lanes ---- */

void connections_collect(struct layout *layout);

/* The widest name of a state that one side takes; 0 when it takes none. */
int states_width(const struct layout *layout, unsigned side);

/* The bars of a row and the names of the states that it brought about; rows in order. */
void row_states_place(struct layout *layout, struct ladder_row *row, unsigned index);

/* A server that answers the first SYN was listening. */
void listening_place(struct layout *layout);

#endif
