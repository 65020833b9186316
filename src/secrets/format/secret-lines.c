/*
 * Lines that begin with a name: header lines (RFC 9110 section 5), YAML, shell settings, INI, TOML,
 * properties. The value is the rest of the line and the lines that continue it: indented further,
 * after a backslash, or up to a closing quote. Also files with one login per line (.netrc,
 * .pgpass).
 */
#include "base/array.h"
#include "base/ascii.h"
#include "secrets/secret-names.h"
#include "secrets/secret-search.h"

enum {
	LABEL_WORDS_MAX = 5, /* "Your new access token: ..." */
	STRING_SIZE_MAX = 65536, /* of a quoted value over several lines */
	NETRC_WORDS_MAX = 64,
	PREFIXES_MAX = 4, /* "- export ..." */
};

/* The parts of a line. */
struct line {
	/* The indent: of its first byte that is no blank, in bytes from the line's start. */
	size_t start, indent;
	struct bytes name;
	uint8_t sign; /* ':' or '=' */
	bool is_exported; /* with "export", as in shells */
	bool is_label; /* the name has several words */
	bool is_rest; /* its beginning is missing */
	size_t value;
};

/* ---- the name of a line ---- */

static size_t skip_prefixes(const struct secret_scan *scan, size_t at, struct line *line)
{
	static const char *const words[] = { "export ", "set ", "setenv ", "env ", "declare -x ",
		"local ", "readonly ", "arg ", "$env:" };
	for (unsigned i = 0; i < PREFIXES_MAX; i++) {
		size_t start = at;
		if (byte_at(scan, at) == '-' && is_blank(byte_at(scan, at + 1)))
			at = skip_blanks(scan, at + 1);
		for (size_t j = 0; j < ARRAY_COUNT(words); j++) {
			if (!has_word(scan, at, words[j]))
				continue;
			at = skip_blanks(scan, at + strlen(words[j]));
			line->is_exported = true;
		}
		if (at == start)
			break;
	}
	return at;
}

static bool is_name_byte(uint8_t c)
{
	return ascii_is_alphanumeric(c) || c >= 0x80 || is_among(c, "_-.[]$%");
}

static size_t name_end(const struct secret_scan *scan, size_t at)
{
	size_t end = at;
	while (end - at < SECRET_NAME_SIZE_MAX && is_name_byte(byte_at(scan, end)))
		end++;
	return end;
}

/* Reads a name at the start of a line, optionally in quotes, and the sign after it. */
static bool read_line(const struct secret_scan *scan, size_t at, struct line *ret_line)
{
	struct line line = { .start = at };
	size_t start = skip_blanks(scan, at);
	start = skip_prefixes(scan, start, &line);
	line.indent = start - at;
	uint8_t quote = is_quote(byte_at(scan, start)) ? byte_at(scan, start) : 0;
	start += quote != 0;
	size_t end = name_end(scan, start), sign;
	if (end == start)
		return false;
	for (unsigned words = 1;; words++) {
		sign = skip_blanks(scan, end + (quote && byte_at(scan, end) == quote));
		size_t next = name_end(scan, sign);
		if (next == sign || next > start + SECRET_NAME_SIZE_MAX || words == LABEL_WORDS_MAX)
			break;
		line.is_label = true;
		end = next;
	}
	line.name = bytes_between(scan, start, end);
	sign += is_among(byte_at(scan, sign), ":+?") && byte_at(scan, sign + 1) == '=';
	line.sign = byte_at(scan, sign);
	if (line.sign != ':' && line.sign != '=')
		return false;
	sign += line.sign == '=' && byte_at(scan, sign + 1) == '>' && sign > end;
	/* "name:: dmFsdWU=" of LDIF (RFC 2849) */
	bool is_ldif = line.sign == ':' && byte_at(scan, sign + 1) == ':' &&
		is_blank(byte_at(scan, sign + 2)) && is_token_byte(byte_at(scan, sign + 3));
	line.value = skip_blanks(scan, sign + 1 + is_ldif);
	*ret_line = line;
	return is_ldif ||
		!(line.sign == ':' &&
			(byte_at(scan, sign + 1) == ':' || has_word(scan, sign, "://")));
}

static bool is_upper_case(struct bytes name)
{
	for (size_t i = 0; i < name.size; i++) {
		if (name.data[i] >= 'a' && name.data[i] <= 'z')
			return false;
	}
	return true;
}

