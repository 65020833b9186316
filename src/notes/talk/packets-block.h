#ifndef NOTES_PACKETS_BLOCK_H
#define NOTES_PACKETS_BLOCK_H

/* Reads the body of a ```packets or ```ask fence: the packets, the view, the remarks. */

#include "notes/talk/talk.h"

/*
 * `name` is the text behind "packets" on the fence's line (`line`), or "". `body` begins on the
 * next line. The capture's name must be one of the talk's. Returns false when there were mistakes:
 * *ret_block has what could be read, and its capture is "" when it is not known.
 */
bool packets_block_parse(const struct talk *talk, const char *name, unsigned line,
	struct bytes body, struct arena *arena, struct packets_block *ret_block,
	struct findings *findings);

/*
 * The same for an ```ask fence: a question, and the packets that answer it, which have no steps.
 */
bool packets_block_parse_ask(const struct talk *talk, const char *name, unsigned line,
	struct bytes body, struct arena *arena, struct packets_block *ret_block,
	struct findings *findings);

/* The line of a key; that of the block when it does not have the key. */
unsigned packets_block_line_of(const struct packets_block *block, const char *key);

#endif
