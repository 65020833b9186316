/*
 * Finds data that no rule reads: bodies of binary types, and texts in which only the position shows
 * a secret, like the password after the name in "login anna geheim".
 */
#include "base/array.h"
#include "base/ascii.h"
#include "base/format/markup.h"
#include "secrets/secret-search.h"
#include "secrets/secrets.h"

enum { SETTING_NAME_SIZE_MAX = 40 };

void secret_copy_type(const struct secret_scan *value, char out[SECRET_TYPE_SIZE_MAX + 1])
{
	size_t size = 0;
	for (size_t at = skip_space(value, 0); size < SECRET_TYPE_SIZE_MAX; at++) {
		uint8_t c = byte_at(value, at);
		if (!ascii_is_alphanumeric(c) && !is_among(c, "/.+-_"))
			break;
		out[size++] = (char)ascii_lower(c);
	}
	out[size] = '\0';
}

/* ---- bodies ---- */

static bool has_control(const struct secret_scan *scan)
{
	for (size_t i = 0; i < scan->text.size; i++) {
		uint8_t c = scan->text.data[i];
		if (c < ' ' && !ascii_is_space(c) && c != '\f' && c != 0x1b)
			return true;
	}
	return false;
}

/*
 * Whether this is an image, sound or font, whatever its header says: no rule could read text in it.
 */
static bool is_picture(const struct secret_scan *scan)
{
	static const struct {
		size_t size;
		const char *start;
	} starts[] = { { 8, "\x89PNG\r\n\x1a\n" }, { 3, "\xff\xd8\xff" }, { 4, "GIF8" },
		{ 4, "RIFF" }, { 4, "\0\0\1\0" }, { 4, "wOFF" }, { 4, "wOF2" }, { 4, "OggS" } };
	for (size_t i = 0; i < ARRAY_COUNT(starts); i++) {
		if (scan->text.size >= starts[i].size &&
			memcmp(scan->text.data, starts[i].start, starts[i].size) == 0)
			return true;
	}
	return false;
}

bool secrets_are_encrypted(struct bytes text)
{
	enum { SIZE_MIN = 5, TLS_TYPE_FIRST = 0x14, TLS_TYPE_LAST = 0x17, TLS_MINOR_MAX = 4 };
	const uint8_t *data = text.data;
	if (text.size < SIZE_MIN)
		return false;
	bool is_tls = data[0] >= TLS_TYPE_FIRST && data[0] <= TLS_TYPE_LAST && data[1] == 3 &&
		data[2] <= TLS_MINOR_MAX;
	return is_tls || memcmp(data, "SSH-", 4) == 0;
}

static bool is_text_type(const char *type)
{
	static const char *const words[] = { "json", "xml", "html", "script", "urlencoded", "yaml",
		"toml", "graphql", "sql", "css", "csv", "multipart/" };
	for (size_t i = 0; i < ARRAY_COUNT(words); i++) {
		if (strstr(type, words[i]))
			return true;
	}
	return false;
}

/* Whether the text is UTF-8; the last sequence may be cut. */
static bool is_utf8(const struct secret_scan *scan)
{
	enum { REPLACEMENT = 0xfffd, SEQUENCE_MAX = 4 };
	const struct bytes *text = &scan->text;
	for (size_t at = 0, size; at + SEQUENCE_MAX <= text->size; at += size) {
		uint8_t c = text->data[at];
		size = 1;
		if (c >= 0x80 &&
			markup_decode_utf8((struct bytes){ text->data + at, text->size - at },
				&size) == REPLACEMENT &&
			c != 0xef)
			return false;
		size = size ? size : 1;
	}
	return true;
}

/*
 * Whether a body of this type is read by the rules. A binary type may look like text: CBOR has no
 * sign between names and values.
 */
