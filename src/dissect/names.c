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

const char *column_of_ethertype(uint16_t ethertype)
{
	static const struct value_name table[] = {
		{ 0x0842, "WOL" },
		{ 0x6003, "DEC DNA" },
		{ 0x80f3, "AARP" },
		{ 0x8137, "IPX" },
		{ 0x8808, "MAC CTRL" },
		{ 0x8809, "Slow Protocols" },
		{ 0x886c, "HomePNA" },
		{ 0x888e, "EAPOL" },
		{ 0x88cc, "LLDP" },
		{ 0x88e5, "MACSEC" },
		{ 0x88f7, "PTPv2" },
		{ 0x8902, "CFM" },
		{ 0x9000, "LOOP" },
	};
	return FIND(table, ethertype);
}

const char *column_of_ip_protocol(uint8_t protocol)
{
	static const struct value_name table[] = {
		{ 8, "EGP" },
		{ 33, "DCCP" },
		{ 46, "RSVP" },
		{ 88, "EIGRP" },
		{ 89, "OSPF" },
		{ 103, "PIM" },
		{ 112, "VRRP" },
		{ 115, "L2TPv3" },
		{ 132, "SCTP" },
		{ 135, "MIPv6" },
		{ 136, "UDP-Lite" },
		{ 139, "HIP" },
	};
	return FIND(table, protocol);
}