/* Whether the line is "name=value&name=value"; its values end at '&'. */
static bool has_parameters(const struct secret_scan *scan, const struct line *line)
{
	size_t end = line_end(scan, line->value);
	for (size_t i = line->value; i < end; i++) {
		i = find_byte(scan, i, end, '&');
		if (i < end && secret_is_form(scan, i + 1))
			return true;
	}
	return false;
}

static enum secret kind_of(const struct secret_scan *scan, const struct line *line)
{
	if (line->start == 0 && scan->lacks_start && secret_may_end(line->name))
		return SECRET_FRAGMENT;
	if (line->sign == ':')
		return line->is_label ? (secret_is_member(line->name) ? SECRET_MEMBER : SECRET_NONE)
				      : secret_of_header(line->name);
	bool is_apart = is_blank(
		byte_at(scan, (size_t)(line->name.data - scan->text.data) + line->name.size));
	if (line->is_label ||
		!(is_apart ? secret_is_member(line->name) : secret_is_parameter(line->name)))
		return SECRET_NONE;
	bool is_setting = line->is_exported || is_upper_case(line->name);
	return is_setting || !has_parameters(scan, line) ? SECRET_MEMBER : SECRET_NONE;
}

/* ---- the value of a line ---- */

size_t secret_skip_scheme(const struct secret_scan *scan, size_t at)
{
	static const char *const schemes[] = { "basic ", "bearer ", "digest ", "negotiate ",
		"ntlm ", "token ", "aws4-hmac-sha256 ", "kakaoak " };
	for (size_t i = 0; i < ARRAY_COUNT(schemes); i++) {
		if (has_word(scan, at, schemes[i]))
			return skip_blanks(scan, at + strlen(schemes[i]));
	}
	return at;
}

/* Returns the end of the line in which the value's opening quote is closed. */
static size_t quoted_end(const struct secret_scan *scan, size_t value, size_t end)
{
	uint8_t quote = byte_at(scan, value);
	if (!is_quote(quote))
		return end;
	size_t limit = scan->text.size, from = value + 1;
	if (limit - value > STRING_SIZE_MAX)
		limit = value + STRING_SIZE_MAX;
	const struct secret_scan part = secret_part(scan, 0, limit);
	if (byte_at(scan, from) == quote && byte_at(scan, from + 1) == quote) {
		for (from += 2; from < limit &&
			!(byte_at(scan, from) == quote && byte_at(scan, from + 1) == quote);)
			from++;
	}
	size_t close = secret_string_end(&part, from, quote, 0);
	if (close >= limit)
		return part.lacks_end ? limit : end;
	return close < end ? end : line_end(scan, close);
}

static bool is_list_item(const struct secret_scan *scan, size_t at)
{
	return byte_at(scan, at) == '-' &&
		(is_blank(byte_at(scan, at + 1)) || newline_size(scan, at + 1));
}

/* Returns the end of the lines that are indented further than the name. */
static size_t deeper_end(const struct secret_scan *scan, const struct line *line, size_t end)
{
	bool is_empty = line->is_rest || line->value >= end;
	bool is_block = is_empty || is_among(byte_at(scan, line->value), "|>");
	size_t last = end;
	for (;;) {
		size_t start = end + newline_size(scan, end);
		size_t text = skip_blanks(scan, start);
		if (start == end || start >= scan->text.size)
			return last;
		end = line_end(scan, start);
		if (text >= end) {
			if (!is_block)
				return last;
			continue; /* an empty line: the value may continue after it */
		}
		bool is_item = is_empty && line->sign == ':' && is_list_item(scan, text) &&
			text - start >= line->indent;
		if (text - start <= line->indent && !is_item)
			return last;
		last = end;
	}
}

static bool is_continued(const struct secret_scan *scan, size_t value, size_t end)
{
	return end > value && scan->text.data[end - 1] == '\\' && end < scan->text.size;
}

/*
 * Returns the end of a here-document ("<<EOF", "<<-'EOF'", "<<~EOS"), or `end` when this begins
 * none.
 */
