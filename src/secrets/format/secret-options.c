/*
 * Command lines in text: options named after secrets, and the short options of well-known programs.
 * A value is a shell word, with quotes and backslashes.
 */
#include "base/array.h"
#include "base/ascii.h"
#include "secrets/secret-names.h"
#include "secrets/secret-search.h"

enum { COMMAND_SIZE_MAX = 200 /* of the line before an option */ };

/* Returns the end of the word at `at`: a blank outside quotes. */
static size_t shell_word_end(const struct secret_scan *scan, size_t at)
{
	uint8_t quote = 0;
	for (; at < scan->text.size; at++) {
		uint8_t c = scan->text.data[at];
		if (c == '\\' && quote != '\'')
			at++;
		else if (quote ? c == quote : c == '"' || c == '\'')
			quote = quote ? 0 : c;
		else if (c == '\n' || (!quote && ascii_is_space(c)))
			break;
	}
	return at < scan->text.size ? at : scan->text.size;
}

/* Whether the line contains one of these programs before `at`. */
static bool is_command(
	const struct secret_scan *scan, size_t at, const char *const *programs, size_t count)
{
	size_t start = at;
	while (start > 0 && at - start < COMMAND_SIZE_MAX && scan->text.data[start - 1] != '\n')
		start--;
	for (; start < at; start++) {
		for (size_t i = 0; i < count; i++) {
			if (has_word(scan, start, programs[i]))
				return true;
		}
	}
	return false;
}

static size_t hide_word(const struct secret_scan *scan, size_t at, size_t from)
{
	size_t end = shell_word_end(scan, at);
	return secret_hide(scan, from < end ? from : end, end, SECRET_LOGIN, SECRET_ENDS_WITH_LINE);
}

/* Hides the part after the colon of "user:password". */
static size_t hide_password(const struct secret_scan *scan, size_t at)
{
	size_t end = shell_word_end(scan, at), colon = find_byte(scan, at, end, ':');
	return colon < end ? hide_word(scan, at, colon + 1) : 0;
}

/* Hides the value of --name value, --name=value. */
static size_t long_option(const struct secret_scan *scan, size_t at)
{
	size_t start = at + 2, end = start;
	while (end - start < SECRET_NAME_SIZE_MAX &&
		(ascii_is_alphanumeric(byte_at(scan, end)) || byte_at(scan, end) >= 0x80 ||
			is_among(byte_at(scan, end), "-_.")))
		end++;
	struct bytes name = bytes_between(scan, start, end);
	size_t value = byte_at(scan, end) == '=' ? end + 1 : skip_blanks(scan, end);
	if (end == start || value == end || value >= scan->text.size)
		return 0;
	if (secret_is_member(name))
		return hide_word(scan, value, value);
	bool is_user = secret_name_is(name, "user") || secret_name_is(name, "proxyuser");
	return is_user ? hide_password(scan, value) : 0;
}

/* Hides the value of -u user:password (curl), or of -p (others). */
static size_t short_option(const struct secret_scan *scan, size_t at)
{
	static const char *const attached[] = { "mysql", "mariadb" };
	static const char *const apart[] = { "sshpass", "docker", "podman", "redis-cli", "htpasswd",
		"smbclient", "ldapsearch", "mosquitto", "curl", "http" };
	uint8_t letter = byte_at(scan, at + 1), next = byte_at(scan, at + 2);
	size_t value = skip_blanks(scan, at + 2);
	if (value >= scan->text.size || ascii_is_space(byte_at(scan, value)))
		return 0;
	static const char *const clients[] = { "curl", "wget" };
	bool is_joined = value == at + 2 && is_among(letter, "uU") &&
		is_command(scan, at, clients, ARRAY_COUNT(clients));
	if (is_among(letter, "uU") && (value > at + 2 || is_quote(next) || is_joined))
		return hide_password(scan, value);
	if (letter == 'p' && value == at + 2 &&
		is_command(scan, at, attached, ARRAY_COUNT(attached)))
		return hide_word(scan, value, value);
	bool is_known = is_among(letter, "pPawb") && value > at + 2 &&
		is_command(scan, at, apart, ARRAY_COUNT(apart));
	return is_known ? hide_word(scan, value, value) : 0;
}

size_t secret_option(const struct secret_scan *scan, size_t at)
{
	bool begins_word = at == 0 || ascii_is_space(scan->text.data[at - 1]) ||
		is_quote(scan->text.data[at - 1]);
	if (!begins_word)
		return 0;
	return byte_at(scan, at + 1) == '-' ? long_option(scan, at) : short_option(scan, at);
}
