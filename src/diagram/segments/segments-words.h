#ifndef DIAGRAM_SEGMENTS_WORDS_H
#define DIAGRAM_SEGMENTS_WORDS_H

/* The words of `show: segments` about a message. Strings live in the arena. */

#include "diagram/segments/message.h"

struct segments_said {
	struct arena *arena;
	const struct message *message;
	const struct capture_summary *summary;
	bool is_korean;
	bool leaves_out; /* packets of its connection are not selected */
};

/* Whether it is an HTTP message whose header ends before its last byte. */
bool segments_have_header(const struct message *message);

/* "16 144 = 11 × 1 448 + 216" when the segments have one size; else only the size. */
const char *segments_size(const struct segments_said *said);

/* The reason for the size of the segments; and its short form, "MSS 1 460 − 12 = 1 448". */
const char *segments_limit(const struct segments_said *said);
const char *segments_limit_short(const struct segments_said *said);

/*
 * "server :8080 → client :60624", or two sockets where roles are not known; and with the parts of the message, "… · header 144 + body 16
 * 000".
 */
const char *segments_direction(const struct segments_said *said);
const char *segments_direction_and_parts(const struct segments_said *said);

/* "200 OK"; without HTTP, the protocol. */
const char *segments_label(const struct segments_said *said);

/* The unusual property of a segment, "retransmission"; "" for none. */
const char *segments_trouble(const struct segments_said *said, const struct message_piece *piece);

/*
 * The bytes of the message that no piece has: "not shown: 2 896 bytes between"; "" when there are
 * none. When the selection leaves out no packet, the words say that they were not captured.
 */
const char *segments_lacking(const struct segments_said *said);

#endif
