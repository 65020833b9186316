/*
 * Value → label tables, from the IANA registries (Protocol Numbers, ICMP and ICMPv6 Parameters, TCP
 * Parameters, IEEE 802 Numbers). Small and searched in order: they are only asked for packets that
 * somebody looks at.
 */
#include "dissect/names.h"

#include <stddef.h>

struct value_name {
	uint32_t value;
	const char *name;
};

static const char *find(const struct value_name *table, size_t count, uint32_t value)
{
	for (size_t i = 0; i < count; i++) {
		if (table[i].value == value)
			return table[i].name;
	}
	return NULL;
}

#define FIND(table, value) find((table), sizeof(table) / sizeof((table)[0]), (value))

const char *name_of_ethertype(uint16_t ethertype)
{
	static const struct value_name table[] = {
		{ 0x0800, "IPv4" },
		{ 0x0806, "ARP" },
		{ 0x0842, "Wake-on-LAN" },
		{ 0x6003, "DECnet" },
		{ 0x6558, "Transparent Ethernet bridging" },
		{ 0x8035, "RARP" },
		{ 0x809b, "AppleTalk" },
		{ 0x80f3, "AARP" },
		{ 0x8100, "802.1Q Virtual LAN" },
		{ 0x8137, "IPX" },
		{ 0x86dd, "IPv6" },
		{ 0x8808, "MAC Control" },
		{ 0x8809, "Slow Protocols" },
		{ 0x8847, "MPLS" },
		{ 0x8848, "MPLS multicast" },
		{ 0x8863, "PPPoE Discovery" },
		{ 0x8864, "PPPoE Session" },
		{ 0x886c, "HomePNA" },
		{ 0x888e, "802.1X Authentication" },
		{ 0x88a8, "802.1ad Provider Bridge (QinQ)" },
		{ 0x88cc, "LLDP" },
		{ 0x88e5, "MACsec" },
		{ 0x88f7, "PTP" },
		{ 0x9000, "Loopback" },
		{ 0x9100, "QinQ (old)" },
	};
	return FIND(table, ethertype);
}

const char *name_of_ip_protocol(uint8_t protocol)
{
	static const struct value_name table[] = {
		{ 0, "IPv6 Hop-by-Hop Option" },
		{ 1, "ICMP" },
		{ 2, "IGMP" },
		{ 4, "IPIP" },
		{ 6, "TCP" },
		{ 8, "EGP" },
		{ 17, "UDP" },
		{ 33, "DCCP" },
		{ 41, "IPv6" },
		{ 43, "Routing Header for IPv6" },
		{ 44, "Fragment Header for IPv6" },
		{ 46, "RSVP" },
		{ 47, "Generic Routing Encapsulation" },
		{ 50, "Encap Security Payload" },
		{ 51, "Authentication Header" },
		{ 58, "ICMPv6" },
		{ 59, "No Next Header for IPv6" },
		{ 60, "Destination Options for IPv6" },
		{ 88, "EIGRP" },
		{ 89, "OSPF IGP" },
		{ 103, "PIM" },
		{ 112, "VRRP" },
		{ 115, "L2TP" },
		{ 132, "SCTP" },
		{ 135, "Mobility Header" },
		{ 136, "UDP Lite" },
		{ 139, "HIP" },
		{ 140, "Shim6" },
	};
	return FIND(table, protocol);
}

const char *name_of_ip_option(uint8_t type)
{
	static const struct value_name table[] = {
		{ 0, "End of Options List" },
		{ 1, "No-Operation" },
		{ 7, "Record Route" },
		{ 68, "Time Stamp" },
		{ 82, "Traceroute" },
		{ 130, "Security" },
		{ 131, "Loose Source Route" },
		{ 134, "Commercial Security" },
		{ 136, "Stream ID" },
		{ 137, "Strict Source Route" },
		{ 148, "Router Alert" },
	};
	return FIND(table, type);
}

const char *name_of_ipv6_option(uint8_t type)
{
	static const struct value_name table[] = {
		{ 0x00, "Pad1" },
		{ 0x01, "PadN" },
		{ 0x04, "Tunnel Encapsulation Limit" },
		{ 0x05, "Router Alert" },
		{ 0x07, "CALIPSO" },
		{ 0x26, "Quick-Start" },
		{ 0x63, "RPL Option" },
		{ 0xc2, "Jumbo Payload" },
		{ 0xc9, "Home Address" },
	};
	return FIND(table, type);
}

const char *name_of_dscp(uint8_t dscp)
{
	static const struct value_name table[] = {
		{ 0, "Default" },
		{ 8, "Class Selector 1" },
		{ 10, "AF11" },
		{ 12, "AF12" },
		{ 14, "AF13" },
		{ 16, "Class Selector 2" },
		{ 18, "AF21" },
		{ 20, "AF22" },
		{ 22, "AF23" },
		{ 24, "Class Selector 3" },
		{ 26, "AF31" },
		{ 28, "AF32" },
		{ 30, "AF33" },
		{ 32, "Class Selector 4" },
		{ 34, "AF41" },
		{ 36, "AF42" },
		{ 38, "AF43" },
		{ 40, "Class Selector 5" },
		{ 46, "Expedited Forwarding" },
		{ 48, "Class Selector 6" },
		{ 56, "Class Selector 7" },
	};
	return FIND(table, dscp);
}

