/*
 * The lock on a folder ends with its process, also when that is killed; so the next one that makes
 * a folder of that name knows which ones nobody uses.
 */
#include "base/file/temporary-folder.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/file/file-lock.h"
#include "base/message.h"
#include "base/text.h"

enum { DESCRIPTORS_MAX = 65536 };

bool temporary_folder_make(const char *root, const char *name, struct temporary_folder *ret_folder,
	struct error *error)
{
	enum { TRIES = 3 };
	const char *place = root ? root : getenv("TMPDIR");
	autofinish(text) struct text pattern = { 0 };
	text_append_format(&pattern, "%s/pcapdeck-%s-", place && *place ? place : "/tmp", name);
	file_remove_leftover_folders(text_string(&pattern));
	text_append(&pattern, "XXXXXX");
	/* Between making and locking, another process may remove the new folder. */
	for (int i = 0; i < TRIES; i++) {
		automem char *path = xstrdup(text_string(&pattern));
		if (!mkdtemp(path))
			break;
		int lock = file_lock_folder(path);
		if (lock >= 0 || access(path, F_OK) == 0) {
			*ret_folder = (struct temporary_folder){
				.path = steal_pointer(&path),
				.lock = lock,
			};
			return true;
		}
	}
	return error_set(error, "cannot make a temporary folder '%s': %s", text_string(&pattern),
		message_of_errno(errno));
}

/* Keeps nothing of the process that it guards but the end of the pipe. */
_Noreturn static void watch_over(const char *path, int lifeline)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };
	long most = sysconf(_SC_OPEN_MAX);
	char nothing;
	for (size_t i = 0; i < ARRAY_COUNT(signals); i++)
		(void)signal(signals[i], SIG_IGN);
	for (int i = 0; i < (most > 0 && most < DESCRIPTORS_MAX ? most : DESCRIPTORS_MAX); i++) {
		if (i != lifeline)
			(void)close(i);
	}
	while (read(lifeline, &nothing, 1) < 0 && errno == EINTR)
		continue;
	(void)file_remove_folder(path);
	_exit(0);
}

bool temporary_folder_make_guarded(
	const char *name, struct temporary_folder *ret_folder, struct error *error)
{
	int ends[2];
	if (pipe(ends) != 0)
		return error_set(error, "cannot make a pipe: %s", message_of_errno(errno));
	(void)fcntl(ends[1], F_SETFD, FD_CLOEXEC);
	if (!temporary_folder_make(NULL, name, ret_folder, error)) {
		(void)close(ends[0]);
		(void)close(ends[1]);
		return false;
	}
	/* Without a guard, the next process that makes such a folder removes this one. */
	pid_t guard = fork();
	if (guard == 0)
		watch_over(ret_folder->path, ends[0]);
	(void)close(ends[0]);
	ret_folder->guard = (int)guard;
	ret_folder->lifeline = ends[1];
	return true;
}

void temporary_folder_finish(struct temporary_folder *folder)
{
	if (!folder || !folder->path)
		return;
	(void)file_remove_folder(folder->path);
	if (folder->lifeline)
		(void)close(folder->lifeline);
	while (folder->guard > 0 && waitpid(folder->guard, NULL, 0) < 0 && errno == EINTR)
		continue;
	if (folder->lock >= 0)
		(void)close(folder->lock);
	free(folder->path);
	*folder = (struct temporary_folder){ 0 };
}
