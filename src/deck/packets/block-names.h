#ifndef DECK_BLOCK_NAMES_H
#define DECK_BLOCK_NAMES_H

/*
 * `names:` of a packets block and of its capture, as the pictures take them. The author's names win
 * over those of the capture, and those of the block over those of the whole talk.
 */

#include "base/findings.h"
#include "deck/packets/capture-views.h"

/* Whether any block or the capture itself asks for the names that DNS gave. */
bool block_names_take_dns(const struct packets_block *block, const struct talk_capture *capture);

/*
 * Returns the names for the block in the arena, whose packets must have been read; `redaction`
 * hides the addresses of the author's names, too, and may be NULL. Adds a finding for a key that is
 * no address, and for one that occurs twice.
 */
struct capture_names block_names_find(const struct block_view *view, struct redaction *redaction,
	const char *talk_path, struct arena *arena, struct findings *findings);

/*
 * Adds findings for names that no packet of their block has, or none of any block that shows their
 * capture, and for addresses to which DNS gave two names.
 */
void block_names_check(
	const struct captures *captures, const char *talk_path, struct findings *findings);

#endif
