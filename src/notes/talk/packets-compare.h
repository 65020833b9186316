#ifndef NOTES_PACKETS_COMPARE_H
#define NOTES_PACKETS_COMPARE_H

/* `compare: [a, b]`: a packets block drawn twice, side by side. */

#include "notes/talk/talk.h"
#include "notes/talk/yaml-value.h"

/*
 * Sets block->sides to two copies of the finished block, each with the capture or the stream that
 * its element of `entry` names: "pingpong", "stream 1", "pingpong stream 1". A side that names no
 * capture has the block's, which may be "" when both name one; then the block gets the first one's.
 * False when something is wrong.
 */
bool packets_compare_read(struct packets_block *block, const struct yaml_entry *entry,
	const struct talk *talk, struct arena *arena, struct findings *findings);

#endif