const char *column_of_llc_sap(uint8_t sap)
{
	static const struct value_name table[] = {
		{ 0x42, "STP" },
		{ 0xe0, "IPX" },
		{ 0xf0, "NetBIOS" },
		{ 0xfe, "CLNP" },
	};
	return FIND(table, sap);
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
		{ 1, "Reserved" },
		{ 2, "Reserved" },
		{ 3, "Destination unreachable" },
		{ 4, "Source quench (flow control)" },
		{ 5, "Redirect" },
		{ 6, "Alternate host address" },
		{ 8, "Echo (ping) request" },
		{ 9, "Router advertisement" },
		{ 10, "Router solicitation" },
		{ 11, "Time-to-live exceeded" },
		{ 12, "Parameter problem" },
		{ 13, "Timestamp request" },
		{ 14, "Timestamp reply" },
		{ 15, "Information request" },
		{ 16, "Information reply" },
		{ 17, "Address mask request" },
		{ 18, "Address mask reply" },
		{ 19, "Reserved (for security)" },
		{ 30, "Traceroute" },
		{ 31, "Datagram Conversion Error" },
		{ 32, "Mobile Host Redirect" },
		{ 33, "IPv6 Where-Are-You" },
		{ 34, "IPv6 I-Am-Here" },
		{ 35, "Mobile Registration Request" },
		{ 36, "Mobile Registration Reply" },
		{ 37, "Domain Name Request" },
		{ 38, "Domain Name Reply" },
		{ 39, "SKIP" },
		{ 40, "Photuris" },
		{ 41, "Experimental mobility protocols" },
		{ 42, "Extended Echo request" },
		{ 43, "Extended Echo reply" },
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
	static const struct value_name alternate[] = { { 0, "Alternate address for host" } };
	static const struct value_name advertisement[] = {
		{ 0, "Normal router advertisement" },
		{ 16, "Does not route common traffic" },
	};
	static const struct value_name photuris[] = {
		{ 0, "Bad SPI" },
		{ 1, "Authentication Failed" },
		{ 2, "Decompression Failed" },
		{ 3, "Decryption Failed" },
		{ 4, "Need Authentication" },
		{ 5, "Need Authorization" },
	};
	static const struct value_name echo[] = { { 0, "No error" } };
	switch (type) {
	case 3:
		return FIND(unreachable, code);
	case 5:
		return FIND(redirect, code);
	case 6:
		return FIND(alternate, code);
	case 9:
		return FIND(advertisement, code);
	case 40:
		return FIND(photuris, code);
	case 42:
	case 43:
		return FIND(echo, code);
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
		{ 100, "Private experimentation" },
		{ 101, "Private experimentation" },
		{ 127, "Reserved for expansion of ICMPv6 error messages" },
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
		{ 141, "Inverse Neighbor Discovery Solicitation" },
		{ 142, "Inverse Neighbor Discovery Advertisement" },
		{ 143, "Multicast Listener Report Message v2" },
		{ 144, "Home Agent Address Discovery Request" },
		{ 145, "Home Agent Address Discovery Reply" },
		{ 146, "Mobile Prefix Solicitation" },
		{ 147, "Mobile Prefix Advertisement" },
		{ 148, "Certification Path Solicitation" },
		{ 149, "Certification Path Advertisement" },
		{ 150, "Experimental Mobility" },
		{ 151, "Multicast Router Advertisement" },
		{ 152, "Multicast Router Solicitation" },
		{ 153, "Multicast Router Termination" },
		{ 154, "FMIPv6" },
		{ 155, "RPL Control" },
		{ 156, "Locator Update" },
		{ 157, "Duplicate Address Request" },
		{ 158, "Duplicate Address Confirmation" },
		{ 159, "MPL Control Message" },
		{ 160, "Extended Echo request" },
		{ 161, "Extended Echo reply" },
		{ 200, "Private experimentation" },
		{ 201, "Private experimentation" },
		{ 255, "Reserved for expansion of ICMPv6 informational messages" },
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
	static const struct value_name renumbering[] = {
		{ 0, "Command" },
		{ 1, "Result" },
		{ 255, "Sequence number reset" },
	};
	static const struct value_name information_query[] = {
		{ 0, "Query subject = IPv6 addresses" },
		{ 1, "Query subject = DNS name or empty" },
		{ 2, "Query subject = IPv4 addresses" },
	};
	static const struct value_name information_reply[] = {
		{ 0, "Successful" },
		{ 1, "Refused" },
		{ 2, "Unknown query type" },
	};
	static const struct value_name routing[] = {
		{ 0x00, "DODAG Information Solicitation" },
		{ 0x01, "DODAG Information Object" },
		{ 0x02, "Destination Advertisement Object" },
		{ 0x03, "Destination Advertisement Object Acknowledgment" },
		{ 0x80, "Secure DODAG Information Solicitation" },
		{ 0x81, "Secure DODAG Information Object" },
		{ 0x82, "Secure Destination Advertisement Object" },
		{ 0x83, "Secure Destination Advertisement Object Acknowledgment" },
		{ 0x8a, "Consistency Check" },
	};
	static const struct value_name echo[] = { { 0, "No error" } };
	switch (type) {
	case 1:
		return FIND(unreachable, code);
	case 3:
		return FIND(exceeded, code);
	case 4:
		return FIND(problem, code);
	case 138:
		return FIND(renumbering, code);
	case 139:
		return FIND(information_query, code);
	case 140:
		return FIND(information_reply, code);
	case 155:
		return FIND(routing, code);
	case 160:
	case 161:
		return FIND(echo, code);
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

const char *name_of_dns_type(uint16_t type)
{
	static const struct value_name table[] = {
		{ 0, "Unused" },
		{ 1, "A" },
		{ 2, "NS" },
		{ 3, "MD" },
		{ 4, "MF" },
		{ 5, "CNAME" },
		{ 6, "SOA" },
		{ 7, "MB" },
		{ 8, "MG" },
		{ 9, "MR" },
		{ 10, "NULL" },
		{ 11, "WKS" },
		{ 12, "PTR" },
		{ 13, "HINFO" },
		{ 14, "MINFO" },
		{ 15, "MX" },
		{ 16, "TXT" },
		{ 17, "RP" },
		{ 18, "AFSDB" },
		{ 19, "X25" },
		{ 20, "ISDN" },
		{ 21, "RT" },
		{ 22, "NSAP" },
		{ 23, "NSAP-PTR" },
		{ 24, "SIG" },
		{ 25, "KEY" },
		{ 26, "PX" },
		{ 27, "GPOS" },
		{ 28, "AAAA" },
		{ 29, "LOC" },
		{ 30, "NXT" },
		{ 31, "EID" },
		{ 32, "NIMLOC" },
		{ 33, "SRV" },
		{ 34, "ATMA" },
		{ 35, "NAPTR" },
		{ 36, "KX" },
		{ 37, "CERT" },
		{ 38, "A6" },
		{ 39, "DNAME" },
		{ 40, "SINK" },
		{ 41, "OPT" },
		{ 42, "APL" },
		{ 43, "DS" },
		{ 44, "SSHFP" },
		{ 45, "IPSECKEY" },
		{ 46, "RRSIG" },
		{ 47, "NSEC" },
		{ 48, "DNSKEY" },
		{ 49, "DHCID" },
		{ 50, "NSEC3" },
		{ 51, "NSEC3PARAM" },
		{ 52, "TLSA" },
		{ 55, "HIP" },
		{ 57, "RKEY" },
		{ 58, "TALINK" },
		{ 59, "CDS" },
		{ 60, "CDNSKEY" },
		{ 61, "OPENPGPKEY" },
		{ 62, "CSYNC" },
		{ 63, "ZONEMD" },
		{ 64, "SVCB" },
		{ 65, "HTTPS" },
		{ 99, "SPF" },
		{ 100, "UINFO" },
		{ 101, "UID" },
		{ 102, "GID" },
		{ 103, "UNSPEC" },
		{ 104, "NID" },
		{ 105, "L32" },
		{ 106, "L64" },
		{ 107, "LP" },
		{ 108, "EUI48" },
		{ 109, "EUI64" },
		{ 249, "TKEY" },
		{ 250, "TSIG" },
		{ 251, "IXFR" },
		{ 252, "AXFR" },
		{ 253, "MAILB" },
		{ 254, "MAILA" },
		{ 255, "ANY" },
		{ 256, "URI" },
		{ 257, "CAA" },
		{ 32768, "TA" },
		{ 32769, "DLV" },
		{ 65281, "WINS" },
		{ 65282, "WINS-R" },
		{ 65422, "XPF" },
	};
	return FIND(table, type);
}

const char *name_of_dns_class(uint16_t class)
{
	static const struct value_name table[] = {
		{ 1, "IN" },
		{ 2, "CS" },
		{ 3, "CH" },
		{ 4, "HS" },
		{ 254, "NONE" },
		{ 255, "ANY" },
	};
	return FIND(table, class);
}

const char *name_of_dns_opcode(uint8_t opcode)
{
	static const struct value_name table[] = {
		{ 0, "Standard query" },
		{ 1, "Inverse query" },
		{ 2, "Server status request" },
		{ 4, "Zone change notification" },
		{ 5, "Dynamic update" },
		{ 6, "DNS Stateful operations (DSO)" },
	};
	return FIND(table, opcode);
}

const char *name_of_dns_response_code(uint8_t code)
{
	static const struct value_name table[] = {
		{ 0, "No error" },
		{ 1, "Format error" },
		{ 2, "Server failure" },
		{ 3, "No such name" },
		{ 4, "Not implemented" },
		{ 5, "Refused" },
		{ 6, "Name exists" },
		{ 7, "RRset exists" },
		{ 8, "RRset does not exist" },
		{ 9, "Not authoritative" },
		{ 10, "Name out of zone" },
		{ 11, "DSO-TYPE not implemented" },
	};
	return FIND(table, code);
}

const char *name_of_edns_option(uint16_t code)
{
	static const struct value_name table[] = {
		{ 1, "LLQ" },
		{ 2, "UL" },
		{ 3, "NSID" },
		{ 5, "DAU" },
		{ 6, "DHU" },
		{ 7, "N3U" },
		{ 8, "Client subnet" },
		{ 9, "EDNS EXPIRE" },
		{ 10, "COOKIE" },
		{ 11, "EDNS TCP Keepalive" },
		{ 12, "PADDING" },
		{ 13, "CHAIN" },
		{ 14, "EDNS Key Tag" },
		{ 15, "Extended DNS Error" },
	};
	return FIND(table, code);
}

const char *name_of_svcb_key(uint16_t key)
{
	static const struct value_name table[] = {
		{ 0, "mandatory" },
		{ 1, "alpn" },
		{ 2, "no-default-alpn" },
		{ 3, "port" },
		{ 4, "ipv4hint" },
		{ 5, "ech" },
		{ 6, "ipv6hint" },
		{ 7, "dohpath" },
		{ 8, "ohttp" },
	};
	return FIND(table, key);
}

const char *name_of_tls_content(uint8_t type)
{
	static const struct value_name table[] = {
		{ 20, "Change Cipher Spec" },
		{ 21, "Alert" },
		{ 22, "Handshake" },
		{ 23, "Application Data" },
		{ 24, "Heartbeat" },
	};
	return FIND(table, type);
}

const char *name_of_tls_version(uint16_t version)
{
	static const struct value_name table[] = {
		{ 0x0300, "SSLv3" },
		{ 0x0301, "TLSv1" },
		{ 0x0302, "TLSv1.1" },
		{ 0x0303, "TLSv1.2" },
		{ 0x0304, "TLSv1.3" },
	};
	return FIND(table, version);
}

const char *name_of_tls_handshake(uint8_t type)
{
	static const struct value_name table[] = {
		{ 0, "Hello Request" },
		{ 1, "Client Hello" },
		{ 2, "Server Hello" },
		{ 3, "Hello Verify Request" },
		{ 4, "New Session Ticket" },
		{ 5, "End of Early Data" },
		{ 6, "Hello Retry Request" },
		{ 8, "Encrypted Extensions" },
		{ 11, "Certificate" },
		{ 12, "Server Key Exchange" },
		{ 13, "Certificate Request" },
		{ 14, "Server Hello Done" },
		{ 15, "Certificate Verify" },
		{ 16, "Client Key Exchange" },
		{ 20, "Finished" },
		{ 21, "Certificate URL" },
		{ 22, "Certificate Status" },
		{ 23, "Supplemental Data" },
		{ 24, "Key Update" },
		{ 25, "Compressed Certificate" },
		{ 67, "Next Protocol" },
	};
	return FIND(table, type);
}

const char *name_of_tls_extension(uint16_t type)
{
	static const struct value_name table[] = {
		{ 0, "server_name" },
		{ 1, "max_fragment_length" },
		{ 5, "status_request" },
		{ 10, "supported_groups" },
		{ 11, "ec_point_formats" },
		{ 13, "signature_algorithms" },
		{ 14, "use_srtp" },
		{ 15, "heartbeat" },
		{ 16, "application_layer_protocol_negotiation" },
		{ 17, "status_request_v2" },
		{ 18, "signed_certificate_timestamp" },
		{ 21, "padding" },
		{ 22, "encrypt_then_mac" },
		{ 23, "extended_master_secret" },
		{ 27, "compress_certificate" },
		{ 28, "record_size_limit" },
		{ 34, "delegated_credentials" },
		{ 35, "session_ticket" },
		{ 41, "pre_shared_key" },
		{ 42, "early_data" },
		{ 43, "supported_versions" },
		{ 44, "cookie" },
		{ 45, "psk_key_exchange_modes" },
		{ 47, "certificate_authorities" },
		{ 48, "oid_filters" },
		{ 49, "post_handshake_auth" },
		{ 50, "signature_algorithms_cert" },
		{ 51, "key_share" },
		{ 57, "quic_transport_parameters" },
		{ 13172, "next_protocol_negotiation" },
		{ 17513, "application_settings" },
		{ 65037, "encrypted_client_hello" },
		{ 65281, "renegotiation_info" },
	};
	return FIND(table, type);
}

const char *name_of_tls_alert(uint8_t description)
{
	static const struct value_name table[] = {
		{ 0, "Close Notify" },
		{ 10, "Unexpected Message" },
		{ 20, "Bad Record MAC" },
		{ 21, "Decryption Failed" },
		{ 22, "Record Overflow" },
		{ 30, "Decompression Failure" },
		{ 40, "Handshake Failure" },
		{ 41, "No Certificate" },
		{ 42, "Bad Certificate" },
		{ 43, "Unsupported Certificate" },
		{ 44, "Certificate Revoked" },
		{ 45, "Certificate Expired" },
		{ 46, "Certificate Unknown" },
		{ 47, "Illegal Parameter" },
		{ 48, "Unknown CA" },
		{ 49, "Access Denied" },
		{ 50, "Decode Error" },
		{ 51, "Decrypt Error" },
		{ 60, "Export Restriction" },
		{ 70, "Protocol Version" },
		{ 71, "Insufficient Security" },
		{ 80, "Internal Error" },
		{ 86, "Inappropriate Fallback" },
		{ 90, "User Canceled" },
		{ 100, "No Renegotiation" },
		{ 109, "Missing Extension" },
		{ 110, "Unsupported Extension" },
		{ 112, "Unrecognized Name" },
		{ 113, "Bad Certificate Status Response" },
		{ 115, "Unknown PSK Identity" },
		{ 116, "Certificate Required" },
		{ 120, "No application Protocol" },
	};
	return FIND(table, description);
}

const char *name_of_tls_cipher_suite(uint16_t suite)
{
	static const struct value_name table[] = {
		{ 0x0004, "TLS_RSA_WITH_RC4_128_MD5" },
		{ 0x0005, "TLS_RSA_WITH_RC4_128_SHA" },
		{ 0x000a, "TLS_RSA_WITH_3DES_EDE_CBC_SHA" },
		{ 0x002f, "TLS_RSA_WITH_AES_128_CBC_SHA" },
		{ 0x0033, "TLS_DHE_RSA_WITH_AES_128_CBC_SHA" },
		{ 0x0035, "TLS_RSA_WITH_AES_256_CBC_SHA" },
		{ 0x0039, "TLS_DHE_RSA_WITH_AES_256_CBC_SHA" },
		{ 0x003c, "TLS_RSA_WITH_AES_128_CBC_SHA256" },
		{ 0x003d, "TLS_RSA_WITH_AES_256_CBC_SHA256" },
		{ 0x0067, "TLS_DHE_RSA_WITH_AES_128_CBC_SHA256" },
		{ 0x006b, "TLS_DHE_RSA_WITH_AES_256_CBC_SHA256" },
		{ 0x009c, "TLS_RSA_WITH_AES_128_GCM_SHA256" },
		{ 0x009d, "TLS_RSA_WITH_AES_256_GCM_SHA384" },
		{ 0x009e, "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256" },
		{ 0x009f, "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384" },
		{ 0x00ff, "TLS_EMPTY_RENEGOTIATION_INFO_SCSV" },
		{ 0x1301, "TLS_AES_128_GCM_SHA256" },
		{ 0x1302, "TLS_AES_256_GCM_SHA384" },
		{ 0x1303, "TLS_CHACHA20_POLY1305_SHA256" },
		{ 0x1304, "TLS_AES_128_CCM_SHA256" },
		{ 0x5600, "TLS_FALLBACK_SCSV" },
		{ 0xc007, "TLS_ECDHE_ECDSA_WITH_RC4_128_SHA" },
		{ 0xc009, "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA" },
		{ 0xc00a, "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA" },
		{ 0xc011, "TLS_ECDHE_RSA_WITH_RC4_128_SHA" },
		{ 0xc013, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA" },
		{ 0xc014, "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA" },
		{ 0xc023, "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256" },
		{ 0xc024, "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384" },
		{ 0xc027, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256" },
		{ 0xc028, "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384" },
		{ 0xc02b, "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256" },
		{ 0xc02c, "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384" },
		{ 0xc02f, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256" },
		{ 0xc030, "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384" },
		{ 0xcca8, "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256" },
		{ 0xcca9, "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256" },
		{ 0xccaa, "TLS_DHE_RSA_WITH_CHACHA20_POLY1305_SHA256" },
	};
	return FIND(table, suite);
}

const char *name_of_dhcp_message(uint8_t type)
{
	static const struct value_name table[] = {
		{ 1, "Discover" },
		{ 2, "Offer" },
		{ 3, "Request" },
		{ 4, "Decline" },
		{ 5, "ACK" },
		{ 6, "NAK" },
		{ 7, "Release" },
		{ 8, "Inform" },
		{ 9, "Force Renew" },
		{ 10, "Lease query" },
		{ 11, "Lease Unassigned" },
		{ 12, "Lease Unknown" },
		{ 13, "Lease Active" },
	};
	return FIND(table, type);
}

const char *name_of_dhcp_option(uint8_t code)
{
	static const struct value_name table[] = {
		{ 1, "Subnet Mask" },
		{ 2, "Time Offset" },
		{ 3, "Router" },
		{ 4, "Time Server" },
		{ 5, "Name Server" },
		{ 6, "Domain Name Server" },
		{ 12, "Host Name" },
		{ 15, "Domain Name" },
		{ 17, "Root Path" },
		{ 26, "Interface MTU" },
		{ 28, "Broadcast Address" },
		{ 33, "Static Route" },
		{ 42, "Network Time Protocol Servers" },
		{ 43, "Vendor-Specific Information" },
		{ 44, "NetBIOS over TCP/IP Name Server" },
		{ 46, "NetBIOS over TCP/IP Node Type" },
		{ 50, "Requested IP Address" },
		{ 51, "IP Address Lease Time" },
		{ 52, "Option Overload" },
		{ 53, "DHCP Message Type" },
		{ 54, "DHCP Server Identifier" },
		{ 55, "Parameter Request List" },
		{ 56, "Message" },
		{ 57, "Maximum DHCP Message Size" },
		{ 58, "Renewal Time Value" },
		{ 59, "Rebinding Time Value" },
		{ 60, "Vendor class identifier" },
		{ 61, "Client identifier" },
		{ 66, "TFTP Server Name" },
		{ 67, "Bootfile name" },
		{ 80, "Rapid commit" },
		{ 81, "Client Fully Qualified Domain Name" },
		{ 82, "Agent Information Option" },
		{ 108, "IPv6-Only Preferred" },
		{ 114, "DHCP Captive-Portal" },
		{ 116, "DHCP Auto-Configuration" },
		{ 119, "Domain Search" },
		{ 121, "Classless Static Route" },
		{ 125, "V-I Vendor-specific Information" },
		{ 252, "Private/Proxy autodiscovery" },
	};
	return FIND(table, code);
}

const char *name_of_dhcpv6_message(uint8_t type)
{
	static const struct value_name table[] = {
		{ 1, "Solicit" },
		{ 2, "Advertise" },
		{ 3, "Request" },
		{ 4, "Confirm" },
		{ 5, "Renew" },
		{ 6, "Rebind" },
		{ 7, "Reply" },
		{ 8, "Release" },
		{ 9, "Decline" },
		{ 10, "Reconfigure" },
		{ 11, "Information-request" },
		{ 12, "Relay-forw" },
		{ 13, "Relay-reply" },
	};
	return FIND(table, type);
}

const char *name_of_dhcpv6_option(uint16_t code)
{
	static const struct value_name table[] = {
		{ 1, "Client Identifier" },
		{ 2, "Server Identifier" },
		{ 3, "Identity Association for Non-temporary Address" },
		{ 4, "Identity Association for Temporary Address" },
		{ 5, "IA Address" },
		{ 6, "Option Request" },
		{ 7, "Preference" },
		{ 8, "Elapsed time" },
		{ 9, "Relay Message" },
		{ 11, "Authentication" },
		{ 12, "Server unicast" },
		{ 13, "Status code" },
		{ 14, "Rapid Commit" },
		{ 15, "User Class" },
		{ 16, "Vendor Class" },
		{ 17, "Vendor-specific Information" },
		{ 18, "Interface-Id" },
		{ 23, "DNS recursive name server" },
		{ 24, "Domain Search List" },
		{ 25, "Identity Association for Prefix Delegation" },
		{ 26, "IA Prefix" },
		{ 39, "Fully Qualified Domain Name" },
	};
	return FIND(table, code);
}

const char *name_of_igmp_type(uint8_t type)
{
	static const struct value_name table[] = {
		{ 0x11, "Membership Query" },
		{ 0x12, "Membership Report" },
		{ 0x13, "DVMRP" },
		{ 0x14, "PIMv1" },
		{ 0x16, "Membership Report" },
		{ 0x17, "Leave Group" },
		{ 0x22, "Membership Report" },
	};
	return FIND(table, type);
}

const char *name_of_igmp_record(uint8_t type)
{
	static const struct value_name table[] = {
		{ 1, "Mode Is Include" },
		{ 2, "Mode Is Exclude" },
		{ 3, "Change To Include Mode" },
		{ 4, "Change To Exclude Mode" },
		{ 5, "Allow New Sources" },
		{ 6, "Block Old Sources" },
	};
	return FIND(table, type);
}

const char *name_of_ppp_protocol(uint16_t protocol)
{
	static const struct value_name table[] = {
		{ 0x0021, "Internet Protocol version 4" },
		{ 0x002d, "Van Jacobson Compressed TCP/IP" },
		{ 0x003d, "PPP Multilink Protocol" },
		{ 0x0057, "Internet Protocol version 6" },
		{ 0x00fd, "Compressed Datagram" },
		{ 0x0281, "MPLS Unicast" },
		{ 0x8021, "IP Control Protocol" },
		{ 0x8057, "IPv6 Control Protocol" },
		{ 0x80fd, "Compression Control Protocol" },
		{ 0xc021, "Link Control Protocol" },
		{ 0xc023, "Password Authentication Protocol" },
		{ 0xc025, "Link Quality Report" },
		{ 0xc223, "Challenge Handshake Authentication Protocol" },
		{ 0xc227, "Extensible Authentication Protocol" },
	};
	return FIND(table, protocol);
}

const char *name_of_pppoe_code(uint8_t code)
{
	static const struct value_name table[] = {
		{ 0x00, "Session Data" },
		{ 0x07, "Active Discovery Offer (PADO)" },
		{ 0x09, "Active Discovery Initiation (PADI)" },
		{ 0x19, "Active Discovery Request (PADR)" },
		{ 0x65, "Active Discovery Session-confirmation (PADS)" },
		{ 0xa7, "Active Discovery Terminate (PADT)" },
	};
	return FIND(table, code);
}

const char *name_of_pppoe_tag(uint16_t type)
{
	static const struct value_name table[] = {
		{ 0x0000, "End-Of-List" },
		{ 0x0101, "Service-Name" },
		{ 0x0102, "AC-Name" },
		{ 0x0103, "Host-Uniq" },
		{ 0x0104, "AC-Cookie" },
		{ 0x0105, "Vendor-Specific" },
		{ 0x0110, "Relay-Session-Id" },
		{ 0x0120, "PPP-Max-Payload" },
		{ 0x0201, "Service-Name-Error" },
		{ 0x0202, "AC-System-Error" },
		{ 0x0203, "Generic-Error" },
	};
	return FIND(table, type);
}
