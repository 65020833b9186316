/*
 * Names of numbers in link layers and ARP, from the IANA registries (IEEE 802 Numbers, ARP and PPP
 * Parameters), and of Linux' cooked captures.
 */
#include "dissect/names/names-table.h"

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
		{ 0x886f, "MS NLB" },
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
		{ 0x8899, "Realtek" },
		{ 0x88a2, "AoE" },
		{ 0x88ca, "TIPC" },
		{ 0x88cc, "LLDP" },
		{ 0x88e5, "MACSEC" },
		{ 0x88f7, "PTPv2" },
		{ 0x8902, "CFM" },
		{ 0x8947, "GEONW" },
		{ 0x9000, "LOOP" },
	};
	return FIND(table, ethertype);
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
