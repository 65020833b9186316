/*
 * conversation/redact/redact: packets of many kinds, all with the addresses of the same actors. An
 * anonymized packet must equal the packet that its builder makes from the stand-ins, and contain no
 * real address.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "anonymized-kinds.h"
#include "anonymized-protocols.h"
#include "base/array.h"
#include "redacted-captures.h"

/* ---- link layers ---- */

static void build_arp(struct built *p, const struct actors *a)
{
	put_hex(p, "0001 0800 06 04 0001");
	put_address(p, &a->card);
	put_address(p, &a->inner);
	put_zeros(p, 6);
	put_address(p, &a->other);
	on_ethernet(p, a, 0x0806);
}

static void build_rarp(struct built *p, const struct actors *a)
{
	put_hex(p, "0001 0800 06 04 0004");
	put_address(p, &a->card);
	put_address(p, &a->inner);
	put_address(p, &a->card);
	put_address(p, &a->other);
	on_ethernet(p, a, 0x8035);
}

static void build_arp_in_vxlan(struct built *p, const struct actors *a)
{
	build_arp(p, a);
	struct built header = { .size = 0 };
	put_hex(&header, "08000000 00002a00");
	put_before(p, &header);
	in_udp(p, a, 50000, 4789);
}

static void build_lldp(struct built *p, const struct actors *a)
{
	put_hex(p, "0207 04");
	put_address(p, &a->card);
	put_hex(p, "0406 04 01");
	put_address(p, &a->inner);
	put_hex(p, "0602 0078 100c 05 01");
	put_address(p, &a->other);
	put_hex(p, "02 00000001 00 1018 11 02");
	put_address(p, &a->inner6);
	put_hex(p, "02 00000001 00 0000");
	on_ethernet(p, a, 0x88cc);
}

static void build_cdp(struct built *p, const struct actors *a)
{
	put_hex(p, "02b40000 00020011 00000001 01 01 cc 0004");
	put_address(p, &a->inner);
	put_hex(p, "00160011 00000001 01 01 cc 0004");
	put_address(p, &a->other);
	put_hex(p, "00070009");
	put_address(p, &a->network);
	put_hex(p, "18 0001 0005 61");
	set_checksum(p, 2, 0);
	on_llc(p, a, "aaaa03 00000c 2000");
}

static void build_spanning_tree(struct built *p, const struct actors *a)
{
	put_hex(p, "0000 02 02 7c 8000");
	put_address(p, &a->card);
	put_hex(p, "00000004 8001");
	put_address(p, &a->server_card);
	put_hex(p, "8002 0000 1400 0200 0f00 00");
	on_llc(p, a, "424203");
}

static void build_multiple_spanning_trees(struct built *p, const struct actors *a)
{
	put_hex(p, "0000 03 02 7c 8000");
	put_address(p, &a->card);
	put_hex(p, "00000000 8000");
	put_address(p, &a->server_card);
	put_hex(p, "8001 0000 1400 0200 0f00 00 0050 00");
	put_zeros(p, 50);
	put_hex(p, "00000000 8000");
	put_address(p, &a->client_card);
	put_hex(p, "14 7c 8001");
	put_address(p, &a->card);
	put_hex(p, "00000000 80 80 14");
	on_llc(p, a, "424203");
}

static void build_link_aggregation(struct built *p, const struct actors *a)
{
	put_hex(p, "01 01 01 14 8000");
	put_address(p, &a->card);
	put_hex(p, "000d 8000 0016 3d 000000 02 14 ffff");
	put_address(p, &a->server_card);
	put_hex(p, "0000 00ff 0000 00 000000 03 10 0000");
	put_zeros(p, 64);
	on_ethernet(p, a, 0x8809);
}

static void build_precision_time(struct built *p, const struct actors *a)
{
	put_hex(p, "0b 02 0040 00 00 0008");
	put_zeros(p, 12);
	put_eui64(p, &a->card, 0);
	put_hex(p, "0001 0000 05 01");
	put_zeros(p, 10);
	put_hex(p, "0025 00 80 f8feffff 80");
	put_eui64(p, &a->card, 0);
	put_hex(p, "0000 a0");
	on_ethernet(p, a, 0x88f7);
}

/* 192.168.7.10 as an IS-IS system id: 1921.6800.7010. */
static void put_system(struct built *p, const struct address *address)
{
	char digits[13];
	const uint8_t *octets = address->octets;
	(void)snprintf(digits, sizeof(digits), "%03u%03u%03u%03u", octets[0], octets[1], octets[2],
		octets[3]);
	put_hex(p, digits);
}

static void build_isis(struct built *p, const struct actors *a)
{
	put_hex(p, "83 1b 01 00 0f 01 00 00 01");
	put_system(p, &a->other);
	put_hex(p, "001e 0048 40");
	put_address(p, &a->card);
	put_hex(p, "01 84 04");
	put_address(p, &a->inner);
	put_hex(p, "06 06");
	put_address(p, &a->card);
	put_hex(p, "e8 10");
	put_address(p, &a->inner6);
	put_hex(p, "87 08 0000000a 18");
	put_prefix(p, &a->network, 3);
	on_llc(p, a, "fefe03");
}

static void build_wake_on_lan(struct built *p, const struct actors *a)
{
	put_hex(p, "ffffffffffff");
	for (size_t i = 0; i < 16; i++)
		put_address(p, &a->card);
	on_ethernet(p, a, 0x0842);
}

static void build_wake_over_udp(struct built *p, const struct actors *a)
{
	put_hex(p, "ffffffffffff");
	for (size_t i = 0; i < 16; i++)
		put_address(p, &a->card);
	in_udp(p, a, 40000, 9);
}

static void build_ppp_addresses(struct built *p, const struct actors *a)
{
	put_hex(p, "02 01 0010 03 06");
	put_address(p, &a->inner);
	put_hex(p, "81 06");
	put_address(p, &a->other);
	struct built header = { .size = 0 };
	put_hex(&header, "11 00 0001 0012 8021");
	put_before(p, &header);
	on_ethernet(p, a, 0x8864);
}

static void build_ppp_interface(struct built *p, const struct actors *a)
{
	put_hex(p, "01 01 000e 01 0a");
	put_eui64(p, &a->card, 2);
	struct built header = { .size = 0 };
	put_hex(&header, "11 00 0001 0010 8057");
	put_before(p, &header);
	on_ethernet(p, a, 0x8864);
}

