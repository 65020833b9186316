/* serve/room/room: each member is told once what it missed; only who leads changes anything. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/array.h"
#include "base/format/markup.h"
#include "serve/room/room.h"

static const char one[] = "1111111111111111", other[] = "2222222222222222";

/* Expects that the member is told exactly this. */
static void expect_told(struct room *room, struct room_member *member, const char *expected)
{
	autofinish(text) struct text out = { 0 };
	assert_int_equal(room_has_news(room, member, "a.html"), *expected != '\0');
	room_append_events(room, member, "a.html", &out);
	assert_string_equal(text_string(&out), expected);
	assert_false(room_has_news(room, member, "a.html"));
}

/* Takes what is new without looking at it. */
static void catch_up(struct room *room, struct room_member *member)
{
	autofinish(text) struct text out = { 0 };
	room_append_events(room, member, "a.html", &out);
}

static void members_are_told_the_newest_once(void **state)
{
	(void)state;
	autofree(room) struct room *room = room_new(false);
	struct room_member member = room_member(room, VISITOR_LISTENER, NULL);
	expect_told(room, &member,
		"event: room\ndata: {\"role\":\"listener\",\"leads\":false,\"led\":false,\"ahead\":false}\n\n");
	expect_told(room, &member, "");
	room_lead(room, one, "a.html");
	assert_true(room_show(room, one, markup_bytes_of("1")));
	assert_true(room_show(room, one, markup_bytes_of("2")));
	assert_true(room_point(room, one, markup_bytes_of("[1,2]")));
	expect_told(room, &member,
		"event: room\ndata: {\"role\":\"listener\",\"leads\":false,\"led\":true,\"ahead\":false,\"page\":\"a.html\"}\n\n"
		"event: show\ndata: 2\n\nevent: spot\ndata: [1,2]\n\n");
	expect_told(room, &member, "");
	room_lead(room, one, "b.html");
	assert_true(room_show(room, one, markup_bytes_of("3")));
	expect_told(room, &member,
		"event: room\ndata: {\"role\":\"listener\",\"leads\":false,\"led\":true,\"ahead\":false,\"page\":\"b.html\"}\n\n");
}

static void only_who_leads_shows(void **state)
{
	(void)state;
	autofree(room) struct room *room = room_new(true);
	assert_false(room_show(room, "", markup_bytes_of("1")));
	assert_false(room_show(room, one, markup_bytes_of("1")));
	room_lead(room, one, "a.html");
	assert_false(room_show(room, other, markup_bytes_of("1")));
	assert_false(room_point(room, other, markup_bytes_of("1")));
	room_leave(room, other);
	assert_true(room_show(room, one, markup_bytes_of("1")));
	room_lead(room, other, "a.html");
	assert_false(room_show(room, one, markup_bytes_of("1")));
	room_leave(room, other);
	assert_false(room_show(room, other, markup_bytes_of("1")));
}

static void a_spot_goes_with_its_leader_and_its_page(void **state)
{
	(void)state;
	autofree(room) struct room *room = room_new(false);
	struct room_member member = room_member(room, VISITOR_LISTENER, NULL);
	for (int i = 0; i < 3; i++) {
		room_lead(room, one, "a.html");
		assert_true(room_point(room, one, markup_bytes_of("[1,2]")));
		catch_up(room, &member);
		if (i == 0)
			room_lead(room, other, "a.html");
		else if (i == 1)
			room_leave(room, one);
		else
			room_lead(room, one, "b.html");
		room_lead(room, one, "a.html");
		autofinish(text) struct text out = { 0 };
		room_append_events(room, &member, "a.html", &out);
		assert_non_null(strstr(text_string(&out), "event: spot\ndata: null\n\n"));
	}
}

static void a_leader_that_is_gone_can_be_forgotten(void **state)
{
	(void)state;
	autofree(room) struct room *room = room_new(false);
	struct room_member member = room_member(room, VISITOR_LISTENER, NULL);
	room_lead(room, one, "a.html");
	assert_true(room_is_led_by(room, one));
	assert_false(room_is_led_by(room, ""));
	catch_up(room, &member);
	assert_true(room_forget_leader(room));
	assert_false(room_is_led_by(room, one));
	assert_false(room_press(room, markup_bytes_of("1")));
	expect_told(room, &member,
		"event: room\ndata: {\"role\":\"listener\",\"leads\":false,\"led\":false,\"ahead\":false,\"page\":\"a.html\"}\n\n");
	assert_false(room_forget_leader(room));
	expect_told(room, &member, "");
}

/* Each kind of news, and whom it wakes: a listener here, one on another page, and who leads. */
static void news_wake_whom_they_concern(void **state)
{
	(void)state;
	autofree(room) struct room *room = room_new(false);
	room_lead(room, one, "a.html");
	static const struct {
		const char *path;
		bool listener, elsewhere, leader;
	} cases[] = {
		{ "show", true, false, true },
		{ "spot", true, false, true },
		{ "press", false, false, true },
		{ "lead", true, true, true },
	};
	struct room_member listener = room_member(room, VISITOR_LISTENER, NULL);
	struct room_member elsewhere = listener;
	struct room_member leader = room_member(room, VISITOR_PRESENTER, one);
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct bytes words = markup_bytes_of("1");
		autofinish(text) struct text out = { 0 };
		catch_up(room, &listener);
		room_append_events(room, &elsewhere, "b.html", &out);
		catch_up(room, &leader);
		if (strcmp(cases[i].path, "show") == 0)
			assert_true(room_show(room, one, words));
		else if (strcmp(cases[i].path, "spot") == 0)
			assert_true(room_point(room, one, words));
		else if (strcmp(cases[i].path, "press") == 0)
			assert_true(room_press(room, words));
		else
			room_lead(room, one, "a.html");
		assert_int_equal(room_has_news(room, &listener, "a.html"), cases[i].listener);
		assert_int_equal(room_has_news(room, &elsewhere, "b.html"), cases[i].elsewhere);
		assert_int_equal(room_has_news(room, &leader, "a.html"), cases[i].leader);
	}
}

