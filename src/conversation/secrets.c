/*
 * The rules, one pass over the text: header lines by their name (RFC 9110; folded lines of RFC 2616
 * too), query and form parameters, members of JSON, elements of XML and parts of a multipart form by
 * theirs, tokens by their looks (RFC 6750, RFC 7519, and the prefixes that vendors gave theirs to be
 * found), and logins of line protocols. A value that goes on in the next chunk (RFC 9112, 7.1) is
 * followed there. Bodies that are compressed cannot be searched and are taken whole. Rather too much
 * is found than too little; a secret under a harmless name is not known to be one.
 */
#include "conversation/secrets.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "conversation/secret-names.h"

enum {
	NAME_SIZE_MAX = 64,
	LINE_SIZE_MAX = 16384, /* of a header line that began before the text */
	USERINFO_SIZE_MAX = 256,
	BEARER_SIZE_MIN = 12,
	TOKEN_LOOK_SIZE = 1024, /* how far the first dot of a JWT may be */
	PEM_LABEL_SIZE_MAX = 48,
	PART_LINES_MAX = 20, /* of the header of a form's part */
	ADDRESS_SIZE_MAX = 45,
};

struct scan {
	struct bytes text;
	struct secret_state *state;
	struct secret_list *list;
	bool is_in_header, is_encoded; /* of the HTTP message that the text is in */
	bool has_length;
	uint64_t length;
};

const char *secret_name(enum secret secret, bool is_korean)
{
	static const char *const names[SECRET_COUNT][2] = {
		[SECRET_NONE] = { "", "" },
		[SECRET_AUTHORIZATION] = { "Authorization", "Authorization" },
		[SECRET_PROXY_AUTHORIZATION] = { "Proxy-Authorization", "Proxy-Authorization" },
		[SECRET_COOKIE] = { "Cookie", "Cookie" },
		[SECRET_SET_COOKIE] = { "Set-Cookie", "Set-Cookie" },
		[SECRET_HEADER] = { "headers with keys", "키가 든 헤더" },
		[SECRET_PARAMETER] = { "parameters", "매개변수" },
		[SECRET_MEMBER] = { "fields of bodies", "본문의 항목" },
		[SECRET_TOKEN] = { "tokens", "토큰" },
		[SECRET_LOGIN] = { "logins", "로그인" },
		[SECRET_ENCODED] = { "compressed bodies", "압축된 본문" },
		[SECRET_FRAGMENT] = { "ends of header lines", "잘린 헤더 줄" },
		[SECRET_ADDRESS] = { "addresses in text", "글 속의 주소" },
	};
	return names[secret][is_korean];
}

void secret_list_finish(struct secret_list *list)
{
	if (!list)
		return;
	free(list->ranges);
	free(list->kinds);
	*list = (struct secret_list){ 0 };
}

/* ---- what is found ---- */

static size_t new_secret(struct scan *scan, enum secret kind)
{
	struct secret_list *list = scan->list;
	grow_array(&list->kinds, list->secret_count, &list->secret_capacity, sizeof(*list->kinds));
	list->kinds[list->secret_count] = kind;
	return list->secret_count++;
}

static void add_range(struct scan *scan, size_t id, size_t from, size_t to)
{
	struct secret_list *list = scan->list;
	if (from >= to)
		return;
	grow_array(&list->ranges, list->count, &list->capacity, sizeof(*list->ranges));
	list->ranges[list->count++] = (struct secret_range){ from, to - from, id };
}

/* ---- small looks at the text ---- */

static uint8_t byte_at(const struct scan *scan, size_t at)
{
	return at < scan->text.size ? scan->text.data[at] : 0;
}

static bool is_digit(uint8_t c)
{
	return c >= '0' && c <= '9';
}

