#ifndef NOTES_VAULT_H
#define NOTES_VAULT_H

/*
 * Where `[[names]]` are looked up: the talk's folder, then by name anywhere under the vault, the
 * nearest parent folder that has .obsidian or .git. The vault is listed at most once, when needed.
 */

#include <stdbool.h>

#include "base/arena.h"

struct vault;

struct vault *vault_new(struct arena *arena, const char *talk_path);

/*
 * file_beside() for what an author wrote: when no such file is there, but one whose name has the same
 * Hangul otherwise put together (a Mac stores "가" as two letters, and archives keep that), then that one.
 * malloc()ed.
 */
char *vault_beside(const char *talk_path, const char *written);

/*
 * The path (from here) of the file that `name` means, in the vault's arena, or NULL. `name` may hold
 * folders; its case, and how a Mac wrote its Hangul, do not matter.
 */
const char *vault_find(struct vault *vault, const char *name);

/*
 * The file that an address in Markdown means: beside the talk; "/img/x.png" from a folder between there and
 * the vault's root, or what these programs serve as such a folder; "img/x.png" from the root. Escapes
 * (%20) and what follows '#' or '?' may be part of the name, or not. In the vault's arena, or NULL.
 */
const char *vault_find_address(struct vault *vault, const char *address);

/* talk_file_is_talk(), asked once for each path. */
bool vault_is_talk(struct vault *vault, const char *path);

/* Where the talk at `path` is kept once it was read, NULL at first; until the next call. */
void **vault_place_of_talk(struct vault *vault, const char *path);
struct arena *vault_arena(struct vault *vault);

/* Whether a name in ![[ ]] means a note: it ends in ".md", or in no kind of file that we know. */
bool vault_is_note(const char *name);

/* The file name that `name` may be a misspelling of: beside the talk, then in the vault; or NULL. */
const char *vault_suggest(struct vault *vault, const char *name);

/* The file name beside `path` that is nearest to its last part, in `arena`; NULL when none is near. */
const char *vault_nearest(struct arena *arena, const char *path);

#endif