static void build_ipx(struct built *p, const struct actors *a)
{
	put_hex(p, "ffff 0022 00 11 00000001");
	put_address(p, &a->card);
	put_hex(p, "0451 00000001");
	put_address(p, &a->client_card);
	put_hex(p, "4003 0102 0304");
	on_ethernet(p, a, 0x8137);
}

/* ---- networks ---- */

static void in_ipv4_with(struct built *p, const struct actors *a, const struct built *options)
{
	struct ends ends = ends_of(a, false);
	put_hex(p, "0800 0000 0001 0001");
	set_checksum(p, 2, 0);
	wrap_ipv4_options(p, &ends, 1, options);
	on_ethernet(p, a, 0x0800);
}

static void build_record_route(struct built *p, const struct actors *a)
{
	struct built options = { .size = 0 };
	put_hex(&options, "01 07 0f 0c");
	put_address(&options, &a->inner);
	put_address(&options, &a->other);
	put_zeros(&options, 4);
	in_ipv4_with(p, a, &options);
}

static void build_source_route(struct built *p, const struct actors *a)
{
	struct built options = { .size = 0 };
	put_hex(&options, "01 83 0b 04");
	put_address(&options, &a->inner);
	put_address(&options, &a->other);
	in_ipv4_with(p, a, &options);
}

static void build_time_stamps(struct built *p, const struct actors *a)
{
	struct built options = { .size = 0 };
	put_hex(&options, "44 14 15 01");
	put_address(&options, &a->inner);
	put_hex(&options, "00112233");
	put_address(&options, &a->other);
	put_hex(&options, "00112244");
	in_ipv4_with(p, a, &options);
}

/* `type` is a routing header's; segments behind eight bytes. */
static void routed(struct built *p, const struct actors *a, const char *head)
{
	struct ends ends = ends_of(a, true);
	struct built header = { .size = 0 };
	put_string(p, "over it");
	wrap_udp(p, &ends, 5000, 5001);
	put_hex(&header, head);
	put_address(&header, &a->inner6);
	put_address(&header, &a->other6);
	put_before(p, &header);
	in_ip(p, a, true, 43);
}

static void build_routing_0(struct built *p, const struct actors *a)
{
	routed(p, a, "11 04 00 00 00000000");
}

static void build_segment_routing(struct built *p, const struct actors *a)
{
	routed(p, a, "11 04 04 00 01 00 0000");
}

static void build_routing_2(struct built *p, const struct actors *a)
{
	struct ends ends = ends_of(a, true);
	struct built header = { .size = 0 };
	put_string(p, "to the home");
	wrap_udp(p, &ends, 5000, 5001);
	put_hex(&header, "11 02 02 00 00000000");
	put_address(&header, &a->inner6);
	put_before(p, &header);
	in_ip(p, a, true, 43);
}

static void build_home_address(struct built *p, const struct actors *a)
{
	struct ends ends = ends_of(a, true);
	struct built header = { .size = 0 };
	put_string(p, "from the home");
	wrap_udp(p, &ends, 5000, 5001);
	put_hex(&header, "11 02 01 02 0000 c9 10");
	put_address(&header, &a->inner6);
	put_before(p, &header);
	in_ip(p, a, true, 60);
}

static void build_router_advertisement(struct built *p, const struct actors *a)
{
	put_hex(p, "86 00 0000 40 00 0708 00000000 00000000 01 01");
	put_address(p, &a->card);
	put_hex(p, "03 04 40 c0 00278d00 00093a80 00000000");
	put_address(p, &a->network6);
	put_hex(p, "19 05 0000 00000e10");
	put_address(p, &a->inner6);
	put_address(p, &a->other6);
	put_hex(p, "18 02 40 00 00000e10");
	put_prefix(p, &a->network6, 8);
	in_icmpv6(p, a);
}

static void build_neighbor(struct built *p, const struct actors *a)
{
	put_hex(p, "88 00 0000 60000000");
	put_address(p, &a->link6);
	put_hex(p, "02 01");
	put_address(p, &a->card);
	in_icmpv6(p, a);
}

static void build_redirect_6(struct built *p, const struct actors *a)
{
	put_hex(p, "89 00 0000 00000000");
	put_address(p, &a->inner6);
	put_address(p, &a->other6);
	in_icmpv6(p, a);
}

static void build_listener_report(struct built *p, const struct actors *a)
{
	put_hex(p, "8f 00 0000 0000 0001 03 00 0001 ff3e 0000 0000 0000 0000 0000 0000 1234");
	put_address(p, &a->inner6);
	in_icmpv6(p, a);
}

static void build_redirect(struct built *p, const struct actors *a)
{
	struct ends ends = ends_of(a, false);
	put_string(p, "quoted 0");
	wrap_ip(p, &ends, 99);
	struct built header = { .size = 0 };
	put_hex(&header, "05 01 0000");
	put_address(&header, &a->inner);
	put_before(p, &header);
	in_ip_checked(p, a, 1, 2);
}

static void build_icmp_routers(struct built *p, const struct actors *a)
{
	put_hex(p, "09 00 0000 02 02 0708");
	put_address(p, &a->inner);
	put_hex(p, "00000001");
	put_address(p, &a->other);
	put_hex(p, "00000002");
	in_ip_checked(p, a, 1, 2);
}

/* The quoted packet has addresses, a checksum and a text of its own. */
static void build_quoted(struct built *p, const struct actors *a)
{
	struct ends ends = { .addresses = { 0 } };
	memcpy(ends.addresses, a->inner.octets, 4);
	memcpy(ends.addresses + 4, a->other.octets, 4);
	put_string(p, "via ");
	put_text_of(p, &a->server, 12);
	wrap_udp(p, &ends, 4000, 4001);
	wrap_ip(p, &ends, 17);
	struct built header = { .size = 0 };
	put_hex(&header, "03 03 0000 00000000");
	put_before(p, &header);
	in_ip_checked(p, a, 1, 2);
}

static void build_group_report(struct built *p, const struct actors *a)
{
	put_hex(p, "22 00 0000 0000 0001 06 00 0002 e9010203");
	put_address(p, &a->inner);
	put_address(p, &a->other);
	in_ip_checked(p, a, 2, 2);
}

