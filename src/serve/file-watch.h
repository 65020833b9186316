#ifndef SERVE_FILE_WATCH_H
#define SERVE_FILE_WATCH_H

/*
 * Tells when something may have changed near a set of files; which one did, their fingerprints say.
 * Folders are watched too, so that editors which write a new file and rename it are seen, and files
 * that do not exist yet. The kernel reports; nothing is polled.
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
 * Watches these files and folders (which need not exist), and no longer what was set before. False when a
 * limit of the system left some out: changes of those are not seen, and the error says what to raise.
 */
bool file_watch_set(struct file_watch *watch, const char *const *paths, size_t count,
	struct error *error);

/* For poll(): readable when something happened since the last file_watch_drain(). */
int file_watch_descriptor(const struct file_watch *watch);

/* Takes all events; whether there were any. A queue may say that it is readable and have none. */
bool file_watch_drain(struct file_watch *watch);

/*
 * A number that differs after the file was written, replaced or removed: of its identity, size and
 * time of change. 0 when there is no such file. *ret_modified_ns is its time of change.
 */
uint64_t file_watch_fingerprint(const char *path, int64_t *ret_modified_ns);

/* The time of change in a stat(), which each system names differently. */
struct stat;
int64_t file_watch_modified_ns(const struct stat *status);

/* The nearest folder above `path` that exists. malloc()ed. */
char *file_watch_folder_of(const char *path);

#endif
