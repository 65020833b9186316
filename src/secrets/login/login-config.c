/*
 * Passwords in device configurations that are loaded over the network (Cisco IOS and similar ones),
 * and the logins of CVS' password server and of the rsync daemon.
 */
#include "base/array.h"
#include "base/ascii.h"
#include "secrets/login/login-scan.h"

enum { WORDS_MAX = 16 };

/* Reads the words of the line at `at`, up to WORDS_MAX. */
static size_t read_words(
	const struct login_scan *scan, size_t at, size_t end, struct login_word words[WORDS_MAX])
{
	size_t count = 0;
	while (count < WORDS_MAX) {
		while (at < end && (scan->text.data[at] == ' ' || scan->text.data[at] == '\t'))
			at++;
		if (at == end)
			break;
		words[count].start = at;
		while (at < end && scan->text.data[at] != ' ' && scan->text.data[at] != '\t')
			at++;
		words[count++].end = at;
	}
	return count;
}

/* Whether a word has a digit or a sign. Words of prose have none. */
static bool has_digit_or_sign(const struct login_scan *scan, struct login_word word)
{
	for (size_t i = word.start; i < word.end; i++) {
		uint8_t c = scan->text.data[i];
		if (ascii_is_digit(c) || (c && strchr("_-!@#$%^&*+=/", c)))
			return true;
	}
	return false;
}

/*
 * Hides the word after the second name, and its type: "snmp-server community S", "username a
 * password 0 S".
 */
static bool hide_setting(struct login_scan *scan, const struct login_word *words, size_t count)
{
	static const struct {
		const char *first, *second;
		bool is_sure; /* prose does not look like this */
	} settings[] = {
		{ "snmp-server", "community", true }, { "tacacs-server", "key", true },
		{ "radius-server", "key", true }, { "key-string", NULL, true },
		{ "wpa-psk", "ascii", true }, { "username", "password", false },
		{ "username", "secret", false }, { "enable", "secret", false },
		{ "enable", "password", false }, { "neighbor", "password", false },
		{ "ip", "authentication-key", true }, { "ip", "md5", false },
		{ "ntp", "md5", false }, { "ppp", "password", false }, { "crypto", "key", false },
		{ "key", NULL, false }, /* in a server's block: "key 7 S" */
		{ "password", NULL, false }, /* in a line's block: "password 7 S" */
	};
	for (size_t i = 0; i < ARRAY_COUNT(settings); i++) {
		size_t at = 1;
		if (!count || !login_word_is(scan, words[0], settings[i].first))
			continue;
		while (settings[i].second && at < count &&
			!login_word_is(scan, words[at], settings[i].second))
			at++;
		at += settings[i].second != NULL;
		bool has_type = at + 1 < count && words[at].end - words[at].start == 1 &&
			ascii_is_digit(login_byte(scan, words[at].start));
		at += has_type;
		bool is_bare = !settings[i].second && !settings[i].is_sure;
		if (at >= count || (is_bare && (!has_type || at + 1 != count)) ||
			!(settings[i].is_sure || has_type || has_digit_or_sign(scan, words[at])))
			continue;
		login_hide(scan, words[at].start, words[at].end);
		return true;
	}
	return false;
}

/* Returns the line that is `count` lines below `at`. */
static size_t line_below(const struct login_scan *scan, size_t at, unsigned count)
{
	while (count--)
		at = login_next_line(scan, login_line_end(scan, at));
	return at;
}

/* Hides the scrambled password of BEGIN AUTH REQUEST, a folder, a name, and a line with 'A'. */
static bool hide_cvs(struct login_scan *scan, size_t at)
{
	static const char *const starts[] = { "BEGIN AUTH REQUEST", "BEGIN VERIFICATION REQUEST" };
	const struct login_word line = { at, login_line_end(scan, at) };
	if (!login_word_is_one_of(scan, line, starts, ARRAY_COUNT(starts)))
		return false;
	size_t password = line_below(scan, at, 3);
	login_hide(scan, password + (login_byte(scan, password) == 'A'),
		login_line_end(scan, password));
	return true;
}

/* Hides the response of a greeting, a module, and "name response". */
static bool hide_rsync(struct login_scan *scan, size_t at)
{
	static const char greeting[] = "@RSYNCD: ";
	struct login_word words[WORDS_MAX];
	size_t size = sizeof(greeting) - 1;
	if (at + size > scan->text.size || memcmp(scan->text.data + at, greeting, size) != 0 ||
		!ascii_is_digit(login_byte(scan, at + size)))
		return false;
	size_t line = line_below(scan, at, 2), end = login_line_end(scan, line);
	if (read_words(scan, line, end, words) == 2 && login_byte(scan, line) != '@')
		login_hide(scan, words[1].start, words[1].end);
	return true;
}

bool login_find_config(struct login_scan *scan)
{
	bool is_known = false;
	for (size_t at = 0; at < scan->text.size;) {
		struct login_word words[WORDS_MAX];
		size_t end = login_line_end(scan, at);
		size_t count = read_words(scan, at, end, words);
		is_known = hide_setting(scan, words, count) || hide_cvs(scan, at) ||
			hide_rsync(scan, at) || is_known;
		at = login_next_line(scan, end);
	}
	return is_known;
}