static void build_gre(struct built *p, const struct actors *a)
{
	struct ends ends = { .addresses = { 0 } };
	memcpy(ends.addresses, a->inner.octets, 4);
	memcpy(ends.addresses + 4, a->other.octets, 4);
	put_string(p, "inside");
	wrap_udp(p, &ends, 4000, 4001);
	wrap_ip(p, &ends, 17);
	struct built header = { .size = 0 };
	put_hex(&header, "0000 0800");
	put_before(p, &header);
	in_ip(p, a, false, 47);
}

/* ---- routing ---- */

static void build_ospf_hello(struct built *p, const struct actors *a)
{
	put_hex(p, "02 01 0034");
	put_address(p, &a->inner);
	put_hex(p, "00000001 0000 0000 0000000000000000 ffffff00 000a 02 01 00000028");
	put_address(p, &a->other);
	put_zeros(p, 4);
	put_address(p, &a->server);
	put_address(p, &a->client);
	in_ip_checked(p, a, 89, 12);
}

static void build_ospf_update(struct built *p, const struct actors *a)
{
	put_hex(p, "02 04 0068");
	put_address(p, &a->inner);
	put_hex(p, "00000000 0000 0000 0000000000000000 00000002 0001 02 01");
	put_address(p, &a->inner);
	put_address(p, &a->inner);
	put_hex(p, "80000001 0000 0024 00 00 0001");
	put_address(p, &a->other);
	put_address(p, &a->server);
	put_hex(p, "02 00 000a 0001 02 05");
	put_address(p, &a->network);
	put_address(p, &a->inner);
	put_hex(p, "80000001 0000 0024 ffffff00 80000014");
	put_address(p, &a->other);
	put_zeros(p, 4);
	in_ip_checked(p, a, 89, 12);
}

static void build_ospf_3(struct built *p, const struct actors *a)
{
	struct ends ends = ends_of(a, true);
	put_hex(p, "03 04 0000");
	put_address(p, &a->inner);
	put_hex(p, "00000000 0000 00 00 00000001 0001 0008");
	put_address(p, &a->other);
	put_address(p, &a->inner);
	put_hex(p, "80000001 0000 0038 01 000013");
	put_address(p, &a->link6);
	put_hex(p, "00000001 40 00 0000");
	put_prefix(p, &a->network6, 8);
	set_u16(p, 2, (uint16_t)p->size);
	set_checksum(p, 12, pseudo_sum(&ends, 89, p->size));
	in_ip(p, a, true, 89);
}

static void build_rip(struct built *p, const struct actors *a)
{
	put_hex(p, "02 02 0000 0002 0000");
	put_address(p, &a->inner);
	put_hex(p, "ffffffff");
	put_address(p, &a->other);
	put_hex(p, "00000001");
	in_udp(p, a, 520, 520);
}

static void build_ripng(struct built *p, const struct actors *a)
{
	put_hex(p, "02 01 0000");
	put_address(p, &a->network6);
	put_hex(p, "0000 40 01");
	put_address(p, &a->link6);
	put_hex(p, "0000 00 ff");
	in_udp6(p, a, 521, 521);
}

static void build_eigrp(struct built *p, const struct actors *a)
{
	put_hex(p, "02 01 0000 00000000 00000001 00000000 0000 0064 0102 001d");
	put_address(p, &a->inner);
	put_hex(p, "00001388 00000a00 0005dc 00 ff 01 0000 18");
	put_prefix(p, &a->network, 3);
	put_hex(p, "00");
	in_ip_checked(p, a, 88, 2);
}

static void build_pim_join(struct built *p, const struct actors *a)
{
	put_hex(p, "23 00 0000 01 00");
	put_address(p, &a->inner);
	put_hex(p, "00 01 00d2 01 00 00 20 e9010203 0001 0000 01 00 04 20");
	put_address(p, &a->other);
	in_ip_checked(p, a, 103, 2);
}

static void build_pim_hello(struct built *p, const struct actors *a)
{
	put_hex(p, "20 00 0000 0001 0002 0069 0018 0006 01 00");
	put_address(p, &a->inner);
	in_ip_checked(p, a, 103, 2);
}

static void build_vrrp(struct built *p, const struct actors *a)
{
	put_hex(p, "21 01 64 02 00 01 0000");
	put_address(p, &a->inner);
	put_address(p, &a->other);
	put_zeros(p, 8);
	in_ip_checked(p, a, 112, 6);
}

static void build_hsrp(struct built *p, const struct actors *a)
{
	put_hex(p, "00 00 10 03 0a 64 00 00 636973636f000000");
	put_address(p, &a->inner);
	in_udp(p, a, 1985, 1985);
}

static void build_bgp(struct built *p, const struct actors *a)
{
	put_hex(p, "ffffffffffffffffffffffffffffffff 001d 01 04 fde9 00b4");
	put_address(p, &a->inner);
	put_hex(p, "00 ffffffffffffffffffffffffffffffff 0042 02 0004 18");
	put_prefix(p, &a->network, 3);
	put_hex(p, "0023 40 01 01 00 40 03 04");
	put_address(p, &a->other);
	put_hex(p, "80 09 04");
	put_address(p, &a->inner);
	put_hex(p, "c0 07 06 fde9");
	put_address(p, &a->inner);
	put_hex(p, "80 0a 04");
	put_address(p, &a->other);
	put_hex(p, "20");
	put_address(p, &a->other);
	in_tcp(p, a, 50000, 179);
}

static void build_label_distribution(struct built *p, const struct actors *a)
{
	put_hex(p, "0001 0020");
	put_address(p, &a->inner);
	put_hex(p, "0000 0300 0016 00000001 0101 000a 0001");
	put_address(p, &a->other);
	put_address(p, &a->inner);
	put_zeros(p, 0);
	in_tcp(p, a, 50000, 646);
}

/* ---- configuration and names ---- */

static void put_dhcp_head(struct built *p, const struct actors *a)
{
	put_hex(p, "02 01 06 00 11223344 0000 0000");
	put_zeros(p, 4);
	put_address(p, &a->inner);
	put_address(p, &a->server);
	put_zeros(p, 4);
	put_address(p, &a->card);
	put_zeros(p, 10 + 64 + 128);
	put_hex(p, "63825363 35 01 05");
}

static void build_dhcp_options(struct built *p, const struct actors *a)
{
	put_dhcp_head(p, a);
	static const uint8_t codes[] = { 3, 4, 5, 6, 42, 44, 45, 50, 54, 65, 69, 118, 138, 150 };
	for (size_t i = 0; i < sizeof(codes); i++) {
		put_number(p, codes[i], 1);
		put_hex(p, "04");
		put_address(p, i % 2 ? &a->other : &a->inner);
	}
	put_hex(p, "ff");
	in_udp(p, a, 67, 68);
}