static size_t here_document_end(const struct secret_scan *scan, size_t at, size_t end)
{
	while (at + 2 < end && !(scan->text.data[at] == '<' && scan->text.data[at + 1] == '<'))
		at++;
	if (at + 2 >= end)
		return end;
	while (is_among(byte_at(scan, at), "<-~ \"'\\"))
		at++;
	size_t size = 0;
	while (ascii_is_alphanumeric(byte_at(scan, at + size)) || byte_at(scan, at + size) == '_')
		size++;
	size_t limit =
		scan->text.size - end > STRING_SIZE_MAX ? end + STRING_SIZE_MAX : scan->text.size;
	for (size_t line = next_line(scan, end); size && line < limit;
		line = next_line(scan, line)) {
		size_t word = skip_blanks(scan, line);
		if (scan->text.size - word >= size &&
			memcmp(scan->text.data + word, scan->text.data + at, size) == 0 &&
			!ascii_is_alphanumeric(byte_at(scan, word + size)))
			return word + size;
	}
	return size && scan->lacks_end ? limit : end;
}

/* Hides a here-document when its command contains a secret's name. */
static size_t here_document_line(const struct secret_scan *scan, size_t at)
{
	size_t end = line_end(scan, at), last = here_document_end(scan, at, end);
	if (last == end || !secret_is_member(bytes_between(scan, at, end)))
		return 0;
	struct secret_value value = { .kind = SECRET_MEMBER };
	secret_cover_lines(scan, &value, next_line(scan, end), last);
	if (last >= scan->text.size && scan->lacks_end)
		secret_leave_open(scan, SECRET_MEMBER, SECRET_ENDS_WITH_MESSAGE);
	return last;
}

static size_t value_end(const struct secret_scan *scan, const struct line *line)
{
	size_t end = line_end(scan, line->value);
	end = here_document_end(scan, line->value, quoted_end(scan, line->value, end));
	while (is_continued(scan, line->value, end))
		end = line_end(scan, next_line(scan, end));
	return deeper_end(scan, line, end);
}

size_t secret_line_end(const struct secret_scan *scan, size_t at)
{
	struct line line;
	if (!read_line(scan, at, &line)) {
		line = (struct line){ .start = at, .sign = ':', .is_rest = true, .value = at };
		while (is_blank(byte_at(scan, line.value)) ||
			is_among(byte_at(scan, line.value), ":=-"))
			line.value++;
	}
	return value_end(scan, &line);
}

/* Removes quotes that enclose the whole value. */
static void strip_quotes(const struct secret_scan *scan, size_t *from, size_t *to)
{
	uint8_t quote = byte_at(scan, *from);
	size_t end = *to;
	while (end > *from && is_blank(scan->text.data[end - 1]))
		end--;
	const struct secret_scan part = secret_part(scan, 0, end);
	if (!is_quote(quote) || end < *from + 2 || end == scan->text.size + 1 ||
		secret_string_end(&part, *from + 1, quote, 0) != end - 1)
		return;
	++*from;
	*to = end - 1;
}

/* Whether the line at `at` is "name: password", which makes the "value:" beside it a secret. */
static bool names_secret(const struct secret_scan *scan, size_t at, const struct line *value)
{
	struct line line;
	bool is_tail = at == 0 && scan->lacks_start;
	if (at >= scan->text.size || !read_line(scan, at, &line) ||
		(line.indent != value->indent && !is_tail) || line.sign != value->sign ||
		line.value >= scan->text.size)
		return false;
	if (!secret_name_is(line.name, "name") && !secret_name_is(line.name, "key"))
		return false;
	return secret_is_field(bytes_between(scan, line.value, line_end(scan, line.value)));
}

static bool is_named_value(const struct secret_scan *scan, const struct line *line)
{
	enum { LINE_SIZE_MAX = 256 };
	if (!secret_name_is(line->name, "value"))
		return false;
	size_t before = line->start;
	while (before > 0 && line->start - before < LINE_SIZE_MAX &&
		(before == line->start || scan->text.data[before - 1] != '\n'))
		before--;
	return (before < line->start && names_secret(scan, before, line)) ||
		names_secret(scan, next_line(scan, line->start), line);
}

static size_t named_line(const struct secret_scan *scan, size_t at)
{
	struct line line;
	if (!read_line(scan, at, &line))
		return 0;
	enum secret kind = kind_of(scan, &line);
	if (kind == SECRET_NONE && is_named_value(scan, &line))
		kind = SECRET_MEMBER;
	if (kind == SECRET_NONE)
		return 0;
	if (kind == SECRET_AUTHORIZATION || kind == SECRET_PROXY_AUTHORIZATION)
		line.value = secret_skip_scheme(scan, line.value);
	size_t from = line.value < scan->text.size ? line.value : scan->text.size;
	size_t end = value_end(scan, &line), to = end;
	if (secret_is_harmless(scan, from, to) || (from >= to && to < scan->text.size))
		return 0;
	if (to == line_end(scan, from))
		strip_quotes(scan, &from, &to);
	struct secret_value value = { .kind = kind };
	secret_cover_lines(scan, &value, from, to);
	if (to >= scan->text.size && scan->lacks_end)
		secret_leave_open(scan, kind, SECRET_ENDS_WITH_LINE);
	return end;
}

