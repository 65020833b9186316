/* serve/confinement: what a confined thread cannot do, and what stays with the others. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/array.h"
#include "base/file/file.h"
#include "base/file/temporary-folder.h"
#include "serve/confinement/confinement.h"

/* What a thread tries; each returns 0, or the errno of the refusal. */

static int opened(int descriptor)
{
	int refusal = descriptor < 0 ? errno : 0;
	if (descriptor >= 0)
		(void)close(descriptor);
	return refusal;
}

struct paths {
	struct temporary_folder folder, other;
	char *inside, *outside, *new_inside, *old_inside, *link_outside, *around;
};

static int read_inside(const struct paths *paths)
{
	return opened(open(paths->inside, O_RDONLY));
}

static int list_inside(const struct paths *paths)
{
	return opened(open(paths->folder.path, O_RDONLY | O_DIRECTORY));
}

static int read_outside(const struct paths *paths)
{
	return opened(open(paths->outside, O_RDONLY));
}

static int read_around(const struct paths *paths)
{
	return opened(open(paths->around, O_RDONLY));
}

static int read_by_link(const struct paths *paths)
{
	return opened(open(paths->link_outside, O_RDONLY));
}

static int read_passwords(const struct paths *paths)
{
	(void)paths;
	return opened(open("/etc/passwd", O_RDONLY));
}

static int write_inside(const struct paths *paths)
{
	return opened(open(paths->inside, O_WRONLY));
}

static int make_inside(const struct paths *paths)
{
	return opened(open(paths->new_inside, O_WRONLY | O_CREAT, 0600));
}

/* A file that is removed already is one that may be removed. */
static int remove_inside(const struct paths *paths)
{
	return unlink(paths->old_inside) == 0 || errno == ENOENT ? 0 : errno;
}

static int write_outside(const struct paths *paths)
{
	return opened(open(paths->outside, O_WRONLY));
}

static int make_socket(const struct paths *paths)
{
	(void)paths;
	return opened(socket(AF_INET, SOCK_STREAM, 0));
}

static int start_program(const struct paths *paths)
{
	char *const arguments[] = { paths->inside, NULL };
	(void)execve(paths->inside, arguments, arguments + 1); /* it is not executable */
	return errno;
}

static int start_process(const struct paths *paths)
{
	(void)paths;
	pid_t child = fork();
	if (child == 0)
		_exit(0);
	if (child < 0)
		return errno;
	(void)waitpid(child, NULL, 0);
	return 0;
}

static int make_code(const struct paths *paths)
{
	(void)paths;
	void *memory = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	int refusal = mprotect(memory, 4096, PROT_READ | PROT_EXEC) == 0 ? 0 : errno;
	(void)munmap(memory, 4096);
	return refusal;
}

static void *nothing(void *context)
{
	return context;
}

static int start_thread(const struct paths *paths)
{
	(void)paths;
	pthread_t thread;
	int failure = pthread_create(&thread, NULL, nothing, NULL);
	if (!failure)
		(void)pthread_join(thread, NULL);
	return failure;
}

/* MAY_WRITE: Landlock, unless the thread may write in the folder. */
enum needs { NOTHING, LANDLOCK, MAY_WRITE, SECCOMP };

static const struct attempt {
	const char *words;
	int (*try)(const struct paths *paths);
	int free, confined; /* how it ends */
	enum needs needs;
} attempts[] = {
	{ "read inside", read_inside, 0, 0, NOTHING },
	{ "list inside", list_inside, 0, 0, NOTHING },
	{ "start a thread", start_thread, 0, 0, NOTHING },
	{ "read outside", read_outside, 0, EACCES, LANDLOCK },
	{ "read by ..", read_around, 0, EACCES, LANDLOCK },
	{ "read by a link", read_by_link, 0, EACCES, LANDLOCK },
	{ "read passwords", read_passwords, 0, EACCES, LANDLOCK },
	{ "write outside", write_outside, 0, EACCES, LANDLOCK },
	{ "write inside", write_inside, 0, EACCES, MAY_WRITE },
	{ "make a file", make_inside, 0, EACCES, MAY_WRITE },
	{ "make a socket", make_socket, 0, EPERM, SECCOMP },
	{ "start a program", start_program, EACCES, EPERM, SECCOMP },
	{ "start a process", start_process, 0, EPERM, SECCOMP },
	{ "make code", make_code, 0, EPERM, SECCOMP },
	{ "remove a file", remove_inside, 0, EACCES, MAY_WRITE },
};

