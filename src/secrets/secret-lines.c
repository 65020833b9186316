/*
 * Secrets that are told by the line they stand in: header lines by their name (RFC 9110; folded lines of RFC
 * 2616 too), parts of a multipart form, logins of line protocols. Here is also known where an HTTP message
 * has its header and its body, since one that is compressed is taken whole.
 */
#include "secrets/secret-scan.h"

#include "secrets/secret-names.h"

enum { PART_LINES_MAX = 20 /* of the header of a form's part */ };

/* "Authorization: Bearer ...": the scheme says how, not what. */
static size_t skip_scheme(const struct secret_scan *scan, size_t at)
{
	static const char *const schemes[] = { "basic ", "bearer ", "digest ", "negotiate ",
		"ntlm ", "token ", "aws4-hmac-sha256 " };
	for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++) {
		if (has_word(scan, at, schemes[i]))
			return skip_blanks(scan, at + strlen(schemes[i]));
	}
	return at;
}

static void note_framing(struct secret_scan *scan, struct bytes name, size_t value)
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
static size_t scan_header_line(struct secret_scan *scan, size_t at)
{
	size_t colon = at;
	while (colon - at < SECRET_NAME_SIZE_MAX &&
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
	return secret_hide(scan, value, kind, SECRET_ENDS_WITH_LINE);
}

/* PASS of FTP and POP3, AUTH of SMTP and Redis: what stands behind the word, and its mechanism. */
static size_t scan_login_line(struct secret_scan *scan, size_t at)
{
	if (has_word(scan, at, "pass "))
		return secret_hide(
			scan, skip_blanks(scan, at + 5), SECRET_LOGIN, SECRET_ENDS_WITH_LINE);
	if (!has_word(scan, at, "auth "))
		return 0;
	size_t value = skip_blanks(scan, at + 5);
	static const char *const mechanisms[] = { "plain ", "login ", "xoauth2 ", "oauthbearer " };
	for (size_t i = 0; i < sizeof(mechanisms) / sizeof(mechanisms[0]); i++) {
		if (has_word(scan, value, mechanisms[i]))
			value = skip_blanks(scan, value + strlen(mechanisms[i]));
	}
	return secret_hide(scan, value, SECRET_LOGIN, SECRET_ENDS_WITH_LINE);
}

/* Content-Disposition: form-data; name="password", an empty line, the value. */
static size_t scan_form_part(struct secret_scan *scan, size_t at)
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
			return secret_hide(scan, next + newline_size(scan, next), SECRET_MEMBER,
				SECRET_ENDS_WITH_PART);
	}
	scan->state->open = SECRET_MEMBER;
	scan->state->ending = SECRET_ENDS_WITH_PART;
	return end;
}

bool secret_is_start_line(const struct secret_scan *scan, size_t at, size_t end)
{
	if (has_word(scan, at, "http/1."))
		return true;
	return end - at >= 14 && has_word(scan, end - 9, " http/1.") && byte_at(scan, at) >= 'A' &&
		byte_at(scan, at) <= 'Z';
}

/* The body of a message whose coding we do not undo. */
static size_t hide_body(struct secret_scan *scan, size_t at)
{
	scan->is_encoded = false;
	if (has_word(scan, at, "http/1.") || (scan->has_length && !scan->length))
		return 0; /* an answer to HEAD, or 304, has none */
	if (!scan->has_length || scan->length >= scan->text.size - at)
		return secret_hide(scan, at, SECRET_ENCODED, SECRET_ENDS_NEVER);
	secret_add_range(scan, secret_add(scan, SECRET_ENCODED), at, at + (size_t)scan->length);
	return at + (size_t)scan->length;
}

size_t secret_scan_line(struct secret_scan *scan, size_t at)
{
	size_t end = line_end(scan, at);
	if (secret_is_start_line(scan, at, end)) {
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
