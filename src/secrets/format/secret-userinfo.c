/*
 * Passwords in addresses (RFC 3986 section 3.2.1). They end at the last '@' before the path, as
 * clients read them.
 */
#include "base/ascii.h"
#include "secrets/secret-search.h"

enum {
	USERINFO_SIZE_MAX = 1024,
	NAME_TOKEN_SIZE_MIN = 20, /* of a user name that is a token */
};

static bool ends_authority(uint8_t c)
{
	return ascii_is_space(c) || is_among(c, "/?#\"'<>`");
}

/*
 * Returns the offset after "://", with or without JavaScript's backslashes; 0 when there is none.
 */
static size_t authority_start(const struct secret_scan *scan, size_t at)
{
	if (has_word(scan, at, "://"))
		return at + 3;
	if (has_word(scan, at, ":\\/\\/"))
		return at + 5;
	bool is_relative = has_word(scan, at, "//") &&
		(at == 0 || ascii_is_space(scan->text.data[at - 1]) ||
			is_among(scan->text.data[at - 1], "\"'=(`"));
	return is_relative ? at + 2 : 0;
}

/* Whether only the digits of a port are there. */
static bool is_port(const struct secret_scan *scan, size_t at, size_t limit)
{
	while (at < limit && ascii_is_digit(scan->text.data[at]))
		at++;
	uint8_t c = byte_at(scan, at);
	return at >= limit || ends_authority(c) || is_among(c, ",;:)]}|\\") || c < ' ';
}

/* Returns the last '@' before the end of the authority, else the next one on the line. */
static size_t last_at_sign(const struct secret_scan *scan, size_t at, size_t limit)
{
	size_t found = 0;
	for (; at < limit; at++) {
		uint8_t c = scan->text.data[at];
		if (c == '@')
			found = at;
		else if (found && ends_authority(c))
			break;
	}
	return found;
}

/* Hides the password of user:password@tcp(host), as in Go's drivers; at the '@'. */
static size_t data_source(const struct secret_scan *scan, size_t at)
{
	enum { SIZE_MAX_BEFORE = 256 };
	if (!has_word(scan, at, "@tcp(") && !has_word(scan, at, "@unix("))
		return 0;
	size_t start = at, colon = scan->text.size;
	while (start > 0 && at - start < SIZE_MAX_BEFORE &&
		!ascii_is_space(scan->text.data[start - 1]) &&
		!is_quote(scan->text.data[start - 1])) {
		start--;
		if (scan->text.data[start] == ':')
			colon = start;
	}
	bool has_colon = colon < scan->text.size;
	if (!has_colon && !(start == 0 && scan->lacks_start))
		return 0;
	(void)secret_hide(scan, has_colon ? colon + 1 : 0, at, SECRET_LOGIN, SECRET_ENDS_WITH_LINE);
	return at + 1;
}

size_t secret_userinfo(const struct secret_scan *scan, size_t at)
{
	if (byte_at(scan, at) == '@')
		return data_source(scan, at);
	size_t start = authority_start(scan, at);
	if (!start || start >= scan->text.size)
		return 0;
	size_t limit = line_end(scan, start), name = start;
	if (limit - start > USERINFO_SIZE_MAX)
		limit = start + USERINFO_SIZE_MAX;
	while (name < limit && !ends_authority(scan->text.data[name]) &&
		!is_among(scan->text.data[name], ":@"))
		name++;
	if (byte_at(scan, name) == '@') {
		bool is_token = name - start >= NAME_TOKEN_SIZE_MIN;
		return is_token
			? secret_hide(scan, start, name, SECRET_LOGIN, SECRET_ENDS_WITH_LINE)
			: 0;
	}
	if (byte_at(scan, name) != ':')
		return 0;
	size_t authority = name + 1;
	while (authority < limit && !ends_authority(scan->text.data[authority]))
		authority++;
	bool has_at_sign = find_byte(scan, name + 1, authority, '@') < authority;
	if (!has_at_sign && is_port(scan, name + 1, limit))
		return 0;
	size_t end = last_at_sign(scan, name + 1, limit);
	bool is_cut = limit == scan->text.size && scan->lacks_end;
	if (!end && !is_cut)
		return 0;
	size_t host = end;
	while (host < limit && !ends_authority(scan->text.data[host]))
		host++;
	if (host == limit && is_cut)
		end = 0; /* another '@' may follow */
	return secret_hide(scan, name + 1, end ? end : limit, SECRET_LOGIN, SECRET_ENDS_WITH_LINE);
}
