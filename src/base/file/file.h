#ifndef BASE_FILE_H
#define BASE_FILE_H

/* Whole files, replaced atomically; and paths that stay under a root. */

#include <stdbool.h>
#include <stdio.h>

#include "base/buffer.h"
#include "base/bytes.h"
#include "base/error.h"
#include "base/file/file-lock.h"
#include "base/format/pieces.h"

/*
 * Reads a whole file of at most `limit` bytes, with a NUL after its last byte. *ret_buffer is set only on
 * success. "-" is standard input.
 */
bool file_read(const char *path, size_t limit, struct buffer *ret_buffer, struct error *error);

/*
 * A file that appears whole or not at all: written under a temporary name in the same folder, then
 * renamed. One that is replaced keeps its mode and, where that may be, its owner. Discarded when
 * file_replacement_finish() comes before file_commit(). A signal handler may call file_discard_all(),
 * which is async-signal-safe and unlinks every temporary file still open.
 *
 * A device, a pipe, "-" (standard output) and "/dev/fd/N" are written in place. Folders, disks and
 * sockets are refused, and so is a file that another process holds after file_begin_growing().
 */
struct file_replacement {
	char *path; /* as given */
	char *place; /* behind its links; NULL for what is written in place */
	char *temporary; /* NULL for what is written in place */
	int descriptor; /* to write to; also for fdopen(dup()) */
	int slot;
	enum file_lock lock;
};

bool file_begin(const char *path, struct file_replacement *ret_file, struct error *error);

/*
 * For a file that is written on after its commit, with a dup() of the descriptor: until that is closed
 * nobody else may write to this name.
 */
bool file_begin_growing(const char *path, struct file_replacement *ret_file, struct error *error);

/* Writes all that stands behind another descriptor, from its first byte. */
bool file_append(const struct file_replacement *file, int descriptor, struct error *error);

bool file_commit(struct file_replacement *file, struct error *error);
void file_replacement_finish(struct file_replacement *file);
DEFINE_AUTOFINISH(file_replacement);
void file_discard_all(void);

/* begin, write all, commit. */
bool file_replace(const char *path, struct bytes bytes, struct error *error);
bool file_replace_pieces(const char *path, const struct pieces *pieces, struct error *error);

/*
 * `relative` seen from the folder of the file `base` ("slides/a.md", "../x.pcap" → "slides/../x.pcap");
 * an absolute path stays. malloc()ed.
 */
char *file_beside(const char *base, const char *relative);

/* The folder part without its slash ("." when there is none), and the last part. Both malloc()ed. */
char *file_folder(const char *path);
char *file_name(const char *path);

/* The name without folder and without its last ".ext": "slides/01-x.md" → "01-x". malloc()ed. */
char *file_stem(const char *path);

bool file_exists(const char *path);
bool file_is_folder(const char *path);

/*
 * The real path (malloc()ed) of `relative` under the folder `root`, or NULL when it does not exist
 * or would leave the root, through "..", an absolute path or a symbolic link. NUL and control
 * characters never resolve.
 */
char *file_resolve_under(const char *root, const char *relative);

#endif
