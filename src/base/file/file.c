/*
 * Files that appear whole or not at all (written to a temporary file, then renamed without fsync,
 * as git does for its index), and paths that cannot leave a served folder. A temporary file has no
 * name where the file system allows that, so a killed process leaves none. A name that exists
 * cannot be linked to, only renamed to: then the file has a temporary name for a moment, in which a
 * killed process leaves it. Temporary names are kept in a fixed table, so that a signal handler can
 * unlink unfinished files. After a kill the next run for the same file removes the leftovers. A
 * symbolic link stays: its target is replaced.
 */
#include "base/file/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/digest.h"
#include "base/file/file-lock.h"
#include "base/file/file-trace.h"
#include "base/file/unnamed-file.h"
#include "base/message.h"

enum {
	OPEN_FILES_MAX = 16,
	READ_STEP = 65536,
	DESCRIPTOR_DIGITS_MAX = 6,
	LINKS_MAX = 40, /* Linux' own limit */
	TEMPORARY_TRIES = 16,
	PIPE_WAIT_MS = 2000, /* how long to wait for a reader */
	PIPE_STEP_MS = 20,
};

/* Written by file_begin() and read by a signal handler. A pointer is set last and cleared first. */
static char *volatile unfinished[OPEN_FILES_MAX];

static int register_unfinished(char *temporary)
{
	for (int i = 0; i < OPEN_FILES_MAX; i++) {
		if (!unfinished[i]) {
			unfinished[i] = temporary;
			return i;
		}
	}
	return -1;
}

static void unregister_unfinished(int slot)
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

bool file_read(const char *path, size_t limit, struct buffer *ret_buffer, struct error *error)
{
	bool is_stdin = strcmp(path, "-") == 0;
	if (!is_stdin)
		file_trace_add(FILE_TRACE_BYTES, path);
	int descriptor = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	if (descriptor < 0)
		return error_set(error, "cannot open '%s': %s", path, message_of_errno(errno));

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
			error_set(error, "cannot read '%s': %s", path, message_of_errno(errno));
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
	*ret_buffer = (struct buffer){ data, size };
	data = NULL;
	ok = true;
out:
	free(data);
	if (!is_stdin)
		(void)close(descriptor);
	return ok;
}

enum file_content file_look(
	const char *path, void *ret_start, size_t size, size_t *ret_size, struct error *error)
{
	struct stat status;
	if (stat(path, &status) != 0)
		return FILE_HAS_NOTHING;
	if (!S_ISREG(status.st_mode))
		return FILE_IS_SPECIAL;
	if (!status.st_size)
		return FILE_HAS_NOTHING;
	int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	ssize_t got = descriptor < 0 ? -1 : read(descriptor, ret_start, size);
	if (got < 0)
		error_set(error, "cannot write '%s': what is there cannot be read: %s", path,
			message_of_errno(errno));
	if (descriptor >= 0)
		(void)close(descriptor);
	*ret_size = got < 0 ? 0 : (size_t)got;
	return got < 0 ? FILE_IS_UNREADABLE : FILE_HAS_BYTES;
}

/* ---- files written in place ---- */

/*
 * The descriptor number of "/dev/stdout", "/dev/fd/N" and the like when it is one of this process,
 * else -1.
 */
static int own_descriptor(const char *path)
{
	static const char *const folders[] = { "/dev/fd/", "/proc/self/fd/" };
	static const char *const names[] = { "/dev/stdin", "/dev/stdout", "/dev/stderr" };
	if (strcmp(path, "-") == 0)
		return STDOUT_FILENO;
	for (int i = 0; i < 3; i++) {
		if (strcmp(path, names[i]) == 0)
			return i;
	}
	for (size_t i = 0; i < ARRAY_COUNT(folders); i++) {
		size_t size = strlen(folders[i]);
		if (strncmp(path, folders[i], size) != 0)
			continue;
		const char *digits = path + size;
		size_t count = strspn(digits, "0123456789");
		if (count && count <= DESCRIPTOR_DIGITS_MAX && !digits[count])
			return (int)strtol(digits, NULL, 10);
	}
	return -1;
}

static bool begin_in_place(
	const char *path, int descriptor, struct file_replacement *ret_file, struct error *error)
{
	if (descriptor < 0)
		return error_set(error, "cannot write '%s': %s", path, message_of_errno(errno));
	*ret_file = (struct file_replacement){
		.path = xstrdup(path),
		.descriptor = descriptor,
		.slot = -1,
	};
	return true;
}

/* Opens a pipe once it has a reader, with a limit on the waiting time. */
static int open_pipe(const char *path)
{
	for (int waited_ms = 0;; waited_ms += PIPE_STEP_MS) {
		int descriptor = open(path, O_WRONLY | O_CLOEXEC | O_NONBLOCK);
		if (descriptor >= 0) {
			(void)fcntl(descriptor, F_SETFL, 0);
			return descriptor;
		}
		if (errno != ENXIO || waited_ms >= PIPE_WAIT_MS)
			return -1;
		(void)poll(NULL, 0, PIPE_STEP_MS);
	}
}

