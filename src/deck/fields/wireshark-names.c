/*
 * A header has its name in lower case, with `_` for each `-`. The lists are those of Wireshark 4.0:
 * they say which names no packet happens to have, and which one a misspelt name means.
 */
#include "deck/fields/wireshark-names.h"

#include <string.h>

#include "base/array.h"
#include "base/ascii.h"
#include "base/nearest-name.h"
#include "dissect/fields.h"

static const char *const names[] = { "http.accept", "http.accept_encoding", "http.accept_language",
	"http.authorization", "http.cache_control", "http.connection", "http.content_encoding",
	"http.content_length", "http.content_length_header", "http.content_type", "http.cookie",
	"http.date", "http.host", "http.http2_settings", "http.last_modified", "http.location",
	"http.proxy_authenticate", "http.proxy_authorization", "http.referer",
	"http.sec_websocket_accept", "http.sec_websocket_extensions", "http.sec_websocket_key",
	"http.sec_websocket_protocol", "http.sec_websocket_version", "http.server",
	"http.set_cookie", "http.transfer_encoding", "http.upgrade", "http.user_agent",
	"http.www_authenticate", "http.x_forwarded_for", "http2.headers.accept",
	"http2.headers.accept_charset", "http2.headers.accept_encoding",
	"http2.headers.accept_language", "http2.headers.accept_ranges",
	"http2.headers.access_control_allow_origin", "http2.headers.age", "http2.headers.allow",
	"http2.headers.authority", "http2.headers.authorization", "http2.headers.cache_control",
	"http2.headers.content_disposition", "http2.headers.content_encoding",
	"http2.headers.content_language", "http2.headers.content_length",
	"http2.headers.content_location", "http2.headers.content_range",
	"http2.headers.content_type", "http2.headers.cookie", "http2.headers.date",
	"http2.headers.etag", "http2.headers.expect", "http2.headers.expires", "http2.headers.from",
	"http2.headers.if_match", "http2.headers.if_modified_since", "http2.headers.if_none_match",
	"http2.headers.if_range", "http2.headers.if_unmodified_since",
	"http2.headers.last_modified", "http2.headers.link", "http2.headers.location",
	"http2.headers.max_forwards", "http2.headers.method", "http2.headers.path",
	"http2.headers.proxy_authenticate", "http2.headers.proxy_authorization",
	"http2.headers.range", "http2.headers.referer", "http2.headers.refresh",
	"http2.headers.retry_after", "http2.headers.scheme", "http2.headers.server",
	"http2.headers.set_cookie", "http2.headers.status",
	"http2.headers.strict_transport_security", "http2.headers.user_agent",
	"http2.headers.vary", "http2.headers.via", "http2.headers.www_authenticate" };

static const struct {
	const char *name;
	uint8_t code;
} dhcp_options[] = {
	{ "dhcp.option.subnet_mask", 1 },
	{ "dhcp.option.time_offset", 2 },
	{ "dhcp.option.router", 3 },
	{ "dhcp.option.time_server", 4 },
	{ "dhcp.option.name_server", 5 },
	{ "dhcp.option.domain_name_server", 6 },
	{ "dhcp.option.hostname", 12 },
	{ "dhcp.option.domain_name", 15 },
	{ "dhcp.option.root_path", 17 },
	{ "dhcp.option.interface_mtu", 26 },
	{ "dhcp.option.broadcast_address", 28 },
	{ "dhcp.option.ntp_server", 42 },
	{ "dhcp.option.netbios_over_tcpip_name_server", 44 },
	{ "dhcp.option.netbios_over_tcpip_node_type", 46 },
	{ "dhcp.option.requested_ip_address", 50 },
	{ "dhcp.option.ip_address_lease_time", 51 },
	{ "dhcp.option.option_overload", 52 },
	{ "dhcp.option.dhcp_server_id", 54 },
	{ "dhcp.option.message", 56 },
	{ "dhcp.option.dhcp_max_message_size", 57 },
	{ "dhcp.option.renewal_time_value", 58 },
	{ "dhcp.option.rebinding_time_value", 59 },
	{ "dhcp.option.vendor_class_id", 60 },
	{ "dhcp.option.tftp_server_name", 66 },
	{ "dhcp.option.bootfile_name", 67 },
	{ "dhcp.option.dhcp_auto_configuration", 116 },
	{ "dhcp.option.private_proxy_autodiscovery", 252 },
};

