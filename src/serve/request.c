/*
 * Request targets (RFC 3986, sections 2.1 and 3.3) and the Host header (RFC 9112, section 3.2). The
 * path is decoded once and strictly: a path that is not clearly a name in the folder is refused,
 * never repaired. The caller has cut off the query.
 */
#include "serve/request.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/format/hex-base64.h"
#include "base/format/markup.h"
#include "base/format/printable.h"
#include "base/text.h"

static bool unescape(const char *raw, struct text *ret_text)
{
	for (const char *p = raw; *p; p++) {
		if (*p != '%') {
			text_append_char(ret_text, *p);
			continue;
		}
		int high = hex_digit((uint8_t)p[1]);
		int low = high < 0 ? -1 : hex_digit((uint8_t)p[2]);
		if (low < 0 || (high == 0 && low == 0))
			return false;
		text_append_char(ret_text, (char)(unsigned char)(high << 4 | low));
		p += 2;
	}
	return true;
}

static bool characters_are_plain(struct bytes bytes)
{
	for (size_t i = 0; i < bytes.size;) {
		size_t size;
		struct bytes rest = { bytes.data + i, bytes.size - i };
		uint32_t point = markup_decode_utf8(rest, &size);
		if (printable_is_control(point) || point == '\\' || (point == 0xfffd && size == 1))
			return false;
		i += size;
	}
	return true;
}

static bool parts_are_names(const char *path)
{
	if (!*path)
		return true;
	for (;;) {
		size_t size = strcspn(path, "/");
		if (size == 0 || (size == 1 && path[0] == '.') ||
			(size == 2 && path[0] == '.' && path[1] == '.'))
			return false;
		if (!path[size])
			return true;
		path += size + 1;
	}
}

char *request_path_decode(const char *raw)
{
	autofinish(text) struct text path = { 0 };
	if (raw[0] != '/' || !unescape(raw + 1, &path))
		return NULL;
	const char *name = text_string(&path);
	if (!characters_are_plain(markup_bytes_of(name)) || !parts_are_names(name))
		return NULL;
	return text_steal(&path);
}

bool request_host_is_local(const char *host, uint16_t port)
{
	static const char *const names[] = { "127.0.0.1", "localhost", "[::1]" };
	if (!host)
		return false;
	for (size_t i = 0; i < ARRAY_COUNT(names); i++) {
		size_t size = strlen(names[i]);
		if (strncasecmp(host, names[i], size) != 0)
			continue;
		char expected[8];
		(void)snprintf(expected, sizeof(expected), ":%u", port);
		if (strcmp(host + size, expected) == 0 || (port == 80 && !host[size]))
			return true;
	}
	return false;
}

/* Whether `text` is "", or ":" and a port number. */
static bool is_port(const char *text)
{
	if (!*text)
		return true;
	size_t digits = strspn(text + 1, "0123456789");
	return text[0] == ':' && digits >= 1 && digits <= 5 && !text[1 + digits];
}

bool request_host_is_address(const char *host)
{
	static const char local[] = "localhost";
	char digits[INET6_ADDRSTRLEN];
	unsigned char address[sizeof(struct in6_addr)];
	if (!host)
		return false;
	bool is_ipv6 = host[0] == '[';
	const char *start = host + is_ipv6;
	size_t size = strcspn(start, is_ipv6 ? "]" : ":");
	const char *end = start + size;
	if (is_ipv6 && *end++ != ']')
		return false;
	if (size >= sizeof(digits) || !is_port(end))
		return false;
	memcpy(digits, start, size);
	digits[size] = '\0';
	if (!is_ipv6 && strcasecmp(digits, local) == 0)
		return true;
	return inet_pton(is_ipv6 ? AF_INET6 : AF_INET, digits, address) == 1;
}
