/*
 * Feedback on the disk: kept once and read back; still there after a killed program and a full
 * disk; and gone without a trace when it is forgotten.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/array.h"
#include "base/file/file.h"
#include "base/file/temporary-folder.h"
#include "base/format/markup.h"
#include "feedback/store.h"

struct place {
	struct temporary_folder folder;
	struct feedback *feedback;
};

static struct place place_new(void)
{
	struct place place = { 0 };
	autofinish(error) struct error error = { 0 };
	assert_true(temporary_folder_make(NULL, "feedback", &place.folder, &error));
	place.feedback = feedback_new(place.folder.path);
	return place;
}

static void place_finish(struct place *place)
{
	feedback_free(place->feedback);
	temporary_folder_finish(&place->folder);
}

static char *path_of(const struct place *place, const char *name)
{
	struct text path = { 0 };
	text_append_format(&path, "%s/.pcapdeck/%s", place->folder.path, name);
	return text_steal(&path);
}

static struct feedback_item question(const char *words, const char *name)
{
	return (struct feedback_item){
		.place = { .talk = "a.md",
			.slide = "four",
			.step = 2,
			.capture = "ping",
			.frame = 3 },
		.slide_title = "Four",
		.kind = FEEDBACK_QUESTION,
		.words = words,
		.name = name,
		.at_s = 1000,
	};
}

static bool ask(struct feedback *feedback, const char *words, const char *name, const char *visitor,
	struct error *error)
{
	struct feedback_item item = question(words, name);
	return feedback_add(feedback, &item, visitor, NULL, error);
}

static size_t count_of(struct feedback *feedback, const char *talk)
{
	autofinish(error) struct error error = { 0 };
	autofinish(feedback_list) struct feedback_list list = { 0 };
	assert_true(feedback_read(feedback, talk, 0, NULL, &list, &error));
	return list.count;
}

static void test_nothing(void **state)
{
	(void)state;
	autofinish(error) struct error error = { 0 };
	struct place place = place_new();
	automem char *folder = path_of(&place, "");
	uint64_t all, own;
	assert_int_equal(count_of(place.feedback, "a.md"), 0);
	assert_true(feedback_count(place.feedback, "a.md", "v", &all, &own, &error));
	assert_int_equal(all, 0);
	assert_true(feedback_forget(place.feedback, "Kim", &all, &error));
	assert_false(file_exists(folder)); /* who only reads makes no file */
	place_finish(&place);
}

static void test_kept(void **state)
{
	(void)state;
	autofinish(error) struct error error = { 0 };
	autofinish(feedback_list) struct feedback_list list = { 0 };
	struct place place = place_new();
	struct feedback_item item = question("왜 seq가 1인가요?", "민지");
	bool is_new = false;
	assert_true(feedback_add(place.feedback, &item, "v1", &is_new, &error));
	assert_true(is_new);
	assert_true(feedback_add(place.feedback, &item, "v1", &is_new, &error));
	assert_false(is_new); /* a form that was sent twice */
	assert_true(feedback_read(place.feedback, "a.md", 0, "v1", &list, &error));
	assert_int_equal(list.count, 1);
	const struct feedback_item *read = &list.items[0];
	assert_string_equal(read->place.talk, "a.md");
	assert_string_equal(read->place.slide, "four");
	assert_string_equal(read->slide_title, "Four");
	assert_int_equal(read->place.step, 2);
	assert_string_equal(read->place.capture, "ping");
	assert_int_equal(read->place.frame, 3);
	assert_string_equal(read->words, "왜 seq가 1인가요?");
	assert_string_equal(read->name, "민지");
	assert_int_equal(read->at_s, 1000);
	assert_true(read->is_own);
	assert_int_equal(count_of(place.feedback, "b.md"), 0);
	autofinish(text) struct text name = { 0 };
	assert_true(feedback_last_name(place.feedback, "v1", &name, &error));
	assert_string_equal(text_string(&name), "민지");
	feedback_list_finish(&list);
	assert_true(feedback_read(place.feedback, "a.md", 1001, "v1", &list, &error));
	assert_int_equal(list.count, 0);
	place_finish(&place);
}

