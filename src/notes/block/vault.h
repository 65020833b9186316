#ifndef NOTES_VAULT_H
#define NOTES_VAULT_H

/*
 * Looks up `[[names]]`: first in the talk's folder, then by name anywhere in the vault. The vault
 * is the nearest parent folder that has .obsidian or .git. It is listed at most once, and only when
 * needed.
 */

#include <stdbool.h>

#include "base/arena.h"

struct vault;

struct vault *vault_new(struct arena *arena, const char *talk_path);

/*
 * Finds the file called `name`. Returns its path relative to the working directory, in the vault's
 * arena, or NULL. `name` may include folders. Case does not matter, nor does the Unicode form of
 * Hangul (macOS stores it decomposed).
 */
const char *vault_find(struct vault *vault, const char *name);

/*
 * Finds the file that a URL in Markdown refers to. "img/x.png" is looked up beside the talk, then
 * from the vault's root. "/img/x.png" is looked up in each folder between the talk and the vault's
 * root, and in the folders that static site generators serve as "/". Percent escapes and a part
 * behind '#' or '?' are tried both as part of the name and not. Returns a path in the vault's
 * arena, or NULL.
 */
const char *vault_find_address(struct vault *vault, const char *address);

/* talk_file_is_talk() with its answer cached for each path. */
bool vault_is_talk(struct vault *vault, const char *path);

/*
 * The cache slot for the parsed talk at `path`; it holds NULL at first. The pointer is valid until
 * the next call.
 */
void **vault_place_of_talk(struct vault *vault, const char *path);
struct arena *vault_arena(struct vault *vault);

/* Whether the name in ![[ ]] is a note: it ends in ".md" or has no known file extension. */
bool vault_is_note(const char *name);

/*
 * The file name most similar to `name`, from the talk's folder or else the vault, for "did you
 * mean"; or NULL.
 */
const char *vault_suggest(struct vault *vault, const char *name);

/*
 * The name in the folder of `path` that is most similar to the last part of `path`, in `arena`;
 * NULL when none is similar.
 */
const char *vault_nearest(struct arena *arena, const char *path);

#endif