const char *name_of_ecn(uint8_t ecn)
{
	static const char *const names[] = {
		"Not ECN-Capable Transport",
		"ECN-Capable Transport(1)",
		"ECN-Capable Transport(0)",
		"Congestion Experienced",
	};
	return names[ecn & 3];
}

const char *name_of_arp_operation(uint16_t operation)
{
	static const struct value_name table[] = {
		{ 1, "request" },
		{ 2, "reply" },
		{ 3, "reverse request" },
		{ 4, "reverse reply" },
		{ 8, "inverse request" },
		{ 9, "inverse reply" },
	};
	return FIND(table, operation);
}

const char *name_of_hardware_type(uint16_t type)
{
	static const struct value_name table[] = {
		{ 1, "Ethernet" },
		{ 6, "IEEE 802" },
		{ 15, "Frame Relay" },
		{ 24, "IEEE 1394" },
		{ 32, "InfiniBand" },
		{ 512, "PPP" },
		{ 768, "IPIP tunnel" },
		{ 769, "IPv6 in IPv6 tunnel" },
		{ 772, "Loopback" },
		{ 776, "IPv6 in IPv4 tunnel" },
		{ 778, "GRE over IPv4" },
		{ 801, "IEEE 802.11" },
		{ 802, "IEEE 802.11 with Prism header" },
		{ 803, "IEEE 802.11 with radiotap header" },
		{ 824, "Netlink" },
		{ 65534, "No hardware header" },
	};
	return FIND(table, type);
}

const char *name_of_icmp_type(uint8_t type)
{
	static const struct value_name table[] = {
		{ 0, "Echo (ping) reply" },
		{ 3, "Destination unreachable" },
		{ 4, "Source quench (flow control)" },
		{ 5, "Redirect" },
		{ 8, "Echo (ping) request" },
		{ 9, "Mobile IP Advertisement" },
		{ 10, "Router solicitation" },
		{ 11, "Time-to-live exceeded" },
		{ 12, "Parameter problem" },
		{ 13, "Timestamp request" },
		{ 14, "Timestamp reply" },
		{ 15, "Information request" },
		{ 16, "Information reply" },
		{ 17, "Address mask request" },
		{ 18, "Address mask reply" },
		{ 42, "Extended echo request" },
		{ 43, "Extended echo reply" },
	};
	return FIND(table, type);
}

const char *name_of_icmp_code(uint8_t type, uint8_t code)
{
	static const struct value_name unreachable[] = {
		{ 0, "Network unreachable" },
		{ 1, "Host unreachable" },
		{ 2, "Protocol unreachable" },
		{ 3, "Port unreachable" },
		{ 4, "Fragmentation needed" },
		{ 5, "Source route failed" },
		{ 6, "Destination network unknown" },
		{ 7, "Destination host unknown" },
		{ 8, "Source host isolated" },
		{ 9, "Network administratively prohibited" },
		{ 10, "Host administratively prohibited" },
		{ 11, "Network unreachable for TOS" },
		{ 12, "Host unreachable for TOS" },
		{ 13, "Communication administratively filtered" },
		{ 14, "Host precedence violation" },
		{ 15, "Precedence cutoff in effect" },
	};
	static const struct value_name redirect[] = {
		{ 0, "Redirect for network" },
		{ 1, "Redirect for host" },
		{ 2, "Redirect for TOS and network" },
		{ 3, "Redirect for TOS and host" },
	};
	static const struct value_name exceeded[] = {
		{ 0, "Time to live exceeded in transit" },
		{ 1, "Fragment reassembly time exceeded" },
	};
	static const struct value_name problem[] = {
		{ 0, "Pointer indicates the error" },
		{ 1, "Required option missing" },
		{ 2, "Bad length" },
	};
	switch (type) {
	case 3:
		return FIND(unreachable, code);
	case 5:
		return FIND(redirect, code);
	case 11:
		return FIND(exceeded, code);
	case 12:
		return FIND(problem, code);
	default:
		return NULL;
	}
}

const char *name_of_icmpv6_type(uint8_t type)
{
	static const struct value_name table[] = {
		{ 1, "Destination Unreachable" },
		{ 2, "Packet Too Big" },
		{ 3, "Time Exceeded" },
		{ 4, "Parameter Problem" },
		{ 128, "Echo (ping) request" },
		{ 129, "Echo (ping) reply" },
		{ 130, "Multicast Listener Query" },
		{ 131, "Multicast Listener Report" },
		{ 132, "Multicast Listener Done" },
		{ 133, "Router Solicitation" },
		{ 134, "Router Advertisement" },
		{ 135, "Neighbor Solicitation" },
		{ 136, "Neighbor Advertisement" },
		{ 137, "Redirect" },
		{ 138, "Router Renumbering" },
		{ 139, "Node Information Query" },
		{ 140, "Node Information Reply" },
		{ 143, "Multicast Listener Report Message v2" },
		{ 144, "Home Agent Address Discovery Request" },
		{ 145, "Home Agent Address Discovery Reply" },
		{ 155, "RPL Control" },
		{ 160, "Extended Echo Request" },
		{ 161, "Extended Echo Reply" },
	};
	return FIND(table, type);
}

