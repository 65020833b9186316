/*
 * Logins in Redis' arrays (RESP): AUTH, HELLO, MIGRATE, CONFIG SET and ACL SETUSER. Where bytes are
 * missing, an array that may have a login is hidden whole.
 */
#include "base/array.h"
#include "base/ascii.h"
#include "secrets/login/login-scan.h"
#include "secrets/secret-names.h"

enum {
	ARGUMENTS_MAX = 64, /* of a command */
	NUMBER_DIGITS_MAX = 9,
	DAMAGED_SIZE_MAX = 1024, /* searched on each side of a gap */
	COMMAND_PLACE_MAX = 32, /* the command is within the first bytes of its array */
	REDIS_PORT = 6379,
};

/*
 * Reads "$5\r\n" or "*2\r\n": the number; returns the offset after it, or 0 when it is something
 * else.
 */
static size_t read_count(const struct login_scan *scan, size_t at, char sign, size_t *ret_number)
{
	if (login_byte(scan, at) != (uint8_t)sign)
		return 0;
	size_t digits = at + 1, i = digits, number = 0;
	for (; ascii_is_digit(login_byte(scan, i)) && i - digits < NUMBER_DIGITS_MAX; i++)
		number = number * 10 + (size_t)(login_byte(scan, i) - '0');
	if (i == digits || login_byte(scan, i) != '\r' || login_byte(scan, i + 1) != '\n')
		return 0;
	*ret_number = number;
	return i + 2;
}

static void hide_arguments(
	struct login_scan *scan, const struct login_word *arguments, size_t first, size_t count)
{
	for (size_t i = first; i < count; i++)
		login_hide(scan, arguments[i].start, arguments[i].end);
}

/*
 * Hides the value after a name: "requirepass" of CONFIG GET's answer, "auth-pass" of SENTINEL SET,
 * "password" of HSET.
 */
static void hide_named(struct login_scan *scan, const struct login_word *arguments, size_t count)
{
	for (size_t i = 0; i + 1 < count; i++) {
		const struct login_word name = arguments[i];
		struct bytes bytes = { scan->text.data + name.start, name.end - name.start };
		if (!secret_is_member(bytes))
			continue;
		hide_arguments(scan, arguments, i + 1, i + 2);
		i++;
	}
}

static void hide_in_array(struct login_scan *scan, const struct login_word *arguments, size_t count)
{
	if (!count)
		return;
	if (login_word_is(scan, arguments[0], "AUTH")) {
		hide_arguments(scan, arguments, 1, count);
		return;
	}
	bool is_hello = login_word_is(scan, arguments[0], "HELLO");
	if (is_hello || login_word_is(scan, arguments[0], "MIGRATE")) {
		for (size_t i = 1; i < count; i++) {
			bool is_pair = login_word_is(scan, arguments[i], "AUTH2") || is_hello;
			if (!login_word_is(scan, arguments[i], "AUTH") &&
				!login_word_is(scan, arguments[i], "AUTH2"))
				continue;
			size_t end = i + (is_pair ? 3 : 2);
			hide_arguments(scan, arguments, i + 1, end < count ? end : count);
			return;
		}
		return;
	}
	if (count > 2 && login_word_is(scan, arguments[0], "CONFIG") &&
		login_word_is(scan, arguments[1], "SET")) {
		for (size_t i = 2; i + 1 < count; i += 2) {
			static const char *const names[] = { "requirepass", "masterauth",
				"tls-key-file-pass", "tls-client-key-file-pass" };
			if (login_word_is_one_of(scan, arguments[i], names, ARRAY_COUNT(names)))
				hide_arguments(scan, arguments, i + 1, i + 2);
		}
		return;
	}
	bool is_of_pairs = count == 2 || login_word_is(scan, arguments[0], "SENTINEL") ||
		login_word_is(scan, arguments[0], "HSET") ||
		login_word_is(scan, arguments[0], "HMSET");
	if (is_of_pairs)
		hide_named(scan, arguments, count);
	if (count > 3 && login_word_is(scan, arguments[0], "ACL") &&
		login_word_is(scan, arguments[1], "SETUSER")) {
		for (size_t i = 3; i < count; i++) {
			uint8_t sign = login_byte(scan, arguments[i].start);
			if (sign && strchr("><#!", sign))
				login_hide(scan, arguments[i].start + 1, arguments[i].end);
		}
	}
}