static bool is_hex(uint8_t c)
{
	return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static bool is_alphanumeric(uint8_t c)
{
	return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* base64 in both alphabets, and the dots between the parts of a token. */
static bool is_token_byte(uint8_t c)
{
	return is_alphanumeric(c) || (c && strchr("-._~+/=", c));
}

static uint8_t lower(uint8_t c)
{
	return c >= 'A' && c <= 'Z' ? (uint8_t)(c - 'A' + 'a') : c;
}

/* Whether `word` (lower case) stands at `at`, in any case. */
static bool has_word(const struct scan *scan, size_t at, const char *word)
{
	for (; *word; word++, at++) {
		if (lower(byte_at(scan, at)) != (uint8_t)*word)
			return false;
	}
	return true;
}

static size_t skip_blanks(const struct scan *scan, size_t at)
{
	while (byte_at(scan, at) == ' ' || byte_at(scan, at) == '\t')
		at++;
	return at;
}

static size_t line_end(const struct scan *scan, size_t at)
{
	const uint8_t *end = at < scan->text.size
		? memchr(scan->text.data + at, '\n', scan->text.size - at)
		: NULL;
	if (!end)
		return scan->text.size;
	size_t position = (size_t)(end - scan->text.data);
	return position > at && scan->text.data[position - 1] == '\r' ? position - 1 : position;
}

/* The size of "\r\n1f0\r\n", where a chunk ends and the next begins; else 0. */
static size_t chunk_line_size(const struct scan *scan, size_t at)
{
	enum { DIGITS_MAX = 8 };
	if (byte_at(scan, at) != '\r' || byte_at(scan, at + 1) != '\n')
		return 0;
	size_t digits = at + 2, end = digits;
	while (end - digits < DIGITS_MAX && is_hex(byte_at(scan, end)))
		end++;
	if (end == digits || byte_at(scan, end) != '\r' || byte_at(scan, end + 1) != '\n')
		return 0;
	return end + 2 - at;
}

/* ---- values ---- */

static size_t newline_size(const struct scan *scan, size_t at)
{
	if (byte_at(scan, at) == '\n')
		return 1;
	return byte_at(scan, at) == '\r' && byte_at(scan, at + 1) == '\n' ? 2 : 0;
}

/* In a header line: where the next line continues it, the line break is not the value's. */
static bool line_ends(const struct scan *scan, size_t at, size_t *ret_skip)
{
	size_t size = newline_size(scan, at);
	if (!size)
		return false;
	size_t next = skip_blanks(scan, at + size);
	*ret_skip = next > at + size ? next - at : 0;
	return *ret_skip == 0;
}

static bool part_ends(const struct scan *scan, size_t at, size_t *ret_skip)
{
	*ret_skip = newline_size(scan, at);
	return *ret_skip && has_word(scan, at + *ret_skip, "--");
}

static bool quote_ends(const struct scan *scan, size_t at, bool is_escaped, size_t *ret_size)
{
	uint8_t c = scan->text.data[at];
	if (c == '\\' && is_escaped && byte_at(scan, at + 1) == '"')
		return true;
	if (c == '\\')
		*ret_size = 2; /* what it escapes cannot end the value */
	return c < ' ' || (c == '"' && !is_escaped);
}

/*
 * Whether the value ends at `at`. Else *ret_size is what belongs to it there, or *ret_skip what stands
 * in its middle and does not.
 */
static bool value_ends(const struct scan *scan, size_t at, enum secret_ending ending,
	size_t *ret_size, size_t *ret_skip)
{
	uint8_t c = scan->text.data[at];
	*ret_size = 1;
	*ret_skip = 0;
	if (ending == SECRET_ENDS_NEVER)
		return false;
	if (ending == SECRET_ENDS_WITH_LINE)
		return line_ends(scan, at, ret_skip);
	if (ending == SECRET_ENDS_WITH_PART)
		return part_ends(scan, at, ret_skip);
	if (ending == SECRET_ENDS_WITH_KEY) {
		*ret_skip = newline_size(scan, at);
		return has_word(scan, at, "-----end");
	}
	*ret_skip = chunk_line_size(scan, at);
	if (*ret_skip)
		return false;
	switch (ending) {
	case SECRET_ENDS_WITH_PARAMETER:
		return c <= ' ' || strchr("&;#\"'<>\\", c);
	case SECRET_ENDS_WITH_QUOTE:
		return quote_ends(scan, at, false, ret_size);
	case SECRET_ENDS_WITH_ESCAPED_QUOTE:
		return quote_ends(scan, at, true, ret_size);
	case SECRET_ENDS_WITH_NUMBER:
		return c <= ' ' || strchr(",}]", c);
	case SECRET_ENDS_WITH_TAG:
		return c == '<';
	case SECRET_ENDS_WITH_TOKEN:
		return !is_token_byte(c);
	default:
		return true;
	}
}

/* Hides the value that begins at `at`; returns where it ends. */
static size_t hide(struct scan *scan, size_t at, enum secret kind, enum secret_ending ending)
{
	size_t id = scan->list->secret_count, start = at, size, skip;
	size_t ranges_before = scan->list->count;
	while (at < scan->text.size && !value_ends(scan, at, ending, &size, &skip)) {
		if (skip) {
			add_range(scan, id, start, at);
			start = at += skip;
		} else {
			at += size;
		}
	}
	if (at > scan->text.size)
		at = scan->text.size;
	add_range(scan, id, start, at);
	if (scan->list->count > ranges_before)
		(void)new_secret(scan, kind);
	if (at == scan->text.size) {
		scan->state->open = kind;
		scan->state->ending = ending;
	}
	return at;
}

/* Where to go on: behind the value, or at `at` when it is empty. */
static size_t hide_quoted_or(
	struct scan *scan, size_t at, enum secret kind, enum secret_ending unquoted)
{
	if (byte_at(scan, at) == '"')
		return hide(scan, at + 1, kind, SECRET_ENDS_WITH_QUOTE);
	return hide(scan, at, kind, unquoted);
}

/* ---- lines ---- */

/* "Authorization: Bearer ...": the scheme says how, not what. */
static size_t skip_scheme(const struct scan *scan, size_t at)
{
	static const char *const schemes[] = { "basic ", "bearer ", "digest ", "negotiate ",
		"ntlm ", "token ", "aws4-hmac-sha256 " };
	for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++) {
		if (has_word(scan, at, schemes[i]))
			return skip_blanks(scan, at + strlen(schemes[i]));
	}
	return at;
}

static void note_framing(struct scan *scan, struct bytes name, size_t value)
{
	bool is_coding =
		secret_name_is(name, "contentencoding") || secret_name_is(name, "transferencoding");
	if (is_coding) {
		size_t end = line_end(scan, value);
		for (size_t i = value; i < end; i++)
			scan->is_encoded = scan->is_encoded || has_word(scan, i, "gzip") ||
				has_word(scan, i, "deflate") || has_word(scan, i, "compress") ||
				has_word(scan, i, "zstd") ||
				(has_word(scan, i, "br") && !is_alphanumeric(byte_at(scan, i + 2)));
	} else if (secret_name_is(name, "contentlength")) {
		scan->has_length = is_digit(byte_at(scan, value));
		scan->length = 0;
		for (; is_digit(byte_at(scan, value)) && scan->length < UINT32_MAX; value++)
			scan->length = scan->length * 10 + (byte_at(scan, value) - '0');
	}
}

/* A line "name: value"; 0 when it is none, or harmless. */
static size_t scan_header_line(struct scan *scan, size_t at)
{
	size_t colon = at;
	while (colon - at < NAME_SIZE_MAX &&
		(is_alphanumeric(byte_at(scan, colon)) || byte_at(scan, colon) == '-' ||
			byte_at(scan, colon) == '_'))
		colon++;
	if (colon == at || byte_at(scan, skip_blanks(scan, colon)) != ':')
		return 0;
	struct bytes name = { scan->text.data + at, colon - at };
	size_t value = skip_blanks(scan, skip_blanks(scan, colon) + 1);
	if (scan->is_in_header)
		note_framing(scan, name, value);
	enum secret kind = secret_of_header(name);
	if (kind == SECRET_NONE)
		return 0;
	if (kind == SECRET_AUTHORIZATION || kind == SECRET_PROXY_AUTHORIZATION)
		value = skip_scheme(scan, value);
	return hide(scan, value, kind, SECRET_ENDS_WITH_LINE);
}

/* PASS of FTP and POP3, AUTH of SMTP and Redis: what stands behind the word, and its mechanism. */
static size_t scan_login_line(struct scan *scan, size_t at)
{
	if (has_word(scan, at, "pass "))
		return hide(scan, skip_blanks(scan, at + 5), SECRET_LOGIN, SECRET_ENDS_WITH_LINE);
	if (!has_word(scan, at, "auth "))
		return 0;
	size_t value = skip_blanks(scan, at + 5);
	static const char *const mechanisms[] = { "plain ", "login ", "xoauth2 ", "oauthbearer " };
	for (size_t i = 0; i < sizeof(mechanisms) / sizeof(mechanisms[0]); i++) {
		if (has_word(scan, value, mechanisms[i]))
			value = skip_blanks(scan, value + strlen(mechanisms[i]));
	}
	return hide(scan, value, SECRET_LOGIN, SECRET_ENDS_WITH_LINE);
}

/* Content-Disposition: form-data; name="password", an empty line, the value. */
static size_t scan_form_part(struct scan *scan, size_t at)
{
	if (!has_word(scan, at, "content-disposition:"))
		return 0;
	size_t end = line_end(scan, at), name = at;
	while (name < end && !has_word(scan, name, " name=\""))
		name++;
	if (name == end)
		return 0;
	name += strlen(" name=\"");
	size_t name_end = name;
	while (name_end < end && byte_at(scan, name_end) != '"')
		name_end++;
	if (!secret_is_parameter((struct bytes){ scan->text.data + name, name_end - name }))
		return 0;
	/* The other lines of the part's header. */
	for (unsigned lines = 0; end < scan->text.size; lines++) {
		if (lines == PART_LINES_MAX)
			return 0;
		size_t next = end + newline_size(scan, end);
		end = line_end(scan, next);
		if (end == next)
			return hide(scan, next + newline_size(scan, next), SECRET_MEMBER,
				SECRET_ENDS_WITH_PART);
	}
	scan->state->open = SECRET_MEMBER;
	scan->state->ending = SECRET_ENDS_WITH_PART;
	return end;
}

static bool is_start_line(const struct scan *scan, size_t at, size_t end)
{
	if (has_word(scan, at, "http/1."))
		return true;
	return end - at >= 14 && has_word(scan, end - 9, " http/1.") && byte_at(scan, at) >= 'A' &&
		byte_at(scan, at) <= 'Z';
}

/* The body of a message whose coding we do not undo. */
static size_t hide_body(struct scan *scan, size_t at)
{
	scan->is_encoded = false;
	if (has_word(scan, at, "http/1.") || (scan->has_length && !scan->length))
		return 0; /* an answer to HEAD, or 304, has none */
	if (!scan->has_length || scan->length >= scan->text.size - at)
		return hide(scan, at, SECRET_ENCODED, SECRET_ENDS_NEVER);
	add_range(scan, new_secret(scan, SECRET_ENCODED), at, at + (size_t)scan->length);
	return at + (size_t)scan->length;
}

/* What only counts at a line's start. Where to go on, or 0. */
static size_t scan_line(struct scan *scan, size_t at)
{
	size_t end = line_end(scan, at);
	if (is_start_line(scan, at, end)) {
		scan->is_in_header = true;
		scan->is_encoded = scan->has_length = false;
		return 0;
	}
	if (end == at && scan->is_in_header) {
		scan->is_in_header = false;
		return scan->is_encoded ? hide_body(scan, at + newline_size(scan, at)) : 0;
	}
	size_t next = scan_header_line(scan, at);
	if (!next)
		next = scan_login_line(scan, at);
	return next ? next : scan_form_part(scan, at);
}

/* ---- anywhere ---- */

/* The name that ends before `end`: "user[password]", "access_token". */
static struct bytes name_before(const struct scan *scan, size_t end)
{
	size_t start = end;
	while (start > 0 && end - start < NAME_SIZE_MAX &&
		(is_alphanumeric(scan->text.data[start - 1]) ||
			strchr("_-.[]%", scan->text.data[start - 1])) &&
		scan->text.data[start - 1])
		start--;
	return (struct bytes){ scan->text.data + start, end - start };
}

/* A quote that may be a name's last: "name": value, and the same inside a string. */
static size_t scan_member(struct scan *scan, size_t at)
{
	bool is_escaped = at > 0 && scan->text.data[at - 1] == '\\';
	struct bytes name = name_before(scan, at - is_escaped);
	size_t colon = skip_blanks(scan, at + 1);
	if (!name.size || name.data == scan->text.data || name.data[-1] != '"' ||
		byte_at(scan, colon) != ':' || !secret_is_member(name))
		return 0;
	size_t value = colon + 1;
	while (byte_at(scan, value) && strchr(" \t\r\n", byte_at(scan, value)))
		value++;
	if (is_escaped && byte_at(scan, value) == '\\' && byte_at(scan, value + 1) == '"')
		return hide(scan, value + 2, SECRET_MEMBER, SECRET_ENDS_WITH_ESCAPED_QUOTE);
	if (byte_at(scan, value) == '{' || byte_at(scan, value) == '[')
		return 0;
	return hide_quoted_or(scan, value, SECRET_MEMBER, SECRET_ENDS_WITH_NUMBER);
}

/* <password>value</password> */
static size_t scan_element(struct scan *scan, size_t at)
{
	struct bytes name = name_before(scan, at);
	if (!name.size || name.data == scan->text.data || name.data[-1] != '<' ||
		!secret_is_member(name))
		return 0;
	return hide(scan, at + 1, SECRET_MEMBER, SECRET_ENDS_WITH_TAG);
}

/* scheme://user:password@host */
static size_t scan_userinfo(struct scan *scan, size_t at)
{
	if (!has_word(scan, at, "://"))
		return 0;
	size_t colon = 0, start = at + 3;
	for (size_t i = start; i < start + USERINFO_SIZE_MAX; i++) {
		uint8_t c = byte_at(scan, i);
		if (c == ':' && !colon)
			colon = i;
		if (c == '@' && colon) {
			add_range(scan, new_secret(scan, SECRET_LOGIN), colon + 1, i);
			return i;
		}
		if (c <= ' ' || strchr("/\"'<>@?#", c))
			return 0;
	}
	return 0;
}

/* "Bearer abc123": long enough, or with a digit, to be no word of a sentence. */
static size_t scan_bearer(struct scan *scan, size_t at)
{
	enum { SURE_SIZE = 24 };
	if (!has_word(scan, at, "bearer "))
		return 0;
	size_t start = skip_blanks(scan, at + 7), end = start;
	bool has_digit = false;
	for (; is_token_byte(byte_at(scan, end)); end++)
		has_digit = has_digit || is_digit(byte_at(scan, end));
	bool is_open = end == scan->text.size;
	if (!is_open && (end - start < BEARER_SIZE_MIN || (!has_digit && end - start < SURE_SIZE)))
		return 0;
	return hide(scan, start, SECRET_TOKEN, SECRET_ENDS_WITH_TOKEN);
}

/* Tokens that vendors made recognizable, and JSON Web Tokens, which begin with {" in base64. */
static size_t scan_token(struct scan *scan, size_t at)
{
	size_t prefix_size, size_min;
	bool has_dot = false;
	if (!secret_token_prefix((struct bytes){ scan->text.data + at, scan->text.size - at },
		    &prefix_size, &size_min))
		return 0;
	size_t end = at;
	for (; end - at < TOKEN_LOOK_SIZE && is_token_byte(byte_at(scan, end)); end++)
		has_dot = has_dot || byte_at(scan, end) == '.';
	bool is_jwt = prefix_size == 3 && has_word(scan, at, "eyj");
	if (end < scan->text.size && (end - at < size_min || (is_jwt && !has_dot)))
		return 0;
	return hide(scan, at + prefix_size, SECRET_TOKEN, SECRET_ENDS_WITH_TOKEN);
}

static size_t scan_private_key(struct scan *scan, size_t at)
{
	if (!has_word(scan, at, "-----begin "))
		return 0;
	for (size_t i = at; i < at + PEM_LABEL_SIZE_MAX; i++) {
		if (has_word(scan, i, "private key-----"))
			return hide(scan, i + strlen("private key-----"), SECRET_TOKEN,
				SECRET_ENDS_WITH_KEY);
	}
	return 0;
}

/* "192.168.0.10" but not 127.x and 0.0.0.0; only its digits are hidden. */
static size_t scan_ipv4(struct scan *scan, size_t at)
{
	size_t starts[4], ends[4], next = at;
	unsigned numbers[4];
	for (size_t i = 0; i < 4; i++) {
		if (i && byte_at(scan, next++) != '.')
			return 0;
		starts[i] = next;
		numbers[i] = 0;
		for (; is_digit(byte_at(scan, next)) && next - starts[i] < 4; next++)
			numbers[i] = numbers[i] * 10 + (byte_at(scan, next) - '0');
		ends[i] = next;
		if (next == starts[i] || numbers[i] > 255)
			return 0;
	}
	bool is_special = numbers[0] == 127 || numbers[0] == 0 || numbers[0] >= 224;
	bool goes_on = byte_at(scan, next) == '.' && is_digit(byte_at(scan, next + 1));
	if (is_special || goes_on)
		return 0;
	size_t id = new_secret(scan, SECRET_ADDRESS);
	for (size_t i = 0; i < 4; i++)
		add_range(scan, id, starts[i], ends[i]);
	return next;
}

static bool is_mac(const char *text, size_t size)
{
	if (size != 17)
		return false;
	for (size_t i = 0; i < size; i++) {
		if (i % 3 == 2 ? text[i] != text[2] || (text[i] != ':' && text[i] != '-')
			       : !is_hex((uint8_t)text[i]))
			return false;
	}
	return true;
}

static size_t scan_hex_address(struct scan *scan, size_t at)
{
	char text[ADDRESS_SIZE_MAX + 1];
	size_t size = 0;
	while (size < ADDRESS_SIZE_MAX &&
		(is_hex(byte_at(scan, at + size)) || byte_at(scan, at + size) == ':' ||
			byte_at(scan, at + size) == '-')) {
		text[size] = (char)byte_at(scan, at + size);
		size++;
	}
	text[size] = '\0';
	uint8_t octets[16];
	bool is_ipv6 = size > 3 && inet_pton(AF_INET6, text, octets) == 1;
	if (!is_ipv6 && !is_mac(text, size))
		return 0;
	add_range(scan, new_secret(scan, SECRET_ADDRESS), at, at + size);
	return at + size;
}

static size_t scan_address(struct scan *scan, size_t at)
{
	uint8_t c = scan->text.data[at];
	if (!is_hex(c) && c != ':')
		return 0;
	if (at > 0 &&
		(is_alphanumeric(scan->text.data[at - 1]) ||
			strchr(".:-_", scan->text.data[at - 1])) &&
		scan->text.data[at - 1])
		return 0;
	size_t next = is_digit(c) ? scan_ipv4(scan, at) : 0;
	return next ? next : scan_hex_address(scan, at);
}

static size_t scan_here(struct scan *scan, size_t at)
{
	uint8_t c = scan->text.data[at];
	bool begins_word = at == 0 || !is_alphanumeric(scan->text.data[at - 1]);
	size_t next = 0;
	if (c == '=' && secret_is_parameter(name_before(scan, at)))
		next = hide_quoted_or(scan, at + 1, SECRET_PARAMETER, SECRET_ENDS_WITH_PARAMETER);
	else if (c == '"')
		next = scan_member(scan, at);
	else if (c == '>')
		next = scan_element(scan, at);
	else if (c == ':')
		next = scan_userinfo(scan, at);
	else if (c == '-')
		next = scan_private_key(scan, at);
	else if (lower(c) == 'b' && begins_word)
		next = scan_bearer(scan, at);
	if (!next && begins_word && is_alphanumeric(c))
		next = scan_token(scan, at);
	if (!next && scan->state->hides_addresses)
		next = scan_address(scan, at);
	return next;
}

/* ---- the beginning and the end ---- */

/*
 * The text may begin in the middle of a header line, whose name was not captured. It is one when it
 * reads as text and the next line is a header's, or the empty one behind them.
 */
static size_t scan_fragment(struct scan *scan)
{
	size_t end = line_end(scan, 0);
	if (end == scan->text.size || end > LINE_SIZE_MAX || is_start_line(scan, 0, end))
		return 0;
	for (size_t i = 0; i < end; i++) {
		if (scan->text.data[i] < ' ' && scan->text.data[i] != '\t')
			return 0;
	}
	size_t next = end + newline_size(scan, end), at = next;
	while (is_alphanumeric(byte_at(scan, at)) || byte_at(scan, at) == '-')
		at++;
	bool is_header = at > next && byte_at(scan, at) == ':';
	if (!is_header && (at > next || !newline_size(scan, next)))
		return 0;
	scan->is_in_header = true;
	return hide(scan, 0, SECRET_FRAGMENT, SECRET_ENDS_WITH_LINE);
}

static size_t begin(struct scan *scan)
{
	struct secret_state *state = scan->state;
	enum secret open = state->open;
	state->open = SECRET_NONE;
	if (open != SECRET_NONE)
		return hide(scan, 0, open, state->ending);
	return state->lacks_start ? scan_fragment(scan) : 0;
}

void secrets_find(struct bytes text, struct secret_state *state, struct secret_list *list)
{
	struct scan scan = { .text = text, .state = state, .list = list };
	if (!text.size)
		return;
	size_t at = begin(&scan);
	while (at < text.size) {
		bool is_line_start = at == 0 ? !state->lacks_start : text.data[at - 1] == '\n';
		size_t next = is_line_start ? scan_line(&scan, at) : 0;
		if (!next)
			next = scan_here(&scan, at);
		at = next > at ? next : at + 1;
	}
	/* The header of an encoded body breaks off: what follows the gap may be the body. */
	if (scan.is_in_header && scan.is_encoded && state->open == SECRET_NONE) {
		state->open = SECRET_ENCODED;
		state->ending = SECRET_ENDS_NEVER;
	}
}
