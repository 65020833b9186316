#ifndef BASE_FILE_H
#define BASE_FILE_H

/* Whole files, replaced atomically; and paths that stay under a root. */

#include <stdbool.h>
#include <stdio.h>

#include "base/buffer.h"
#include "base/bytes.h"
#include "base/error.h"
#include "base/file/file-lock.h"
#include "base/file/path.h"
#include "base/format/text-pieces.h"

/*
 * Reads a whole file of at most `limit` bytes and puts a NUL after its last byte. *ret_buffer is
 * set only on success. "-" is standard input.
 */
bool file_read(const char *path, size_t limit, struct buffer *ret_buffer, struct error *error);

/*
 * A file that appears whole or not at all: it is written without a name, or under a temporary one
 * in the same folder where the file system has no files without a name. Then it gets its name, by
 * rename() when it replaces another file. It keeps the mode and, where permitted, the owner of the
 * old one. Without file_commit(), file_replacement_finish() discards it. A signal handler may call
 * file_discard_all(), which is async-signal-safe and unlinks every temporary file that is still
 * open.
 *
 * A device, a pipe, "-" (standard output) and "/dev/fd/N" are written in place. Folders, block
 * devices and sockets are refused. So is a file that another process began with
 * file_begin_growing() and still writes.
 */
struct file_replacement {
	char *path; /* as given */
	char *place; /* with links followed; NULL when written in place */
	/* a path under which this process can read it before the commit; NULL when in place */
	char *temporary;
	bool is_unnamed; /* and the file has no name in its folder */
	int descriptor; /* to write to; also for fdopen(dup()) */
	int slot;
	enum file_lock lock;
};

bool file_begin(const char *path, struct file_replacement *ret_file, struct error *error);

/*
 * Begins a file that grows after its commit, through a dup() of the descriptor. Nobody else may
 * write to this name until that descriptor is closed.
 */
bool file_begin_growing(const char *path, struct file_replacement *ret_file, struct error *error);

/* Appends everything that `descriptor` can read, from its first byte. */
bool file_append(const struct file_replacement *file, int descriptor, struct error *error);

bool file_commit(struct file_replacement *file, struct error *error);
void file_replacement_finish(struct file_replacement *file);
DEFINE_AUTOFINISH(file_replacement);
void file_discard_all(void);

/* Writes all of it, also in several writes; false with errno. */
bool file_write_all(int descriptor, struct bytes bytes);

/* The digest (base/digest.h) of everything that `descriptor` can read, from its first byte. */
bool file_digest(int descriptor, uint64_t *ret_digest, struct error *error);

/* Writes a whole file with file_begin() and file_commit(). */
bool file_replace(const char *path, struct bytes bytes, struct error *error);
bool file_replace_pieces(const char *path, const struct text_pieces *pieces, struct error *error);

/*
 * What is lost when the file at `path` is replaced. Of FILE_HAS_BYTES the first ones, at most
 * `size`, are in `ret_start`, and *ret_size tells how many. FILE_IS_UNREADABLE comes with an error.
 * No pipe is waited for.
 */
enum file_content {
	FILE_HAS_NOTHING, /* there is none, or it is empty */
	FILE_HAS_BYTES,
	FILE_IS_SPECIAL, /* a folder, a pipe, a device */
	FILE_IS_UNREADABLE,
};
enum file_content file_look(
	const char *path, void *ret_start, size_t size, size_t *ret_size, struct error *error);

bool file_exists(const char *path);
bool file_is_folder(const char *path);
bool file_is_program(const char *path); /* a regular file that this process may execute */

/*
 * Returns the path of the program `name` in the first of `folders` that has it, as in $PATH:
 * "/usr/bin:/bin". An empty folder is the current one. malloc()ed, or NULL.
 */
char *file_find_program(const char *folders, const char *name);

/*
 * Returns the real path (malloc()ed) of `relative` under the folder `root`. NULL when it does not
 * exist, has a NUL or a control character, or leaves the root through "..", an absolute path or a
 * symbolic link.
 */
char *file_resolve_under(const char *root, const char *relative);

#endif
