/*
 * Decodes texts to find something in them: base64 (RFC 4648) in either alphabet, at each of the
 * four possible offsets, over line ends as in MIME; pairs of hexadecimal digits with at most one
 * sign between them; and lines with encoded characters: percent-encoding (RFC 3986), escapes of
 * JSON and JavaScript, HTML's character references, "=41" of quoted-printable (RFC 2045). Double
 * encoding is decoded once.
 */
#include "secrets/encoded-texts.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/ascii.h"
#include "secrets/secret-decode.h"

enum {
	BASE64_SIZE_MIN = 8,
	HEX_SIZE_MIN = 8, /* digits */
};

struct walk {
	struct bytes text;
	encoded_text_function *look;
	void *context;
	uint8_t *bytes;
	uint32_t *starts, *ends;
	size_t count;
};

static void add_byte(struct walk *walk, uint8_t byte, size_t start, size_t end)
{
	walk->bytes[walk->count] = byte;
	walk->starts[walk->count] = (uint32_t)start;
	walk->ends[walk->count++] = (uint32_t)end;
}

static bool is_full(const struct walk *walk)
{
	return walk->count + 4 > ENCODED_SIZE_MAX;
}

/* Passes the decoded bytes to the caller; with `goes_on` the last ones stay for the next call. */
static bool pass_to_caller(struct walk *walk, bool goes_on)
{
	const struct encoded_text text = {
		.bytes = { walk->bytes, walk->count },
		.starts = walk->starts,
		.ends = walk->ends,
	};
	bool is_found = walk->count && walk->look(walk->context, &text);
	size_t kept = goes_on ? ENCODED_OVERLAP : 0, from = walk->count - kept;
	if (kept) {
		memmove(walk->bytes, walk->bytes + from, kept);
		memmove(walk->starts, walk->starts + from, kept * sizeof(*walk->starts));
		memmove(walk->ends, walk->ends + from, kept * sizeof(*walk->ends));
	}
	walk->count = kept;
	return is_found;
}

/* ---- encoded characters ---- */

typedef struct secret_code code_function(const struct secret_scan *scan, size_t at);

/* Reads percent-encoding, an escape or a reference; the first byte tells which. */
static struct secret_code read_code(const struct secret_scan *scan, size_t at)
{
	switch (scan->text.data[at]) {
	case '%':
		return secret_code_at(scan, at, SECRET_CODING_PERCENT);
	case '\\':
		return secret_code_at(scan, at, SECRET_CODING_ESCAPES);
	case '&':
		return secret_code_at(scan, at, SECRET_CODING_ENTITIES);
	default:
		return (struct secret_code){ .from_size = 0 };
	}
}

/* Reads a code of a form, in which '+' is a blank. */
static struct secret_code read_form(const struct secret_scan *scan, size_t at)
{
	return secret_code_at(scan, at, SECRET_CODING_FORM);
}

/* Reads "=41", or '=' at the end of a line that continues in the next one. */
static struct secret_code read_quoted_printable(const struct secret_scan *scan, size_t at)
{
	struct secret_code code = { .from_size = 0 };
	if (byte_at(scan, at) != '=')
		return code;
	if (newline_size(scan, at + 1)) {
		code.from_size = 1 + newline_size(scan, at + 1);
	} else if (ascii_is_hex_digit(byte_at(scan, at + 1)) &&
		ascii_is_hex_digit(byte_at(scan, at + 2))) {
		code.bytes[0] = (uint8_t)((unsigned)hex_digit(byte_at(scan, at + 1)) << 4 |
			(unsigned)hex_digit(byte_at(scan, at + 2)));
		code.size = 1;
		code.from_size = 3;
	}
	return code;
}

/* Decodes the lines that contain a code. */
static bool walk_codes(struct walk *walk, code_function *read)
{
	const struct secret_scan scan = { .text = walk->text };
	const size_t size = walk->text.size;
	bool is_coded = false;
	for (size_t at = 0; at <= size;) {
		struct secret_code code = { .from_size = 0 };
		bool is_end = at == size;
		if (!is_end)
			code = read(&scan, at);
		is_end = is_end || (!code.from_size && walk->text.data[at] == '\n');
		if (is_end || is_full(walk)) {
			if (!is_coded && is_end)
				walk->count = 0;
			else if (pass_to_caller(walk, !is_end))
				return true;
			is_coded = is_coded && !is_end;
			at += is_end;
			continue;
		}
		is_coded = is_coded || code.from_size;
		for (size_t i = 0; i < code.size; i++)
			add_byte(walk, code.bytes[i], at, at + code.from_size);
		if (!code.from_size)
			add_byte(walk, walk->text.data[at], at, at + 1);
		at += code.from_size ? code.from_size : 1;
	}
	return false;
}

