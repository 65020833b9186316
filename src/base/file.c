/*
 * Files appear whole or not at all (write beside, fsync-free rename, as git does for its index), and
 * a folder that is served cannot be left. Temporary names are kept in a fixed table, so that a
 * signal handler can unlink what is unfinished.
 */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"

enum { OPEN_FILES_MAX = 16, READ_STEP = 65536 };

/* Written by file_begin(), read by a signal handler: pointers are set last and cleared first. */
static char *volatile unfinished[OPEN_FILES_MAX];

static int remember(char *temporary)
{
	for (int i = 0; i < OPEN_FILES_MAX; i++) {
		if (!unfinished[i]) {
			unfinished[i] = temporary;
			return i;
		}
	}
	return -1;
}

static void forget(int slot)
{
	if (slot >= 0)
		unfinished[slot] = NULL;
}

void file_discard_all(void)
{
	for (int i = 0; i < OPEN_FILES_MAX; i++) {
		if (unfinished[i])
			(void)unlink(unfinished[i]);
	}
}

bool file_read(const char *path, size_t limit, struct bytes *ret_bytes, struct error *error)
{
	bool is_stdin = strcmp(path, "-") == 0;
	int descriptor = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	if (descriptor < 0)
		return error_set(error, "cannot open '%s': %s", path, strerror(errno));

	struct stat status;
	uint8_t *data = NULL;
	size_t size = 0, capacity = 0;
	bool ok = false;
	if (fstat(descriptor, &status) == 0 && S_ISDIR(status.st_mode)) {
		error_set(error, "'%s' is a folder, not a file", path);
		goto out;
	}
	for (;;) {
		if (capacity - size < READ_STEP + 1) {
			capacity = capacity ? capacity * 2 : (size_t)READ_STEP * 2;
			data = xrealloc(data, capacity);
		}
		ssize_t got = read(descriptor, data + size, capacity - size - 1);
		if (got < 0) {
			if (errno == EINTR)
				continue;
			error_set(error, "cannot read '%s': %s", path, strerror(errno));
			goto out;
		}
		if (got == 0)
			break;
		size += (size_t)got;
		if (size > limit) {
			error_set(error, "'%s' is larger than the limit of %zu bytes", path, limit);
			goto out;
		}
	}
	data[size] = '\0';
	*ret_bytes = (struct bytes){ data, size };
	data = NULL;
	ok = true;
out:
	free(data);
	if (!is_stdin)
		(void)close(descriptor);
	return ok;
}

/* Renaming over /dev/null or a named pipe would destroy it: those are written in place. */
static bool begin_in_place(const char *path, struct file_replacement *ret_file, struct error *error)
{
	int descriptor = open(path, O_WRONLY | O_CLOEXEC);
	if (descriptor < 0)
		return error_set(error, "cannot write '%s': %s", path, strerror(errno));
	*ret_file = (struct file_replacement){
		.path = xstrdup(path),
		.descriptor = descriptor,
		.slot = -1,
	};
	return true;
}

bool file_begin(const char *path, struct file_replacement *ret_file, struct error *error)
{
	struct stat status;
	bool is_there = stat(path, &status) == 0;
	if (is_there && S_ISDIR(status.st_mode))
		return error_set(error, "cannot write '%s': it is a folder", path);
	if (is_there && !S_ISREG(status.st_mode))
		return begin_in_place(path, ret_file, error);
	struct text temporary = { 0 };
	text_append_format(&temporary, "%s.tmp-XXXXXX", path);
	char *name = text_steal(&temporary);
	/* No signal between making the file and knowing its name: it would stay behind. */
	sigset_t all, before;
	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_BLOCK, &all, &before);
	int descriptor = mkstemp(name);
	int cause = errno;
	int slot = descriptor < 0 ? -1 : remember(name);
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (descriptor < 0) {
		error_set(error, "cannot write '%s': %s", path, strerror(cause));
		free(name);
		return false;
	}
	(void)fcntl(descriptor, F_SETFD, FD_CLOEXEC);
	mode_t mask = umask(0);
	(void)umask(mask);
	(void)fchmod(descriptor, 0666 & ~mask);
	*ret_file = (struct file_replacement){
		.path = xstrdup(path),
		.temporary = name,
		.descriptor = descriptor,
		.slot = slot,
	};
	return true;
}

