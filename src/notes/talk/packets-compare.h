#ifndef NOTES_PACKETS_COMPARE_H
#define NOTES_PACKETS_COMPARE_H

/* `compare: [a, b]`: a packets block drawn twice, side by side. */

#include "notes/talk/talk.h"
#include "notes/text/yaml-value.h"

/*
 * Sets block->sides to two copies of the finished block. Each has the capture or stream that its
 * element of `entry` names: "pingpong", "stream 1", "pingpong stream 1". A side without a capture
 * uses the block's. The block's may be "" when both sides name one; it then becomes the first
 * side's. Returns false on a mistake.
 */
bool packets_compare_read(struct packets_block *block, const struct yaml_entry *entry,
	const struct talk *talk, struct arena *arena, struct findings *findings);

#endif
