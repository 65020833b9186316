/* Checks URLs as a browser reads them: browsers drop white space and control characters. */
#include "notes/block/link.h"

#include <string.h>
#include <strings.h>

#include "base/format/hex-base64.h"
#include "notes/text/lines.h"

bool link_has_scheme(struct bytes url, const char *scheme)
{
	size_t size = strlen(scheme);
	return url.size > size && strncasecmp((const char *)url.data, scheme, size) == 0;
}

bool link_is_remote(struct bytes url)
{
	return link_has_scheme(url, "http:") || link_has_scheme(url, "https:") ||
		bytes_starts_with(url, "//");
}

bool link_is_allowed(struct bytes url)
{
	if (link_has_scheme(url, "http:") || link_has_scheme(url, "https:") ||
		link_has_scheme(url, "mailto:"))
		return true;
	if (bytes_starts_with(url, "//") || bytes_starts_with(url, "\\") ||
		bytes_starts_with(url, "/\\"))
		return false;
	for (size_t i = 0; i < url.size; i++) {
		uint8_t byte = url.data[i];
		bool is_inner_space = byte == ' ' && i > 0;
		if ((byte <= 0x20 && !is_inner_space) || byte == 0x7f)
			return false; /* browsers drop these, and would find a scheme behind them */
		if (byte == ':')
			return false;
		if (byte == '/' || byte == '?' || byte == '#')
			break;
	}
	return true;
}

char *link_decode(struct arena *arena, const char *string)
{
	char *decoded = arena_strdup(arena, string), *to = decoded;
	for (const char *from = string; *from; from++) {
		int high = *from == '%' ? hex_digit((uint8_t)from[1]) : -1;
		int low = high >= 0 ? hex_digit((uint8_t)from[2]) : -1;
		if (low >= 0 && (high || low)) {
			*to++ = (char)(high << 4 | low);
			from += 2;
		} else {
			*to++ = *from;
		}
	}
	*to = '\0';
	return decoded;
}
