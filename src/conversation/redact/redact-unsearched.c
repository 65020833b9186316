/*
 * Names protocols that no rule understood, so that the author of a deck knows what was not
 * searched. A text counts as searched when rules of its protocol or format read all of it;
 * elsewhere only the protocol knows where a password is. Protocols without logins, or with
 * encrypted ones only, are not named.
 */
#include "base/array.h"
#include "conversation/redact/redact-parts.h"

#include <string.h>
#include <strings.h>

#include "base/arena.h"

bool unsearched_is_readable(struct bytes text)
{
	enum { LOOK_SIZE = 512 };
	size_t size = text.size < LOOK_SIZE ? text.size : LOOK_SIZE, strange = 0;
	for (size_t i = 0; i < size; i++) {
		uint8_t c = text.data[i];
		strange += c < 0x20 ? c != '\n' && c != '\r' && c != '\t' && c != 0x1b : c == 0x7f;
	}
	return strange * 10 <= size;
}

/* Adds the name of a protocol that was not understood: it may contain a login. */
static void note_unsearched(struct redaction *redaction, const char *name)
{
	struct unsearched *list = &redaction->unsearched;
	for (size_t i = 0; i < list->count; i++) {
		if (strcmp(list->names[i], name) == 0)
			return;
	}
	if (list->count == UNSEARCHED_MAX) {
		list->has_more = true;
		return;
	}
	list->names[list->count++] = arena_strdup(&list->arena, name);
}

/* The usual service of a port (IANA, and practice). */
static const char *name_of_port(unsigned port)
{
	static const struct {
		uint16_t port;
		const char *name;
	} names[] = { { 20, "FTP data" }, { 21, "FTP" }, { 22, "SSH" }, { 23, "Telnet" },
		{ 25, "SMTP" }, { 49, "TACACS+" }, { 88, "Kerberos" }, { 102, "S7" },
		{ 110, "POP3" }, { 111, "Portmap" }, { 119, "NNTP" }, { 135, "DCE/RPC" },
		{ 139, "SMB" }, { 143, "IMAP" }, { 161, "SNMP" }, { 179, "BGP" }, { 389, "LDAP" },
		{ 443, "HTTPS" }, { 445, "SMB" }, { 464, "Kerberos" }, { 465, "SMTP" },
		{ 502, "Modbus" }, { 512, "rexec" }, { 513, "rlogin" }, { 514, "rsh" },
		{ 515, "LPD" }, { 548, "AFP" }, { 554, "RTSP" }, { 587, "SMTP" }, { 623, "IPMI" },
		{ 631, "IPP" }, { 636, "LDAPS" }, { 873, "rsync" }, { 993, "IMAPS" },
		{ 995, "POP3S" }, { 1080, "SOCKS" }, { 1099, "RMI" }, { 1433, "SQL Server" },
		{ 1521, "Oracle" }, { 1701, "L2TP" }, { 1723, "PPTP" }, { 1812, "RADIUS" },
		{ 1813, "RADIUS" }, { 1883, "MQTT" }, { 1935, "RTMP" }, { 2049, "NFS" },
		{ 2181, "ZooKeeper" }, { 2375, "Docker" }, { 2379, "etcd" }, { 2775, "SMPP" },
		{ 3260, "iSCSI" }, { 3268, "LDAP" }, { 3306, "MySQL" }, { 3389, "RDP" },
		{ 3690, "Subversion" }, { 4222, "NATS" }, { 4369, "EPMD" }, { 5060, "SIP" },
		{ 5222, "XMPP" }, { 5269, "XMPP" }, { 5353, "mDNS" }, { 5432, "PostgreSQL" },
		{ 5672, "AMQP" }, { 5683, "CoAP" }, { 5900, "VNC" }, { 5901, "VNC" },
		{ 6379, "Redis" }, { 6667, "IRC" }, { 7687, "Bolt" }, { 8009, "AJP" },
		{ 8883, "MQTT" }, { 9042, "Cassandra" }, { 9092, "Kafka" }, { 9418, "Git" },
		{ 10050, "Zabbix" }, { 10051, "Zabbix" }, { 11211, "memcached" },
		{ 27017, "MongoDB" }, { 50051, "gRPC" }, { 61613, "STOMP" } };
	for (size_t i = 0; i < ARRAY_COUNT(names); i++) {
		if (names[i].port == port)
			return names[i].name;
	}
	return NULL;
}