/* Opens devices and named pipes, since a rename would destroy them. */
static bool begin_special(const char *path, const struct stat *status,
	struct file_replacement *ret_file, struct error *error)
{
	if (S_ISDIR(status->st_mode))
		return error_set(error, "cannot write '%s': it is a folder", path);
	if (S_ISBLK(status->st_mode))
		return error_set(error, "cannot write '%s': it is a disk", path);
	if (S_ISSOCK(status->st_mode))
		return error_set(error, "cannot write '%s': it is a socket", path);
	if (!S_ISFIFO(status->st_mode))
		return begin_in_place(
			path, open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY), ret_file, error);
	int descriptor = open_pipe(path);
	if (descriptor < 0 && errno == ENXIO)
		return error_set(error, "cannot write '%s': nobody reads this pipe", path);
	return begin_in_place(path, descriptor, ret_file, error);
}

/* ---- files replaced by a rename ---- */

/*
 * Follows the symbolic links at `path` to a path that is no link; nothing need exist there. The
 * system opens each link, too, since it may refuse to follow some (fs.protected_symlinks).
 * malloc()ed, or NULL.
 */
static char *follow_links(const char *path, struct error *error)
{
	char *place = xstrdup(path);
	for (int i = 0; i < LINKS_MAX; i++) {
		char target[PATH_MAX];
		struct stat status;
		ssize_t size = readlink(place, target, sizeof(target) - 1);
		if (size < 0 || own_descriptor(place) >= 0)
			return place;
		if (stat(place, &status) != 0 && errno != ENOENT)
			break;
		target[size] = '\0';
		char *next = file_beside(place, target);
		free(place);
		place = next;
	}
	error_set(error, "cannot write '%s': %s", path, message_of_errno(errno ? errno : ELOOP));
	free(place);
	return NULL;
}

/*
 * Gives the new file the mode and owner of the one it replaces, or the mode that the umask leaves.
 */
static void set_mode(int descriptor, const struct stat *replaced)
{
	struct stat own;
	if (!replaced) {
		mode_t mask = umask(0);
		(void)umask(mask);
		(void)fchmod(descriptor, 0666 & ~mask);
		return;
	}
	mode_t mode = replaced->st_mode & 0777;
	if (fchown(descriptor, replaced->st_uid, replaced->st_gid) != 0 &&
		fchown(descriptor, (uid_t)-1, replaced->st_gid) != 0 &&
		fstat(descriptor, &own) == 0 && own.st_gid != replaced->st_gid)
		mode &= ~(mode_t)070 | (mode & 07) << 3; /* the group differs */
	(void)fchmod(descriptor, mode);
}

/*
 * Makes a temporary file, locked from the start so that no other process removes it as a leftover.
 * Returns the descriptor, or -1.
 */