static void build_dhcp_routes(struct built *p, const struct actors *a)
{
	put_dhcp_head(p, a);
	put_hex(p, "79 0d 18");
	put_prefix(p, &a->network, 3);
	put_address(p, &a->other);
	put_hex(p, "00");
	put_address(p, &a->inner);
	put_hex(p, "ff");
	in_udp(p, a, 67, 68);
}

static void build_dhcp_relay(struct built *p, const struct actors *a)
{
	put_dhcp_head(p, a);
	put_hex(p, "52 16 01 04 00010203 02 06");
	put_address(p, &a->client_card);
	put_hex(p, "05 04");
	put_address(p, &a->other);
	put_hex(p, "00 00 3d 07 01");
	put_address(p, &a->card);
	put_hex(p, "3d 13 ff 00000001 0001 0001 2b2b2b2b");
	put_address(p, &a->card);
	put_hex(p, "0000 ff");
	in_udp(p, a, 67, 68);
}

static void build_boot_file(struct built *p, const struct actors *a)
{
	put_hex(p, "02 01 06 00 11223344 0000 0000");
	put_zeros(p, 16);
	put_address(p, &a->card);
	put_zeros(p, 10);
	put_text_of(p, &a->other, 12);
	put_zeros(p, 52);
	put_string(p, "pxelinux.cfg/01-");
	put_hexadecimal(p, &a->card, "-", 1, false);
	put_string(p, " or ");
	put_hexadecimal(p, &a->server, "", 1, true);
	put_zeros(p, 128 - 16 - 17 - 4 - 8);
	in_udp(p, a, 67, 68);
}

static void build_dhcpv6(struct built *p, const struct actors *a)
{
	put_hex(p, "07 112233 0001 000e 0001 0001 2b2b2b2b");
	put_address(p, &a->card);
	put_hex(p, "0002 000a 0003 0001");
	put_address(p, &a->server_card);
	put_hex(p, "0003 0028 00000001 00000e10 00001518 0005 0018");
	put_address(p, &a->inner6);
	put_hex(p, "00000e10 00001518 0017 0010");
	put_address(p, &a->other6);
	put_hex(p, "0019 0029 00000001 00000e10 00001518 001a 0019 00000e10 00001518 40");
	put_address(p, &a->network6);
	in_udp6(p, a, 547, 546);
}

static void build_dhcpv6_relay(struct built *p, const struct actors *a)
{
	put_hex(p, "0c 00");
	put_address(p, &a->inner6);
	put_address(p, &a->link6);
	put_hex(p, "0009 0012 01 112233 0001 000a 0003 0001");
	put_address(p, &a->card);
	put_hex(p, "004f 0008 0001");
	put_address(p, &a->card);
	in_udp6(p, a, 547, 547);
}

static void put_dns_head(struct built *p, unsigned records)
{
	put_hex(p, "1234 8180 0001");
	put_number(p, records, 2);
	put_hex(p, "0000 0000 03777777 0161 07 6578616d706c65 00 0001 0001");
}

static void build_dns_addresses(struct built *p, const struct actors *a)
{
	put_dns_head(p, 2);
	put_hex(p, "c00c 0001 0001 0000003c 0004");
	put_address(p, &a->inner);
	put_hex(p, "c00c 001c 0001 0000003c 0010");
	put_address(p, &a->inner6);
	in_udp(p, a, 53, 40000);
}

static void build_dns_hints(struct built *p, const struct actors *a)
{
	put_dns_head(p, 1);
	put_hex(p, "c00c 0041 0001 0000003c 0027 0001 00 0004 0008");
	put_address(p, &a->inner);
	put_address(p, &a->other);
	put_hex(p, "0006 0010");
	put_address(p, &a->inner6);
	in_udp(p, a, 53, 40000);
}

static void build_client_subnet(struct built *p, const struct actors *a)
{
	put_dns_head(p, 1);
	put_hex(p, "00 0029 1000 00000000 000b 0008 0007 0001 18 00");
	put_prefix(p, &a->network, 3);
	in_udp(p, a, 53, 40000);
}

static void build_dns_text(struct built *p, const struct actors *a)
{
	put_dns_head(p, 1);
	put_hex(p, "c00c 0010 0001 0000003c 001b 1a");
	put_string(p, "v=spf1 ip4:");
	put_text_of(p, &a->inner, 12);
	put_string(p, "/32");
	in_udp(p, a, 53, 40000);
}

static void build_dns_over_tcp(struct built *p, const struct actors *a)
{
	put_hex(p, "002f");
	put_dns_head(p, 1);
	put_hex(p, "c00c 0001 0001 0000003c 0004");
	put_address(p, &a->inner);
	set_u16(p, 0, (uint16_t)(p->size - 2));
	in_tcp(p, a, 53, 40000);
}

static void put_nibble_name(struct built *p, const struct address *address)
{
	for (size_t i = 32; i--;) {
		uint8_t octet = address->octets[i / 2];
		char label[3] = { 1, "0123456789abcdef"[i % 2 ? octet & 15 : octet >> 4] };
		put_string(p, label);
	}
	put_hex(p, "03 697036 04 61727061 00");
}

static void build_reverse_names(struct built *p, const struct actors *a)
{
	put_hex(p, "1234 0100 0001 0000 0000 0000");
	put_nibble_name(p, &a->inner6);
	put_hex(p, "000c 0001");
	in_udp(p, a, 40000, 53);
}

static void build_netbios_answer(struct built *p, const struct actors *a)
{
	put_hex(p, "1234 8500 0000 0001 0000 0000 20");
	put_string(p, "FHEPFCELEHFCEPFFFACACACACACACACA");
	put_hex(p, "00 0020 0001 000493e0 0006 0000");
	put_address(p, &a->inner);
	in_udp(p, a, 137, 137);
}

static void build_netbios_datagram(struct built *p, const struct actors *a)
{
	put_hex(p, "11 02 1234");
	put_address(p, &a->inner);
	put_hex(p, "008a 0000 0000");
	in_udp(p, a, 138, 138);
}

static void build_mdns(struct built *p, const struct actors *a)
{
	put_hex(p,
		"0000 8400 0000 0001 0000 0000 07 7072696e746572 05 6c6f63616c 00 0001 8001 "
		"00000078 0004");
	put_address(p, &a->inner);
	in_udp(p, a, 5353, 5353);
}

