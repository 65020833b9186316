/*
 * base/file/file: what a replaced file keeps, how links and devices are treated, what killed
 * processes leave, and who may write to one name at a time. Each test has its own folder.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/file/file.h"
#include "base/file/unnamed-file.h"

#define BYTES(literal) ((struct bytes){ (const uint8_t *)(literal), sizeof(literal) - 1 })

static int make_folder(void **state)
{
	char *folder = xstrdup("/tmp/test-file-XXXXXX");
	(void)umask(022);
	if (!mkdtemp(folder) || chdir(folder) != 0)
		return -1;
	*state = folder;
	return 0;
}

static int remove_entry(const char *path, const struct stat *status, int kind, struct FTW *place)
{
	(void)status;
	(void)kind;
	(void)place;
	return remove(path);
}

static int remove_folder(void **state)
{
	int result = chdir("/") == 0 ? nftw(*state, remove_entry, 8, FTW_DEPTH | FTW_PHYS) : -1;
	free(*state);
	return result;
}

static void put(const char *path, const char *words, mode_t mode)
{
	int descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	assert_true(descriptor >= 0);
	assert_int_equal(write(descriptor, words, strlen(words)), (ssize_t)strlen(words));
	assert_int_equal(fchmod(descriptor, mode), 0);
	(void)close(descriptor);
}

static void assert_holds(const char *path, const char *words)
{
	autofinish(buffer) struct buffer bytes = { 0 };
	autofinish(error) struct error error = { 0 };
	if (!file_read(path, 1000, &bytes, &error))
		fail_msg("%s", error_message(&error));
	assert_string_equal((const char *)bytes.data, words);
}

static mode_t mode_of(const char *path)
{
	struct stat status;
	assert_int_equal(stat(path, &status), 0);
	return status.st_mode & 07777;
}

static void a_replaced_file_keeps_its_mode(void **state)
{
	(void)state;
	static const mode_t modes[] = { 0600, 0640, 0644, 0444, 0755, 0666, 0400, 04755 };
	for (size_t i = 0; i < ARRAY_COUNT(modes); i++) {
		autofinish(error) struct error error = { 0 };
		put("a", "old", modes[i]);
		assert_true(file_replace("a", BYTES("new"), &error));
		assert_int_equal(mode_of("a"), modes[i] & 0777);
		assert_holds("a", "new");
		assert_int_equal(unlink("a"), 0);
	}
}

static void a_new_file_follows_the_umask(void **state)
{
	(void)state;
	static const mode_t masks[] = { 022, 077, 002, 0 };
	for (size_t i = 0; i < ARRAY_COUNT(masks); i++) {
		autofinish(error) struct error error = { 0 };
		(void)umask(masks[i]);
		assert_true(file_replace("a", BYTES("new"), &error));
		assert_int_equal(mode_of("a"), 0666 & ~masks[i]);
		assert_int_equal(unlink("a"), 0);
	}
	(void)umask(022);
}

static void root_replaces_another_ones_file_as_theirs(void **state)
{
	(void)state;
	if (geteuid() != 0)
		skip();
	autofinish(error) struct error error = { 0 };
	struct stat status;
	put("a", "old", 0640);
	assert_int_equal(chown("a", 65534, 65533), 0);
	assert_true(file_replace("a", BYTES("new"), &error));
	assert_int_equal(stat("a", &status), 0);
	assert_int_equal(status.st_uid, 65534);
	assert_int_equal(status.st_gid, 65533);
	assert_int_equal(status.st_mode & 07777, 0640);
}

/*
 * The user owns the folder but is not in the group of a file in it, so the new file cannot get that
 * group.
 */
static void what_a_group_might_read_another_may_not(void **state)
{
	if (geteuid() != 0)
		skip();
	assert_int_equal(chown(*state, 65534, 65534), 0);
	put("a", "old", 0664);
	assert_int_equal(chown("a", 65534, 65533), 0);
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		autofinish(error) struct error error = { 0 };
		if (setgid(65534) != 0 || setuid(65534) != 0)
			_exit(2);
		_exit(file_replace("a", BYTES("new"), &error) ? 0 : 1);
	}
	int result = 0;
	assert_int_equal(waitpid(child, &result, 0), child);
	assert_int_equal(result, 0);
	struct stat status;
	assert_int_equal(stat("a", &status), 0);
	assert_int_equal(status.st_gid, 65534);
	assert_int_equal(status.st_mode & 07777, 0644);
}

