/*
 * File locks, and the removal of files that killed processes left behind. A temporary file is
 * locked as soon as it has a name, so an unlocked one belongs to nobody. Linux lists the holders of
 * locks in /proc/locks (proc(5)); on other systems the message names no process.
 */
#include "base/file/file-lock.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file/path.h"
#include "base/message.h"
#include "base/text.h"

enum { REPLACED_TRIES = 16 };

bool file_lock(int descriptor, enum file_lock lock)
{
	int how = lock == FILE_LOCK_ALONE ? LOCK_EX : LOCK_SH;
	while (flock(descriptor, how | LOCK_NB) != 0) {
		if (errno == EWOULDBLOCK)
			return false;
		if (errno != EINTR)
			return true; /* this file system has no locks */
	}
	return true;
}

/*
 * Parses "1: FLOCK  ADVISORY  WRITE 4242 fe:00:131074 0 EOF". Returns 0 when the holder is unknown.
 */
static long find_holder(const struct stat *status)
{
	FILE *locks = fopen("/proc/locks", "re");
	char *line = NULL;
	size_t capacity = 0;
	long holder = 0;
	while (locks && !holder && getline(&line, &capacity, locks) > 0) {
		long process;
		unsigned long long inode;
		if (sscanf(line, "%*u: FLOCK %*s %*s %ld %*x:%*x:%llu", &process, &inode) == 2 &&
			inode == (unsigned long long)status->st_ino && process > 0)
			holder = process;
	}
	free(line);
	if (locks)
		(void)fclose(locks);
	return holder;
}

static bool set_locked_error(const char *path, int descriptor, struct error *error)
{
	struct stat status;
	long holder = fstat(descriptor, &status) == 0 ? find_holder(&status) : 0;
	autofinish(text) struct text who = { 0 };
	if (holder)
		text_append_message(&who, "process %ld", holder);
	else
		text_append_message(&who, "another program");
	return error_set(error,
		"cannot write '%s': %s is still writing to it; end that first, or choose another name",
		path, text_string(&who));
}

static bool is_still_there(const char *path, int descriptor)
{
	struct stat locked, there;
	return fstat(descriptor, &locked) == 0 && stat(path, &there) == 0 &&
		locked.st_dev == there.st_dev && locked.st_ino == there.st_ino;
}

bool file_lock_path(const char *path, enum file_lock lock, int *ret_descriptor, struct error *error)
{
	for (int i = 0; i < REPLACED_TRIES; i++) {
		int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
		if (descriptor < 0) {
			*ret_descriptor = -1;
			return true;
		}
		if (!file_lock(descriptor, lock)) {
			(void)set_locked_error(path, descriptor, error);
			(void)close(descriptor);
			return false;
		}
		if (is_still_there(path, descriptor)) {
			*ret_descriptor = descriptor;
			return true;
		}
		(void)close(descriptor); /* replaced meanwhile: lock the new file */
	}
	*ret_descriptor = -1;
	errno = EBUSY;
	return true;
}

/* Whether `text` is `suffix` with a letter or digit in place of each X. */
static bool is_suffix(const char *text, const char *suffix)
{
	size_t fixed = strcspn(suffix, "X");
	if (strncmp(text, suffix, fixed) != 0 || strlen(text) != strlen(suffix))
		return false;
	for (const char *p = text + fixed; *p; p++) {
		if (!isalnum((unsigned char)*p))
			return false;
	}
	return true;
}

/* "x.pcap.tmp-a1B2c3" for "x.pcap" */
static bool is_temporary_of(const char *name, const char *of)
{
	size_t size = strlen(of);
	return strncmp(name, of, size) == 0 && is_suffix(name + size, FILE_TEMPORARY_SUFFIX);
}