static int make_temporary(const char *place, enum file_lock lock, char **ret_name, int *ret_slot)
{
	for (int i = 0; i < TEMPORARY_TRIES; i++) {
		struct text template = { 0 };
		text_append_format(&template, "%s" FILE_TEMPORARY_SUFFIX, place);
		char *name = text_steal(&template);
		/*
		 * Signals are blocked until the name is in the table; else a signal could leave the
		 * file behind.
		 */
		sigset_t all, before;
		(void)sigfillset(&all);
		(void)pthread_sigmask(SIG_BLOCK, &all, &before);
		int descriptor = mkstemp(name);
		int cause = errno;
		int slot = descriptor < 0 ? -1 : register_unfinished(name);
		(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
		struct stat status;
		if (descriptor >= 0 && file_lock(descriptor, lock) &&
			fstat(descriptor, &status) == 0 && status.st_nlink > 0) {
			(void)fcntl(descriptor, F_SETFD, FD_CLOEXEC);
			*ret_name = name;
			*ret_slot = slot;
			return descriptor;
		}
		/*
		 * The file could not be made, or another process removed it as a leftover before it
		 * was locked.
		 */
		unregister_unfinished(slot);
		free(name);
		if (descriptor < 0) {
			errno = cause;
			return -1;
		}
		(void)close(descriptor);
	}
	errno = EBUSY;
	return -1;
}

/* Makes a temporary file without a name, locked; false where there are none. */
static bool make_unnamed(const char *place, struct file_replacement *file)
{
	automem char *folder = file_folder(place);
	int descriptor = unnamed_file_open(folder);
	if (descriptor >= 0 && file_lock(descriptor, file->lock)) {
		file->descriptor = descriptor;
		file->temporary = unnamed_file_path(descriptor);
		file->is_unnamed = true;
		return true;
	}
	if (descriptor >= 0)
		(void)close(descriptor);
	return false;
}

static bool begin_beside(const char *path, char *place, const struct stat *replaced,
	enum file_lock lock, struct file_replacement *ret_file, struct error *error)
{
	int in_use = -1;
	if (!file_lock_path(place, lock, &in_use, error))
		return false;
	if (in_use >= 0)
		(void)close(in_use);
	file_remove_leftovers(place);
	*ret_file = (struct file_replacement){ .slot = -1, .lock = lock };
	if (!make_unnamed(place, ret_file)) {
		ret_file->descriptor =
			make_temporary(place, lock, &ret_file->temporary, &ret_file->slot);
		if (ret_file->descriptor < 0) {
			*ret_file = (struct file_replacement){ 0 };
			return error_set(
				error, "cannot write '%s': %s", path, message_of_errno(errno));
		}
		set_mode(ret_file->descriptor, replaced);
	}
	ret_file->path = xstrdup(path);
	ret_file->place = xstrdup(place);
	return true;
}

static bool begin(const char *path, enum file_lock lock, struct file_replacement *ret_file,
	struct error *error)
{
	if (!path[0])
		return error_set(error, "cannot write '': %s", message_of_errno(ENOENT));
	automem char *place = follow_links(path, error);
	if (!place)
		return false;
	int own = own_descriptor(place);
	if (own >= 0)
		return begin_in_place(path, fcntl(own, F_DUPFD_CLOEXEC, 0), ret_file, error);
	struct stat status;
	bool is_there = stat(place, &status) == 0;
	if (is_there && !S_ISREG(status.st_mode))
		return begin_special(path, &status, ret_file, error);
	return begin_beside(path, place, is_there ? &status : NULL, lock, ret_file, error);
}

bool file_begin(const char *path, struct file_replacement *ret_file, struct error *error)
{
	return begin(path, FILE_LOCK_TOGETHER, ret_file, error);
}

bool file_begin_growing(const char *path, struct file_replacement *ret_file, struct error *error)
{
	return begin(path, FILE_LOCK_ALONE, ret_file, error);
}

/*
 * Some file systems report a write error only when a descriptor is closed, so a copy is closed
 * here.
 */
static bool close_copy(int descriptor)
{
	int copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0);
	return copy < 0 || close(copy) == 0;
}

/* Replaces the X at the end of a name, as mkstemp(3) does. */
static void vary_suffix(char *name)
{
	static const char characters[] =
		"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
	struct timespec now;
	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	uint64_t number = hash_mix((uint64_t)getpid(), (uint64_t)now.tv_nsec ^ hash_seed(name));
	for (char *end = name + strlen(name); end[-1] == 'X'; number /= sizeof(characters) - 1)
		*--end = characters[number % (sizeof(characters) - 1)];
}

/*
 * Gives a file without a name a temporary one, and the mode and owner of the file that it will
 * replace. False with errno.
 */