const char *name_of_icmpv6_code(uint8_t type, uint8_t code)
{
	static const struct value_name unreachable[] = {
		{ 0, "no route to destination" },
		{ 1, "Administratively prohibited" },
		{ 2, "Beyond scope of source address" },
		{ 3, "Address unreachable" },
		{ 4, "Port unreachable" },
		{ 5, "Source address failed ingress/egress policy" },
		{ 6, "Reject route to destination" },
		{ 7, "Error in Source Routing Header" },
	};
	static const struct value_name exceeded[] = {
		{ 0, "hop limit exceeded in transit" },
		{ 1, "fragment reassembly time exceeded" },
	};
	static const struct value_name problem[] = {
		{ 0, "erroneous header field encountered" },
		{ 1, "unrecognized Next Header type encountered" },
		{ 2, "unrecognized IPv6 option encountered" },
		{ 3, "IPv6 First Fragment has incomplete IPv6 Header Chain" },
	};
	switch (type) {
	case 1:
		return FIND(unreachable, code);
	case 3:
		return FIND(exceeded, code);
	case 4:
		return FIND(problem, code);
	default:
		return NULL;
	}
}

const char *name_of_nd_option(uint8_t type)
{
	static const struct value_name table[] = {
		{ 1, "Source link-layer address" },
		{ 2, "Target link-layer address" },
		{ 3, "Prefix information" },
		{ 4, "Redirected header" },
		{ 5, "MTU" },
		{ 14, "Nonce" },
		{ 24, "Route Information" },
		{ 25, "Recursive DNS Server" },
		{ 31, "DNS Search List Option" },
		{ 37, "Captive-Portal" },
		{ 38, "PREF64 Option" },
	};
	return FIND(table, type);
}

const char *name_of_tcp_option(uint8_t kind)
{
	static const struct value_name table[] = {
		{ 0, "End of Option List (EOL)" },
		{ 1, "No-Operation (NOP)" },
		{ 2, "Maximum segment size" },
		{ 3, "Window scale" },
		{ 4, "SACK permitted" },
		{ 5, "SACK" },
		{ 6, "Echo" },
		{ 7, "Echo reply" },
		{ 8, "Timestamps" },
		{ 11, "CC" },
		{ 14, "TCP Alternate Checksum Request" },
		{ 19, "TCP MD5 signature" },
		{ 28, "User timeout" },
		{ 29, "TCP Authentication Option" },
		{ 30, "Multipath TCP" },
		{ 34, "TCP Fast Open" },
		{ 69, "Encryption Negotiation" },
		{ 172, "Accurate ECN Order 0" },
		{ 174, "Accurate ECN Order 1" },
		{ 253, "Experimental 1" },
		{ 254, "Experimental 2" },
	};
	return FIND(table, kind);
}

const char *name_of_mptcp_subtype(uint8_t subtype)
{
	static const struct value_name table[] = {
		{ 0, "Multipath Capable" },
		{ 1, "Join Connection" },
		{ 2, "Data Sequence Signal" },
		{ 3, "Add Address" },
		{ 4, "Remove Address" },
		{ 5, "Change Subflow Priority" },
		{ 6, "TCP Fallback" },
		{ 7, "Fast Close" },
		{ 8, "Reset" },
	};
	return FIND(table, subtype);
}

const char *name_of_cooked_packet_type(uint16_t type)
{
	static const struct value_name table[] = {
		{ 0, "Unicast to us" },
		{ 1, "Broadcast" },
		{ 2, "Multicast" },
		{ 3, "Unicast to another host" },
		{ 4, "Sent by us" },
	};
	return FIND(table, type);
}

const char *name_of_address_family(uint32_t family)
{
	static const struct value_name table[] = {
		{ 2, "IP" },
		{ 7, "OSI" },
		{ 10, "IPv6 (Linux)" },
		{ 23, "IPX" },
		{ 24, "IPv6 (NetBSD, OpenBSD)" },
		{ 28, "IPv6 (FreeBSD)" },
		{ 30, "IPv6 (Darwin)" },
	};
	return FIND(table, family);
}

const char *name_of_llc_sap(uint8_t sap)
{
	static const struct value_name table[] = {
		{ 0x00, "NULL LSAP" },
		{ 0x06, "TCP/IP" },
		{ 0x42, "Spanning Tree BPDU" },
		{ 0x98, "ARP" },
		{ 0xaa, "SNAP" },
		{ 0xe0, "NetWare" },
		{ 0xf0, "NetBIOS" },
		{ 0xfe, "ISO Network Layer" },
		{ 0xff, "Global LSAP" },
	};
	return FIND(table, sap);
}
