/*
 * Starts Chromium with --remote-debugging-pipe: it reads commands from its descriptor 3 and writes
 * answers to its descriptor 4. So no port is opened, and the browser ends by itself when this
 * process dies, since its pipe closes. Its arguments are a vector and never pass through a shell.
 */
#include "chromium/browser-process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file/file.h"
#include "base/file/temporary-folder.h"
#include "base/format/markup.h"
#include "base/message.h"

extern char **environ; /* NOLINT(readability-redundant-declaration): only glibc declares it */

enum {
	COMMANDS_DESCRIPTOR = 3, /* the descriptor that Chromium expects */
	ANSWERS_DESCRIPTOR = 4,
	/* for this process's ends, so that they do not collide with descriptors 3 and 4 */
	LOWEST_DESCRIPTOR = 10,
	SOCKET_PATH_MAX = 104, /* macOS's, the shortest */
	LOG_SIZE_MAX = 1 << 20,
	LOG_LINE_MAX = 300,
	TICK_MS = 100,
	CLOSE_TICKS = 30,
	REMOVE_TICKS = 20,
};

/* Makes the temporary folder, which is locked until the end of this process. */
static bool make_folder(struct browser_process *process, struct error *error)
{
	struct temporary_folder folder;
	if (!temporary_folder_make(NULL, "chromium", &folder, error))
		return false;
	process->folder = folder.path;
	process->lock = folder.lock;
	struct text path = { 0 };
	text_append_format(&path, "%s/log", process->folder);
	process->log = text_steal(&path);
	return true;
}

/*
 * The environment of the browser: this process's, with the temporary folder as TMPDIR, so that what
 * the browser leaves in it when it is killed goes with the folder. Where the folder's path is long,
 * TMPDIR stays as it is: the browser makes a socket below it, and the path of a socket (sun_path)
 * has at most 104 bytes. The caller frees the array, and *ret_folder after it.
 */
static char **environment_of(const struct browser_process *process, char **ret_folder)
{
	static const char name[] = "TMPDIR=",
			  below[] = "/org.chromium.Chromium.XXXXXX/SingletonSocket";
	bool is_short = strlen(process->folder) + sizeof(below) <= SOCKET_PATH_MAX;
	size_t count = 0, used = 0;
	while (environ[count])
		count++;
	char **all = xcalloc(count + 2, sizeof(*all));
	for (size_t i = 0; i < count; i++)
		if (!is_short || strncmp(environ[i], name, strlen(name)) != 0)
			all[used++] = environ[i];
	struct text folder = { 0 };
	text_append_format(&folder, "%s%s", name, process->folder);
	*ret_folder = text_steal(&folder);
	if (is_short)
		all[used] = *ret_folder;
	return all;
}

/* Makes a pipe whose ends are not inherited and do not collide with descriptors 3 and 4. */
static bool make_pipe(int ret_ends[2])
{
	int ends[2];
	if (pipe(ends) != 0)
		return false;
	for (size_t i = 0; i < 2; i++) {
		ret_ends[i] = fcntl(ends[i], F_DUPFD_CLOEXEC, LOWEST_DESCRIPTOR);
		(void)close(ends[i]);
	}
	return ret_ends[0] >= 0 && ret_ends[1] >= 0;
}

static void close_descriptor(int *descriptor)
{
	if (*descriptor >= 0)
		(void)close(*descriptor);
	*descriptor = -1;
}

/*
 * Starts the child with its ends of the pipes, a log for its output and a process group of its own.
 */