/* "x-07.png.tmp-a1B2c3" for "x" and ".png" */
static bool is_numbered_temporary_of(const char *name, const char *of, const char *ending)
{
	size_t size = strlen(of);
	if (strncmp(name, of, size) != 0 || name[size] != '-')
		return false;
	size_t digits = strspn(name + size + 1, "0123456789");
	return digits && is_temporary_of(name + size + 1 + digits, ending);
}

static void remove_leftover(int folder, const char *name)
{
	int descriptor = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	struct stat status;
	if (descriptor < 0)
		return;
	/*
	 * flock() instead of file_lock(): on a file system without locks the owner is unknown, so
	 * the file stays.
	 */
	if (fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode) &&
		(status.st_uid == geteuid() || geteuid() == 0) &&
		flock(descriptor, LOCK_EX | LOCK_NB) == 0)
		(void)unlinkat(folder, name, 0);
	(void)close(descriptor);
}

/* Removes the leftovers of the file at `path`, or of numbered files when `ending` is given. */
static void remove_leftovers(const char *path, const char *ending)
{
	automem char *folder_path = file_folder(path);
	automem char *name = file_name(path);
	DIR *folder = opendir(folder_path);
	if (!folder)
		return;
	for (struct dirent *entry = readdir(folder); entry; entry = readdir(folder)) {
		if (ending ? is_numbered_temporary_of(entry->d_name, name, ending)
			   : is_temporary_of(entry->d_name, name))
			remove_leftover(dirfd(folder), entry->d_name);
	}
	(void)closedir(folder);
}

void file_remove_leftovers(const char *path)
{
	remove_leftovers(path, NULL);
}

void file_remove_numbered_leftovers(const char *stem, const char *ending)
{
	remove_leftovers(stem, ending);
}

/* ---- folders ---- */

/* Waits when `wait` is given, which is called before that. */
static bool lock_opened(int descriptor, void (*wait)(void *context), void *context)
{
	if (flock(descriptor, LOCK_EX | LOCK_NB) == 0)
		return true;
	if (errno != EWOULDBLOCK || !wait)
		return false;
	wait(context);
	while (flock(descriptor, LOCK_EX) != 0) {
		if (errno != EINTR)
			return false;
	}
	return true;
}

int file_lock_folder_waiting(const char *path, void (*wait)(void *context), void *context)
{
	int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_DIRECTORY);
	struct stat opened;
	if (descriptor < 0)
		return -1;
	if (lock_opened(descriptor, wait, context) && is_still_there(path, descriptor) &&
		fstat(descriptor, &opened) == 0 && opened.st_uid == geteuid())
		return descriptor;
	(void)close(descriptor);
	return -1;
}

int file_lock_folder(const char *path)
{
	return file_lock_folder_waiting(path, NULL, NULL);
}

static int remove_entry(const char *path, const struct stat *status, int type, struct FTW *place)
{
	(void)status;
	(void)type;
	(void)place;
	return remove(path);
}

bool file_remove_folder(const char *path)
{
	enum { OPEN_FOLDERS = 16 };
	return nftw(path, remove_entry, OPEN_FOLDERS, FTW_DEPTH | FTW_PHYS) == 0 || errno == ENOENT;
}

void file_remove_leftover_folders(const char *prefix)
{
	automem char *folder_path = file_folder(prefix);
	automem char *name = file_name(prefix);
	size_t size = strlen(name);
	DIR *folder = opendir(folder_path);
	if (!folder)
		return;
	for (struct dirent *entry = readdir(folder); entry; entry = readdir(folder)) {
		if (strncmp(entry->d_name, name, size) != 0 ||
			!is_suffix(entry->d_name + size, "XXXXXX"))
			continue;
		autofinish(text) struct text path = { 0 };
		text_append_format(&path, "%s/%s", folder_path, entry->d_name);
		int descriptor = file_lock_folder(text_string(&path));
		if (descriptor < 0)
			continue;
		(void)file_remove_folder(text_string(&path));
		(void)close(descriptor);
	}
	(void)closedir(folder);
}