static void a_link_stays_a_link(void **state)
{
	(void)state;
	static const struct {
		const char *link, *target, *written;
	} cases[] = {
		{ "to-file", "sub/file", "sub/file" },
		{ "to-link", "to-file", "sub/file" },
		{ "to-nothing", "sub/new", "sub/new" },
		{ "sub/up", "../file", "file" },
	};
	assert_int_equal(mkdir("sub", 0755), 0);
	put("sub/file", "old", 0600);
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofinish(error) struct error error = { 0 };
		struct stat status;
		assert_int_equal(symlink(cases[i].target, cases[i].link), 0);
		if (!file_replace(cases[i].link, BYTES("new"), &error))
			fail_msg("%s", error_message(&error));
		assert_int_equal(lstat(cases[i].link, &status), 0);
		assert_true(S_ISLNK(status.st_mode));
		assert_int_equal(lstat(cases[i].written, &status), 0);
		assert_true(S_ISREG(status.st_mode));
		assert_holds(cases[i].written, "new");
		put(cases[i].written, "old", 0600);
	}
	assert_int_equal(mode_of("sub/file"), 0600);
}

/* The content of the path must be unchanged afterwards. */
static void what_cannot_be_written_is_refused_in_a_sentence(void **state)
{
	(void)state;
	struct sockaddr_un address = { .sun_family = AF_UNIX, .sun_path = "socket" };
	int listener = socket(AF_UNIX, SOCK_STREAM, 0);
	assert_int_equal(bind(listener, (struct sockaddr *)&address, sizeof(address)), 0);
	assert_int_equal(mkdir("folder", 0755), 0);
	assert_int_equal(mkfifo("pipe", 0644), 0);
	assert_int_equal(symlink("loop", "loop"), 0);
	assert_int_equal(symlink("folder", "to-folder"), 0);
	assert_int_equal(symlink("no/such", "to-nowhere"), 0);
	static const struct {
		const char *path, *words;
	} cases[] = {
		{ "folder", "cannot write 'folder': it is a folder" },
		{ "to-folder", "cannot write 'to-folder': it is a folder" },
		{ "socket", "cannot write 'socket': it is a socket" },
		{ "pipe", "cannot write 'pipe': nobody reads this pipe" },
		{ "loop", "cannot write 'loop': Too many levels of symbolic links" },
		{ "to-nowhere", "cannot write 'to-nowhere': No such file or directory" },
		{ "", "cannot write '': No such file or directory" },
		{ "/dev/fd/987654", "cannot write '/dev/fd/987654': Bad file descriptor" },
		{ "/dev/full", "cannot write '/dev/full': No space left on device" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofinish(error) struct error error = { 0 };
		struct stat before = { 0 }, after = { 0 };
		(void)lstat(cases[i].path, &before);
		assert_false(file_replace(cases[i].path, BYTES("x"), &error));
		assert_string_equal(error_message(&error), cases[i].words);
		(void)lstat(cases[i].path, &after);
		assert_int_equal(before.st_ino, after.st_ino);
		assert_int_equal(before.st_mode, after.st_mode);
	}
	(void)close(listener);
}

static void pipes_and_descriptors_are_written_in_place(void **state)
{
	(void)state;
	static const char *const links[] = { "/dev/fd/%d", "/proc/self/fd/%d" };
	for (size_t i = 0; i < ARRAY_COUNT(links); i++) {
		autofinish(error) struct error error = { 0 };
		int ends[2];
		char path[64], got[8] = "";
		assert_int_equal(pipe(ends), 0);
		(void)snprintf(path, sizeof(path), i ? "/proc/self/fd/%d" : "/dev/fd/%d", ends[1]);
		assert_true(file_replace(path, BYTES("abc"), &error));
		assert_int_equal(symlink(path, "link"), 0);
		assert_true(file_replace("link", BYTES("def"), &error));
		assert_int_equal(unlink("link"), 0);
		assert_int_equal(read(ends[0], got, sizeof(got)), 6);
		assert_memory_equal(got, "abcdef", 6);
		(void)close(ends[0]);
		(void)close(ends[1]);
	}
	/* Writing continues at the descriptor's position. */
	autofinish(error) struct error error = { 0 };
	char path[64];
	int file = open("file", O_RDWR | O_CREAT, 0644);
	assert_int_equal(write(file, "abc", 3), 3);
	(void)snprintf(path, sizeof(path), "/dev/fd/%d", file);
	assert_true(file_replace(path, BYTES("def"), &error));
	assert_holds("file", "abcdef");
	(void)close(file);

	assert_int_equal(mkfifo("pipe", 0644), 0);
	int reader = open("pipe", O_RDONLY | O_NONBLOCK);
	assert_true(file_replace("pipe", BYTES("abc"), &error));
	char got[8];
	assert_int_equal(read(reader, got, sizeof(got)), 3);
	(void)close(reader);
	struct stat status;
	assert_int_equal(lstat("pipe", &status), 0);
	assert_true(S_ISFIFO(status.st_mode));
	assert_true(file_replace("/dev/null", BYTES("x"), &error));
	assert_int_equal(lstat("/dev/null", &status), 0);
	assert_true(S_ISCHR(status.st_mode));
}

/* ---- leftovers ---- */

static bool has_temporary(void)
{
	char line[64];
	bool is_found = false;
	FILE *names = popen("ls", "r");
	while (fgets(line, sizeof(line), names))
		is_found |= strstr(line, ".tmp-") != NULL;
	(void)pclose(names);
	return is_found;
}

/* Whether this file system has files without a name. */
static bool has_unnamed(void)
{
	int descriptor = unnamed_file_open(".");
	if (descriptor >= 0)
		(void)close(descriptor);
	return descriptor >= 0;
}

/* Forks a process that begins a file and waits to be killed; with `is_named`, under a name. */
static pid_t start_writer(bool is_named)
{
	int ready[2];
	char answer;
	assert_int_equal(pipe(ready), 0);
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		autofinish(error) struct error error = { 0 };
		struct file_replacement file = { 0 };
		int named = is_named ? open("a.pcap.tmp-aB3xY9", O_WRONLY | O_CREAT, 0600) : -1;
		bool ok = is_named ? file_lock(named, FILE_LOCK_TOGETHER)
				   : file_begin("a.pcap", &file, &error);
		(void)!write(ready[1], ok ? "y" : "n", 1);
		for (;;)
			(void)pause();
	}
	assert_int_equal(read(ready[0], &answer, 1), 1);
	(void)close(ready[0]);
	(void)close(ready[1]);
	if (answer != 'y')
		(void)kill(child, SIGKILL);
	assert_int_equal(answer, 'y');
	return child;
}

