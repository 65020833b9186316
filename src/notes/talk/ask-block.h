#ifndef NOTES_ASK_BLOCK_H
#define NOTES_ASK_BLOCK_H

/*
 * The keys that an ```ask fence has beside those of a packets block: what is asked, the choices,
 * and the packets that show the answer.
 */

#include "notes/talk/talk.h"
#include "notes/text/yaml-value.h"

struct ask_reader {
	const struct talk *talk;
	struct arena *arena;
	struct packets_block *block; /* gets the frames */
	struct ask_block *ask;
	struct findings *findings;
};

/* Reads one of these keys. Returns false, with a finding, on a mistake. */
typedef bool ask_read_function(struct ask_reader *reader, const struct yaml_entry *entry);

/* The function that reads the key, or NULL when an ask block has no such key of its own. */
ask_read_function *ask_block_key(const char *key);
/* Their names by index; NULL past the end. */
const char *ask_block_key_at(size_t index);

/* Whether a key of packets blocks has no place in an ask block, whose only step is the answer. */
bool ask_block_refuses(const char *key);

/*
 * Checks the finished block: that it asks, has choices that differ, and that the answer is one of
 * them. Returns false, with findings, when something is wrong.
 */
bool ask_block_check(struct ask_reader *reader);

#endif
