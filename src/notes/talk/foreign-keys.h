#ifndef NOTES_FOREIGN_KEYS_H
#define NOTES_FOREIGN_KEYS_H

/* Keys of front matter that belong to other programs: Obsidian, Marp, Slidev, Hugo, Jekyll, and the like. */

#include <stdbool.h>
#include <stddef.h>

bool foreign_key_is_known(const char *key);

/*
 * The one of `ours` that `key` must be a misspelling of, or NULL: a letter too many, too few, another or
 * two swapped; in long words two of these. The first letter is right, and no other program has the key.
 */
const char *foreign_key_meant(const char *key, const char *const *ours, size_t count);

#endif
