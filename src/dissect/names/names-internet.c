/*
 * Names of numbers in IPv4, IPv6 and TCP, from the IANA registries: Protocol Numbers, IP and IPv6
 * Parameters, DSCP, TCP Parameters.
 */
#include "base/array.h"
#include "dissect/names/names-table.h"

const char *column_of_ip_protocol(uint8_t protocol)
{
	static const struct value_name table[] = {
		{ 8, "EGP" },
		{ 33, "DCCP" },
		{ 46, "RSVP" },
		{ 88, "EIGRP" },
		{ 89, "OSPF" },
		{ 103, "PIM" },
		{ 108, "IPComp" },
		{ 112, "VRRP" },
		{ 113, "PGM" },
		{ 115, "L2TPv3" },
		{ 132, "SCTP" },
		{ 135, "MIPv6" },
		{ 136, "UDP-Lite" },
		{ 139, "HIP" },
	};
	return FIND(table, protocol);
}

/* IANA's numbers with Wireshark's words. */
const char *name_of_ip_protocol(uint8_t protocol)
{
	enum { UNASSIGNED_FIRST = 144, UNASSIGNED_LAST = 223 };
	static const char *const names[] = {
		"IPv6 Hop-by-Hop Option",
		"ICMP",
		"IGMP",
		"GGP",
		"IPIP",
		"Stream",
		"TCP",
		"CBT",
		"EGP",
		"IGRP",
		"BBN RCC",
		"Network Voice",
		"PUP",
		"ARGUS",
		"EMCON",
		"XNET",
		"CHAOS",
		"UDP",
		"Multiplex",
		"DCN Measurement",
		"Host Monitoring",
		"Packet radio",
		"IDP",
		"Trunk-1",
		"Trunk-2",
		"Leaf-1",
		"Leaf-2",
		"Reliable Data",
		"IRT",
		"ISO TP4",
		"Bulk Data",
		"MFE NSP",
		"Merit Internodal",
		"Datagram Congestion Control Protocol",
		"3rd Party Connect",
		"Inter-Domain Policy Routing Protocol",
		"XTP",
		"Datagram delivery",
		"Control Message",
		"TP++",
		"IL",
		"IPv6",
		"Source demand routing",
		"Routing Header for IPv6",
		"Fragment Header for IPv6",
		"Inter-Domain Routing Protocol",
		"Reservation Protocol",
		"Generic Routing Encapsulation",
		"Dynamic source routing",
		"BNA",
		"Encap Security Payload",
		"Authentication Header",
		"INSLP",
		"SWIPE",
		"NBMA ARP",
		"IP Mobility",
		"TLSP Kryptonet",
		"SKIP",
		"ICMPv6",
		"No Next Header for IPv6",
		"Destination Options for IPv6",
		"any host internal protocol",
		"Mobile IPv6 (old)",
		"any local network",
		"SATNET EXPAK",
		"Kryptolan",
		"Remote Virtual Disk",
		"IPPC",
		"any distributed file system",
		"SATNET Monitoring",
		"VISA",
		"IPCV",
		"CPNX",
		"CPHB",
		"Wang Span",
		"Packet Video",
		"Backroom SATNET Mon",
		"Sun ND Protocol",
		"Wideband Mon",
		"Wideband Expak",
		"ISO Internet Protocol",
		"VMTP",
		"Secure VMTP",
		"VINES",
		"TTP",
		"NSFNET IGP",
		"Dissimilar Gateway",
		"TCF",
		"EIGRP",
		"OSPF IGP",
		"Sprite RPC",
		"Locus ARP",
		"Multicast Transport",
		"AX.25 Frames",
		"IP in IP",
		"MICP",
		"Semaphore",
		"Ether in IP",
		"ENCAP",
		"any private encryption scheme",
		"GMTP",
		"Ipsilon Flow",
		"PNNI over IP",
		"PIM",
		"ARIS",
		"SCPS",
		"QNX",
		"Active Networks",
		"IPComp",
		"Sitara Networks",
		"Compaq Peer",
		"IPX IN IP",
		"VRRP",
		"PGM",
		"any 0-hop protocol",
		"Layer 2 Tunneling",
		"DDX",
		"IATP",
		"STP",
		"SpectraLink",
		"UTI",
		"SMP",
		"SM",
		"PTP",
		"ISIS over IP",
		"FIRE",
		"CRTP",
		"CRUDP",
		"SSCOPMCE",
		"IPLT",
		"Secure Packet",
		"PIPE",
		"SCTP",
		"Fibre Channel",
		"RSVP E2EI",
		"Mobile IPv6",
		"UDPLite",
		"MPLS in IP",
		"MANET",
		"HIP",
		"Shim6 header",
		"WESP",
		"ROHC",
		"Ethernet",
	};
	if (protocol < ARRAY_COUNT(names))
		return names[protocol];
	return protocol >= UNASSIGNED_FIRST && protocol <= UNASSIGNED_LAST ? "Unassigned" : NULL;
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