/* A window that slept while another one led does not get the keys that were meant for that one. */
static void keys_of_the_former_leader_reach_nobody(void **state)
{
	(void)state;
	autofree(room) struct room *room = room_new(false);
	struct room_member next = room_member(room, VISITOR_PRESENTER, other);
	room_lead(room, one, "a.html");
	catch_up(room, &next);
	assert_true(room_press(room, markup_bytes_of("1")));
	assert_true(room_press(room, markup_bytes_of("2")));
	room_lead(room, other, "a.html");
	assert_true(room_press(room, markup_bytes_of("3")));
	expect_told(room, &next,
		"event: room\ndata: {\"role\":\"presenter\",\"leads\":true,\"led\":true,\"ahead\":false,\"page\":\"a.html\"}\n\n"
		"event: press\ndata: 3\n\n");
}

static void the_speakers_windows_learn_how_old_the_state_is(void **state)
{
	(void)state;
	autofree(room) struct room *room = room_new(false);
	struct room_member member = room_member(room, VISITOR_PRESENTER, other);
	room_lead(room, one, "a.html");
	catch_up(room, &member);
	assert_true(room_show(room, one, markup_bytes_of("7")));
	const struct timespec moment = { .tv_nsec = 50 * 1000 * 1000 };
	(void)nanosleep(&moment, NULL);
	autofinish(text) struct text out = { 0 };
	room_append_events(room, &member, "a.html", &out);
	static const char age[] = "event: age\ndata: ";
	assert_memory_equal(text_string(&out), age, sizeof(age) - 1);
	char *end;
	unsigned long ms = strtoul(text_string(&out) + sizeof(age) - 1, &end, 10);
	assert_true(ms >= 50 && ms < 60000);
	assert_string_equal(end, "\n\nevent: show\ndata: 7\n\n");
}

static void keys_go_to_who_leads_in_order(void **state)
{
	(void)state;
	autofree(room) struct room *room = room_new(false);
	assert_false(room_press(room, markup_bytes_of("0"))); /* nobody leads */
	room_lead(room, one, "a.html");
	assert_true(room_press(room, markup_bytes_of("0"))); /* before it came */
	struct room_member leader = room_member(room, VISITOR_PRESENTER, one);
	struct room_member listener = room_member(room, VISITOR_LISTENER, one);
	struct room_member speaker = room_member(room, VISITOR_PRESENTER, other);
	struct room_member *const all[] = { &leader, &listener, &speaker };
	for (size_t i = 0; i < ARRAY_COUNT(all); i++)
		catch_up(room, all[i]);
	assert_true(room_press(room, markup_bytes_of("1")));
	assert_true(room_press(room, markup_bytes_of("2")));
	expect_told(room, &leader, "event: press\ndata: 1\n\nevent: press\ndata: 2\n\n");
	expect_told(room, &listener, "");
	expect_told(room, &speaker, "");
	for (int i = 0; i < 2 * ROOM_PRESSES; i++)
		assert_true(room_press(room, markup_bytes_of("3")));
	autofinish(text) struct text out = { 0 };
	room_append_events(room, &leader, "a.html", &out);
	assert_int_equal(out.size, ROOM_PRESSES * strlen("event: press\ndata: 3\n\n"));
}

static void texts_are_short_lines(void **state)
{
	(void)state;
	static const char *const wrong[] = { "", "a\nb", "a\rb", "\x7f", "\x01" };
	autofree(room) struct room *room = room_new(false);
	room_lead(room, one, "a.html");
	for (size_t i = 0; i < ARRAY_COUNT(wrong); i++) {
		assert_false(room_show(room, one, markup_bytes_of(wrong[i])));
		assert_false(room_point(room, one, markup_bytes_of(wrong[i])));
		assert_false(room_press(room, markup_bytes_of(wrong[i])));
	}
	static char text[ROOM_STATE_MAX + 2];
	memset(text, 'x', ROOM_STATE_MAX + 1);
	assert_false(room_show(room, one, markup_bytes_of(text)));
	assert_true(room_show(room, one, markup_bytes_of(text + 1)));
}

static void windows_have_names_of_digits(void **state)
{
	(void)state;
	assert_true(room_is_window(one));
	assert_false(room_is_window(NULL));
	assert_false(room_is_window(""));
	assert_false(room_is_window("111111111111111"));
	assert_false(room_is_window("11111111111111111"));
	assert_false(room_is_window("111111111111111\""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(members_are_told_the_newest_once),
		cmocka_unit_test(only_who_leads_shows),
		cmocka_unit_test(a_spot_goes_with_its_leader_and_its_page),
		cmocka_unit_test(a_leader_that_is_gone_can_be_forgotten),
		cmocka_unit_test(keys_go_to_who_leads_in_order),
		cmocka_unit_test(news_wake_whom_they_concern),
		cmocka_unit_test(keys_of_the_former_leader_reach_nobody),
		cmocka_unit_test(the_speakers_windows_learn_how_old_the_state_is),
		cmocka_unit_test(texts_are_short_lines),
		cmocka_unit_test(windows_have_names_of_digits),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