static int spawn(struct browser_process *process, char *const *arguments, int commands, int answers)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t defaults;
	automem char *folder = NULL;
	automem char **environment = environment_of(process, &folder);
	int failure = posix_spawn_file_actions_init(&actions);
	if (failure)
		return failure;
	failure = posix_spawnattr_init(&attributes);
	if (failure) {
		(void)posix_spawn_file_actions_destroy(&actions);
		return failure;
	}
	(void)sigemptyset(&defaults);
	(void)sigaddset(&defaults, SIGPIPE);
	(void)sigaddset(&defaults, SIGXFSZ);
	failure = posix_spawnattr_setsigdefault(&attributes, &defaults);
	if (!failure)
		failure = posix_spawnattr_setflags(
			&attributes, (short)(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF));
	if (!failure)
		failure = posix_spawn_file_actions_addopen(
			&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	if (!failure)
		failure = posix_spawn_file_actions_addopen(
			&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
	if (!failure)
		failure = posix_spawn_file_actions_addopen(
			&actions, STDERR_FILENO, process->log, O_WRONLY | O_CREAT | O_APPEND, 0600);
	if (!failure)
		failure = posix_spawn_file_actions_adddup2(&actions, commands, COMMANDS_DESCRIPTOR);
	if (!failure)
		failure = posix_spawn_file_actions_adddup2(&actions, answers, ANSWERS_DESCRIPTOR);
	if (!failure)
		failure = posix_spawn(&process->id, process->program, &actions, &attributes,
			arguments, environment);
	if (failure)
		process->id = 0;
	(void)posix_spawnattr_destroy(&attributes);
	(void)posix_spawn_file_actions_destroy(&actions);
	return failure;
}

bool browser_process_start(struct browser_process *process, struct error *error)
{
	if (!make_folder(process, error))
		return false;
	automem char *profile = NULL;
	struct text text = { 0 };
	text_append_format(&text, "--user-data-dir=%s/profile", process->folder);
	profile = text_steal(&text);
	const char *arguments[] = {
		process->program,
		"--headless",
		"--remote-debugging-pipe",
		profile,
		"--no-first-run",
		"--no-default-browser-check",
		"--disable-background-networking",
		"--disable-component-update",
		"--disable-default-apps",
		"--disable-dev-shm-usage", /* small in containers */
		"--disable-extensions",
		"--disable-gpu",
		"--disable-sync",
		"--hide-scrollbars",
		"--host-resolver-rules=MAP * ~NOTFOUND", /* a deck needs no names resolved */
		"--mute-audio",
		"--password-store=basic", /* does not ask for a key ring */
		"--use-mock-keychain",
		"--user-agent=pcapdeck", /* a PDF has it as its creator */
		"about:blank",
		/* Chromium refuses to run as root with its sandbox */
		geteuid() == 0 ? "--no-sandbox" : NULL,
		NULL,
	};
	int commands[2] = { -1, -1 }, answers[2] = { -1, -1 };
	int failure = 0;
	if (!make_pipe(commands) || !make_pipe(answers))
		failure = errno;
	else
		failure = spawn(process, (char *const *)arguments, commands[0], answers[1]);
	close_descriptor(&commands[0]);
	close_descriptor(&answers[1]);
	process->to_browser = commands[1];
	process->from_browser = answers[0];
	if (failure)
		return error_set(error, "cannot start '%s': %s", process->program,
			message_of_errno(failure));
	/* A browser that stops reading must not block this process past the limit. */
	(void)fcntl(process->to_browser, F_SETFL, O_NONBLOCK);
	return true;
}

static bool has_ended(const struct browser_process *process)
{
	siginfo_t info = { 0 };
	return waitid(P_PID, (id_t)process->id, &info, WEXITED | WNOHANG | WNOWAIT) != 0 ||
		info.si_pid == process->id;
}

/* Closes the pipe, which asks the browser to end, and then ends its whole process group. */
static void end_process(struct browser_process *process, const volatile sig_atomic_t *interrupted)
{
	close_descriptor(&process->to_browser);
	close_descriptor(&process->from_browser);
	if (!process->id)
		return;
	for (int i = 0; i < CLOSE_TICKS && !*interrupted && !has_ended(process); i++)
		(void)poll(NULL, 0, TICK_MS);
	(void)kill(-process->id, SIGKILL);
	int status;
	while (waitpid(process->id, &status, 0) < 0 && errno == EINTR)
		continue;
	process->id = 0;
}

/* Removes the folder. Tries several times, since a process of the group may still write a file. */
static void remove_folder(const struct browser_process *process)
{
	for (int i = 0; i < REMOVE_TICKS && !file_remove_folder(process->folder); i++)
		(void)poll(NULL, 0, TICK_MS);
}

void browser_process_finish(
	struct browser_process *process, const volatile sig_atomic_t *interrupted)
{
	end_process(process, interrupted);
	if (process->folder)
		remove_folder(process);
	close_descriptor(&process->lock);
	free(process->program);
	free(process->folder);
	free(process->log);
	*process = BROWSER_PROCESS_NONE;
}

/* ---- its log ---- */

/* Skips the prefix of a log line: "[1234:1234:0101/120000.123456:ERROR:file.cc(1)] words". */
static const char *skip_log_prefix(const char *line)
{
	const char *end = line[0] == '[' ? strstr(line, "] ") : NULL;
	return end ? end + 2 : line;
}

void browser_process_append_log(const struct browser_process *process, struct text *out)
{
	static const char no_sandbox[] = "No usable sandbox";
	autofinish(buffer) struct buffer log = { 0 };
	autofinish(error) struct error ignored = { 0 };
	if (!process->log || !file_read(process->log, LOG_SIZE_MAX, &log, &ignored))
		return;
	if (strstr((const char *)log.data, no_sandbox)) {
		text_append_message(out,
			"it may not make a sandbox, since namespaces are forbidden here: install chromium-sandbox (Debian), or in a container run this as root");
		return;
	}
	size_t end = log.size;
	while (end && (log.data[end - 1] == '\n' || log.data[end - 1] == '\r'))
		end--;
	size_t start = end;
	while (start && log.data[start - 1] != '\n')
		start--;
	autofinish(text) struct text line = { 0 };
	text_append_size(&line, (const char *)log.data + start, end - start);
	struct bytes words = markup_bytes_of(skip_log_prefix(text_string(&line)));
	if (words.size > LOG_LINE_MAX)
		words.size = LOG_LINE_MAX;
	markup_utf8(out, words);
}