static void end_writer(pid_t child)
{
	assert_int_equal(kill(child, SIGKILL), 0);
	assert_int_equal(waitpid(child, NULL, 0), child);
}

/* While the process lives, its temporary file stays. */
static void what_a_killed_process_left_is_removed(void **state)
{
	(void)state;
	autofinish(error) struct error error = { 0 };
	pid_t child = start_writer(true);
	bool ok = file_replace("a.pcap", BYTES("whole"), &error), has_stayed = has_temporary();
	end_writer(child);
	assert_true(ok && has_stayed);
	assert_true(file_replace("a.pcap", BYTES("whole"), &error));
	assert_false(has_temporary());
}

/* A file has no name until it is whole, so the process may be killed. */
static void a_killed_process_leaves_nothing(void **state)
{
	(void)state;
	if (!has_unnamed()) {
		print_message("this file system has no files without a name\n");
		skip();
	}
	for (int is_there = 0; is_there < 2; is_there++) {
		autofinish(error) struct error error = { 0 };
		if (is_there)
			assert_true(file_replace("a.pcap", BYTES("whole"), &error));
		pid_t child = start_writer(false);
		bool has_name = has_temporary();
		end_writer(child);
		assert_false(has_name || has_temporary());
		assert_int_equal(file_exists("a.pcap"), is_there);
	}
}

/* It can be read before the commit, has it a name or not; discarded, it leaves none. */
static void a_file_that_is_begun_can_be_read(void **state)
{
	(void)state;
	for (int is_there = 0; is_there < 2; is_there++) {
		autofinish(error) struct error error = { 0 };
		autofinish(buffer) struct buffer read = { 0 };
		struct file_replacement file = { 0 };
		assert_true(file_begin("b.pcap", &file, &error));
		assert_true(file_write_all(file.descriptor, BYTES("abc")));
		assert_true(file_read(file.temporary, 10, &read, &error));
		assert_int_equal(read.size, 3);
		file_replacement_finish(&file);
		assert_int_equal(file_exists("b.pcap"), is_there);
		assert_false(has_temporary());
		assert_true(file_replace("b.pcap", BYTES("whole"), &error));
	}
}

static void only_own_names_are_leftovers(void **state)
{
	(void)state;
	static const struct {
		const char *name;
		bool is_kept;
	} cases[] = {
		{ "a.html.tmp-aB3xY9", false },
		{ "a.html.tmp-aB3xY", true },
		{ "a.html.tmp-aB3xY9z", true },
		{ "a.html.tmp-aB3x.9", true },
		{ "a.html.tmp_aB3xY9", true },
		{ "b.html.tmp-aB3xY9", true },
		{ "xa.html.tmp-aB3xY9", true },
		{ "a.html", true },
		{ "folder.tmp-aB3xY9", true },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++)
		put(cases[i].name, "x", 0644);
	assert_int_equal(mkdir("a.html.tmp-folder", 0755), 0);
	assert_int_equal(symlink("b.html.tmp-aB3xY9", "a.html.tmp-linked"), 0);
	file_remove_leftovers("./a.html");
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++)
		assert_int_equal(file_exists(cases[i].name), cases[i].is_kept);
	assert_true(file_is_folder("a.html.tmp-folder"));
	assert_true(file_exists("a.html.tmp-linked"));
}