/*
 * Adds a protocol by the server's port; when that is unknown (0), by a port with a name, else the
 * lower port.
 */
static void note_unsearched_port(struct redaction *redaction, const char *transport,
	const uint16_t ports[2], unsigned server)
{
	autofinish(text) struct text name = { 0 };
	if (!server) {
		unsigned low = ports[0] < ports[1] ? ports[0] : ports[1];
		unsigned high = ports[0] < ports[1] ? ports[1] : ports[0];
		server = !name_of_port(low) && name_of_port(high) ? high : low;
	}
	const char *known = name_of_port(server);
	text_append_format(&name, "%s port %u", transport, server);
	note_unsearched(redaction, known ? known : text_string(&name));
}

/*
 * Whether a protocol has no logins, only encrypted ones, or a dissector that shows all of its
 * content.
 */
static bool is_without_logins(enum protocol protocol, const char *name)
{
	static const enum protocol known[] = { PROTOCOL_HTTP, PROTOCOL_DNS, PROTOCOL_MDNS,
		PROTOCOL_LLMNR, PROTOCOL_TLS, PROTOCOL_DHCP, PROTOCOL_DHCPV6, PROTOCOL_NTP,
		PROTOCOL_IGMP, PROTOCOL_ICMP, PROTOCOL_ICMPV6, PROTOCOL_ARP, PROTOCOL_RARP,
		PROTOCOL_ESP, PROTOCOL_AH, PROTOCOL_QUIC, PROTOCOL_SSH, PROTOCOL_SSDP,
		PROTOCOL_IPV4, PROTOCOL_IPV6, PROTOCOL_IPV6_EXTENSION, PROTOCOL_ETHERNET,
		PROTOCOL_VLAN, PROTOCOL_TCP, PROTOCOL_LLC, PROTOCOL_WLAN };
	static const char *const names[] = { "DTLS", "WireGuard", "ISAKMP", "STUN", "NBNS", "STP",
		"RSTP", "LLDP", "OpenVPN", "ESP", "UDPENCAP", "RTP", "RTCP", "ICMP", "ARP" };
	for (size_t i = 0; i < ARRAY_COUNT(names); i++) {
		if (strcmp(name, names[i]) == 0)
			return true;
	}
	if (strncmp(name, "TLS", 3) == 0 || strncmp(name, "SSL", 3) == 0 ||
		strncmp(name, "SSH", 3) == 0)
		return true;
	for (size_t i = 0; i < ARRAY_COUNT(known); i++) {
		if (protocol == known[i])
			return strcmp(name, protocol_name(protocol)) == 0;
	}
	return false;
}

/*
 * Whether a protocol consists of lines whose logins have rules: a line that no rule matches is no
 * login.
 */
static bool has_line_rules(const char *protocol, const uint16_t ports[2])
{
	static const char *const names[] = { "HTTP", "FTP", "SMTP", "POP", "POP3", "IMAP", "IRC",
		"NNTP", "TELNET", "SIP", "RTSP", "XMPP", "RESP" };
	static const uint16_t known[] = { 21, 23, 25, 110, 119, 143, 587, 4190, 5222, 5269, 6379,
		6667 };
	for (size_t i = 0; protocol && i < ARRAY_COUNT(names); i++) {
		if (strcasecmp(protocol, names[i]) == 0)
			return true;
	}
	for (size_t i = 0; i < ARRAY_COUNT(known); i++) {
		if (ports[0] == known[i] || ports[1] == known[i])
			return true;
	}
	return false;
}

/* Adds the payload after an IP or link header without a dissector. Only its number is known. */
static void note_unknown_payload(
	struct redaction *redaction, const struct frame *frame, enum protocol protocol)
{
	autofinish(text) struct text name = { 0 };
	if (!frame->layer_count || frame->is_fragment ||
		!layer_is_unread(&frame->layers[frame->layer_count - 1]))
		return;
	if (protocol == PROTOCOL_IPV4 || protocol == PROTOCOL_IPV6 ||
		protocol == PROTOCOL_IPV6_EXTENSION)
		text_append_format(&name, "IP protocol %u", frame->ip_protocol);
	else if (protocol == PROTOCOL_ETHERNET || protocol == PROTOCOL_VLAN)
		text_append_format(&name, "EtherType 0x%04x", frame->ethertype);
	else
		return;
	note_unsearched(redaction, text_string(&name));
}

