/*
 * Multipart bodies (RFC 2046 section 5.1; RFC 7578 for forms): parts between lines that repeat the
 * boundary, each with its own header. A part with a secret's name is hidden up to the next
 * boundary, whatever its content; other parts are searched by their type.
 */
#include "base/ascii.h"
#include "secrets/secret-names.h"
#include "secrets/secret-search.h"

enum { LOOK_BACK_SIZE = 2048 /* from a part's header back to its boundary */ };

struct part {
	size_t body; /* the end of its header */
	bool is_secret, is_encoded;
	enum secret_format format;
	char boundary[SECRET_BOUNDARY_SIZE_MAX + 1]; /* of the nested parts */
	char type[SECRET_TYPE_SIZE_MAX + 1];
};

/* ---- a part's header ---- */

/* A name that may be sent in pieces. */
struct name {
	uint8_t data[SECRET_NAME_SIZE_MAX];
	size_t size;
};

static void append_name(struct name *name, struct bytes bytes)
{
	if (bytes.size > sizeof(name->data) - name->size)
		bytes.size = sizeof(name->data) - name->size;
	if (bytes.size)
		memcpy(name->data + name->size, bytes.data, bytes.size);
	name->size += bytes.size;
}

/*
 * Whether the name is a secret's: "name=...", "name*=UTF-8''...", and "name*0=..." with its
 * continuations (RFC 2231) joined.
 */
static bool has_secret_name(const struct secret_scan *line)
{
	struct name whole = { .size = 0 };
	for (size_t at = 1; at < line->text.size; at++) {
		uint8_t before = line->text.data[at - 1];
		if (!has_word(line, at, "name") ||
			!(ascii_is_space(before) || is_among(before, ";,:\"")))
			continue;
		size_t start, next = at + strlen("name");
		while (byte_at(line, next) == '*' || ascii_is_digit(byte_at(line, next)))
			next++;
		bool has_charset = byte_at(line, next - 1) == '*';
		size_t end = secret_parameter_value(line, next, &start);
		if (!end || start >= end)
			continue;
		for (unsigned marks = 0; has_charset && marks < 2 && start < end; start++)
			marks += line->text.data[start] == '\'';
		append_name(&whole, bytes_between(line, start, end));
		if (secret_is_parameter(bytes_between(line, start, end)) ||
			secret_is_parameter((struct bytes){ whole.data, whole.size }))
			return true;
		at = end;
	}
	return false;
}

static void read_field(struct part *part, const struct secret_scan *line)
{
	size_t colon = find_byte(line, 0, line->text.size, ':');
	if (colon == line->text.size)
		return;
	struct bytes name = bytes_between(line, 0, colon);
	const struct secret_scan value = secret_part(line, colon, line->text.size);
	const struct secret_scan bare = secret_part(line, colon + 1, line->text.size);
	if (secret_name_is(name, "contentdisposition"))
		part->is_secret = part->is_secret || has_secret_name(&value);
	else if (secret_name_is(name, "contenttype")) {
		part->format = secret_read_type(&bare, part->boundary);
		secret_copy_type(&bare, part->type);
	} else if (secret_name_is(name, "contentencoding"))
		part->is_encoded = part->is_encoded || secret_is_compression(&bare);
}

/* Reads the part whose header begins at `at`: lines up to an empty one. */
static struct part read_part(const struct secret_scan *scan, size_t at)
{
	struct part part = { .is_secret = false };
	size_t end = at;
	while (end < scan->text.size && !newline_size(scan, end))
		end = next_line(scan, end);
	part.body = end + newline_size(scan, end);
	const struct secret_scan header = secret_part(scan, at, end);
	autofinish(secret_view) struct secret_view view = { 0 };
	secret_decode(&view, &header, SECRET_CODING_FOLDS);
	const struct secret_scan lines = secret_view_scan(&view, &header);
	for (size_t line = 0; line < lines.text.size; line = next_line(&lines, line)) {
		const struct secret_scan field = secret_part(&lines, line, line_end(&lines, line));
		read_field(&part, &field);
	}
	return part;
}

/* ---- the body ---- */

/* Whether a line at `at` ends a part. Without a boundary, what follows the line decides. */
static bool is_delimiter(const struct secret_scan *scan, size_t at, const char *boundary)
{
	if (byte_at(scan, at) != '-' || byte_at(scan, at + 1) != '-')
		return false;
	size_t size = strlen(boundary), end = line_end(scan, at), next = at + 2 + size;
	if (size && (next > end || memcmp(scan->text.data + at + 2, boundary, size) != 0))
		return false;
	if (size == SECRET_BOUNDARY_SIZE_MAX)
		return true; /* the line may be cut */
	if (size) /* a longer line is no delimiter, unless the text's end cut it */
		return skip_blanks(scan, next + 2 * has_word(scan, next, "--")) >= end ||
			end == scan->text.size;
	return has_word(scan, next_line(scan, at), "content-") ||
		(end > at + 4 && has_word(scan, end - 2, "--"));
}

