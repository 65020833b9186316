/*
 * The BSD loopback header: four bytes with the address family of the packet after it.
 *
 * DLT_NULL has the family in the byte order of the capturing machine (macOS' lo0), DLT_LOOP in
 * network order (OpenBSD). The number for IPv6 depends on the system (24, 28, 30; 10 on Linux).
 */
#include "base/array.h"
#include "dissect/link/link.h"
#include "dissect/names/names.h"
#include "dissect/network/network.h"

static const struct field_spec null_family = FIELD_SPEC("null.family", "Family", 4);
static const struct field_spec loop_family = FIELD_SPEC("loop.family", "Family", 4);
static const struct field_spec null_type = FIELD_SPEC_AS(FIELD_ROLE_TYPE, "null.type", "Type", 4);

enum family {
	FAMILY_IPV4 = 2,
	FAMILY_IPV6_LINUX = 10,
	FAMILY_IPV6_NETBSD = 24,
	FAMILY_IPV6_FREEBSD = 28,
	FAMILY_IPV6_DARWIN = 30,
};

static const struct next_protocol over_loopback[] = {
	{ FAMILY_IPV4, ipv4_dissect },
	{ FAMILY_IPV6_LINUX, ipv6_dissect },
	{ FAMILY_IPV6_NETBSD, ipv6_dissect },
	{ FAMILY_IPV6_FREEBSD, ipv6_dissect },
	{ FAMILY_IPV6_DARWIN, ipv6_dissect },
};

static void dissect(struct frame *frame, struct input *in, enum protocol protocol)
{
	int layer = layer_begin(frame, protocol, in);
	if (layer < 0)
		return;
	struct cursor little = in->cursor;
	uint32_t family = cursor_u32(&in->cursor);
	uint16_t ethertype = 0;
	bool is_null = protocol == PROTOCOL_NULL;
	/* Families are small, so a large number is in the other byte order. */
	if (is_null && family > 0xffff) {
		uint16_t low = (uint16_t)family;
		family = cursor_u32_le(&little);
		/* Some systems have an EtherType in the second half. */
		if (family > 0xffff && low > LARGEST_ETHERNET_LENGTH)
			ethertype = low;
	}
	if (frame->fields) {
		struct place at = place_in(frame, layer);
		if (ethertype)
			field_named_hex(
				&at, &null_type, 0, ethertype, name_of_ethertype(ethertype));
		else
			field_named(&at, is_null ? &null_family : &loop_family, 0, family,
				name_of_address_family(family));
	}
	if (!cursor_ok(&in->cursor)) {
		LAYER_SHORT(frame, layer, in, "loopback header");
		return;
	}
	layer_end_header(frame, layer, in);
	if (ethertype)
		ethertype_dissect(frame, in, ethertype);
	else if (!dissect_next(frame, in, family, over_loopback, ARRAY_COUNT(over_loopback)))
		unknown_dissect(frame, in, "an address family that is not decoded");
}

void null_dissect(struct frame *frame, struct input *in)
{
	dissect(frame, in, PROTOCOL_NULL);
}

void loop_dissect(struct frame *frame, struct input *in)
{
	dissect(frame, in, PROTOCOL_LOOP);
}
