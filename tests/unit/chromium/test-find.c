/* chromium/find: names on the PATH, applications below HOME, and one that is named. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/array.h"
#include "base/text.h"
#include "chromium/find.h"

static char home[] = "/tmp/test-find-XXXXXX";

/* Makes a program with this name below the folder, and the folders on its path. */
static void make_program(struct text *path, const char *name)
{
	text_clear(path);
	text_append_format(path, "%s/%s", home, name);
	automem char *whole = strdup(text_string(path));
	for (char *slash = whole + strlen(home) + 1; (slash = strchr(slash, '/')); slash++) {
		*slash = '\0';
		(void)mkdir(whole, 0755); /* an error is fine: the folder may exist */
		*slash = '/';
	}
	FILE *file = fopen(whole, "w");
	assert_non_null(file);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(chmod(whole, 0755), 0);
}

static void expect_found(const char *path)
{
	autofinish(error) struct error error = { 0 };
	automem char *found = chromium_find(&error);
	if (!path) {
		assert_null(found);
		assert_non_null(strstr(error_message(&error), "install one, or name it"));
		return;
	}
	assert_non_null(found);
	assert_string_equal(found, path);
}

static void each_is_found(void **state)
{
	(void)state;
	static const char *const names[] = {
		"Applications/Brave Browser.app/Contents/MacOS/Brave Browser",
		"Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
		"Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
		"Applications/Chromium.app/Contents/MacOS/Chromium",
		"brave-browser",
		"microsoft-edge",
		"google-chrome-stable",
		"google-chrome",
		"chromium-browser",
		"chromium",
	};
	if (access("/Applications", F_OK) == 0)
		skip(); /* a Mac finds its own applications first */
	assert_non_null(mkdtemp(home));
	assert_int_equal(setenv("HOME", home, 1) | setenv("PATH", home, 1), 0);
	assert_int_equal(unsetenv("PCAPDECK_CHROMIUM"), 0);
	autofinish(text) struct text path = { 0 };
	expect_found(NULL);
	/* Each new candidate takes precedence over those made before it. */
	for (size_t i = 0; i < ARRAY_COUNT(names); i++) {
		make_program(&path, names[i]);
		expect_found(text_string(&path));
	}
	make_program(&path, "mine");
	assert_int_equal(setenv("PCAPDECK_CHROMIUM", "mine", 1), 0);
	expect_found(text_string(&path));
	autofinish(text) struct text command = { 0 };
	for (size_t i = 0; i < ARRAY_COUNT(names); i++) {
		text_clear(&command);
		text_append_format(&command, "%s/%s", home, names[i]);
		char *name = command.data;
		assert_int_equal(unlink(name), 0);
		for (char *slash; (slash = strrchr(name, '/')) && slash > name + strlen(home);) {
			*slash = '\0';
			(void)rmdir(name);
		}
	}
	assert_int_equal(unlink(text_string(&path)), 0);
	assert_int_equal(rmdir(home), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(each_is_found) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