/* Returns the next line at or after `at` that ends a part, or the end of the text. */
static size_t find_delimiter(const struct secret_scan *scan, size_t at, const char *boundary)
{
	while (at < scan->text.size && !is_delimiter(scan, at, boundary))
		at = next_line(scan, at);
	return at;
}

/* The line break before a delimiter belongs to the delimiter. */
static size_t body_end(const struct secret_scan *scan, size_t body, size_t delimiter)
{
	if (delimiter == scan->text.size)
		return delimiter;
	if (delimiter > body && scan->text.data[delimiter - 1] == '\n')
		delimiter--;
	if (delimiter > body && scan->text.data[delimiter - 1] == '\r')
		delimiter--;
	return delimiter;
}

static void search_body(
	const struct secret_scan *scan, const struct part *part, size_t from, size_t to)
{
	struct secret_scan body = secret_part(scan, from, to);
	if (part->is_secret) {
		(void)secret_hide(scan, from, to, SECRET_MEMBER, SECRET_ENDS_WITH_PART);
	} else if (part->is_encoded || secret_begins_compressed(scan, from)) {
		(void)secret_hide(scan, from, to, SECRET_ENCODED, SECRET_ENDS_WITH_PART);
	} else {
		body.boundary = part->boundary[0] ? part->boundary : NULL;
		secret_search_format(&body, part->format, SECRET_ENDS_WITH_PART);
		secret_note_body(&body, part->type);
	}
}

/*
 * Searches the text before the first part. When the beginning is missing, it is the rest of a part.
 */
static void search_preamble(const struct secret_scan *scan, size_t end)
{
	if (scan->lacks_start)
		(void)secret_hide(
			scan, 0, body_end(scan, 0, end), SECRET_FRAGMENT, SECRET_ENDS_WITH_PART);
	else
		secret_search_part(scan, 0, end, SECRET_CODING_NONE, SECRET_ENDS_WITH_PART);
}

void secret_multipart(const struct secret_scan *scan)
{
	char boundary[SECRET_BOUNDARY_SIZE_MAX + 1] = "";
	size_t first = skip_space(scan, 0);
	if (scan->boundary)
		secret_copy_boundary(
			(struct bytes){ (const uint8_t *)scan->boundary, strlen(scan->boundary) },
			boundary);
	else if (has_word(scan, first, "--"))
		secret_copy_boundary(
			bytes_between(scan, first + 2, line_end(scan, first)), boundary);
	size_t at = find_delimiter(scan, 0, boundary);
	if (at > 0)
		search_preamble(scan, at);
	while (at < scan->text.size) {
		size_t header = next_line(scan, at), delimiter;
		struct part part = read_part(scan, header);
		delimiter = find_delimiter(scan, part.body, boundary);
		const struct secret_scan lines = secret_part(scan, at, part.body);
		secret_text(&lines, SECRET_RULE_LINES | SECRET_RULE_TOKENS);
		if (part.body < scan->text.size)
			search_body(scan, &part, part.body, body_end(scan, part.body, delimiter));
		else if (part.is_secret && scan->lacks_end)
			secret_leave_open(scan, SECRET_MEMBER, SECRET_ENDS_WITH_PART);
		at = delimiter;
	}
}

/* Finds the boundary in the lines before `at`. */
static void find_boundary(
	const struct secret_scan *scan, size_t at, char boundary[SECRET_BOUNDARY_SIZE_MAX + 1])
{
	size_t start = at > LOOK_BACK_SIZE ? at - LOOK_BACK_SIZE : 0;
	boundary[0] = '\0';
	for (size_t line = at; line-- > start;) {
		bool begins_line = line == 0 || scan->text.data[line - 1] == '\n';
		if (begins_line && has_word(scan, line, "--")) {
			secret_copy_boundary(
				bytes_between(scan, line + 2, line_end(scan, line)), boundary);
			return;
		}
	}
}

/* Returns the end of the header field at `at`, with its continuation lines. */
static size_t field_end(const struct secret_scan *scan, size_t at)
{
	do {
		at = next_line(scan, at);
	} while (is_blank(byte_at(scan, at)));
	return at;
}

static bool is_secret_field(const struct secret_scan *scan, size_t at)
{
	const struct secret_scan field = secret_part(scan, at, field_end(scan, at));
	return read_part(&field, 0).is_secret;
}

size_t secret_multipart_line(const struct secret_scan *scan, size_t at)
{
	if (!has_word(scan, at, "content-disposition") || !is_secret_field(scan, at))
		return 0;
	struct part part = read_part(scan, at);
	if (part.body >= scan->text.size) {
		if (scan->lacks_end)
			secret_leave_open(scan, SECRET_MEMBER, SECRET_ENDS_WITH_PART);
		return scan->text.size;
	}
	char boundary[SECRET_BOUNDARY_SIZE_MAX + 1];
	find_boundary(scan, at, boundary);
	size_t delimiter = find_delimiter(scan, part.body, boundary);
	(void)secret_hide(scan, part.body, body_end(scan, part.body, delimiter), SECRET_MEMBER,
		SECRET_ENDS_WITH_PART);
	return delimiter;
}