/* Reads "? password" of YAML, with ": value" below it. */
static size_t question_line(const struct secret_scan *scan, size_t at)
{
	size_t start = skip_blanks(scan, at), below = next_line(scan, at);
	size_t sign = skip_blanks(scan, below);
	if (byte_at(scan, start) != '?' || !is_blank(byte_at(scan, start + 1)) ||
		byte_at(scan, sign) != ':' ||
		!secret_is_member(bytes_between(scan, start + 1, line_end(scan, start))))
		return 0;
	struct line line = { .start = below, .indent = sign - below, .sign = ':' };
	line.value = skip_blanks(scan, sign + 1);
	size_t end = value_end(scan, &line);
	struct secret_value value = { .kind = SECRET_MEMBER };
	secret_cover_lines(scan, &value, line.value, end);
	if (end >= scan->text.size && scan->lacks_end)
		secret_leave_open(scan, SECRET_MEMBER, SECRET_ENDS_WITH_LINE);
	return end;
}

/* ---- fields separated by blanks ---- */

static size_t word_end(const struct secret_scan *scan, size_t at)
{
	if (byte_at(scan, at) == '"') {
		const struct secret_scan line = secret_part(scan, 0, line_end(scan, at));
		return secret_string_end(&line, at + 1, '"', 0) + 1;
	}
	while (at < scan->text.size && !ascii_is_space(scan->text.data[at]))
		at++;
	return at;
}

/* Hides the password of "machine NAME login NAME password SECRET", in one or several lines. */
static size_t netrc_line(const struct secret_scan *scan, size_t at)
{
	if (!has_word(scan, at, "machine ") && !has_word(scan, at, "default ") &&
		!has_word(scan, at, "login "))
		return 0;
	bool is_value = false;
	size_t last = 0;
	for (unsigned i = 0; i < NETRC_WORDS_MAX && at < scan->text.size; i++) {
		size_t end = word_end(scan, at);
		if (end > scan->text.size)
			end = scan->text.size;
		if (is_value)
			last = secret_hide(scan, at, end, SECRET_MEMBER, SECRET_ENDS_WITH_LINE);
		is_value = has_word(scan, at, "password ") || has_word(scan, at, "password\t") ||
			has_word(scan, at, "password\n") || has_word(scan, at, "account ");
		size_t next = skip_space(scan, end);
		if (i > 0 && has_word(scan, next, "machine "))
			break;
		at = next;
	}
	return last;
}

/*
 * Whether this is a host of .pgpass: a name, "*", or the path of a socket. Colons in it are
 * escaped.
 */
static bool is_pgpass_host(const struct secret_scan *scan, size_t from, size_t to)
{
	bool is_path = byte_at(scan, from) == '/';
	for (size_t i = from; i < to; i++) {
		uint8_t c = scan->text.data[i];
		bool is_escape = c == '\\' && i + 1 < to;
		if (!ascii_is_alphanumeric(c) && c < 0x80 && !is_among(c, "-._*") && !is_escape &&
			!(is_path && c == '/') && !(c == ':' && scan->text.data[i - 1] == '\\'))
			return false;
	}
	return from < to;
}

/* Whether this is "*" or a possible port number. */
static bool is_pgpass_port(const struct secret_scan *scan, size_t from, size_t to)
{
	uint32_t port = 0;
	if (to == from + 1 && scan->text.data[from] == '*')
		return true;
	for (size_t i = from; i < to; i++) {
		if (!ascii_is_digit(scan->text.data[i]) || to - from > 5)
			return false;
		port = port * 10 + (uint32_t)(scan->text.data[i] - '0');
	}
	return port > 0 && port < 65536;
}