/* ---- applications ---- */

static void put_line_of_text(
	struct built *p, const char *before, const struct address *address, const char *after)
{
	put_string(p, before);
	put_text_of(p, address, address->family == ADDRESS_IPV6 ? 18 : 12);
	put_string(p, after);
}

static void build_ftp(struct built *p, const struct actors *a)
{
	put_string(p, "PORT ");
	put_decimals(p, &a->inner, ",", 12);
	put_string(p, ",200,13\r\nEPRT |1|");
	put_text_of(p, &a->other, 12);
	put_string(p, "|5282|\r\nEPRT |2|");
	put_text_of(p, &a->inner6, 18);
	put_string(p, "|5282|\r\n227 Entering Passive Mode (");
	put_decimals(p, &a->other, ",", 12);
	put_string(p, ",19,137)\r\n");
	in_tcp(p, a, 50000, 21);
}

static void build_sip(struct built *p, const struct actors *a)
{
	put_line_of_text(p, "INVITE sip:anna@", &a->inner, ":5060 SIP/2.0\r\n");
	put_line_of_text(p, "Via: SIP/2.0/UDP ", &a->other, ";branch=z9hG4bK\r\n\r\n");
	put_line_of_text(p, "o=- 1 1 IN IP4 ", &a->inner, "\r\n");
	put_line_of_text(p, "c=IN IP6 ", &a->inner6, "\r\n");
	in_udp(p, a, 5060, 5060);
}

static void build_http(struct built *p, const struct actors *a)
{
	put_line_of_text(p, "GET http://", &a->inner, "/x HTTP/1.1\r\n");
	put_line_of_text(p, "Host: ", &a->server, ":8080\r\n");
	put_line_of_text(p, "X-Forwarded-For: ", &a->other, ", ");
	put_line_of_text(p, "", &a->client, "\r\n");
	put_line_of_text(p, "Forwarded: for=\"[", &a->inner6, "]:443\"\r\n\r\n");
	in_tcp(p, a, 50000, 8080);
}

static void build_smtp(struct built *p, const struct actors *a)
{
	put_line_of_text(p, "Received: from a.example ([", &a->inner, "])\r\n");
	put_line_of_text(p, "Received: from [IPv6:", &a->inner6, "] by b.example\r\n");
	in_udp(p, a, 50000, 25);
}

static void build_syslog(struct built *p, const struct actors *a)
{
	put_line_of_text(p, "<34>1 - su: failed for ", &a->inner, " on ");
	put_hexadecimal(p, &a->card, ":", 1, false);
	put_string(p, " (");
	put_hexadecimal(p, &a->card, "-", 1, true);
	put_string(p, ", ");
	put_hexadecimal(p, &a->card, ".", 2, false);
	put_string(p, ", ");
	put_hexadecimal(p, &a->card, "", 1, true);
	put_string(p, ")");
	in_udp(p, a, 40000, 514);
}

static void build_spellings(struct built *p, const struct actors *a)
{
	put_string(p, "a=");
	put_hexadecimal(p, &a->card, "%3A", 1, false);
	put_string(p, "&host=dhcp-");
	put_decimals(p, &a->server, "-", 12);
	put_string(p, ".example&x=0x");
	put_hexadecimal(p, &a->server, "", 1, false);
	put_string(p, "&y=");
	put_hexadecimal(p, &a->server6, "", 1, false);
	put_string(p, "&n=");
	char number[16];
	(void)snprintf(number, sizeof(number), "%u", bytes_u32(a->server.octets));
	put_string(p, number);
	put_string(p, "&z=");
	put_hexadecimal(p, &a->server6, ":", 2, true);
	p->size -= 39; /* once more below, as stars fill it */
	put_text_of(p, &a->server6, 39);
	in_tcp(p, a, 50000, 8081);
}

static void build_wide_text(struct built *p, const struct actors *a)
{
	struct built narrow = { .size = 0 };
	put_line_of_text(&narrow, "\\\\", &a->inner, "\\IPC$");
	put_hex(p, "fe534d42");
	for (size_t i = 0; i < narrow.size; i++)
		put(p, (uint8_t[]){ narrow.data[i], 0 }, 2);
	in_tcp(p, a, 50000, 445);
}

static void put_masked(struct built *p, const struct address *address, const char *mask)
{
	struct built key = { .size = 0 };
	put_hex(&key, mask);
	for (size_t i = 0; i < address_octets(address->family); i++)
		put_number(p, address->octets[i] ^ key.data[i], 1);
}

static void build_stun(struct built *p, const struct actors *a)
{
	put_hex(p, "0101 0030 2112a442 0102030405060708090a0b0c 0001 0008 0001 1234");
	put_address(p, &a->inner);
	put_hex(p, "0020 0008 0001 3326");
	put_masked(p, &a->other, "2112a442");
	put_hex(p, "0020 0014 0002 3326");
	put_masked(p, &a->inner6, "2112a442 0102030405060708090a0b0c");
	in_udp(p, a, 3478, 40000);
}

static void build_socks(struct built *p, const struct actors *a)
{
	put_hex(p, "05 01 00 01");
	put_address(p, &a->inner);
	put_hex(p, "01bb");
	in_tcp(p, a, 50000, 1080);
}

static void build_socks_4(struct built *p, const struct actors *a)
{
	put_hex(p, "04 01 0050");
	put_address(p, &a->inner);
	put_hex(p, "616e6e6100");
	in_tcp(p, a, 50000, 1080);
}

static void build_radius(struct built *p, const struct actors *a)
{
	put_hex(p, "01 01 0044 00112233445566778899aabbccddeeff 04 06");
	put_address(p, &a->inner);
	put_hex(p, "08 06");
	put_address(p, &a->other);
	put_hex(p, "5f 12");
	put_address(p, &a->inner6);
	put_hex(p, "1f 13");
	put_hexadecimal(p, &a->card, "-", 1, true);
	set_u16(p, 2, (uint16_t)p->size);
	in_udp(p, a, 40000, 1812);
}

static void build_ntp(struct built *p, const struct actors *a)
{
	put_hex(p, "24 03 06 ec 00000100 00000200");
	put_address(p, &a->inner);
	put_hex(p, "e9200001 80000001 e9200002 80000002 e9200003 80000003 e9200004 80000004");
	in_udp(p, a, 123, 123);
}