static void mark(
	struct place *place, const char *slide, enum feedback_mark mark, const char *visitor)
{
	autofinish(error) struct error error = { 0 };
	const struct feedback_place at = { .talk = "a.md", .slide = slide, .capture = "" };
	assert_true(feedback_set_mark(place->feedback, &at, mark, visitor, 5, &error));
}

/* Only marks that were made at a packet say where listeners were lost. */
static void test_lost(void **state)
{
	(void)state;
	static const struct {
		const char *slide, *visitor, *capture;
		uint64_t frame;
		enum feedback_mark mark;
	} marks[] = {
		{ "one", "v1", "ping", 3, MARK_LOST_ME },
		{ "one", "v2", "ping", 3, MARK_LOST_ME },
		{ "one", "v3", "ping", 2, MARK_LOST_ME },
		{ "one", "v4", "other", 2, MARK_LOST_ME },
		{ "one", "v5", "ping", 3, MARK_CLEAR },
		{ "two", "v1", "", 0, MARK_LOST_ME },
	};
	autofinish(error) struct error error = { 0 };
	autofinish(feedback_list) struct feedback_list list = { 0 };
	struct place place = place_new();
	for (size_t i = 0; i < ARRAY_COUNT(marks); i++) {
		const struct feedback_place at = {
			.talk = "a.md",
			.slide = marks[i].slide,
			.capture = marks[i].capture,
			.frame = marks[i].frame,
		};
		assert_true(feedback_set_mark(
			place.feedback, &at, marks[i].mark, marks[i].visitor, 5, &error));
	}
	assert_true(feedback_read(place.feedback, "a.md", 0, NULL, &list, &error));
	assert_int_equal(list.lost_count, 3);
	assert_string_equal(list.lost[0].capture, "other");
	assert_int_equal(list.lost[1].frame, 2);
	assert_int_equal(list.lost[1].count, 1);
	assert_string_equal(list.lost[2].slide, "one");
	assert_int_equal(list.lost[2].frame, 3);
	assert_int_equal(list.lost[2].count, 2);
	place_finish(&place);
}

static void test_marks(void **state)
{
	(void)state;
	autofinish(error) struct error error = { 0 };
	autofinish(feedback_list) struct feedback_list list = { 0 };
	struct place place = place_new();
	mark(&place, "one", MARK_CLEAR, "v1");
	mark(&place, "one", MARK_CLEAR, "v2");
	mark(&place, "one", MARK_LOST_ME, "v2"); /* a listener has one mark */
	mark(&place, "two", MARK_TOO_FAST, "v1");
	mark(&place, "two", MARK_NONE, "v1");
	assert_true(feedback_read(place.feedback, "a.md", 0, "v2", &list, &error));
	assert_int_equal(list.slide_count, 1);
	assert_string_equal(list.slides[0].slide, "one");
	assert_int_equal(list.slides[0].marks[MARK_CLEAR], 1);
	assert_int_equal(list.slides[0].marks[MARK_LOST_ME], 1);
	assert_int_equal(list.slides[0].own, MARK_LOST_ME);
	place_finish(&place);
}