/* Fields of either side. */
static const struct {
	const char *name, *first, *second;
} pairs[] = {
	{ "eth.addr", "eth.dst", "eth.src" },
	{ "ip.addr", "ip.src", "ip.dst" },
	{ "ip.host", "ip.src", "ip.dst" },
	{ "ipv6.addr", "ipv6.src", "ipv6.dst" },
	{ "ipv6.host", "ipv6.src", "ipv6.dst" },
	{ "tcp.port", "tcp.srcport", "tcp.dstport" },
	{ "udp.port", "udp.srcport", "udp.dstport" },
};

/* Returns what is behind the prefix, or NULL. */
static const char *behind(const char *name, const char *prefix)
{
	size_t size = strlen(prefix);
	return strncmp(name, prefix, size) == 0 ? name + size : NULL;
}

static bool is_header_name(const char *word, struct bytes name)
{
	if (name.size && name.data[0] == ':') /* pseudo-headers of HTTP/2 */
		name = (struct bytes){ name.data + 1, name.size - 1 };
	for (size_t i = 0; i < name.size; i++) {
		char letter = name.data[i] == '-' ? '_' : (char)ascii_lower(name.data[i]);
		if (word[i] == '\0' || word[i] != letter)
			return false;
	}
	return name.size && word[name.size] == '\0';
}

static bool fits_header(const char *name, const struct field *field)
{
	const char *word = NULL;
	if (strcmp(field->spec->name, "http2.header") == 0)
		word = behind(name, "http2.headers.");
	else if (strcmp(field->spec->name, "http.request.line") == 0 ||
		strcmp(field->spec->name, "http.response.line") == 0)
		word = behind(name, "http.");
	if (word && strcmp(word, "content_length_header") == 0)
		word = "content_length";
	return word && is_header_name(word, field->header->name);
}

static bool fits_option(const char *name, const struct field_list *list, const struct field *field)
{
	const struct field *option = field->parent < 0 ? NULL : &list->fields[field->parent];
	if (!option || option->spec != &dhcp_option || !behind(field->spec->name, "dhcp.option.value"))
		return false;
	for (size_t i = 0; i < ARRAY_COUNT(dhcp_options); i++) {
		if (dhcp_options[i].code == option->number)
			return strcmp(name, dhcp_options[i].name) == 0;
	}
	return false;
}

bool wireshark_name_fits(
	const char *name, const struct field_list *list, const struct field *field)
{
	const char *own = field->spec->name;
	if (field->kind == FIELD_HEADER)
		return fits_header(name, field);
	for (size_t i = 0; i < ARRAY_COUNT(pairs); i++) {
		if (strcmp(name, pairs[i].name) == 0)
			return strcmp(own, pairs[i].first) == 0 ||
				strcmp(own, pairs[i].second) == 0;
	}
	return behind(name, "dhcp.option.") && fits_option(name, list, field);
}

enum { ALL = ARRAY_COUNT(names) + ARRAY_COUNT(dhcp_options) + ARRAY_COUNT(pairs) };

static void list_all(const char *ret_all[ALL])
{
	size_t count = 0;
	for (size_t i = 0; i < ARRAY_COUNT(names); i++)
		ret_all[count++] = names[i];
	for (size_t i = 0; i < ARRAY_COUNT(dhcp_options); i++)
		ret_all[count++] = dhcp_options[i].name;
	for (size_t i = 0; i < ARRAY_COUNT(pairs); i++)
		ret_all[count++] = pairs[i].name;
}

bool wireshark_name_is_known(const char *name)
{
	const char *all[ALL];
	list_all(all);
	for (size_t i = 0; i < ALL; i++) {
		if (strcmp(all[i], name) == 0)
			return true;
	}
	return false;
}

const char *wireshark_name_nearest(const char *name)
{
	const char *all[ALL];
	size_t count = 0, size = strcspn(name, ".") + 1;
	list_all(all);
	for (size_t i = 0; i < ALL; i++) {
		if (strncmp(all[i], name, size) == 0)
			all[count++] = all[i];
	}
	return nearest_name(name, all, count);
}
