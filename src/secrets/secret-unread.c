/*
 * What no rule reads: bodies of binary types, and texts in which a secret may stand at a place of its own, as
 * a password does behind the name in "login anna geheim".
 */
#include "base/array.h"
#include "base/format/markup.h"
#include "secrets/secret-search.h"

enum { SETTING_NAME_SIZE_MAX = 40 };

void secret_copy_type(const struct secret_scan *value, char out[SECRET_TYPE_SIZE_MAX + 1])
{
	size_t size = 0;
	for (size_t at = skip_space(value, 0); size < SECRET_TYPE_SIZE_MAX; at++) {
		uint8_t c = byte_at(value, at);
		if (!is_alphanumeric(c) && !is_among(c, "/.+-_"))
			break;
		out[size++] = (char)lower(c);
	}
	out[size] = '\0';
}

/* ---- bodies ---- */

static bool has_control(const struct secret_scan *scan)
{
	for (size_t i = 0; i < scan->text.size; i++) {
		uint8_t c = scan->text.data[i];
		if (c < ' ' && !is_space(c) && c != '\f' && c != 0x1b)
			return true;
	}
	return false;
}

/* Pictures, sounds and fonts, whatever the header says: they hold no text that a rule could read. */
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

/* What a proxy passes on behind CONNECT, as a rule. */
static bool is_encrypted(const struct secret_scan *scan)
{
	uint8_t type = byte_at(scan, 0);
	return (type >= 0x14 && type <= 0x17 && byte_at(scan, 1) == 3) || has_word(scan, 0, "ssh-");
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

/* No sequence is broken, but perhaps the one at the end. */
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

/* A type that is none of a text may look like one: names and values of CBOR have no sign between them. */
static bool is_read(const struct secret_scan *body, const char *type)
{
	if (is_picture(body) || is_encrypted(body) ||
		secret_is_coded(body->text, SECRET_CODING_UTF16))
		return true;
	if (has_control(body))
		return strncmp(type, "multipart/", 10) == 0; /* its parts are looked at */
	if (strncmp(type, "text/", 5) == 0 || secret_sniff(body) != SECRET_FORMAT_LINES)
		return true; /* text of other codes than UTF-8, too */
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
	if (text->text.size && !is_encrypted(text) && !secrets_read_whole(text->text))
		note(&text->search->list->unread, "HTTP");
}

/* ---- texts ---- */

/* "SIP/2.0": letters, and a version. */
static bool is_version(const struct secret_scan *scan, size_t at, size_t end)
{
	size_t slash = find_byte(scan, at, end, '/');
	if (slash == at || end - slash != 4)
		return false;
	for (size_t i = at; i < slash; i++) {
		if (!is_alphanumeric(scan->text.data[i]))
			return false;
	}
	return is_digit(byte_at(scan, slash + 1)) && byte_at(scan, slash + 2) == '.' &&
		is_digit(byte_at(scan, slash + 3));
}

/* "INVITE sip:b@h SIP/2.0", "RTSP/1.0 200 OK": headers follow. */
static bool begins_message(const struct secret_scan *scan)
{
	size_t end = line_end(scan, 0), last = end;
	while (last > 0 && scan->text.data[last - 1] != ' ')
		last--;
	return (last > 0 && is_version(scan, last, end)) ||
		is_version(scan, 0, find_byte(scan, 0, end, ' '));
}

/* "[part]", "# remark", "name = value", or nothing. */
static bool is_setting(const struct secret_scan *scan, size_t at, size_t end)
{
	at = skip_blanks(scan, at);
	if (at >= end || is_among(scan->text.data[at], "#;") ||
		(scan->text.data[at] == '[' && scan->text.data[end - 1] == ']'))
		return true;
	size_t name = at;
	while (at < end && at - name < SETTING_NAME_SIZE_MAX &&
		(is_alphanumeric(scan->text.data[at]) || is_among(scan->text.data[at], "_-.")))
		at++;
	uint8_t next = byte_at(scan, at + 1);
	if (at > name && byte_at(scan, at) == ':') /* "anna:x:1000:1000" has places */
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
	while (end > 0 && is_space(text.data[end - 1]))
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