void unsearched_add_packet(struct redaction *redaction, const struct frame *frame,
	const struct frame_reading *shown, struct bytes text)
{
	const char *name = frame_reading_name(shown);
	const uint16_t ports[2] = { frame->source_port, frame->destination_port };
	if (!text.size ||
		(unsearched_is_readable(text) &&
			(has_line_rules(name, ports) || secrets_read_whole(text))))
		return;
	if (is_without_logins(shown->protocol, name)) {
		note_unknown_payload(redaction, frame, shown->protocol);
		return;
	}
	if (shown->protocol == PROTOCOL_UDP && strcmp(name, protocol_name(PROTOCOL_UDP)) == 0)
		note_unsearched_port(redaction, "UDP", ports, 0);
	else if (shown->protocol != PROTOCOL_DATA && shown->protocol != PROTOCOL_NONE)
		note_unsearched(redaction, name);
}

void unsearched_add_message(struct redaction *redaction, const char *name, struct bytes text)
{
	if (!secrets_read_whole(text))
		note_unsearched(redaction, name);
}

void unsearched_add_types(struct redaction *redaction, struct secret_list *found)
{
	for (size_t i = 0; i < found->unread.count; i++)
		note_unsearched(redaction, found->unread.names[i]);
	found->unread.count = 0;
}

/*
 * Whether the text is two adjacent HTTP/2 frames, or one that is all of it: the beginning was not
 * captured.
 */
static bool looks_like_http2(struct bytes text)
{
	enum { LENGTH_MAX = 16 * 1024 };
	for (unsigned i = 0; i < 2 && (text.size || !i); i++) {
		if (text.size < HTTP2_HEADER_SIZE)
			return false;
		struct http2_header header = http2_header_read(text.data);
		if (header.length > LENGTH_MAX || header.type > HTTP2_ALTSVC ||
			text.size < HTTP2_HEADER_SIZE + header.length)
			return false;
		text.data += HTTP2_HEADER_SIZE + header.length;
		text.size -= HTTP2_HEADER_SIZE + header.length;
	}
	return true;
}

static bool is_http(const struct direction *direction)
{
	return direction->protocol &&
		strcmp(direction->protocol, protocol_name(PROTOCOL_HTTP)) == 0;
}

static void note_stream(struct redaction *redaction, const struct direction *direction)
{
	if (direction->protocol)
		note_unsearched(redaction, direction->protocol);
	else
		note_unsearched_port(redaction, "TCP", direction->ports, direction->server_port);
}

void unsearched_add_stream(
	struct redaction *redaction, struct direction *direction, struct bytes text, bool is_inside)
{
	static const char upgrade[] = "Sec-WebSocket-";
	bool is_framed = direction->framing != PROTOCOL_NONE;
	if (!is_framed && memmem(text.data, text.size, upgrade, sizeof(upgrade) - 1))
		note_unsearched(redaction, "WebSocket"); /* frames are masked */
	if (!is_framed &&
		(looks_like_http2(text) ||
			memmem(text.data, text.size, http2_preface, HTTP2_PREFACE_SIZE)))
		note_unsearched(redaction, "HTTP2"); /* headers are compressed */
	if (!text.size || secrets_are_encrypted(text) ||
		(direction->protocol && !is_http(direction) &&
			is_without_logins(PROTOCOL_NONE, direction->protocol)))
		return;
	if (is_framed)
		return; /* hidden whole; the bytes before it were HTTP */
	if (is_http(direction)) { /* its rules were applied, except to what began in a gap */
		if (is_inside && !unsearched_is_readable(text))
			note_unsearched(redaction, direction->protocol);
	} else if (!unsearched_is_readable(text)) {
		note_stream(redaction, direction);
	} else if (!has_line_rules(direction->protocol, direction->ports) &&
		!secrets_read_whole(text)) {
		direction->has_strange_text = true;
	}
}

void unsearched_add_texts(struct redaction *redaction, const struct direction *direction,
	const struct direction *other)
{
	if (direction->has_strange_text && !direction->is_understood &&
		!(other && other->is_understood))
		note_stream(redaction, direction);
}