static void test_upvotes(void **state)
{
	(void)state;
	autofinish(error) struct error error = { 0 };
	autofinish(feedback_list) struct feedback_list list = { 0 };
	struct place place = place_new();
	uint64_t all, own;
	assert_true(ask(place.feedback, "why?", "", "v1", &error));
	assert_true(feedback_set_upvote(place.feedback, "a.md", 1, true, "v2", &error));
	assert_true(feedback_set_upvote(place.feedback, "a.md", 1, true, "v2", &error));
	assert_true(feedback_set_upvote(place.feedback, "a.md", 1, true, "v3", &error));
	assert_true(feedback_set_upvote(place.feedback, "b.md", 1, true, "v4", &error));
	assert_true(feedback_set_upvote(place.feedback, "a.md", 99, true, "v4", &error));
	assert_true(feedback_read(place.feedback, "a.md", 0, "v2", &list, &error));
	assert_int_equal(list.items[0].upvotes, 2);
	assert_true(list.items[0].is_upvoted);
	assert_true(feedback_count(place.feedback, "a.md", "v2", &all, &own, &error));
	assert_int_equal(all, 3);
	assert_int_equal(own, 1);
	assert_true(feedback_set_upvote(place.feedback, "a.md", 1, false, "v2", &error));
	feedback_list_finish(&list);
	assert_true(feedback_read(place.feedback, "a.md", 0, "v2", &list, &error));
	assert_int_equal(list.items[0].upvotes, 1);
	place_finish(&place);
}

static void test_done(void **state)
{
	(void)state;
	autofinish(error) struct error error = { 0 };
	autofinish(feedback_list) struct feedback_list list = { 0 };
	struct place place = place_new();
	bool is_found = true;
	assert_true(feedback_set_done(place.feedback, "a.md", 1, true, 9, &is_found, &error));
	assert_false(is_found);
	assert_true(ask(place.feedback, "why?", "", "v1", &error));
	assert_true(feedback_set_done(place.feedback, "b.md", 1, true, 9, &is_found, &error));
	assert_false(is_found); /* it is of another talk */
	assert_true(feedback_set_done(place.feedback, "a.md", 1, true, 9, &is_found, &error));
	assert_true(is_found);
	assert_true(feedback_read(place.feedback, "a.md", 0, NULL, &list, &error));
	assert_true(list.items[0].is_done);
	feedback_list_finish(&list);
	assert_true(feedback_set_done(place.feedback, "a.md", 1, false, 9, &is_found, &error));
	assert_true(feedback_read(place.feedback, "a.md", 0, NULL, &list, &error));
	assert_false(list.items[0].is_done);
	place_finish(&place);
}

/* Whether any file of the store has the words. */
static bool is_written(const struct place *place, const char *words)
{
	static const char *const names[] = { "feedback.db", "feedback.db-wal",
		"feedback.db-journal" };
	bool is_any = false;
	for (size_t i = 0; i < ARRAY_COUNT(names); i++) {
		autofinish(error) struct error error = { 0 };
		autofinish(buffer) struct buffer bytes = { 0 };
		automem char *path = path_of(place, names[i]);
		if (file_exists(path) && file_read(path, 64 << 20, &bytes, &error))
			is_any |= memmem(bytes.data, bytes.size, words, strlen(words)) != NULL;
	}
	return is_any;
}

static void test_forget(void **state)
{
	(void)state;
	autofinish(error) struct error error = { 0 };
	struct place place = place_new();
	uint64_t count;
	autofree(feedback) struct feedback *other = feedback_new(place.folder.path);
	assert_true(ask(place.feedback, "signed-secret", "Kim", "v1", &error));
	assert_true(ask(place.feedback, "unsigned-secret", "", "v1", &error));
	assert_true(ask(place.feedback, "stays", "Lee", "v2", &error));
	assert_true(ask(place.feedback, "nameless", "", "v3", &error));
	mark(&place, "one", MARK_CLEAR, "v1");
	mark(&place, "one", MARK_CLEAR, "v2");
	assert_int_equal(count_of(other, "a.md"), 4); /* a server that has the file open */
	assert_true(is_written(&place, "signed-secret"));
	assert_true(feedback_forget(place.feedback, "Kim", &count, &error));
	assert_int_equal(count, 2);
	assert_false(is_written(&place, "signed-secret"));
	assert_false(is_written(&place, "unsigned-secret"));
	assert_false(is_written(&place, "Kim"));
	assert_true(is_written(&place, "stays"));
	assert_int_equal(count_of(other, "a.md"), 2);
	autofinish(feedback_list) struct feedback_list list = { 0 };
	assert_true(feedback_read(other, "a.md", 0, NULL, &list, &error));
	assert_int_equal(list.slides[0].marks[MARK_CLEAR], 1);
	place_finish(&place);
}

