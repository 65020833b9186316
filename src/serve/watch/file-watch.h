#ifndef SERVE_FILE_WATCH_H
#define SERVE_FILE_WATCH_H

/*
 * Reports that something may have changed near a set of files; the fingerprints of the files say
 * which one changed. Folders are watched too, so that files which do not exist yet are seen, and
 * editors which write a new file and rename it. The kernel reports; nothing is polled.
 */

#include <stddef.h>
#include <stdint.h>

#include "base/cleanup.h"
#include "base/error.h"

struct file_watch;

struct file_watch *file_watch_new(struct error *error);
void file_watch_free(struct file_watch *watch);
DEFINE_AUTOFREE(file_watch);

/*
 * Watches these files and folders, which need not exist, instead of the earlier set. Returns false
 * when a system limit left some of them out: their changes are not seen, and the error says which
 * limit to raise.
 */
bool file_watch_set(
	struct file_watch *watch, const char *const *paths, size_t count, struct error *error);

/* For poll(): readable when something happened since the last file_watch_drain(). */
int file_watch_descriptor(const struct file_watch *watch);

enum file_events {
	FILE_EVENTS_NONE, /* the descriptor may be readable without one */
	FILE_EVENTS_OTHERS, /* only of files that are not watched, beside those that are */
	FILE_EVENTS_HALF, /* a save may be half done */
	FILE_EVENTS_SAVED, /* the last one ended a save: the file was closed, or took its name */
};

/*
 * Consumes all events. A system that does not tell when a save has ended says only that some came.
 */
enum file_events file_watch_drain(struct file_watch *watch);

/*
 * A number computed from the file's identity, size and modification time: it differs after the file
 * was written, replaced or removed. Returns 0 when there is no such file. *ret_modified_ns is the
 * modification time.
 */
uint64_t file_watch_fingerprint(const char *path, int64_t *ret_modified_ns);

/* The modification time of a stat(); its member has another name on each system. */
struct stat;
int64_t file_watch_modified_ns(const struct stat *status);

/* Returns the nearest existing folder above `path`, malloc()ed. */
char *file_watch_folder_of(const char *path);

#endif