/* Reads the arguments from `at` on, all or `count` of them; returns where the rest begins. */
static size_t read_arguments(const struct login_scan *scan, size_t at, size_t count,
	struct login_word *arguments, size_t *ret_known)
{
	size_t next = at, size = 0;
	*ret_known = 0;
	for (size_t i = 0; i < count; i++) {
		size_t start = read_count(scan, next, '$', &size);
		if (!start)
			break; /* cut or damaged: the arguments read so far count */
		size_t end = size < scan->text.size - start ? start + size : scan->text.size;
		if (*ret_known < ARGUMENTS_MAX)
			arguments[(*ret_known)++] = (struct login_word){ start, end };
		next = end;
		if (login_byte(scan, next) == '\r')
			next++;
		if (login_byte(scan, next) == '\n')
			next++;
	}
	return next;
}

/* Hides the login of the array at `at`; returns its end, or 0 when there is none. */
static size_t find_in_array(struct login_scan *scan, size_t at)
{
	struct login_word arguments[ARGUMENTS_MAX];
	size_t count = 0, known;
	size_t start = read_count(scan, at, '*', &count);
	if (!start || !count)
		return 0;
	size_t next = read_arguments(scan, start, count, arguments, &known);
	if (!known)
		return 0;
	hide_in_array(scan, arguments, known);
	return next;
}

/* ---- missing bytes ---- */

/* The place where the array with the byte at `at` may begin, and that of the next one. */
static size_t array_start(const struct login_scan *scan, size_t at)
{
	size_t start = at;
	while (start && at - start < DAMAGED_SIZE_MAX &&
		!(login_byte(scan, start - 1) == '\n' && login_byte(scan, start) == '*'))
		start--;
	return start;
}

static size_t array_end(const struct login_scan *scan, size_t at)
{
	size_t end = at;
	while (end < scan->text.size && end - at < DAMAGED_SIZE_MAX &&
		!(login_byte(scan, end) == '*' && login_byte(scan, end - 1) == '\n'))
		end++;
	return end;
}

/* Whether [from, to) has a command that may contain a login; a gap may be any letters. */
static bool has_login_command(const struct login_scan *scan, size_t from, size_t to)
{
	static const char *const names[] = { "AUTH", "HELLO", "CONFIG", "ACL", "MIGRATE" };
	for (size_t at = from; at < to; at++) {
		for (size_t i = 0; i < ARRAY_COUNT(names); i++) {
			size_t j = 0;
			while (names[i][j] &&
				((login_byte(scan, at + j) & 0xdf) == (uint8_t)names[i][j] ||
					login_has_gap(scan, at + j, at + j + 1)))
				j++;
			if (!names[i][j])
				return true;
		}
	}
	return false;
}

/* Hides everything after the command of a damaged array, whose arguments cannot be counted. */
static void hide_damaged_arrays(struct login_scan *scan)
{
	for (size_t i = 0; i < scan->source->gap_count; i++) {
		const struct login_gap *gap = &scan->source->gaps[i];
		size_t start = array_start(scan, gap->from), end = array_end(scan, gap->to + 1);
		size_t limit = start + COMMAND_PLACE_MAX < end ? start + COMMAND_PLACE_MAX : end;
		if (has_login_command(scan, start, limit))
			login_hide(scan, start + 1, end);
	}
}

/* Hides arguments after a gap whose array header is missing. */
static size_t find_in_rest(struct login_scan *scan, size_t at)
{
	struct login_word arguments[ARGUMENTS_MAX];
	size_t known;
	size_t next = read_arguments(scan, at, ARGUMENTS_MAX, arguments, &known);
	hide_in_array(scan, arguments, known);
	return known ? next : 0;
}

bool login_find_resp(struct login_scan *scan)
{
	bool is_known = false;
	size_t at = 0;
	while (at < scan->text.size) {
		size_t next = 0;
		if (scan->text.data[at] == '*')
			next = find_in_array(scan, at);
		else if (scan->text.data[at] == '$' && login_is_damaged(scan))
			next = find_in_rest(scan, at);
		is_known = is_known || next;
		at = next > at ? next : login_next_line(scan, login_line_end(scan, at));
	}
	if (is_known || login_has_port(scan, REDIS_PORT))
		hide_damaged_arrays(scan);
	return is_known;
}