/* ---- base64 ---- */

/* Returns the end of the base64 that begins at `at`, over line ends that more base64 follows. */
static size_t base64_end(struct bytes text, size_t at)
{
	while (at < text.size) {
		size_t next = at;
		while (next < text.size && base64_digit(text.data[next]) >= 0)
			next++;
		if (next == at)
			return at;
		at = next;
		next += next < text.size && text.data[next] == '\r';
		if (next == text.size || text.data[next] != '\n')
			return at;
		if (next + 1 == text.size || base64_digit(text.data[next + 1]) < 0)
			return at;
		at = next + 1;
	}
	return at;
}

static bool walk_base64_from(struct walk *walk, size_t from, size_t to)
{
	uint32_t bits = 0;
	unsigned count = 0;
	size_t start = from, last = from;
	for (size_t i = from; i < to; i++) {
		int value = base64_digit(walk->text.data[i]);
		if (value < 0)
			continue; /* a line end */
		bits = bits << 6 | (uint32_t)value;
		count += 6;
		last = start;
		start = i;
		if (count < 8)
			continue;
		count -= 8;
		add_byte(walk, (uint8_t)(bits >> count), last, i + 1);
		if (is_full(walk) && pass_to_caller(walk, true))
			return true;
	}
	return pass_to_caller(walk, false);
}

static bool walk_base64(struct walk *walk)
{
	for (size_t at = 0; at < walk->text.size;) {
		size_t end = base64_end(walk->text, at);
		for (size_t skip = 0; skip < 4 && end - at >= BASE64_SIZE_MIN + skip; skip++) {
			if (walk_base64_from(walk, at + skip, end))
				return true;
		}
		at = end + 1;
	}
	return false;
}

/* ---- hexadecimal ---- */

/*
 * Reads pairs of digits, optionally with a blank, colon or hyphen between them. Returns their end.
 */
static size_t walk_pairs(struct walk *walk, size_t at, bool *ret_is_found)
{
	struct bytes text = walk->text;
	*ret_is_found = false;
	while (!*ret_is_found && at + 1 < text.size && ascii_is_hex_digit(text.data[at]) &&
		ascii_is_hex_digit(text.data[at + 1])) {
		add_byte(walk,
			(uint8_t)((unsigned)hex_digit(text.data[at]) << 4 |
				(unsigned)hex_digit(text.data[at + 1])),
			at, at + 2);
		at += 2;
		if (at + 2 < text.size && is_among(text.data[at], " :-\n"))
			at++;
		*ret_is_found = is_full(walk) && pass_to_caller(walk, true);
	}
	return at;
}

static bool walk_hex(struct walk *walk)
{
	for (size_t at = 0; at < walk->text.size;) {
		bool is_found;
		size_t end = walk_pairs(walk, at, &is_found);
		if (is_found)
			return true;
		if (end - at < HEX_SIZE_MIN)
			walk->count = 0;
		else if (pass_to_caller(walk, false))
			return true;
		/* The first digit may not belong to a pair, so the second one is tried, too. */
		if (end - at >= HEX_SIZE_MIN) {
			(void)walk_pairs(walk, at + 1, &is_found);
			if (is_found || pass_to_caller(walk, false))
				return true;
		}
		at = end > at ? end : at + 1;
	}
	return false;
}

bool encoded_texts_walk(struct bytes text, encoded_text_function *function, void *context)
{
	struct walk walk = { .text = text, .look = function, .context = context };
	walk.bytes = xmalloc(ENCODED_SIZE_MAX);
	walk.starts = xmalloc(ENCODED_SIZE_MAX * sizeof(*walk.starts));
	walk.ends = xmalloc(ENCODED_SIZE_MAX * sizeof(*walk.ends));
	bool is_found = walk_codes(&walk, read_code) || walk_codes(&walk, read_form) ||
		walk_codes(&walk, read_quoted_printable) || walk_base64(&walk) || walk_hex(&walk);
	free(walk.bytes);
	free(walk.starts);
	free(walk.ends);
	return is_found;
}