/* Without a community, which would be hidden as a login. */
static void build_snmp(struct built *p, const struct actors *a)
{
	put_hex(p,
		"30 32 020101 0400 a2 2b 020101 020100 020100 3020 300e 0606 "
		"2b0601020101 40 04");
	put_address(p, &a->inner);
	put_hex(p, "300e 0604 2b060102 04 06");
	put_address(p, &a->card);
	in_udp(p, a, 161, 40000);
}

static void build_kerberos(struct built *p, const struct actors *a)
{
	put_hex(p, "6a 30 30 2e a9 2c 30 0f a0 03 02 01 02 a1 06 04 04");
	put_address(p, &a->inner);
	put_hex(p, "30 19 a0 03 02 01 18 a1 12 04 10");
	put_address(p, &a->inner6);
	in_udp(p, a, 40000, 88);
}

static void build_certificate(struct built *p, const struct actors *a)
{
	put_hex(p, "30 24 06 03 55 1d 11 04 1d 30 1b 82 01 61 87 04");
	put_address(p, &a->inner);
	put_hex(p, "87 10");
	put_address(p, &a->inner6);
	in_tcp(p, a, 50000, 9999);
}

static void build_proxy_header(struct built *p, const struct actors *a)
{
	put_hex(p, "0d0a0d0a000d0a515549540a 21 11 000c");
	put_address(p, &a->inner);
	put_address(p, &a->other);
	put_hex(p, "c350 01bb");
	in_tcp(p, a, 50000, 9998);
}

static void build_teredo(struct built *p, const struct actors *a)
{
	struct ends ends = ends_of(a, true);
	put_string(p, "through");
	wrap_udp(p, &ends, 4000, 4001);
	wrap_ip(p, &ends, 17);
	struct built header = { .size = 0 };
	put_hex(&header, "0000 1234");
	put_masked(&header, &a->inner, "ffffffff");
	put_before(p, &header);
	in_udp(p, a, 3544, 40000);
}

/* ---- addresses known from other packets ---- */

static void build_copies(struct built *p, const struct actors *a)
{
	put_hex(p, "00ff");
	put_address(p, &a->client);
	put_hex(p, "00ff");
	put_address(p, &a->client_card);
	put_hex(p, "00ff");
	put_eui64(p, &a->client_card, 2);
	put_hex(p, "00ff");
	put_eui64(p, &a->client_card, 0);
	put_hex(p, "33 33ff");
	in_udp(p, a, 40000, 40001);
}

static void build_copies_6(struct built *p, const struct actors *a)
{
	put_hex(p, "00ff");
	put_address(p, &a->client6);
	put_hex(p, "00ff");
	put(p, a->server6.octets + 8, 8);
	put_hex(p, "00ff");
	in_udp6(p, a, 40000, 40001);
}

/* The groups that an address is in lose what they have of it. */
static void build_groups(struct built *p, const struct actors *a)
{
	bool is_real = a->client6.octets[0] == 0x2a;
	const uint8_t *last = is_real ? a->client6.octets + 13 : (const uint8_t[3]){ 0 };
	put_hex(p, "00ff ff02 0000 0000 0000 0000 0001 ff");
	put(p, last, 3);
	put_hex(p, "00ff 3333 ff");
	put(p, last, 3);
	put_string(p,
		is_real ? " ff02::1:fff6:718 33:33:ff:f6:07:18"
			: " ff02::1:ff00:0** 33:33:ff:00:00:00");
	in_udp6(p, a, 40000, 40001);
}

static void build_embedded(struct built *p, const struct actors *a)
{
	struct actors with = *a;
	with.client6 = a->embedded6;
	put_hex(p, "00ff");
	put_address(p, &a->other);
	in_udp6(p, &with, 40000, 40001);
}

static void build_mapped(struct built *p, const struct actors *a)
{
	put_string(p, "::ffff:");
	put_text_of(p, &a->server, 12);
	put_string(p, " 64:ff9b::");
	put_text_of(p, &a->server, 12);
	put_hex(p, "00 0064ff9b 0000000000000000");
	put_address(p, &a->server);
	in_udp(p, a, 40000, 40001);
}

/* Version 1: node addresses, and the end user's, behind elements of fixed sizes. */
static void build_gtp_1(struct built *p, const struct actors *a)
{
	put_hex(p, "32 10 00 00 00 00 00 01 00 01 00 00");
	put_hex(p, "80 00 06 f1 21");
	put_address(p, &a->inner);
	put_hex(p, "85 00 04");
	put_address(p, &a->other);
	put_hex(p, "85 00 10");
	put_address(p, &a->inner6);
	set_u16(p, 2, (uint16_t)(p->size - 8));
	in_udp(p, a, 2123, 2123);
}

/* An element of version 2: its length is that of the value, without the instance. */
static void put_gtp_2(struct built *p, uint8_t type, const struct built *value)
{
	put_number(p, type, 1);
	put_number(p, value->size, 2);
	put_number(p, 0, 1);
	put(p, value->data, value->size);
}

/* Tunnel ends with an address of either family, or both, and subscribers likewise. */
static void build_gtp_2(struct built *p, const struct actors *a)
{
	enum { SUBSCRIBER = 79, ENDPOINT = 87 };
	put_hex(p, "48 20 00 00 00 00 00 01 00 00 01 00");
	for (unsigned kind = 1; kind <= 3; kind++) {
		struct built value = { .size = 0 };
		put_number(&value, kind << 6 | 6, 1);
		put_number(&value, 0x01020304, 4);
		if (kind & 2)
			put_address(&value, &a->inner);
		if (kind & 1)
			put_address(&value, &a->inner6);
		put_gtp_2(p, ENDPOINT, &value);
	}
	for (unsigned kind = 1; kind <= 3; kind++) {
		struct built value = { .size = 0 };
		put_number(&value, kind, 1);
		if (kind & 2) {
			put_number(&value, 64, 1);
			put_address(&value, &a->other6);
		}
		if (kind & 1)
			put_address(&value, &a->other);
		put_gtp_2(p, SUBSCRIBER, &value);
	}
	set_u16(p, 2, (uint16_t)(p->size - 4));
	in_udp(p, a, 2123, 2123);
}

