#ifndef NOTES_LINK_PART_H
#define NOTES_LINK_PART_H

/*
 * Resolves the part of a link behind '#': a heading, a path of headings ("A#B"), or a block
 * ("^id").
 */

#include "notes/talk/talk.h"

/* The id of the slide that holds `part`, or NULL. */
const char *link_part_slide(const struct talk *talk, const char *part, struct arena *arena);

/* The key by which block ids are compared: the id in lower case. */
const char *link_part_block_key(struct arena *arena, struct bytes id);

#endif
