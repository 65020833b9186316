#ifndef NOTES_PACKETS_BLOCK_H
#define NOTES_PACKETS_BLOCK_H

/* The body of a ```packets fence: which packets, drawn how, with which remarks. */

#include "notes/talk/talk.h"

/*
 * `name` is what follows "packets" on the fence's line (`line`), "" when nothing does; `body`
 * begins on the line after it. The capture's name is checked against those of the talk. False when
 * there were mistakes: *ret_block is what could be read, its capture "" when that is not known.
 */
bool packets_block_parse(const struct talk *talk, const char *name, unsigned line,
	struct bytes body, struct arena *arena, struct packets_block *ret_block,
	struct findings *findings);

#endif