static const struct kind kinds[] = {
	{ "ARP", build_arp },
	{ "RARP", build_rarp },
	{ "ARP in VXLAN", build_arp_in_vxlan },
	{ "LLDP", build_lldp },
	{ "CDP", build_cdp },
	{ "a spanning tree", build_spanning_tree },
	{ "multiple spanning trees", build_multiple_spanning_trees },
	{ "link aggregation", build_link_aggregation },
	{ "PTP", build_precision_time },
	{ "IS-IS", build_isis },
	{ "Wake-on-LAN", build_wake_on_lan },
	{ "Wake-on-LAN over UDP", build_wake_over_udp },
	{ "IPCP", build_ppp_addresses },
	{ "IPV6CP", build_ppp_interface },
	{ "IPX", build_ipx },
	{ "a recorded route", build_record_route },
	{ "a source route", build_source_route },
	{ "IPv4's timestamps", build_time_stamps },
	{ "routing header 0", build_routing_0 },
	{ "routing header 2", build_routing_2 },
	{ "SRv6", build_segment_routing },
	{ "a home address", build_home_address },
	{ "a router advertisement", build_router_advertisement },
	{ "a neighbor advertisement", build_neighbor },
	{ "ICMPv6 redirect", build_redirect_6 },
	{ "MLDv2", build_listener_report },
	{ "ICMP redirect", build_redirect },
	{ "ICMP routers", build_icmp_routers },
	{ "an ICMP error", build_quoted },
	{ "IGMPv3", build_group_report },
	{ "GRE", build_gre },
	{ "OSPF hello", build_ospf_hello },
	{ "OSPF update", build_ospf_update },
	{ "OSPFv3", build_ospf_3 },
	{ "RIP", build_rip },
	{ "RIPng", build_ripng },
	{ "EIGRP", build_eigrp },
	{ "PIM join", build_pim_join },
	{ "PIM hello", build_pim_hello },
	{ "VRRP", build_vrrp },
	{ "HSRP", build_hsrp },
	{ "BGP", build_bgp },
	{ "LDP", build_label_distribution },
	{ "DHCP's addresses", build_dhcp_options },
	{ "DHCP's routes", build_dhcp_routes },
	{ "DHCP's relay", build_dhcp_relay },
	{ "BOOTP's file", build_boot_file },
	{ "DHCPv6", build_dhcpv6 },
	{ "DHCPv6's relay", build_dhcpv6_relay },
	{ "DNS' addresses", build_dns_addresses },
	{ "DNS' hints", build_dns_hints },
	{ "DNS' client subnet", build_client_subnet },
	{ "DNS' text", build_dns_text },
	{ "DNS over TCP", build_dns_over_tcp },
	{ "names backwards", build_reverse_names },
	{ "NetBIOS' names", build_netbios_answer },
	{ "NetBIOS' datagrams", build_netbios_datagram },
	{ "mDNS", build_mdns },
	{ "FTP", build_ftp },
	{ "SIP", build_sip },
	{ "HTTP", build_http },
	{ "SMTP", build_smtp },
	{ "syslog", build_syslog },
	{ "spellings", build_spellings },
	{ "UTF-16", build_wide_text },
	{ "STUN", build_stun },
	{ "SOCKS", build_socks },
	{ "SOCKS 4", build_socks_4 },
	{ "RADIUS", build_radius },
	{ "OLSR", build_olsr },
	{ "Babel", build_babel },
	{ "RSVP", build_rsvp },
	{ "NHRP", build_nhrp },
	{ "GLBP", build_glbp },
	{ "NetFlow", build_netflow },
	{ "sFlow", build_sflow },
	{ "sFlow over IPv6", build_sflow_6 },
	{ "Mobile IP", build_mobile_request },
	{ "Mobile IP's answer", build_mobile_reply },
	{ "a binding update", build_binding_update },
	{ "a binding error", build_binding_error },
	{ "SCTP", build_sctp },
	{ "SCTP's change", build_sctp_change },
	{ "ISAKMP", build_isakmp },
	{ "VTP", build_vtp },
	{ "DTP", build_dtp },
	{ "Profinet", build_profinet },
	{ "GTP, version 1", build_gtp_1 },
	{ "GTP, version 2", build_gtp_2 },
	{ "NTP", build_ntp },
	{ "SNMP", build_snmp },
	{ "Kerberos", build_kerberos },
	{ "a certificate", build_certificate },
	{ "PROXY", build_proxy_header },
	{ "Teredo", build_teredo },
	{ "copies", build_copies },
	{ "copies of IPv6 addresses", build_copies_6 },
	{ "groups", build_groups },
	{ "6to4", build_embedded },
	{ "mapped addresses", build_mapped },
};
enum { KIND_COUNT = ARRAY_COUNT(kinds) };

/* ---- the actors ---- */

static struct address address_of(enum address_family family, const char *hex)
{
	struct built octets = { .size = 0 };
	struct address address = { .family = (uint8_t)family };
	put_hex(&octets, hex);
	memcpy(address.octets, octets.data, octets.size);
	return address;
}

/* IPv4 addresses of twelve characters, IPv6 addresses of eighteen. */
static struct actors real_actors(void)
{
	return (struct actors){
		.client_card = address_of(ADDRESS_MAC, "a45e60112233"),
		.server_card = address_of(ADDRESS_MAC, "a45e60445566"),
		.card = address_of(ADDRESS_MAC, "d4be d9778899"),
		.client = address_of(ADDRESS_IPV4, "c0a8 070a"), /* 192.168.7.10 */
		.server = address_of(ADDRESS_IPV4, "c0a8 080b"),
		.inner = address_of(ADDRESS_IPV4, "ac14 6316"), /* 172.20.99.22 */
		.other = address_of(ADDRESS_IPV4, "ac14 5821"),
		.network = address_of(ADDRESS_IPV4, "ac1f 4d00"), /* 172.31.77.0 */
		.client6 = address_of(ADDRESS_IPV6, "2a00 1450 4001 0811 a1b2 c3d4 e5f6 0718"),
		.server6 = address_of(ADDRESS_IPV6, "2a00 1450 4001 0812 b1b2 c3d4 e5f6 0719"),
		.inner6 = address_of(ADDRESS_IPV6, "2a01 04f8 0c01 0000 0000 0000 0000 1cab"),
		.other6 = address_of(ADDRESS_IPV6, "2a01 04f8 0c02 0000 0000 0000 0000 2cab"),
		.link6 = address_of(ADDRESS_IPV6, "fe80 0000 0000 0000 d6be d9ff fe77 8899"),
		.network6 = address_of(ADDRESS_IPV6, "2a01 04f8 0c03 0044 0000 0000 0000 0000"),
		.embedded6 = address_of(ADDRESS_IPV6, "2002 ac14 5821 0001 0000 0000 0000 0002"),
	};
}

