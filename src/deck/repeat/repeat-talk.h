#ifndef DECK_REPEAT_TALK_H
#define DECK_REPEAT_TALK_H

/*
 * A talk that puts the captures of a deck beside those that a listener recorded by the same recipe,
 * and explains what differs. Words of the deck are text in it, without effect.
 */

#include "deck/repeat/deck-file.h"
#include "notes/talk/talk.h"

struct repeat_pair {
	const struct deck_recipe *recipe;
	struct deck_packets_kept kept; /* of the deck */
	const char *deck_path, *own_path; /* of both captures, in the folder of the talk */
	bool is_recorded; /* own_path is there */
};

/* The name of the listener's capture in the talk, in the arena. */
const char *repeat_own_name(struct arena *arena, const struct deck_file *file, size_t index);

/*
 * Appends the front matter of the talk: the recipes, which talk_parse() then checks as it does
 * those of any talk; or only those of what is recorded.
 */
void repeat_talk_head(struct text *out, struct deck_file *file, const struct repeat_pair *pairs,
	bool only_recorded);

/*
 * Whether `talk`, parsed from repeat_talk_head() with all recipes, has the captures that were
 * written, under their names and with their paths, and no others; and whether only those whose
 * recipe by itself names a program or a server have one. A recipe that reaches beyond its line
 * breaks this.
 */
bool repeat_talk_is_as_written(
	const struct talk *talk, struct deck_file *file, const struct repeat_pair *pairs);

/*
 * Appends the slides. `pairs` has an element for each recipe of the file. Returns false, with an
 * error, when a capture cannot be read.
 */
bool repeat_talk_slides(struct text *out, struct deck_file *file, const struct repeat_pair *pairs,
	struct error *error);

#endif