struct results {
	const struct paths *paths;
	bool may_write;
	struct confinement confinement;
	int confined[ARRAY_COUNT(attempts)], inherited[ARRAY_COUNT(attempts)];
};

static void *try_inherited(void *context)
{
	struct results *results = context;
	for (size_t i = 0; i < ARRAY_COUNT(attempts); i++)
		results->inherited[i] = attempts[i].try(results->paths);
	return NULL;
}

static void *try_confined(void *context)
{
	struct results *results = context;
	pthread_t thread;
	results->confinement = confine_thread(results->paths->folder.path, results->may_write);
	for (size_t i = 0; i < ARRAY_COUNT(attempts); i++)
		results->confined[i] = attempts[i].try(results->paths);
	if (pthread_create(&thread, NULL, try_inherited, results) == 0)
		(void)pthread_join(thread, NULL);
	return NULL;
}

static char *path_in(const char *folder, const char *name)
{
	struct text path = { 0 };
	text_append_format(&path, "%s/%s", folder, name);
	return text_steal(&path);
}

static void paths_make(struct paths *paths)
{
	autofinish(error) struct error error = { 0 };
	const struct bytes words = { (const uint8_t *)"x", 1 };
	*paths = (struct paths){ 0 };
	assert_true(temporary_folder_make(NULL, "inside", &paths->folder, &error));
	assert_true(temporary_folder_make(NULL, "outside", &paths->other, &error));
	paths->inside = path_in(paths->folder.path, "a");
	paths->new_inside = path_in(paths->folder.path, "new");
	paths->old_inside = path_in(paths->folder.path, "old");
	paths->link_outside = path_in(paths->folder.path, "link");
	paths->outside = path_in(paths->other.path, "b");
	automem char *back = path_in("..", strrchr(paths->other.path, '/') + 1);
	automem char *around = path_in(paths->folder.path, back);
	paths->around = path_in(around, "b");
	assert_true(file_replace(paths->inside, words, &error));
	assert_true(file_replace(paths->old_inside, words, &error));
	assert_true(file_replace(paths->outside, words, &error));
	assert_int_equal(symlink(paths->outside, paths->link_outside), 0);
}

static void paths_finish(struct paths *paths)
{
	temporary_folder_finish(&paths->folder);
	temporary_folder_finish(&paths->other);
	free(paths->inside);
	free(paths->outside);
	free(paths->new_inside);
	free(paths->old_inside);
	free(paths->link_outside);
	free(paths->around);
}

static bool is_taken(const struct attempt *attempt, const struct results *results)
{
	switch (attempt->needs) {
	case LANDLOCK:
		return results->confinement.is_confined_to_folder;
	case MAY_WRITE:
		return results->confinement.is_confined_to_folder && !results->may_write;
	case SECCOMP:
		return results->confinement.is_refused_calls;
	case NOTHING:
		break;
	}
	return false;
}

static void expect(const char *who, size_t i, int result, int expected)
{
	if (result != expected)
		fail_msg("%s, %s: %d instead of %d", who, attempts[i].words, result, expected);
}

static void confine(bool may_write)
{
	struct paths paths;
	struct results results = { .paths = &paths, .may_write = may_write };
	pthread_t thread;
	paths_make(&paths);
	assert_int_equal(pthread_create(&thread, NULL, try_confined, &results), 0);
	(void)pthread_join(thread, NULL);
	size_t taken = 0;
	for (size_t i = 0; i < ARRAY_COUNT(attempts); i++) {
		bool is_refused = is_taken(&attempts[i], &results);
		int expected = is_refused ? attempts[i].confined : attempts[i].free;
		taken += is_refused;
		expect("confined", i, results.confined[i], expected);
		expect("in a thread of it", i, results.inherited[i], expected);
		expect("not confined", i, attempts[i].try(&paths), attempts[i].free);
	}
	paths_finish(&paths);
	if (!taken) {
		(void)printf("neither Landlock nor seccomp: nothing to test\n");
		skip();
	}
}

static void a_thread_that_reads(void **state)
{
	(void)state;
	confine(false);
}

static void a_thread_that_writes(void **state)
{
	(void)state;
	confine(true);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_thread_that_reads),
		cmocka_unit_test(a_thread_that_writes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
