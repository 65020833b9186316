/*
 * Names of protocols. Protocols over UDP and TCP have their names in their descriptions, except for
 * a few that are recognized by their bytes.
 */
#include "dissect/application/protocol.h"

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
		[PROTOCOL_TLS] = "TLS",
		[PROTOCOL_IGMP] = "IGMP",
		[PROTOCOL_GRE] = "GRE",
		[PROTOCOL_PPPOE_DISCOVERY] = "PPPoED",
		[PROTOCOL_PPPOE_SESSION] = "PPPoES",
		[PROTOCOL_PPP] = "PPP",
		[PROTOCOL_SSH] = "SSH",
		[PROTOCOL_CISCO_HDLC] = "CHDLC",
		[PROTOCOL_FRAME_RELAY] = "FR",
		[PROTOCOL_INFINIBAND] = "IPoIB",
		[PROTOCOL_NFLOG] = "NFLOG",
		[PROTOCOL_IPNET] = "IPNET",
		[PROTOCOL_PKTAP] = "PKTAP",
		[PROTOCOL_TOKEN_RING] = "TR",
		[PROTOCOL_FDDI] = "FDDI",
		[PROTOCOL_WLAN] = "802.11",
		[PROTOCOL_RADIOTAP] = "Radiotap",
		[PROTOCOL_PPI] = "PPI",
		[PROTOCOL_PRISM] = "Prism",
		[PROTOCOL_MACSEC] = "MACSEC",
		[PROTOCOL_NSH] = "NSH",
		[PROTOCOL_ETHER_IP] = "EtherIP",
		[PROTOCOL_ERSPAN] = "ERSPAN",
		[PROTOCOL_REDUNDANCY_TAG] = "R-Tag",
		[PROTOCOL_ARISTA_TAG] = "AVSP",
		[PROTOCOL_UDP_LITE] = "UDP-Lite",
		[PROTOCOL_WEBSOCKET] = "WebSocket",
		[PROTOCOL_HTTP2] = "HTTP2",
	};
	if ((unsigned)protocol < PROTOCOL_COUNT && names[protocol])
		return names[protocol];
	const struct protocol_description *described = protocol_find(protocol);
	return described ? described->name : "Unknown";
}