/* ---- two at once ---- */

static bool commit_to(const char *path, bool is_growing, struct error *error)
{
	struct file_replacement file = { 0 };
	bool ok = is_growing ? file_begin_growing(path, &file, error)
			     : file_begin(path, &file, error);
	return ok && file_commit(&file, error);
}

static void a_growing_file_is_nobody_elses(void **state)
{
	(void)state;
	for (int was_there = 0; was_there <= 1; was_there++) {
		if (was_there)
			put("a", "old", 0644);
		autofinish(error) struct error error = { 0 };
		struct file_replacement file = { 0 };
		assert_true(file_begin_growing("a", &file, &error));
		int growing = fcntl(file.descriptor, F_DUPFD_CLOEXEC, 0);
		assert_true(file_commit(&file, &error));
		for (int is_growing = 0; is_growing <= 1; is_growing++) {
			assert_false(commit_to("a", is_growing, &error));
			char words[PATH_MAX];
			(void)snprintf(words, sizeof(words),
				"cannot write 'a': process %d is still writing to it; end that "
				"first, or choose another name",
				(int)getpid());
			assert_string_equal(error_message(&error), words);
		}
		assert_int_equal(write(growing, "on", 2), 2);
		assert_holds("a", "on");
		(void)close(growing);
		assert_true(commit_to("a", false, &error));
		assert_int_equal(unlink("a"), 0);
	}
}

/* Both begin before one commits; the second learns of the conflict at the end. */
static void of_two_that_began_the_second_is_refused(void **state)
{
	(void)state;
	for (int i = 0; i < 4; i++) {
		bool was_there = i & 1, is_growing = i & 2;
		if (was_there)
			put("a", "old", 0644);
		autofinish(error) struct error error = { 0 };
		struct file_replacement first = { 0 }, second = { 0 };
		assert_true(file_begin_growing("a", &first, &error));
		assert_true(is_growing ? file_begin_growing("a", &second, &error)
				       : file_begin("a", &second, &error));
		int growing = fcntl(first.descriptor, F_DUPFD_CLOEXEC, 0);
		assert_true(file_commit(&first, &error));
		assert_false(file_commit(&second, &error));
		assert_non_null(strstr(error_message(&error), "is still writing to it"));
		assert_int_equal(write(growing, "first", 5), 5);
		assert_holds("a", "first");
		(void)close(growing);
		assert_int_equal(unlink("a"), 0);
	}
	/* Files that appear whole do not conflict: the last one stays. */
	autofinish(error) struct error error = { 0 };
	struct file_replacement first = { 0 }, second = { 0 };
	assert_true(file_begin("a", &first, &error));
	assert_true(file_begin("a", &second, &error));
	assert_int_equal(write(second.descriptor, "second", 6), 6);
	assert_true(file_commit(&first, &error));
	assert_true(file_commit(&second, &error));
	assert_holds("a", "second");
}

/* A forked child with a copy of the descriptor does not lock the name. */
static void a_forked_child_holds_nothing(void **state)
{
	(void)state;
	autofinish(error) struct error error = { 0 };
	struct file_replacement file = { 0 };
	assert_true(file_begin("a", &file, &error));
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		for (;;)
			(void)pause();
	}
	assert_true(file_commit(&file, &error));
	assert_true(commit_to("a", true, &error));
	assert_int_equal(kill(child, SIGKILL), 0);
	assert_int_equal(waitpid(child, NULL, 0), child);
}

int main(void)
{
#define IN_A_FOLDER(test) cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)
	const struct CMUnitTest tests[] = {
		IN_A_FOLDER(a_replaced_file_keeps_its_mode),
		IN_A_FOLDER(a_new_file_follows_the_umask),
		IN_A_FOLDER(root_replaces_another_ones_file_as_theirs),
		IN_A_FOLDER(what_a_group_might_read_another_may_not),
		IN_A_FOLDER(a_link_stays_a_link),
		IN_A_FOLDER(what_cannot_be_written_is_refused_in_a_sentence),
		IN_A_FOLDER(pipes_and_descriptors_are_written_in_place),
		IN_A_FOLDER(what_a_killed_process_left_is_removed),
		IN_A_FOLDER(a_killed_process_leaves_nothing),
		IN_A_FOLDER(a_file_that_is_begun_can_be_read),
		IN_A_FOLDER(only_own_names_are_leftovers),
		IN_A_FOLDER(a_growing_file_is_nobody_elses),
		IN_A_FOLDER(of_two_that_began_the_second_is_refused),
		IN_A_FOLDER(a_forked_child_holds_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