/* A file-size limit is a full disk: a write fails. */
static void test_full(void **state)
{
	(void)state;
	autofinish(error) struct error error = { 0 };
	struct place place = place_new();
	struct rlimit before, limit;
	automem char *log = path_of(&place, "feedback.db-wal");
	struct stat status;
	assert_true(ask(place.feedback, "early", "", "v", &error));
	assert_int_equal(stat(log, &status), 0);
	(void)signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	limit = before;
	limit.rlim_cur = (rlim_t)status.st_size + 100;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
	bool is_kept = ask(place.feedback, "lost", "", "v", &error);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
	assert_false(is_kept);
	assert_non_null(strstr(error_message(&error), "cannot keep feedback in"));
	assert_int_equal(count_of(place.feedback, "a.md"), 1);
	error_finish(&error);
	assert_true(ask(place.feedback, "later", "", "v", &error));
	assert_int_equal(count_of(place.feedback, "a.md"), 2);
	place_finish(&place);
}

static void test_refused(void **state)
{
	(void)state;
	autofinish(error) struct error error = { 0 };
	autofinish(feedback_list) struct feedback_list list = { 0 };
	struct place place = place_new();
	automem char *path = path_of(&place, "feedback.db");
	automem char *folder = path_of(&place, "");
	autofinish(text) struct text below = { 0 };

	/* No folder can be made here. */
	text_append_format(&below, "%s/file", place.folder.path);
	assert_true(file_replace(text_string(&below), markup_bytes_of("x"), &error));
	autofree(feedback) struct feedback *nowhere = feedback_new(text_string(&below));
	assert_false(ask(nowhere, "why?", "", "v", &error));
	assert_non_null(strstr(error_message(&error), "cannot keep feedback in"));
	error_finish(&error);
	error = (struct error){ 0 };

	assert_int_equal(mkdir(folder, 0700), 0);
	assert_true(file_replace(path,
		markup_bytes_of("This is a text of somebody else, and not a database at all, which "
				"is long enough to be looked at."),
		&error));
	assert_false(ask(place.feedback, "why?", "", "v", &error));
	assert_non_null(strstr(error_message(&error), "is no feedback of pcapdeck"));
	error_finish(&error);
	error = (struct error){ 0 };
	assert_false(feedback_read(place.feedback, "a.md", 0, NULL, &list, &error));
	place_finish(&place);
}

/* What somebody may do who may not write: 0 when that is to read, and no more. */
static int look_read_only(const char *folder)
{
	struct error error = { 0 };
	struct feedback_list list = { 0 };
	struct feedback *feedback = feedback_new(folder);
	bool is_read = feedback_read(feedback, "a.md", 0, NULL, &list, &error) && list.count == 1;
	bool is_kept = ask(feedback, "again", "", "v", &error);
	bool is_said = strstr(error_message(&error), "may not be written to") != NULL;
	error_finish(&error);
	feedback_list_finish(&list);
	feedback_free(feedback);
	return is_read && !is_kept && is_said ? 0 : 1;
}

/* Talks on a disk that may only be read. Root may write everywhere, and becomes somebody else. */
static void test_read_only(void **state)
{
	(void)state;
	enum { NOBODY = 65534 };
	autofinish(error) struct error error = { 0 };
	struct place place = place_new();
	automem char *folder = path_of(&place, "");
	automem char *path = path_of(&place, "feedback.db");
	assert_true(ask(place.feedback, "why?", "", "v", &error));
	feedback_free(place.feedback); /* moves the log into the file */
	place.feedback = NULL;
	assert_int_equal(chmod(place.folder.path, 0755), 0);
	assert_int_equal(chmod(path, 0444), 0);
	assert_int_equal(chmod(folder, 0555), 0);
	pid_t child = fork();
	if (child == 0)
		_exit(geteuid() == 0 && setuid(NOBODY) != 0 ? 2
							    : look_read_only(place.folder.path));
	int status;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(WIFEXITED(status) ? WEXITSTATUS(status) : -1, 0);
	assert_int_equal(chmod(folder, 0700), 0);
	place_finish(&place);
}