static bool name_temporary(struct file_replacement *file)
{
	struct stat replaced;
	if (!file->is_unnamed)
		return true;
	set_mode(file->descriptor, stat(file->place, &replaced) == 0 ? &replaced : NULL);
	for (int i = 0; i < TEMPORARY_TRIES; i++) {
		struct text name = { 0 };
		text_append_format(&name, "%s" FILE_TEMPORARY_SUFFIX, file->place);
		char *path = text_steal(&name);
		vary_suffix(path);
		sigset_t all, before; /* as in make_temporary() */
		(void)sigfillset(&all);
		(void)pthread_sigmask(SIG_BLOCK, &all, &before);
		bool ok = unnamed_file_link(file->descriptor, path);
		int cause = errno;
		if (ok)
			file->slot = register_unfinished(path);
		(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
		if (ok) {
			free(file->temporary);
			file->temporary = path;
			file->is_unnamed = false;
			return true;
		}
		free(path);
		errno = cause;
		if (cause != EEXIST)
			return false;
	}
	return false;
}

/* Gives the file its final name, which must not exist yet; false with errno. */
static bool link_place(struct file_replacement *file)
{
	if (!file->is_unnamed && link(file->temporary, file->place) != 0)
		return false;
	if (!file->is_unnamed) {
		(void)unlink(file->temporary);
		return true;
	}
	set_mode(file->descriptor, NULL);
	return unnamed_file_link(file->descriptor, file->place);
}

/*
 * Gives a file its final name. When two processes grow a file of one name, one would write to an
 * unlinked file, so the second one fails. Whether there is a file is known from the call that locks
 * it: asked later, the answer could be about a file of another process, and that is not locked.
 */
static bool take_name(struct file_replacement *file, struct error *error)
{
	for (int i = 0; i < TEMPORARY_TRIES; i++) {
		int replaced = -1;
		if (!file_lock_path(file->place, file->lock, &replaced, error))
			return false;
		bool is_new = replaced < 0 && errno == ENOENT &&
			(file->is_unnamed || file->lock == FILE_LOCK_ALONE);
		bool is_linked = is_new && link_place(file);
		if (is_new && !is_linked && errno == EEXIST)
			continue; /* another process was faster */
		int failure = 0;
		if (!is_linked &&
			(!name_temporary(file) || rename(file->temporary, file->place) != 0))
			failure = errno;
		if (replaced >= 0)
			(void)close(replaced);
		return !failure ||
			error_set(error, "cannot rename to '%s': %s", file->path,
				message_of_errno(failure));
	}
	return error_set(error, "cannot write '%s': others keep writing it", file->path);
}

static void unlink_temporary(const struct file_replacement *file)
{
	if (file->temporary && !file->is_unnamed)
		(void)unlink(file->temporary);
}

static void release(struct file_replacement *file)
{
	unregister_unfinished(file->slot);
	free(file->path);
	free(file->place);
	free(file->temporary);
	*file = (struct file_replacement){ 0 };
}

bool file_commit(struct file_replacement *file, struct error *error)
{
	bool ok = close_copy(file->descriptor) ||
		error_set(error, "cannot write '%s': %s", file->path, message_of_errno(errno));
	ok = ok && (!file->temporary || take_name(file, error));
	if (!ok)
		unlink_temporary(file);
	/*
	 * A process that was forked meanwhile may hold a copy of the descriptor, so the lock is
	 * released.
	 */
	if (file->temporary && file->lock == FILE_LOCK_TOGETHER)
		(void)flock(file->descriptor, LOCK_UN);
	(void)close(file->descriptor);
	release(file);
	return ok;
}

void file_replacement_finish(struct file_replacement *file)
{
	if (!file || !file->path)
		return;
	unlink_temporary(file);
	(void)close(file->descriptor);
	release(file);
}

bool file_write_all(int descriptor, struct bytes bytes)
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

bool file_digest(int descriptor, uint64_t *ret_digest, struct error *error)
{
	uint8_t buffer[READ_STEP];
	uint64_t digest = DIGEST_NOTHING;
	off_t at = 0;
	for (ssize_t got; (got = pread(descriptor, buffer, sizeof(buffer), at)) != 0;) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return error_set(error, "cannot read it back: %s", message_of_errno(errno));
		digest = digest_add(digest, (struct bytes){ buffer, (size_t)got });
		at += got;
	}
	*ret_digest = digest;
	return true;
}

bool file_append(const struct file_replacement *file, int descriptor, struct error *error)
{
	uint8_t buffer[READ_STEP];
	off_t at = 0;
	for (;;) {
		ssize_t got = pread(descriptor, buffer, sizeof(buffer), at);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return error_set(error, "cannot read it back: %s", message_of_errno(errno));
		if (got == 0)
			return true;
		if (!file_write_all(file->descriptor, (struct bytes){ buffer, (size_t)got }))
			return error_set(error, "cannot write '%s': %s", file->path,
				message_of_errno(errno));
		at += got;
	}
}

bool file_replace_pieces(const char *path, const struct text_pieces *pieces, struct error *error)
{
	autofinish(file_replacement) struct file_replacement file = { 0 };
	if (!file_begin(path, &file, error))
		return false;
	for (size_t i = 0; i < pieces->count; i++) {
		if (!file_write_all(file.descriptor, pieces->items[i]))
			return error_set(
				error, "cannot write '%s': %s", path, message_of_errno(errno));
	}
	return file_commit(&file, error);
}

bool file_replace(const char *path, struct bytes bytes, struct error *error)
{
	struct text_pieces whole = { &bytes, bytes.size > 0, 0, bytes.size };
	return file_replace_pieces(path, &whole, error);
}

bool file_exists(const char *path)
{
	struct stat status;
	file_trace_add(FILE_TRACE_PRESENCE, path);
	return stat(path, &status) == 0;
}

bool file_is_folder(const char *path)
{
	struct stat status;
	file_trace_add(FILE_TRACE_PRESENCE, path);
	return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

bool file_is_program(const char *path)
{
	struct stat status;
	return stat(path, &status) == 0 && S_ISREG(status.st_mode) && access(path, X_OK) == 0;
}

char *file_find_program(const char *folders, const char *name)
{
	while (folders) {
		size_t size = strcspn(folders, ":");
		struct text path = { 0 };
		text_append_size(&path, size ? folders : ".", size ? size : 1);
		text_append_format(&path, "/%s", name);
		if (file_is_program(text_string(&path)))
			return text_steal(&path);
		text_finish(&path);
		folders = folders[size] ? folders + size + 1 : NULL;
	}
	return NULL;
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
