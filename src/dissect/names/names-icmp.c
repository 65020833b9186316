/*
 * Names of types and codes in ICMP, ICMPv6 with neighbor discovery, and IGMP, from their IANA
 * registries.
 */
#include "dissect/names/names-table.h"

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

const char *name_of_mld_record(uint8_t type)
{
	static const struct value_name table[] = {
		{ 1, "Include" },
		{ 2, "Exclude" },
		{ 3, "Changed to include" },
		{ 4, "Changed to exclude" },
		{ 5, "Allow new sources" },
		{ 6, "Block old sources" },
	};
	return FIND(table, type);
}