enum { ACTOR_COUNT = sizeof(struct actors) / sizeof(struct address) };

static struct address *actor(struct actors *actors, size_t index)
{
	return (struct address *)(void *)((char *)actors + index * sizeof(struct address));
}

/* ---- an own search ---- */

static bool has(const struct built *packet, const void *what, size_t size)
{
	return memmem(packet->data, packet->size, what, size) != NULL;
}

/* Searches ignoring case. */
static bool has_words(const struct built *packet, const char *words)
{
	size_t size = strlen(words);
	for (size_t at = 0; at + size <= packet->size; at++) {
		if (strncasecmp((const char *)packet->data + at, words, size) == 0)
			return true;
	}
	return false;
}

static bool has_spelling(const struct built *packet, const struct address *address)
{
	const uint8_t *o = address->octets;
	struct built words = { .size = 0 };
	char text[ADDRESS_TEXT_SIZE];
	address_format(address, text);
	bool found = has_words(packet, text);
	static const char *const separators[] = { "", ":", "-", ".", "%3a", "%2d" };
	for (size_t i = 0; i < ARRAY_COUNT(separators); i++) {
		for (size_t between = 1; between < 3; between++) {
			words.size = 0;
			put_hexadecimal(&words, address, separators[i], between, false);
			put_zeros(&words, 1);
			found = found || has_words(packet, (const char *)words.data);
		}
	}
	if (address->family != ADDRESS_IPV4)
		return found;
	static const char *const formats[] = { ".", ",", "-", "_", "%2e" };
	for (size_t i = 0; i < ARRAY_COUNT(formats); i++) {
		for (unsigned turned = 0; turned < 2; turned++) {
			struct address other = *address;
			for (size_t j = 0; turned && j < 4; j++)
				other.octets[j] = o[3 - j];
			words.size = 0;
			put_decimals(&words, &other, formats[i], 0);
			put_zeros(&words, 1);
			found = found || has_words(packet, (const char *)words.data);
		}
	}
	(void)snprintf(text, sizeof(text), "%u", bytes_u32(o));
	return found || has_words(packet, text);
}

static bool has_octets(const struct built *packet, const struct address *address)
{
	static const uint8_t masks[] = { 0, 0xff };
	static const uint8_t cookie[] = { 0x21, 0x12, 0xa4, 0x42 };
	size_t size = address_octets(address->family);
	struct built wanted = { .size = 0 };
	for (size_t i = 0; i < 2; i++) {
		wanted.size = 0;
		for (size_t j = 0; j < size; j++)
			put_number(&wanted, address->octets[j] ^ masks[i], 1);
		if (has(packet, wanted.data, size))
			return true;
	}
	wanted.size = 0;
	for (size_t j = 0; j < 4; j++)
		put_number(&wanted, address->octets[j] ^ cookie[j], 1);
	if (address->family != ADDRESS_MAC)
		return has(packet, wanted.data, 4);
	for (uint8_t turned = 0; turned < 4; turned += 2) {
		wanted.size = 0;
		put_eui64(&wanted, address, turned);
		if (has(packet, wanted.data, wanted.size))
			return true;
	}
	return false;
}

/* Converts UTF-16 to single bytes. */
static struct built narrowed(const struct built *packet)
{
	struct built narrow = { .size = 0 };
	for (size_t i = 0; i < packet->size; i++) {
		if (packet->data[i])
			put(&narrow, &packet->data[i], 1);
	}
	return narrow;
}

static void expect_hidden(const char *name, const struct built *packet, struct actors *real)
{
	const struct built narrow = narrowed(packet);
	for (size_t i = 0; i < ACTOR_COUNT; i++) {
		const struct address *address = actor(real, i);
		char text[ADDRESS_TEXT_SIZE];
		address_format(address, text);
		if (has_octets(packet, address) || has_spelling(packet, address) ||
			has_spelling(&narrow, address))
			fail_msg("%s: %s is there still", name, text);
	}
}

static void expect_same(const char *name, const struct built *packet, const struct built *expected)
{
	assert_int_equal(packet->size, expected->size);
	for (size_t i = packet->size; i--;) {
		if (packet->data[i] != expected->data[i])
			fail_msg("%s: byte %zu is %02x, not %02x", name, i, packet->data[i],
				expected->data[i]);
	}
}

/* ---- the tests ---- */

static struct built originals[KIND_COUNT], redacted[KIND_COUNT];

/* Each kind is a capture of its own, so that no other kind shows its addresses. */
static void hides_in_each_kind(void **state)
{
	(void)state;
	struct actors real = real_actors();
	assert_true(KIND_COUNT >= 48);
	for (size_t i = 0; i < KIND_COUNT; i++) {
		originals[0].size = 0;
		kinds[i].build(&originals[0], &real);
		autofree(redaction) struct redaction *redaction = redaction_new(true);
		assert_true(redaction_packets(redaction, originals, 1, redacted));
		expect_hidden(kinds[i].name, &redacted[0], &real);
		struct actors stand_ins = real;
		for (size_t j = 0; j < ACTOR_COUNT; j++)
			redaction_hide_address(redaction, actor(&stand_ins, j));
		struct built expected = { .size = 0 };
		kinds[i].build(&expected, &stand_ins);
		expect_same(kinds[i].name, &redacted[0], &expected);
	}
}

/* All kinds in one capture: an address has the same stand-in everywhere. */
static void hides_the_same_alike(void **state)
{
	(void)state;
	struct actors real = real_actors(), stand_ins = real;
	for (size_t i = 0; i < KIND_COUNT; i++) {
		originals[i].size = 0;
		kinds[i].build(&originals[i], &real);
	}
	autofree(redaction) struct redaction *redaction = redaction_new(true);
	assert_true(redaction_packets(redaction, originals, KIND_COUNT, redacted));
	for (size_t j = 0; j < ACTOR_COUNT; j++)
		redaction_hide_address(redaction, actor(&stand_ins, j));
	for (size_t i = 0; i < KIND_COUNT; i++) {
		struct built expected = { .size = 0 };
		kinds[i].build(&expected, &stand_ins);
		expect_hidden(kinds[i].name, &redacted[i], &real);
		expect_same(kinds[i].name, &redacted[i], &expected);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hides_in_each_kind),
		cmocka_unit_test(hides_the_same_alike),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
