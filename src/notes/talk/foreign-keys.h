#ifndef NOTES_FOREIGN_KEYS_H
#define NOTES_FOREIGN_KEYS_H

/* Front matter keys of other programs: Obsidian, Marp, Slidev, Hugo, Jekyll and others. */

#include <stdbool.h>
#include <stddef.h>

bool foreign_key_is_known(const char *key);

/*
 * The key of `ours` that `key` is a misspelling of, or NULL. A misspelling has one letter inserted,
 * missing or changed, or two swapped; in long words up to two of these. The first letter must be
 * right, and no other program may have the key.
 */
const char *foreign_key_meant(const char *key, const char *const *ours, size_t count);

#endif
