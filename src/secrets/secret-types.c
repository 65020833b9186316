/*
 * Reads what headers say about a body (RFC 9110 section 8; RFC 2045 section 5.1): its format, and
 * whether it is compressed. Its first bytes show compression, too.
 */
#include "base/array.h"
#include "base/ascii.h"
#include "secrets/secret-search.h"

static bool value_has(const struct secret_scan *value, const char *word)
{
	for (size_t at = 0; at < value->text.size; at++) {
		if (has_word(value, at, word))
			return true;
	}
	return false;
}

size_t secret_parameter_value(const struct secret_scan *value, size_t at, size_t *ret_start)
{
	at = skip_space(value, at);
	if (byte_at(value, at) != '=')
		return 0;
	at = skip_space(value, at + 1);
	uint8_t quote = byte_at(value, at);
	if (quote == '"' || quote == '\'') {
		*ret_start = at + 1;
		return secret_string_end(value, at + 1, quote, 0);
	}
	*ret_start = at;
	while (at < value->text.size && !is_among(value->text.data[at], ";,") &&
		!ascii_is_space(value->text.data[at]))
		at++;
	return at;
}

void secret_copy_boundary(struct bytes boundary, char out[SECRET_BOUNDARY_SIZE_MAX + 1])
{
	if (boundary.size > SECRET_BOUNDARY_SIZE_MAX)
		boundary.size = SECRET_BOUNDARY_SIZE_MAX;
	if (boundary.size)
		memcpy(out, boundary.data, boundary.size);
	out[boundary.size] = '\0';
}

enum secret_format secret_read_type(
	const struct secret_scan *value, char boundary[SECRET_BOUNDARY_SIZE_MAX + 1])
{
	static const struct {
		const char *word;
		enum secret_format format;
	} types[] = {
		{ "multipart/", SECRET_FORMAT_MULTIPART },
		{ "form-urlencoded", SECRET_FORMAT_FORM },
		{ "json", SECRET_FORMAT_JSON },
		{ "xml", SECRET_FORMAT_MARKUP },
		{ "html", SECRET_FORMAT_MARKUP },
		{ "javascript", SECRET_FORMAT_CODE },
		{ "ecmascript", SECRET_FORMAT_CODE },
		{ "text/css", SECRET_FORMAT_CODE },
	};
	static const char word[] = "boundary";
	boundary[0] = '\0';
	for (size_t at = 0; at < value->text.size; at++) {
		size_t start, end;
		if (!has_word(value, at, word))
			continue;
		end = secret_parameter_value(value, at + strlen(word), &start);
		if (end && start <= end) {
			secret_copy_boundary(bytes_between(value, start, end), boundary);
			break;
		}
	}
	for (size_t i = 0; i < ARRAY_COUNT(types); i++) {
		if (value_has(value, types[i].word))
			return types[i].format;
	}
	return SECRET_FORMAT_UNKNOWN;
}

bool secret_is_compression(const struct secret_scan *value)
{
	static const char *const harmless[] = { "identity", "chunked", "none", "utf-8", "utf8",
		"7bit", "8bit", "binary" };
	for (size_t at = 0; at < value->text.size;) {
		size_t end = at;
		bool is_harmless = false;
		while (end < value->text.size && !ascii_is_space(value->text.data[end]) &&
			!is_among(value->text.data[end], ",;\"'"))
			end++;
		for (size_t i = 0; i < ARRAY_COUNT(harmless); i++)
			is_harmless = is_harmless ||
				(has_word(value, at, harmless[i]) &&
					end - at == strlen(harmless[i]));
		if (end > at && !is_harmless)
			return true;
		at = end + 1;
	}
	return false;
}

bool secret_begins_compressed(const struct secret_scan *scan, size_t at)
{
	static const struct bytes marks[] = {
		{ (const uint8_t *)"\x1f\x8b\x08", 3 }, /* gzip */
		{ (const uint8_t *)"\x28\xb5\x2f\xfd", 4 }, /* zstd */
		{ (const uint8_t *)"\x78\x01", 2 }, /* zlib */
		{ (const uint8_t *)"\x78\x9c", 2 }, { (const uint8_t *)"\x78\xda", 2 },
		{ (const uint8_t *)"\xfd\x37zXZ", 5 }, /* xz */
		{ (const uint8_t *)"BZh9", 4 }, /* bzip2 */
		{ (const uint8_t *)"PK\x03\x04", 4 }, /* ZIP */
	};
	for (size_t i = 0; i < ARRAY_COUNT(marks); i++) {
		if (at < scan->text.size && scan->text.size - at >= marks[i].size &&
			memcmp(scan->text.data + at, marks[i].data, marks[i].size) == 0)
			return true;
	}
	return false;
}