/* Stores items one after the other, and tells each that was kept, until it is killed. */
static void store_until_killed(const char *folder, int out)
{
	autofinish(error) struct error error = { 0 };
	struct feedback *feedback = feedback_new(folder);
	for (uint32_t i = 0;; i++) {
		autofinish(text) struct text words = { 0 };
		text_append_format(&words, "question %u", i);
		if (!ask(feedback, text_string(&words), "", "v", &error))
			_exit(1);
		if (write(out, &i, sizeof(i)) != sizeof(i))
			_exit(0);
	}
}

static void test_killed(void **state)
{
	(void)state;
	enum { ROUNDS = 6 };
	for (unsigned round = 0; round < ROUNDS; round++) {
		struct place place = place_new();
		int ends[2];
		assert_int_equal(pipe(ends), 0);
		pid_t child = fork();
		if (child == 0) {
			(void)close(ends[0]);
			store_until_killed(place.folder.path, ends[1]);
		}
		(void)close(ends[1]);
		uint32_t told = 0, i;
		/* Killed while it writes the one after. */
		while (told <= round * 2 && read(ends[0], &i, sizeof(i)) == sizeof(i))
			told++;
		assert_int_equal(kill(child, SIGKILL), 0);
		while (read(ends[0], &i, sizeof(i)) == sizeof(i))
			told++;
		int status;
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_true(WIFSIGNALED(status));
		(void)close(ends[0]);
		assert_true(told > 0);
		assert_true(count_of(place.feedback, "a.md") >= told);
		place_finish(&place);
	}
}

static void test_clean(void **state)
{
	(void)state;
	static const struct {
		const char *written, *kept;
		size_t most;
		bool is_long;
	} rows[] = {
		{ "  why?\r\n", "why?", 100, true }, { "one\ntwo", "one\ntwo", 100, true },
		{ "one\ntwo", "one two", 100, false },
		{ "a\x1b[31mred\x07", "a[31mred", 100, true },
		{ "a\xe2\x80\xae"
		  "b\xe2\x80\x8b"
		  "c",
			"abc", 100, true }, /* U+202E, U+200B */
		{ "a\xc2\x9b"
		  "b",
			"ab", 100, true }, /* CSI as one character */
		{ "a\xff"
		  "b\xed\xa0\x80",
			"ab", 100, true }, /* no UTF-8, and half of a pair */
		{ "가나다", "가나", 7, true }, /* never half a letter */
		{ "\n \n", "", 100, true }, { "\xf0\x9f\x91\x8d", "\xf0\x9f\x91\x8d", 100, true },
		{ "<b>@everyone ```", "<b>@everyone ```", 100,
			true }, /* escaped where it is written */
	};
	for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
		autofinish(text) struct text kept = { 0 };
		feedback_clean(
			&kept, markup_bytes_of(rows[i].written), rows[i].most, rows[i].is_long);
		assert_string_equal(text_string(&kept), rows[i].kept);
	}
	autofinish(text) struct text name = { 0 };
	feedback_talk_name(&name, "talks/\xe1\x84\x80\xe1\x85\xa1.md"); /* 가, decomposed */
	assert_string_equal(text_string(&name), "가.md");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nothing),
		cmocka_unit_test(test_kept),
		cmocka_unit_test(test_marks),
		cmocka_unit_test(test_lost),
		cmocka_unit_test(test_upvotes),
		cmocka_unit_test(test_done),
		cmocka_unit_test(test_forget),
		cmocka_unit_test(test_full),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_read_only),
		cmocka_unit_test(test_killed),
		cmocka_unit_test(test_clean),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
