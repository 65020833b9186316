/*
 * Protocols over UDP that are named, not decoded. A protocol is recognized by its port and by the
 * bytes that begin each of its messages, so that other traffic on the port stays UDP. WireGuard is
 * recognized by its bytes alone.
 */
#include "dissect/application/application.h"

static bool is_snmp(const struct front *front)
{
	return front->first == 0x30; /* the tag of an ASN.1 sequence */
}

const struct protocol_description snmp_protocol = { .name = "SNMP", .is_message = is_snmp };

static bool is_syslog(const struct front *front)
{
	return front->first == '<';
}

const struct protocol_description syslog_protocol = { .name = "Syslog", .is_message = is_syslog };

static bool is_rip(const struct front *front)
{
	return front->first >= 1 && front->first <= 10 && front->size >= 4;
}

static bool is_rip_1(const struct front *front)
{
	return is_rip(front) && front->second == 1;
}

static bool is_rip_2(const struct front *front)
{
	return is_rip(front) && front->second == 2;
}

static bool is_ripng(const struct front *front)
{
	return front->size >= 4 && front->second == 1;
}

const struct protocol_description rip_1_protocol = { .name = "RIPv1", .is_message = is_rip_1 };
const struct protocol_description rip_2_protocol = { .name = "RIPv2", .is_message = is_rip_2 };
const struct protocol_description ripng_protocol = { .name = "RIPng", .is_message = is_ripng };

static bool is_ldp(const struct front *front)
{
	return front->size >= 10 && front->word >> 16 == 1;
}

const struct protocol_description ldp_protocol = { .name = "LDP", .is_message = is_ldp };

/* | code 1 | identifier 1 | length 2 | …: at least 20 bytes (RFC 2865) */
static bool is_radius(const struct front *front)
{
	bool is_code = (front->first >= 1 && front->first <= 5) || front->first == 11 ||
		front->first == 12 || (front->first >= 40 && front->first <= 45);
	return is_code && front->second_half >= 20 && front->second_half <= front->size;
}

const struct protocol_description radius_protocol = { .name = "RADIUS", .is_message = is_radius };

static bool is_hsrp(const struct front *front)
{
	return front->size >= 8;
}

const struct protocol_description hsrp_protocol = { .name = "HSRP", .is_message = is_hsrp };

static bool is_bfd(const struct front *front)
{
	return front->size >= 24 && front->first >> 5 <= 1;
}

const struct protocol_description bfd_protocol = { .name = "BFD Control", .is_message = is_bfd };

static bool is_coap(const struct front *front)
{
	return front->first >> 6 == 1;
}

const struct protocol_description coap_protocol = { .name = "CoAP", .is_message = is_coap };

static bool is_sflow(const struct front *front)
{
	return front->first == 0 && front->second == 0;
}

const struct protocol_description sflow_protocol = { .name = "sFlow", .is_message = is_sflow };

static bool is_babel(const struct front *front)
{
	return front->first == 42;
}

const struct protocol_description babel_protocol = { .name = "Babel", .is_message = is_babel };

/* WireGuard has four message types. Each has a fixed size, and three zeros follow the type. */
static bool is_wireguard(const struct front *front)
{
	switch (front->word) {
	case 0x01000000:
		return front->size == 148;
	case 0x02000000:
		return front->size == 92;
	case 0x03000000:
		return front->size == 64;
	case 0x04000000:
		return front->size >= 32 && front->size % 16 == 0;
	default:
		return false;
	}
}

const struct protocol_description wireguard_protocol = {
	.name = "WireGuard",
	.is_message = is_wireguard,
};
