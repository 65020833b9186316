#ifndef DIAGRAM_SEGMENTS_WORDS_H
#define DIAGRAM_SEGMENTS_WORDS_H

/* What `show: segments` says of a message. Strings live in the arena. */

#include "diagram/segments/message.h"

struct segments_said {
	struct arena *arena;
	const struct message *message;
	bool is_korean;
	bool leaves_out; /* packets of its connection are not shown */
};

/* Whether it is HTTP with headers that end before its last byte. */
bool segments_have_header(const struct message *message);

/* "16 144 = 11 × 1 448 + 216", as far as it is so regular. */
const char *segments_size(const struct segments_said *said);

/* What decided the size of the segments; and where there is no room for more, "MSS 1 460 − 12 = 1 448". */
const char *segments_limit(const struct segments_said *said);
const char *segments_limit_short(const struct segments_said *said);

/* "server :8080 → client :60624"; and with what the message is made of, "… · header 144 + body 16 000". */
const char *segments_direction(const struct segments_said *said);
const char *segments_direction_and_parts(const struct segments_said *said);

/* "200 OK", else the protocol. */
const char *segments_label(const struct segments_said *said);

/* What was unusual about a segment: "retransmission"; "" when nothing was. */
const char *segments_trouble(const struct segments_said *said, const struct message_piece *piece);

/*
 * What the message has that no piece shows: "not shown: 2 896 bytes between"; "" when all is there. Of a selection
 * that leaves out nothing, it is the capture that lacks it.
 */
const char *segments_lacking(const struct segments_said *said);

#endif