static bool is_read(const struct secret_scan *body, const char *type)
{
	if (is_picture(body) || secrets_are_encrypted(body->text) ||
		secret_is_coded(body->text, SECRET_CODING_UTF16))
		return true;
	if (has_control(body))
		return strncmp(type, "multipart/", 10) == 0; /* its parts are searched */
	if (strncmp(type, "text/", 5) == 0 || secret_sniff(body) != SECRET_FORMAT_LINES)
		return true; /* also text in other encodings than UTF-8 */
	return (!type[0] || is_text_type(type)) && is_utf8(body);
}

static void note(struct secret_types *types, const char *name)
{
	for (size_t i = 0; i < types->count; i++) {
		if (strcmp(types->names[i], name) == 0)
			return;
	}
	if (types->count == SECRET_TYPES_MAX)
		types->count--;
	memcpy(types->names[types->count++], name, strlen(name) + 1);
}

void secret_note_body(const struct secret_scan *body, const char *type)
{
	if (body->text.size && !is_read(body, type))
		note(&body->search->list->unread, type[0] ? type : "HTTP");
}

void secret_note_tunnel(const struct secret_scan *text)
{
	if (text->text.size && !secrets_are_encrypted(text->text) &&
		!secrets_read_whole(text->text))
		note(&text->search->list->unread, "HTTP");
}

/* ---- texts ---- */

/* Whether this is a version, as in "SIP/2.0": letters, a slash and digits. */
static bool is_version(const struct secret_scan *scan, size_t at, size_t end)
{
	size_t slash = find_byte(scan, at, end, '/');
	if (slash == at || end - slash != 4)
		return false;
	for (size_t i = at; i < slash; i++) {
		if (!ascii_is_alphanumeric(scan->text.data[i]))
			return false;
	}
	return ascii_is_digit(byte_at(scan, slash + 1)) && byte_at(scan, slash + 2) == '.' &&
		ascii_is_digit(byte_at(scan, slash + 3));
}

/* Whether a message with headers begins: "INVITE sip:b@h SIP/2.0", "RTSP/1.0 200 OK". */
static bool begins_message(const struct secret_scan *scan)
{
	size_t end = line_end(scan, 0), last = end;
	while (last > 0 && scan->text.data[last - 1] != ' ')
		last--;
	return (last > 0 && is_version(scan, last, end)) ||
		is_version(scan, 0, find_byte(scan, 0, end, ' '));
}

/* Whether the line is "[part]", "# remark", "name = value", or empty. */
static bool is_setting(const struct secret_scan *scan, size_t at, size_t end)
{
	at = skip_blanks(scan, at);
	if (at >= end || is_among(scan->text.data[at], "#;") ||
		(scan->text.data[at] == '[' && scan->text.data[end - 1] == ']'))
		return true;
	size_t name = at;
	while (at < end && at - name < SETTING_NAME_SIZE_MAX &&
		(ascii_is_alphanumeric(scan->text.data[at]) ||
			is_among(scan->text.data[at], "_-.")))
		at++;
	uint8_t next = byte_at(scan, at + 1);
	if (at > name && byte_at(scan, at) == ':') /* "anna:x:1000:1000" has fields by position */
		return at + 1 >= end || is_blank(next);
	return at > name && byte_at(scan, skip_blanks(scan, at)) == '=';
}

static bool has_settings_only(const struct secret_scan *scan)
{
	for (size_t at = 0; at < scan->text.size; at = next_line(scan, at)) {
		if (!is_setting(scan, at, line_end(scan, at)))
			return false;
	}
	return true;
}

bool secrets_read_whole(struct bytes text)
{
	const struct secret_scan scan = { .text = text };
	size_t end = text.size;
	while (end > 0 && ascii_is_space(text.data[end - 1]))
		end--;
	if (!end || has_control(&scan))
		return !end;
	uint8_t last = text.data[end - 1];
	switch (secret_sniff(&scan)) {
	case SECRET_FORMAT_JSON:
		return is_among(last, "}]\"");
	case SECRET_FORMAT_MARKUP:
		return last == '>';
	case SECRET_FORMAT_FORM:
		return secret_is_form(&scan, 0) && find_byte(&scan, 0, end, '\n') == end;
	default:
		return begins_message(&scan) || has_settings_only(&scan);
	}
}