bool file_commit(struct file_replacement *file, struct error *error)
{
	bool ok = true;
	if (close(file->descriptor) != 0)
		ok = error_set(error, "cannot write '%s': %s", file->path, strerror(errno));
	else if (file->temporary && rename(file->temporary, file->path) != 0)
		ok = error_set(error, "cannot rename to '%s': %s", file->path, strerror(errno));
	if (!ok && file->temporary)
		(void)unlink(file->temporary);
	forget(file->slot);
	free(file->path);
	free(file->temporary);
	*file = (struct file_replacement){ 0 };
	return ok;
}

void file_replacement_finish(struct file_replacement *file)
{
	if (!file || !file->path)
		return;
	(void)close(file->descriptor);
	if (file->temporary)
		(void)unlink(file->temporary);
	forget(file->slot);
	free(file->path);
	free(file->temporary);
	*file = (struct file_replacement){ 0 };
}

static bool write_all(int descriptor, struct bytes bytes)
{
	for (size_t written = 0; written < bytes.size;) {
		ssize_t got = write(descriptor, bytes.data + written, bytes.size - written);
		if (got < 0 && errno != EINTR)
			return false;
		if (got > 0)
			written += (size_t)got;
	}
	return true;
}

bool file_replace_pieces(const char *path, const struct pieces *pieces, struct error *error)
{
	autofinish(file_replacement) struct file_replacement file = { 0 };
	if (!file_begin(path, &file, error))
		return false;
	for (size_t i = 0; i < pieces->count; i++) {
		if (!write_all(file.descriptor, pieces->items[i]))
			return error_set(error, "cannot write '%s': %s", path, strerror(errno));
	}
	return file_commit(&file, error);
}

bool file_replace(const char *path, struct bytes bytes, struct error *error)
{
	struct pieces whole = { &bytes, bytes.size > 0, 0, bytes.size };
	return file_replace_pieces(path, &whole, error);
}

char *file_folder(const char *path)
{
	const char *slash = strrchr(path, '/');
	if (!slash)
		return xstrdup(".");
	if (slash == path)
		return xstrdup("/");
	return xstrndup(path, (size_t)(slash - path));
}

char *file_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return xstrdup(slash ? slash + 1 : path);
}

char *file_stem(const char *path)
{
	char *name = file_name(path);
	char *dot = strrchr(name, '.');
	if (dot && dot != name)
		*dot = '\0';
	return name;
}

char *file_beside(const char *base, const char *relative)
{
	const char *slash = strrchr(base, '/');
	if (relative[0] == '/' || !slash)
		return xstrdup(relative);
	struct text path = { 0 };
	text_append_size(&path, base, (size_t)(slash - base) + 1);
	text_append(&path, relative);
	return text_steal(&path);
}

bool file_exists(const char *path)
{
	struct stat status;
	return stat(path, &status) == 0;
}

bool file_is_folder(const char *path)
{
	struct stat status;
	return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

char *file_resolve_under(const char *root, const char *relative)
{
	if (relative[0] == '/')
		return NULL;
	for (const char *p = relative; *p; p++) {
		if ((unsigned char)*p < 0x20 || *p == 0x7f)
			return NULL;
	}
	automem char *real_root = realpath(root, NULL);
	if (!real_root)
		return NULL;
	struct text joined = { 0 };
	text_append_format(&joined, "%s/%s", real_root, relative);
	automem char *wanted = text_steal(&joined);
	char *real = realpath(wanted, NULL);
	if (!real)
		return NULL;
	size_t size = strlen(real_root);
	bool is_inside = strcmp(real_root, "/") == 0 ||
		(strncmp(real, real_root, size) == 0 && (real[size] == '/' || !real[size]));
	if (!is_inside) {
		free(real);
		return NULL;
	}
	return real;
}