/* Hides the password of host:port:database:user:SECRET. */
static size_t pgpass_line(const struct secret_scan *scan, size_t at)
{
	enum { FIELDS = 4 };
	size_t end = line_end(scan, at), ends[FIELDS], count = 0;
	bool is_hexadecimal = true; /* an IPv6 or Ethernet address, or a time */
	for (size_t i = at; i < end && count < FIELDS; i++) {
		uint8_t c = scan->text.data[i];
		if (c == '\\')
			i++;
		else if (c == ':')
			ends[count++] = i;
		else if (ascii_is_space(c))
			return 0;
		is_hexadecimal = is_hexadecimal && (ascii_is_hex_digit(c) || c == ':');
	}
	if (count < FIELDS || is_hexadecimal || !is_pgpass_host(scan, at, ends[0]) ||
		!is_pgpass_port(scan, ends[0] + 1, ends[1]) || ends[1] + 1 == ends[2] ||
		ends[2] + 1 == ends[3])
		return 0;
	return secret_hide(scan, ends[FIELDS - 1] + 1, end, SECRET_LOGIN, SECRET_ENDS_WITH_LINE);
}

/* Hides the value of a name and one word, as in "requirepass s3cret" or "db.password s3cret". */
static size_t two_words(const struct secret_scan *scan, size_t at)
{
	size_t start = skip_blanks(scan, at), end = name_end(scan, start);
	size_t value = skip_blanks(scan, end), value_end = word_end(scan, value);
	if (end == start || value == end || value >= line_end(scan, start) ||
		value_end > scan->text.size || !secret_is_member(bytes_between(scan, start, end)))
		return 0;
	if (skip_blanks(scan, value_end) < line_end(scan, value_end))
		return 0;
	bool has_sign = false;
	if (has_word(scan, start, "pass ") || has_word(scan, start, "auth "))
		return 0; /* line protocols: logins.c */
	for (size_t i = start; i < value_end; i++) { /* else it is a sentence of two words */
		uint8_t c = scan->text.data[i];
		has_sign = has_sign || ascii_is_digit(c) || is_among(c, "_.-!@#$%^&*+=/");
		if (c == '>')
			return 0; /* the rest of a tag */
	}
	bool is_setting = has_sign || has_word(scan, start, "requirepass ") ||
		has_word(scan, start, "masterauth ");
	return is_setting
		? secret_hide(scan, value, value_end, SECRET_MEMBER, SECRET_ENDS_WITH_LINE)
		: 0;
}

/*
 * Hides "ENV DB_PASSWORD s3cret" of Docker, "setenv" of csh, "SetEnv" of Apache, "set -x" of fish.
 */
static size_t environment_line(const struct secret_scan *scan, size_t at)
{
	static const char *const commands[] = { "env ", "setenv ", "set -x ", "set -gx ",
		"set -ux ", "set -xg ", "passenv ", "fastcgi_param ", "proxy_set_header ",
		"npm config set " };
	size_t start = skip_blanks(scan, at), name = start;
	for (size_t i = 0; i < ARRAY_COUNT(commands) && name == start; i++) {
		if (has_word(scan, start, commands[i]))
			name = skip_blanks(scan, start + strlen(commands[i]));
	}
	size_t end = name_end(scan, name), value = skip_blanks(scan, end),
	       last = line_end(scan, at);
	if (name == start || end == name || value == end || value >= last ||
		is_among(byte_at(scan, value), "=:") ||
		!secret_is_member(bytes_between(scan, name, end)) ||
		secret_is_harmless(scan, value, last))
		return 0;
	return secret_hide(scan, value, last, SECRET_MEMBER, SECRET_ENDS_WITH_LINE);
}

/* Hides a PuTTY key: the first line states the number of base64 lines; a checksum follows. */
static size_t putty_key(const struct secret_scan *scan, size_t at)
{
	if (!has_word(scan, at, "private-lines:"))
		return 0;
	size_t start = next_line(scan, at), end = start;
	while (end < scan->text.size && !has_word(scan, end, "private-mac") &&
		!newline_size(scan, end))
		end = next_line(scan, end);
	struct secret_value value = { .kind = SECRET_TOKEN };
	secret_cover_lines(scan, &value, start, end);
	if (end >= scan->text.size && scan->lacks_end)
		secret_leave_open(scan, SECRET_TOKEN, SECRET_ENDS_WITH_MESSAGE);
	return end;
}

size_t secret_line(const struct secret_scan *scan, size_t at)
{
	static size_t (*const kinds[])(const struct secret_scan *scan, size_t at) = {
		secret_multipart_line,
		putty_key,
		named_line,
		question_line,
		here_document_line,
		secret_table_row,
		netrc_line,
		pgpass_line,
		environment_line,
		two_words,
	};
	for (size_t i = 0; i < ARRAY_COUNT(kinds); i++) {
		size_t end = kinds[i](scan, at);
		if (end)
			return end;
	}
	return 0;
}
