/* serve/live: one recording at a time; a failed one takes no picture away. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <poll.h>

#include "base/array.h"
#include "serve/live/live-slides.h"
#include "serve/live/live.h"

static bool is_asked(const struct live *live)
{
	struct pollfd source = { .fd = live_descriptor(live), .events = POLLIN };
	return poll(&source, 1, 0) == 1;
}

static void one_recording_at_a_time(void **state)
{
	(void)state;
	autofinish(error) struct error error = { 0 };
	autofree(live) struct live *live = live_new(&error);
	automem char *page = NULL, *slide = NULL;
	assert_non_null(live);
	assert_false(is_asked(live));
	assert_false(live_take(live, &page, &slide));
	assert_int_equal(live_ask(live, "a.html", "now"), LIVE_ACCEPTED);
	assert_true(is_asked(live));
	assert_int_equal(live_ask(live, "b.html", "now"), LIVE_BUSY);
	assert_true(live_take(live, &page, &slide));
	assert_string_equal(page, "a.html");
	assert_string_equal(slide, "now");
	assert_false(is_asked(live));
	assert_int_equal(live_ask(live, "b.html", "now"), LIVE_BUSY);
	live_end(live);
	assert_int_equal(live_ask(live, "b.html", "now"), LIVE_TOO_SOON);
	assert_false(is_asked(live));
}

static void expect_told(
	const struct live_slides *slides, const char *to_speaker, const char *to_listener)
{
	autofinish(text) struct text speaker = { 0 }, listener = { 0 };
	live_slides_append(slides, true, &speaker);
	live_slides_append(slides, false, &listener);
	assert_string_equal(text_string(&speaker), to_speaker);
	assert_string_equal(text_string(&listener), to_listener);
}

static void a_failure_takes_no_picture_away(void **state)
{
	(void)state;
	char first[] = "a", second[] = "\"b";
	char *const ids[] = { first, second };
	struct live_slides slides = live_slides_new(ids, ARRAY_COUNT(ids));
	struct live_slide *slide = live_slides_find(&slides, "\"b");
	assert_non_null(slide);
	assert_null(live_slides_find(&slides, "b"));
	static const char rest[] = "[{\"slide\":\"a\",\"picture\":0,\"state\":\"idle\"},"
				   "{\"slide\":\"\\\"b\",\"picture\":0,\"state\":\"idle\"}]";
	expect_told(&slides, rest, rest);

	autofinish(text) struct text json = { 0 };
	slide->is_recording = true;
	text_append(&json, "{}");
	live_slide_end(slide, 7, &json, NULL);
	assert_string_equal(text_string(&slide->json), "{}");
	assert_int_equal(json.size, 0);
	static const char done[] = "[{\"slide\":\"a\",\"picture\":0,\"state\":\"idle\"},"
				   "{\"slide\":\"\\\"b\",\"picture\":7,\"state\":\"idle\"}]";
	expect_told(&slides, done, done);

	slide->is_recording = true;
	text_append(&json, "half");
	live_slide_end(slide, 8, &json, "no <network>");
	assert_string_equal(text_string(&slide->json), "{}");
	expect_told(&slides,
		"[{\"slide\":\"a\",\"picture\":0,\"state\":\"idle\"},"
		"{\"slide\":\"\\\"b\",\"picture\":7,\"state\":\"failed\",\"words\":\"no <network>\"}]",
		"[{\"slide\":\"a\",\"picture\":0,\"state\":\"idle\"},"
		"{\"slide\":\"\\\"b\",\"picture\":7,\"state\":\"failed\"}]");
	live_slides_finish(&slides);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_recording_at_a_time),
		cmocka_unit_test(a_failure_takes_no_picture_away),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
