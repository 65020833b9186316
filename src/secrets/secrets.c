/*
 * The rules, one pass over the text: header lines by their name (RFC 9110; folded lines of RFC 2616
 * too), query and form parameters, members of JSON, elements of XML and parts of a multipart form by
 * theirs, tokens by their looks (RFC 6750, RFC 7519, and the prefixes that vendors gave theirs to be
 * found), and logins of line protocols. A value that goes on in the next chunk (RFC 9112, 7.1) is
 * followed there. Bodies that are compressed cannot be searched and are taken whole. Rather too much
 * is found than too little; a secret under a harmless name is not known to be one.
 */
#include "secrets/secrets.h"

#include <stdlib.h>

#include "secrets/secret-names.h"
#include "secrets/secret-scan.h"

enum {
	LINE_SIZE_MAX = 16384, /* of a header line that began before the text */
	USERINFO_SIZE_MAX = 256,
	BEARER_SIZE_MIN = 12,
	TOKEN_LOOK_SIZE = 1024, /* how far the first dot of a JWT may be */
	PEM_LABEL_SIZE_MAX = 48,
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
		[SECRET_DATAGRAM] = { "incomplete datagrams", "조각이 모자란 데이터그램" },
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

/* ---- anywhere ---- */

/* The name that ends before `end`: "user[password]", "access_token". */
static struct bytes name_before(const struct secret_scan *scan, size_t end)
{
	size_t start = end;
	while (start > 0 && end - start < SECRET_NAME_SIZE_MAX &&
		(is_alphanumeric(scan->text.data[start - 1]) ||
			strchr("_-.[]%", scan->text.data[start - 1])) &&
		scan->text.data[start - 1])
		start--;
	return (struct bytes){ scan->text.data + start, end - start };
}

/* A quote that may be a name's last: "name": value, and the same inside a string. */
static size_t scan_member(struct secret_scan *scan, size_t at)
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
		return secret_hide(scan, value + 2, SECRET_MEMBER, SECRET_ENDS_WITH_ESCAPED_QUOTE);
	if (byte_at(scan, value) == '{' || byte_at(scan, value) == '[')
		return 0;
	return secret_hide_quoted_or(scan, value, SECRET_MEMBER, SECRET_ENDS_WITH_NUMBER);
}

/* <password>value</password> */
static size_t scan_element(struct secret_scan *scan, size_t at)
{
	struct bytes name = name_before(scan, at);
	if (!name.size || name.data == scan->text.data || name.data[-1] != '<' ||
		!secret_is_member(name))
		return 0;
	return secret_hide(scan, at + 1, SECRET_MEMBER, SECRET_ENDS_WITH_TAG);
}

/* scheme://user:password@host */
static size_t scan_userinfo(struct secret_scan *scan, size_t at)
{
	if (!has_word(scan, at, "://"))
		return 0;
	size_t colon = 0, start = at + 3;
	for (size_t i = start; i < start + USERINFO_SIZE_MAX; i++) {
		uint8_t c = byte_at(scan, i);
		if (c == ':' && !colon)
			colon = i;
		if (c == '@' && colon) {
			secret_add_range(scan, secret_add(scan, SECRET_LOGIN), colon + 1, i);
			return i;
		}
		if (c <= ' ' || strchr("/\"'<>@?#", c))
			return 0;
	}
	return 0;
}

/* "Bearer abc123": long enough, or with a digit, to be no word of a sentence. */
static size_t scan_bearer(struct secret_scan *scan, size_t at)
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
	return secret_hide(scan, start, SECRET_TOKEN, SECRET_ENDS_WITH_TOKEN);
}

/* Tokens that vendors made recognizable, and JSON Web Tokens, which begin with {" in base64. */
static size_t scan_token(struct secret_scan *scan, size_t at)
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
	return secret_hide(scan, at + prefix_size, SECRET_TOKEN, SECRET_ENDS_WITH_TOKEN);
}

static size_t scan_private_key(struct secret_scan *scan, size_t at)
{
	if (!has_word(scan, at, "-----begin "))
		return 0;
	for (size_t i = at; i < at + PEM_LABEL_SIZE_MAX; i++) {
		if (has_word(scan, i, "private key-----"))
			return secret_hide(scan, i + strlen("private key-----"), SECRET_TOKEN,
				SECRET_ENDS_WITH_KEY);
	}
	return 0;
}

static size_t scan_here(struct secret_scan *scan, size_t at)
{
	uint8_t c = scan->text.data[at];
	bool begins_word = at == 0 || !is_alphanumeric(scan->text.data[at - 1]);
	size_t next = 0;
	if (c == '=' && secret_is_parameter(name_before(scan, at)))
		next = secret_hide_quoted_or(
			scan, at + 1, SECRET_PARAMETER, SECRET_ENDS_WITH_PARAMETER);
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
	return next;
}

/* ---- the beginning and the end ---- */

/*
 * The text may begin in the middle of a header line, whose name was not captured. It is one when it
 * reads as text and the next line is a header's, or the empty one behind them.
 */
static size_t scan_fragment(struct secret_scan *scan)
{
	size_t end = line_end(scan, 0);
	if (end == scan->text.size || end > LINE_SIZE_MAX || secret_is_start_line(scan, 0, end))
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
	return secret_hide(scan, 0, SECRET_FRAGMENT, SECRET_ENDS_WITH_LINE);
}

static size_t begin(struct secret_scan *scan)
{
	struct secret_state *state = scan->state;
	enum secret open = state->open;
	state->open = SECRET_NONE;
	if (open != SECRET_NONE)
		return secret_hide(scan, 0, open, state->ending);
	return state->lacks_start ? scan_fragment(scan) : 0;
}

void secrets_find(struct bytes text, struct secret_state *state, struct secret_list *list)
{
	struct secret_scan scan = { .text = text, .state = state, .list = list };
	if (!text.size)
		return;
	size_t at = begin(&scan);
	while (at < text.size) {
		bool is_line_start = at == 0 ? !state->lacks_start : text.data[at - 1] == '\n';
		size_t next = is_line_start ? secret_scan_line(&scan, at) : 0;
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
