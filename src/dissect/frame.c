/*
 * Names and texts of a decoded packet. IPv6 addresses are written as RFC 5952 asks: lower case, no
 * leading zeros, the first longest run of two or more zero groups as "::".
 */
#include "dissect/frame.h"

#include <stdio.h>
#include <string.h>

const char *protocol_name(enum protocol protocol)
{
	static const char *const names[PROTOCOL_COUNT] = {
		[PROTOCOL_NONE] = "Unknown",
		[PROTOCOL_ETHERNET] = "Ethernet",
		[PROTOCOL_VLAN] = "VLAN",
		[PROTOCOL_LLC] = "LLC",
		[PROTOCOL_NULL] = "NULL",
		[PROTOCOL_LOOP] = "LOOP",
		[PROTOCOL_LINUX_COOKED] = "SLL",
		[PROTOCOL_LINUX_COOKED_2] = "SLL2",
		[PROTOCOL_ARP] = "ARP",
		[PROTOCOL_IPV4] = "IPv4",
		[PROTOCOL_IPV6] = "IPv6",
		[PROTOCOL_IPV6_EXTENSION] = "IPv6",
		[PROTOCOL_ICMP] = "ICMP",
		[PROTOCOL_ICMPV6] = "ICMPv6",
		[PROTOCOL_UDP] = "UDP",
		[PROTOCOL_TCP] = "TCP",
		[PROTOCOL_HTTP] = "HTTP",
		[PROTOCOL_DATA] = "Data",
		[PROTOCOL_RARP] = "RARP",
		[PROTOCOL_AH] = "AH",
		[PROTOCOL_ESP] = "ESP",
		[PROTOCOL_DNS] = "DNS",
		[PROTOCOL_MDNS] = "MDNS",
		[PROTOCOL_LLMNR] = "LLMNR",
		[PROTOCOL_TLS] = "TLS",
		[PROTOCOL_DHCP] = "DHCP",
		[PROTOCOL_DHCPV6] = "DHCPv6",
		[PROTOCOL_NTP] = "NTP",
		[PROTOCOL_IGMP] = "IGMP",
		[PROTOCOL_GRE] = "GRE",
		[PROTOCOL_PPPOE_DISCOVERY] = "PPPoED",
		[PROTOCOL_PPPOE_SESSION] = "PPPoES",
		[PROTOCOL_PPP] = "PPP",
		[PROTOCOL_MPLS] = "MPLS",
		[PROTOCOL_VXLAN] = "VXLAN",
		[PROTOCOL_QUIC] = "QUIC",
		[PROTOCOL_SSH] = "SSH",
		[PROTOCOL_SSDP] = "SSDP",
	};
	if ((unsigned)protocol >= PROTOCOL_COUNT || !names[protocol])
		return "Unknown";
	return names[protocol];
}

static void format_ipv6(const uint8_t *octets, char *out)
{
	uint16_t groups[8];
	for (int i = 0; i < 8; i++)
		groups[i] = (uint16_t)(octets[2 * i] << 8 | octets[2 * i + 1]);

	int best = -1, best_size = 1;
	for (int i = 0; i < 8;) {
		int end = i;
		while (end < 8 && groups[end] == 0)
			end++;
		if (end - i > best_size) {
			best = i;
			best_size = end - i;
		}
		i = end > i ? end : i + 1;
	}
	bool is_mapped = best == 0 && best_size == 5 && groups[5] == 0xffff;

	int size = 0;
	for (int i = 0; i < (is_mapped ? 6 : 8); i++) {
		if (i == best) {
			size += snprintf(out + size, ADDRESS_TEXT_SIZE - (size_t)size, "::");
			i += best_size - 1;
			continue;
		}
		bool needs_colon = i > 0 && out[size - 1] != ':';
		size += snprintf(out + size, ADDRESS_TEXT_SIZE - (size_t)size, "%s%x",
			needs_colon ? ":" : "", groups[i]);
	}
	if (is_mapped)
		(void)snprintf(out + size, ADDRESS_TEXT_SIZE - (size_t)size, ":%u.%u.%u.%u",
			octets[12], octets[13], octets[14], octets[15]);
}

/* Written out, since a list of packets has two of them a line. */
static void format_ipv4(const uint8_t *octets, char *out)
{
	for (unsigned i = 0; i < 4; i++) {
		uint8_t octet = octets[i];
		if (octet >= 100)
			*out++ = (char)('0' + octet / 100);
		if (octet >= 10)
			*out++ = (char)('0' + octet / 10 % 10);
		*out++ = (char)('0' + octet % 10);
		*out++ = i < 3 ? '.' : '\0';
	}
}

void address_format(const struct address *address, char *out)
{
	const uint8_t *o = address->octets;
	switch ((enum address_family)address->family) {
	case ADDRESS_MAC:
		(void)snprintf(out, ADDRESS_TEXT_SIZE, "%02x:%02x:%02x:%02x:%02x:%02x", o[0], o[1],
			o[2], o[3], o[4], o[5]);
		break;
	case ADDRESS_IPV4:
		format_ipv4(o, out);
		break;
	case ADDRESS_IPV6:
		format_ipv6(o, out);
		break;
	case ADDRESS_NONE:
	default:
		out[0] = '\0';
		break;
	}
}

bool address_equal(const struct address *a, const struct address *b)
{
	static const size_t sizes[] = {
		[ADDRESS_NONE] = 0,
		[ADDRESS_MAC] = 6,
		[ADDRESS_IPV4] = 4,
		[ADDRESS_IPV6] = 16,
	};
	if (a->family != b->family)
		return false;
	return memcmp(a->octets, b->octets, sizes[a->family & 3]) == 0;
}

const struct layer *frame_layer(const struct frame *frame, enum protocol protocol)
{
	for (int i = frame->layer_count - 1; i >= 0; i--) {
		if (frame->layers[i].protocol == protocol)
			return &frame->layers[i];
	}
	return NULL;
}

void tcp_flags_format(uint16_t flags, const char *separator, char *out, size_t size)
{
	static const char *const names[] = { "FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR",
		"AE" };
	size_t used = 0;
	out[0] = '\0';
	for (unsigned i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (!(flags & 1u << i))
			continue;
		size_t separator_size = used ? strlen(separator) : 0;
		size_t name_size = strlen(names[i]);
		if (separator_size + name_size >= size - used)
			return; /* cut, and still terminated */
		memcpy(out + used, separator, separator_size);
		memcpy(out + used + separator_size, names[i], name_size + 1);
		used += separator_size + name_size;
	}
}
