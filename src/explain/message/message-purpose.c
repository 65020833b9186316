/*
 * Says what a message is for, when no segment of TCP says it (segment-purpose.c). The first row
 * that holds is said. Rows with the same field stand together; those for a special case come first.
 */
#include "explain/message/message-purpose.h"

#include <string.h>

#include "base/array.h"
#include "base/span.h"
#include "dissect/application/key-fields.h"
#include "dissect/tls/tls.h"
#include "explain/field-sentence-table.h"
#include "explain/message/message-fields.h"
#include "explain/sentence-facts.h"

/* ---- what numbers alone do not tell ---- */

static bool has_no_sender(const struct shown_packet *packet)
{
	const struct arp_message *arp = frame_arp(&packet->frame);
	return address_is_zero(arp ? &arp->sender : &packet->frame.source);
}

/* Whether the message leaves out the MAC address that it is about. */
static bool has_no_target(const struct shown_packet *packet)
{
	const struct field *target = message_field(packet, "arp.dst.hw_mac");
	const struct sentence_context context = { .packet = packet };
	return target && field_is_zero(&context, target);
}

static bool is_too_large(const struct shown_packet *packet)
{
	return message_field_with(packet, "icmp.code", 4);
}

static bool waits_for_fragments(const struct shown_packet *packet)
{
	return message_field_with(packet, "icmp.code", 1);
}

static bool waits_for_fragments_6(const struct shown_packet *packet)
{
	return message_field_with(packet, "icmpv6.code", 1);
}

static bool is_plain_query(const struct shown_packet *packet)
{
	return message_field_with(packet, "dns.flags.opcode", 0) &&
		!message_field_with(packet, "dns.count.queries", 0);
}

enum { DNS_NS = 2, DNS_CNAME = 5, DNS_SOA = 6 }; /* types of records */

/* RFC 5936 and RFC 1995: these types ask for all of a zone, or for what has changed in it. */
static bool asks_for_zone(const struct shown_packet *packet)
{
	enum { IXFR = 251, AXFR = 252 };
	return message_field_with(packet, "dns.flags.opcode", 0) &&
		(message_field_with(packet, "dns.qry.type", IXFR) ||
			message_field_with(packet, "dns.qry.type", AXFR));
}

/* Later messages of a transfer may leave out the question (RFC 5936 section 2.2.1). */
static bool has_no_question(const struct shown_packet *packet)
{
	return message_field_with(packet, "dns.count.queries", 0);
}

/* The response code has upper bits in an OPT record (RFC 6891 section 6.1.3). */
static bool has_plain_code(const struct shown_packet *packet)
{
	return message_field_with(packet, "dns.flags.response", 1) &&
		message_field_with(packet, "dns.flags.opcode", 0) &&
		!message_field_is_set(packet, "dns.resp.ext_rcode");
}

static bool is_failed_query(const struct shown_packet *packet)
{
	return message_field_with(packet, "dns.flags.opcode", 0) && message_dns_failed(packet);
}

static bool answers_notify(const struct shown_packet *packet)
{
	enum { NOTIFY = 4 };
	return message_field_with(packet, "dns.flags.opcode", NOTIFY);
}

static bool answers_update(const struct shown_packet *packet)
{
	enum { UPDATE = 5 };
	return message_field_with(packet, "dns.flags.opcode", UPDATE);
}

static bool answers_no_query(const struct shown_packet *packet)
{
	return message_field_is_set(packet, "dns.flags.opcode");
}

/*
 * Counts the records of a type in the answer section, or in it and the authority section. False
 * when not all of these records were read.
 */
static bool count_records(
	const struct shown_packet *packet, bool with_authority, uint64_t type, size_t *ret_count)
{
	const struct field *answers = message_field(packet, "dns.count.answers");
	const struct field *authority = message_field(packet, "dns.count.auth_rr");
	size_t seen;
	*ret_count = 0;
	if (!answers || !authority)
		return false;
	uint64_t limit = answers->number + (with_authority ? authority->number : 0);
	*ret_count = message_fields_count(packet, "dns.resp.type", limit, type, &seen);
	return seen == limit;
}

/* Whether the message has a question, for one type of records (RFC 6895 section 3.1). */
static bool has_one_type(const struct shown_packet *packet)
{
	enum { FIRST_META_TYPE = 249, LAST_META_TYPE = 255 }; /* the last is ANY */
	const struct field *asked = message_field(packet, "dns.qry.type");
	return asked && message_field_with(packet, "dns.count.queries", 1) &&
		(asked->number < FIRST_META_TYPE || asked->number > LAST_META_TYPE);
}

/* Whether all answers were read, and none is of the type that was asked for. */
static bool lacks_asked_type(const struct shown_packet *packet)
{
	const struct field *asked = message_field(packet, "dns.qry.type");
	size_t count;
	return has_one_type(packet) && count_records(packet, false, asked->number, &count) &&
		count == 0;
}

static bool has_alias_record(const struct shown_packet *packet)
{
	size_t aliases;
	return count_records(packet, false, DNS_CNAME, &aliases) && aliases;
}

/* RFC 1034 section 3.6.2: an alias (CNAME) stands for the records of another name. */
static bool has_alias(const struct shown_packet *packet)
{
	return lacks_asked_type(packet) && has_alias_record(packet);
}

/* RFC 6604: behind an alias the code is that of the last name. */
static bool has_alias_of_nothing(const struct shown_packet *packet)
{
	return has_plain_code(packet) && has_alias(packet);
}

/* RFC 1035 section 4.1.1. Over TCP all messages fit, and only a query of mDNS uses the bit. */
static bool is_truncated(const struct shown_packet *packet)
{
	return message_field_with(packet, "dns.flags.opcode", 0) && frame_udp(&packet->frame) &&
		message_field_with(packet, "dns.flags.truncated", 1);
}

static bool has_no_answer(const struct shown_packet *packet)
{
	return message_field_with(packet, "dns.count.answers", 0);
}

/* RFC 2308 section 2.2: a referral has name servers and no SOA record in its authority section. */
static bool is_referral(const struct shown_packet *packet)
{
	size_t servers, soa;
	return has_no_answer(packet) && !message_field_is_set(packet, "dns.flags.authoritative") &&
		count_records(packet, true, DNS_NS, &servers) && servers &&
		count_records(packet, true, DNS_SOA, &soa) && !soa;
}

/* RFC 2308 section 2.2: the name exists, but not with this type. */
static bool has_no_data(const struct shown_packet *packet)
{
	size_t servers, soa;
	return has_no_answer(packet) && has_one_type(packet) &&
		count_records(packet, true, DNS_NS, &servers) &&
		count_records(packet, true, DNS_SOA, &soa) && (soa || !servers);
}

/* RFC 6762 section 8.2: the authority records of a query are those that the sender wants to own. */
static bool probes_names(const struct shown_packet *packet)
{
	return message_field_is_set(packet, "dns.count.auth_rr");
}

/* RFC 6762 section 10.1: a record without time to live is one that ends. */
static bool ends_records(const struct shown_packet *packet)
{
	return message_fields_all(packet, "dns.resp.ttl", 0);
}

static bool asks_for_group(const struct shown_packet *packet)
{
	return message_field_is_set(packet, "igmp.maddr");
}

static bool asks_for_group_6(const struct shown_packet *packet)
{
	return message_field_is_set(packet, "icmpv6.mld.multicast_address");
}

static bool checks_neighbor(const struct shown_packet *packet)
{
	return frame_checks_neighbor(&packet->frame);
}

static bool kisses(const struct shown_packet *packet)
{
	const struct field *stratum = message_field(packet, "ntp.stratum");
	const struct sentence_context context = { .packet = packet };
	return stratum && ntp_has_kiss_code(&context, stratum);
}

/* RFC 3376 section 4.2.12 and RFC 3810: only changes to listening to no source. */
static bool leaves_groups(const struct shown_packet *packet)
{
	enum { CHANGE_TO_INCLUDE = 3 };
	return message_fields_all(packet, "igmp.record_type", CHANGE_TO_INCLUDE) &&
		message_fields_all(packet, "igmp.num_src", 0);
}

static bool leaves_groups_6(const struct shown_packet *packet)
{
	enum { CHANGE_TO_INCLUDE = 3 };
	return message_fields_all(packet, "icmpv6.mldr.mar.record_type", CHANGE_TO_INCLUDE) &&
		message_fields_all(packet, "icmpv6.mldr.mar.nb_sources", 0);
}

static bool gives_address(const struct shown_packet *packet)
{
	return message_field_is_set(packet, "dhcp.ip.your");
}

static bool is_tls_13(const struct shown_packet *packet)
{
	return packet->facts.shown.tls_version == 0x0304;
}

/* RFC 8446 section 4.1.3: a server hello with a certain random is a hello retry request. */
static bool asks_again(const struct shown_packet *packet)
{
	const struct field *random = message_field(packet, "tls.handshake.random");
	return message_field_with(packet, "tls.handshake.type", 2) && random &&
		tls_is_retry_random(random->bytes);
}

static bool sends_data(const struct shown_packet *packet)
{
	enum { APPLICATION_DATA = 23 };
	return message_field_with(packet, "tls.record.content_type", APPLICATION_DATA);
}

static bool closes_tls(const struct shown_packet *packet)
{
	return message_field_with(packet, "tls.alert_message.desc", 0);
}

static bool hides_handshake(const struct shown_packet *packet)
{
	return message_field(packet, "tls.handshake.encrypted");
}

static bool is_fragment(const struct shown_packet *packet)
{
	return packet->frame.is_fragment;
}

static bool notifies(const struct shown_packet *packet)
{
	const struct http_message *http = frame_http(&packet->frame);
	return http && span_equals(http->method, "NOTIFY");
}

/* ---- RADIUS, by the code in its first byte (RFC 2865, RFC 2866) ---- */

static bool has_radius_code(const struct shown_packet *packet, uint8_t first, uint8_t last)
{
	struct bytes payload = packet->frame.payload;
	return payload.size && payload.data[0] >= first && payload.data[0] <= last;
}

static bool authenticates(const struct shown_packet *packet)
{
	enum { ACCESS_REQUEST = 1, ACCESS_REJECT = 3, ACCESS_CHALLENGE = 11 };
	return has_radius_code(packet, ACCESS_REQUEST, ACCESS_REJECT) ||
		has_radius_code(packet, ACCESS_CHALLENGE, ACCESS_CHALLENGE);
}

static bool accounts(const struct shown_packet *packet)
{
	enum { ACCOUNTING_REQUEST = 4, ACCOUNTING_RESPONSE = 5 };
	return has_radius_code(packet, ACCOUNTING_REQUEST, ACCOUNTING_RESPONSE);
}

/* ---- QUIC ---- */

static bool forces_negotiation(const struct shown_packet *packet)
{
	const struct field *version = message_field(packet, "quic.version");
	return version && quic_version_is_reserved((uint32_t)version->number);
}

static bool is_initial(const struct shown_packet *packet)
{
	return message_is_quic(packet, QUIC_INITIAL);
}

/* Whether the Initial packet was opened, and its first message of TLS is a Client Hello. */
static bool has_client_hello(const struct shown_packet *packet)
{
	const struct tls_message *tls = packet->facts.shown.tls;
	return is_initial(packet) && tls && tls->handshake_count &&
		tls->handshakes[0] == TLS_CLIENT_HELLO;
}

static bool is_early(const struct shown_packet *packet)
{
	return message_is_quic(packet, QUIC_ZERO_RTT);
}

static bool goes_on(const struct shown_packet *packet)
{
	return message_is_quic(packet, QUIC_HANDSHAKE);
}

static bool is_retry(const struct shown_packet *packet)
{
	return message_is_quic(packet, QUIC_RETRY);
}

/* ---- the rows ---- */

struct row {
	const char *protocol; /* as message_protocol_name() returns it */
	const char *field; /* the field whose number decides; NULL: none */
	uint64_t number;
	bool (*holds)(const struct shown_packet *packet); /* NULL: always */
	const char *korean, *english;
};

static const struct row rows[] = {
	{ "ARP", NULL, 0, message_announces_sender,
		"자기 IP 주소와 MAC 주소를 알린다(Gratuitous ARP).",
		"Announces its own addresses (gratuitous ARP)." },
	{ "ARP", "arp.opcode", 1, has_no_sender,
		"이 IP 주소를 이미 쓰는 호스트가 있는지 확인한다(ARP probe).",
		"Asks whether this IP address is in use already (ARP probe)." },
	{ "ARP", "arp.opcode", 1, NULL, "이 IP 주소를 쓰는 호스트의 MAC 주소를 묻는다.",
		"Asks for the MAC address of whoever has this IP address." },
	{ "ARP", "arp.opcode", 2, NULL, "이 IP 주소의 MAC 주소를 알려 준다.",
		"Answers with the MAC address of this IP address." },
	{ "RARP", "arp.opcode", 3, has_no_target,
		"대상의 MAC 주소를 비운 채 IP 주소를 묻는다(RARP).",
		"Asks for an IP address, but leaves out whose (RARP)." },
	{ "RARP", "arp.opcode", 4, has_no_target,
		"대상의 MAC 주소를 비운 채 IP 주소를 알려 준다(RARP).",
		"Answers with an IP address, but leaves out whose (RARP)." },
	{ "RARP", "arp.opcode", 3, NULL, "이 MAC 주소의 호스트가 쓸 IP 주소를 묻는다.",
		"Asks which IP address this MAC address shall use." },
	{ "RARP", "arp.opcode", 4, NULL, "이 MAC 주소의 호스트가 쓸 IP 주소를 알려 준다.",
		"Answers which IP address this MAC address shall use." },

	{ "IPv4", NULL, 0, is_fragment, "단편화된 패킷의 한 단편이다. 받는 쪽이 재조립한다.",
		"A fragment of a larger packet, which the receiver puts together." },
	{ "IPv6", NULL, 0, is_fragment, "단편화된 패킷의 한 단편이다. 받는 쪽이 재조립한다.",
		"A fragment of a larger packet, which the receiver puts together." },

	{ "ICMP", "icmp.type", 8, NULL, "상대가 응답하는지 확인한다(ping).",
		"Asks the other host to answer (ping)." },
	{ "ICMP", "icmp.type", 0, NULL, "ping에 대한 응답이다.", "Answers a ping." },
	{ "ICMP", "icmp.type", 3, is_too_large,
		"패킷이 다음 링크의 MTU보다 큰데 단편화할 수 없어서 버렸다고 알린다.",
		"Says that a packet was dropped: too large for the next link, and not to be fragmented." },
	{ "ICMP", "icmp.type", 3, NULL,
		"패킷을 전달하지 못했다고 알린다. 그 패킷의 앞부분을 인용한다.",
		"Says that a packet could not be delivered, and quotes how it began." },
	{ "ICMP", "icmp.type", 4, NULL, "더 천천히 보내 달라고 요청한다(Source Quench).",
		"Asks to send more slowly (source quench)." },
	{ "ICMP", "icmp.type", 5, NULL, "이 목적지로 가는 더 나은 라우터를 알려 준다.",
		"Tells of a better router for this destination." },
	{ "ICMP", "icmp.type", 9, NULL, "라우터가 자기 주소를 알린다.",
		"A router announces its addresses." },
	{ "ICMP", "icmp.type", 10, NULL, "같은 링크의 라우터를 찾는다.",
		"Looks for routers on the link." },
	{ "ICMP", "icmp.type", 11, waits_for_fragments,
		"단편화된 패킷의 단편이 제때 다 오지 않아서 버렸다고 알린다.",
		"Says that fragments were dropped, since others did not come in time." },
	{ "ICMP", "icmp.type", 11, NULL,
		"TTL이 0이 되어 패킷을 버렸다고 알린다. 그 패킷의 앞부분을 인용한다.",
		"Says that a packet was dropped when its TTL ran out, and quotes how it began." },
	{ "ICMP", "icmp.type", 12, NULL, "패킷의 헤더가 잘못되어 버렸다고 알린다.",
		"Says that a packet was dropped because of its header." },
	{ "ICMP", "icmp.type", 13, NULL, "상대의 시각을 묻는다.",
		"Asks for the other host's time." },
	{ "ICMP", "icmp.type", 14, NULL, "자기 시각을 알려 준다.", "Answers with its time." },

	{ "ICMPv6", "icmpv6.type", 1, NULL,
		"패킷을 전달하지 못했다고 알린다. 그 패킷의 앞부분을 인용한다.",
		"Says that a packet could not be delivered, and quotes how it began." },
	{ "ICMPv6", "icmpv6.type", 2, NULL, "패킷이 다음 링크의 MTU보다 커서 버렸다고 알린다.",
		"Says that a packet was dropped: too large for the next link." },
	{ "ICMPv6", "icmpv6.type", 3, waits_for_fragments_6,
		"단편화된 패킷의 단편이 제때 다 오지 않아서 버렸다고 알린다.",
		"Says that fragments were dropped, since others did not come in time." },
	{ "ICMPv6", "icmpv6.type", 3, NULL,
		"홉 제한이 0이 되어 패킷을 버렸다고 알린다. 그 패킷의 앞부분을 인용한다.",
		"Says that a packet was dropped when its hop limit ran out, and quotes how it began." },
	{ "ICMPv6", "icmpv6.type", 4, NULL, "패킷의 헤더가 잘못되어 버렸다고 알린다.",
		"Says that a packet was dropped because of its header." },
	{ "ICMPv6", "icmpv6.type", 128, NULL, "상대가 응답하는지 확인한다(ping).",
		"Asks the other host to answer (ping)." },
	{ "ICMPv6", "icmpv6.type", 129, NULL, "ping에 대한 응답이다.", "Answers a ping." },
	{ "ICMPv6", "icmpv6.type", 130, asks_for_group_6,
		"이 멀티캐스트 그룹에 가입한 호스트가 있는지 묻는다.",
		"Asks whether anybody listens to this multicast group." },
	{ "ICMPv6", "icmpv6.type", 130, NULL, "어느 멀티캐스트 그룹에 가입해 있는지 묻는다.",
		"Asks which multicast groups are listened to." },
	{ "ICMPv6", "icmpv6.type", 131, NULL, "이 멀티캐스트 그룹에 가입해 있다고 알린다.",
		"Says that it listens to this multicast group." },
	{ "ICMPv6", "icmpv6.type", 132, NULL, "이 멀티캐스트 그룹에서 탈퇴한다고 알린다.",
		"Says that it no longer listens to this multicast group." },
	{ "ICMPv6", "icmpv6.type", 133, NULL, "같은 링크의 라우터를 찾는다.",
		"Looks for routers on the link." },
	{ "ICMPv6", "icmpv6.type", 134, NULL, "라우터가 자신과 이 링크의 설정을 알린다.",
		"A router announces itself and the settings of the link." },
	{ "ICMPv6", "icmpv6.type", 135, has_no_sender,
		"이 주소를 이미 쓰는 호스트가 있는지 확인한다(DAD).",
		"Asks whether this address is in use already (DAD)." },
	{ "ICMPv6", "icmpv6.type", 135, checks_neighbor,
		"이 IPv6 주소의 호스트에 아직 닿을 수 있는지 확인한다(NUD).",
		"Asks whether the host with this IPv6 address can still be reached (NUD)." },
	{ "ICMPv6", "icmpv6.type", 135, NULL, "이 IPv6 주소를 쓰는 호스트의 MAC 주소를 묻는다.",
		"Asks for the link-layer address of whoever has this IPv6 address." },
	{ "ICMPv6", "icmpv6.type", 136, NULL, "이 IPv6 주소를 쓰고 있다고 알린다.",
		"Says that this IPv6 address is in use here." },
	{ "ICMPv6", "icmpv6.type", 137, NULL, "이 목적지로 가는 더 나은 경로를 알려 준다.",
		"Tells of a better way to this destination." },
	{ "ICMPv6", "icmpv6.type", 143, leaves_groups_6,
		"이 멀티캐스트 그룹에서 탈퇴한다고 알린다.",
		"Says that it no longer listens to this multicast group." },
	{ "ICMPv6", "icmpv6.type", 143, NULL, "멀티캐스트 그룹의 가입 상태를 알린다.",
		"Says which multicast groups it listens to." },

	{ "IGMP", "igmp.type", 0x11, asks_for_group,
		"이 멀티캐스트 그룹에 가입한 호스트가 있는지 묻는다.",
		"Asks whether anybody listens to this multicast group." },
	{ "IGMP", "igmp.type", 0x11, NULL, "어느 멀티캐스트 그룹에 가입해 있는지 묻는다.",
		"Asks which multicast groups are listened to." },
	{ "IGMP", "igmp.type", 0x12, NULL, "이 멀티캐스트 그룹에 가입해 있다고 알린다.",
		"Says that it listens to this multicast group." },
	{ "IGMP", "igmp.type", 0x16, NULL, "이 멀티캐스트 그룹에 가입해 있다고 알린다.",
		"Says that it listens to this multicast group." },
	{ "IGMP", "igmp.type", 0x17, NULL, "이 멀티캐스트 그룹에서 탈퇴한다고 알린다.",
		"Says that it no longer listens to this multicast group." },
	{ "IGMP", "igmp.type", 0x22, leaves_groups, "이 멀티캐스트 그룹에서 탈퇴한다고 알린다.",
		"Says that it no longer listens to this multicast group." },
	{ "IGMP", "igmp.type", 0x22, NULL, "멀티캐스트 그룹의 가입 상태를 알린다.",
		"Says which multicast groups it listens to." },

	{ "UDP", NULL, 0, NULL, "연결 없이 데이터그램 하나를 보낸다.",
		"One datagram, sent without a connection." },
	{ "UDP-Lite", NULL, 0, NULL, "연결 없이 데이터그램 하나를 보낸다.",
		"One datagram, sent without a connection." },

	{ "DNS", "dns.flags.response", 0, asks_for_zone, "네임서버에 존 전송을 요청한다.",
		"Asks a name server for its records of a zone (zone transfer)." },
	{ "DNS", "dns.flags.response", 0, is_plain_query, "네임서버에 이 레코드를 질의한다.",
		"Asks a name server for this record." },
	{ "DNS", "dns.flags.rcode", 1, has_plain_code,
		"서버가 질의를 해석하지 못했다고 응답한다(FORMERR).",
		"Answers that the server could not read the query (FORMERR)." },
	{ "DNS", "dns.flags.rcode", 2, has_plain_code,
		"서버가 질의를 처리하다 실패했다고 응답한다(SERVFAIL).",
		"Answers that the server failed to process the query (SERVFAIL)." },
	{ "DNS", "dns.flags.rcode", 3, has_alias_of_nothing,
		"별칭(CNAME)을 알려 준다. 별칭이 가리키는 이름은 없다(NXDOMAIN).",
		"Answers with an alias (CNAME) of a name that does not exist (NXDOMAIN)." },
	{ "DNS", "dns.flags.rcode", 3, has_plain_code, "질의한 이름이 없다고 응답한다(NXDOMAIN).",
		"Answers that there is no such name (NXDOMAIN)." },
	{ "DNS", "dns.flags.rcode", 4, has_plain_code,
		"서버가 이런 질의를 지원하지 않는다고 응답한다(NOTIMP).",
		"Answers that the server does not support such a query (NOTIMP)." },
	{ "DNS", "dns.flags.rcode", 5, has_plain_code, "질의를 거절한다고 응답한다(REFUSED).",
		"Refuses to answer the query (REFUSED)." },
	{ "DNS", "dns.flags.response", 1, is_failed_query, "질의를 처리하지 못했다고 응답한다.",
		"Answers that the query failed." },
	{ "DNS", "dns.flags.response", 1, message_dns_failed, "요청을 처리하지 못했다고 응답한다.",
		"Answers that the request failed." },
	{ "DNS", "dns.flags.response", 1, answers_notify,
		"존이 바뀌었다는 알림을 받았다고 응답한다(NOTIFY).",
		"Answers that it has heard of a change to the zone (NOTIFY)." },
	{ "DNS", "dns.flags.response", 1, answers_update,
		"요청한 대로 존을 고쳤다고 응답한다(UPDATE).",
		"Answers that the zone was updated as asked (UPDATE)." },
	{ "DNS", "dns.flags.response", 1, answers_no_query, "요청에 응답한다.",
		"Answers a request." },
	{ "DNS", "dns.flags.response", 1, is_truncated,
		"응답이 다 들어가지 않아 잘렸다(TC). TCP로 다시 질의해야 한다.",
		"The answer does not fit and is truncated (TC): ask again over TCP." },
	{ "DNS", "dns.flags.response", 1, is_referral,
		"레코드 대신, 물어볼 다른 네임서버를 알려 준다(referral).",
		"Names other name servers to ask, in place of an answer (referral)." },
	{ "DNS", "dns.flags.response", 1, has_no_data,
		"이 이름에는 질의한 타입의 레코드가 없다고 응답한다(NODATA).",
		"Answers that the name has no record of this type (NODATA)." },
	{ "DNS", "dns.flags.response", 1, has_no_answer, "질의한 타입의 레코드 없이 응답한다.",
		"Responds without a record of the kind that was asked for." },
	{ "DNS", "dns.flags.response", 1, asks_for_zone, "존의 레코드를 보낸다(존 전송).",
		"Sends records of the zone (zone transfer)." },
	{ "DNS", "dns.flags.response", 1, has_no_question,
		"질의를 되풀이하지 않고 레코드를 보낸다.",
		"Sends records, and does not repeat the query." },
	{ "DNS", "dns.flags.response", 1, has_alias,
		"별칭(CNAME)을 알려 준다. 질의한 타입의 레코드는 없다.",
		"Answers with an alias (CNAME), and without a record of the kind that was asked for." },
	{ "DNS", "dns.flags.response", 1, lacks_asked_type, "질의한 타입의 레코드 없이 응답한다.",
		"Responds without a record of the kind that was asked for." },
	{ "DNS", "dns.flags.response", 1, NULL, "질의한 레코드를 알려 준다.",
		"Answers with the record." },
	{ "MDNS", "dns.flags.response", 0, probes_names,
		"이 이름을 이미 쓰는 호스트가 있는지 확인한다(mDNS probe).",
		"Asks whether this name is in use already (mDNS probe)." },
	{ "MDNS", "dns.flags.response", 0, is_truncated, /* RFC 6762 section 7.2 */
		"같은 링크에서 이 레코드를 질의한다. 이미 아는 레코드를 더 보낸다(mDNS, TC).",
		"Asks for this record on the link, and sends more answers that it knows (mDNS, TC)." },
	{ "MDNS", "dns.flags.response", 0, NULL,
		"네임서버 없이 같은 링크에서 이 레코드를 질의한다(mDNS).",
		"Asks for this record on the link, without a name server (mDNS)." },
	{ "MDNS", "dns.flags.response", 1, ends_records,
		"이 레코드가 더는 유효하지 않다고 알린다(mDNS).",
		"Says that these records are no longer valid (mDNS)." },
	{ "MDNS", "dns.flags.response", 1, NULL, "자기가 가진 레코드를 알린다(mDNS).",
		"Announces records of its own (mDNS)." },
	{ "LLMNR", "dns.flags.response", 0, NULL,
		"네임서버 없이 같은 링크에서 이 이름을 질의한다(LLMNR).",
		"Asks for this name on the link, without a name server (LLMNR)." },
	{ "LLMNR", "dns.flags.response", 1, is_truncated,
		"응답이 다 들어가지 않아 잘렸다(TC). TCP로 다시 질의해야 한다(LLMNR).",
		"The answer does not fit and is truncated (TC): ask again over TCP (LLMNR)." },
	{ "LLMNR", "dns.flags.response", 1, NULL, "이 이름의 질의에 응답한다(LLMNR).",
		"Answers a query for this name (LLMNR)." },

	{ "DHCP", "dhcp.option.dhcp", 1, NULL, "IP 주소를 줄 DHCP 서버를 찾는다.",
		"Looks for a DHCP server that has an address." },
	{ "DHCP", "dhcp.option.dhcp", 2, NULL, "클라이언트에 이 IP 주소를 제안한다.",
		"Offers this address to the client." },
	{ "DHCP", "dhcp.option.dhcp", 3, NULL, "이 IP 주소를 쓰겠다고 요청한다.",
		"Asks to use this address." },
	{ "DHCP", "dhcp.option.dhcp", 4, NULL, "받은 IP 주소를 다른 호스트가 쓰고 있다고 알린다.",
		"Says that the address is in use already." },
	{ "DHCP", "dhcp.option.dhcp", 5, gives_address,
		"클라이언트가 이 IP 주소를 써도 된다고 확인한다.",
		"Confirms that the client may use this address." },
	{ "DHCP", "dhcp.option.dhcp", 5, NULL, "클라이언트가 요청한 설정을 알려 준다.",
		"Answers with the settings that the client asked for." },
	{ "DHCP", "dhcp.option.dhcp", 6, NULL, "요청한 IP 주소를 쓸 수 없다고 거절한다.",
		"Refuses the address." },
	{ "DHCP", "dhcp.option.dhcp", 7, NULL, "IP 주소를 서버에 반납한다.",
		"Gives the address back." },
	{ "DHCP", "dhcp.option.dhcp", 8, NULL, "IP 주소는 이미 있고, 다른 설정만 요청한다.",
		"Has an address, and asks for other settings." },
	{ "DHCPv6", "dhcpv6.msgtype", 1, NULL, "DHCPv6 서버를 찾는다.",
		"Looks for DHCPv6 servers." },
	{ "DHCPv6", "dhcpv6.msgtype", 2, NULL, "클라이언트의 요청을 받을 수 있다고 알린다.",
		"Says that it can serve the client." },
	{ "DHCPv6", "dhcpv6.msgtype", 3, NULL, "이 서버에 주소나 설정을 요청한다.",
		"Asks this server for addresses or settings." },
	{ "DHCPv6", "dhcpv6.msgtype", 4, NULL, "자기 주소가 이 링크에 맞는지 묻는다.",
		"Asks whether its addresses fit the link." },
	{ "DHCPv6", "dhcpv6.msgtype", 5, NULL, "주소의 임대를 연장해 달라고 이 서버에 요청한다.",
		"Asks this server to extend the lease." },
	{ "DHCPv6", "dhcpv6.msgtype", 6, NULL,
		"주소의 임대를 연장해 달라고 아무 서버에나 요청한다.",
		"Asks any server to extend the lease." },
	{ "DHCPv6", "dhcpv6.msgtype", 7, NULL, "클라이언트의 요청에 응답한다.",
		"Answers the client's request." },
	{ "DHCPv6", "dhcpv6.msgtype", 8, NULL, "주소를 서버에 반납한다.", "Gives addresses back." },
	{ "DHCPv6", "dhcpv6.msgtype", 9, NULL, "받은 주소를 다른 호스트가 쓰고 있다고 알린다.",
		"Says that addresses are in use already." },
	{ "DHCPv6", "dhcpv6.msgtype", 10, NULL, "설정을 다시 받아 가라고 클라이언트에 알린다.",
		"Tells the client to fetch its settings again." },
	{ "DHCPv6", "dhcpv6.msgtype", 11, NULL, "주소 없이 설정만 요청한다.",
		"Asks for settings, not for addresses." },
	{ "DHCPv6", "dhcpv6.msgtype", 12, NULL, "릴레이 에이전트가 메시지를 서버로 전달한다.",
		"A relay agent passes a message on to a server." },
	{ "DHCPv6", "dhcpv6.msgtype", 13, NULL,
		"서버가 릴레이 에이전트를 거쳐 클라이언트에 응답한다.",
		"A server answers a client through a relay agent." },

	{ "NTP", "ntp.flags.mode", 3, NULL, "서버에 시각을 묻는다.",
		"Asks a server for the time." },
	{ "NTP", "ntp.flags.mode", 4, kisses,
		"시각 대신, 상태나 제한을 나타내는 코드를 보낸다(Kiss-o'-Death).",
		"Sends a code about its state or limits instead of the time (kiss-o'-death)." },
	{ "NTP", "ntp.flags.mode", 4, NULL, "클라이언트에 시각을 알려 준다.",
		"Answers with the time." },
	{ "NTP", "ntp.flags.mode", 5, NULL, "모두에게 시각을 알린다.",
		"Tells everybody the time." },
	{ "NTP", "ntp.flags.mode", 6, NULL, "NTP 서버의 상태를 조회하거나 제어하는 메시지다.",
		"About the state of an NTP server: asks for it, controls it, or answers." },
	{ "NTP", "ntp.flags.mode", 7, NULL, "NTP 구현이 따로 정한 용도의 메시지다.",
		"Serves a purpose of its implementation's own." },
	{ "NTP", NULL, 0, NULL, "시각을 맞추는 데 쓰는 메시지다.", "A message that sets clocks." },
	{ "TFTP", "tftp.opcode", 1, NULL, "파일을 읽겠다고 요청한다.", "Asks to read a file." },
	{ "TFTP", "tftp.opcode", 2, NULL, "파일을 쓰겠다고 요청한다.", "Asks to write a file." },
	{ "TFTP", "tftp.opcode", 3, NULL, "파일의 블록 하나를 보낸다.", "One block of the file." },
	{ "TFTP", "tftp.opcode", 4, NULL,
		"데이터 블록, 쓰기 요청이나 옵션(OACK)을 받았다고 확인 응답한다.",
		"Acknowledges a block of data, a request to write, or options (OACK)." },
	{ "TFTP", "tftp.opcode", 5, NULL, "오류를 알리고 전송을 끝낸다.",
		"Reports an error, which ends the transfer." },
	{ "TFTP", "tftp.opcode", 6, NULL, "받아들인 옵션을 알린다.",
		"Says which options it accepts." },
	{ "SSDP", NULL, 0, message_searches, "같은 네트워크에서 기기나 서비스를 찾는다.",
		"Looks for devices or services on the network." },
	{ "SSDP", NULL, 0, notifies, "자기 기기나 서비스를 알린다.",
		"Announces a device or service of its own." },
	{ "SSDP", NULL, 0, message_answers_search, "찾는 기기나 서비스가 여기 있다고 응답한다.",
		"Answers a search for a device or service." },

	{ "TLS", "tls.handshake.type", 2, asks_again,
		"Client Hello를 고쳐서 다시 보내 달라고 한다(Hello Retry Request).",
		"Asks for another client hello, with changes (hello retry request)." },
	{ "TLS", "tls.alert_message.level", 2, NULL, "오류를 알리고 TLS 연결을 끝낸다.",
		"Reports an error that ends the TLS connection." },
	{ "TLS", "tls.alert_message.level", 1, closes_tls,
		"더 보낼 것이 없다고 알린다(close_notify).",
		"Says that no more will be sent (close_notify)." },
	{ "TLS", "tls.alert_message.level", 1, NULL, "TLS 연결에 대한 경고를 보낸다.",
		"A warning about the TLS connection." },
	{ "TLS", "tls.record.content_type", 23, NULL, "암호화한 데이터를 보낸다.",
		"Encrypted data." },
	{ "TLS", "tls.record.content_type", 20, sends_data, "암호화한 데이터를 보낸다.",
		"Encrypted data." },
	{ "TLS", "tls.record.content_type", 20, is_tls_13,
		"TLS 1.3에서는 뜻이 없고, 경로에 있는 중간 장비와의 호환을 위해 보낸다.",
		"Means nothing in TLS 1.3: it is sent for old equipment on the way." },
	{ "TLS", "tls.record.content_type", 20, NULL,
		"보낸 쪽이 이 뒤로 암호화해서 보낸다고 알린다.",
		"The sender says that it encrypts from here on." },
	{ "TLS", "tls.record.content_type", 22, hides_handshake,
		"암호화한 핸드셰이크 메시지를 보낸다.", "An encrypted message of the handshake." },
	{ "TLS", "tls.record.content_type", 21, NULL, "암호화한 알림(Alert)을 보낸다.",
		"An encrypted alert." },
	{ "QUIC", NULL, 0, message_is_coalesced,
		"QUIC 패킷 여러 개를 UDP 데이터그램 하나에 담았다. 받는 쪽은 패킷을 하나씩 처리한다.",
		"Several packets of QUIC in one UDP datagram, which the receiver takes one by one." },
	{ "QUIC", "quic.version", 0, NULL, "서버가 지원하는 QUIC 버전의 목록을 알린다.",
		"The server lists the versions of QUIC that it supports." },
	{ "QUIC", "quic.header_form", 1, forces_negotiation,
		"예약된 버전을 써서, 서버가 지원하는 버전의 목록을 보내게 한다.",
		"Has a reserved version, so that the server lists those that it supports." },
	{ "QUIC", "quic.header_form", 1, has_client_hello,
		"클라이언트가 QUIC 연결을 시작한다. TLS의 Client Hello가 들어 있다.",
		"The client begins a QUIC connection, with the Client Hello of TLS." },
	{ "QUIC", "quic.header_form", 1, is_initial, "QUIC 연결을 시작하는 단계의 패킷이다.",
		"From the first phase of a QUIC connection." },
	{ "QUIC", "quic.header_form", 1, is_early,
		"핸드셰이크가 끝나기 전에 데이터를 보낸다(0-RTT).",
		"Data before the handshake is done (0-RTT)." },
	{ "QUIC", "quic.header_form", 1, goes_on, "암호화한 핸드셰이크를 이어 간다.",
		"Goes on with the handshake, encrypted." },
	{ "QUIC", "quic.header_form", 1, is_retry,
		"서버가 토큰을 붙여 처음부터 다시 보내 달라고 한다(Retry).",
		"The server asks to begin again, with a token (Retry)." },
	{ "QUIC", "quic.header_form", 0, NULL,
		"핸드셰이크에서 합의한 키로 암호화한 패킷이다(1-RTT). 내용은 두 끝점만 읽을 수 있다.",
		"Encrypted with keys from the handshake (1-RTT): only the two ends can read what it says." },
	{ "SSH", NULL, 0, message_says_ssh_version, "쓸 수 있는 SSH 버전을 알린다.",
		"Says which version of SSH it speaks." },
	{ "WebSocket", "websocket.opcode", 1, NULL, "텍스트 메시지를 보낸다.", "A text message." },
	{ "WebSocket", "websocket.opcode", 2, NULL, "바이너리 메시지를 보낸다.",
		"A binary message." },
	{ "WebSocket", "websocket.opcode", 0, NULL, "앞의 메시지를 이어 보낸다.",
		"Goes on with the message before." },
	{ "WebSocket", "websocket.opcode", 8, NULL, "WebSocket 연결을 끝내자고 알린다.",
		"Ends the WebSocket connection." },
	{ "WebSocket", "websocket.opcode", 9, NULL, "상대가 응답하는지 확인한다(Ping).",
		"Asks the other side to answer (ping)." },
	{ "WebSocket", "websocket.opcode", 10, NULL, "Ping에 대한 응답이다.", "Answers a ping." },

	{ "SNMP", NULL, 0, NULL, "네트워크 장비의 상태를 묻거나 알리는 메시지다(SNMP).",
		"About the state of a network device (SNMP)." },
	{ "Syslog", NULL, 0, NULL, "로그 한 줄을 로그 서버로 보낸다.",
		"A line of a log, for a log server." },
	{ "RIPv1", NULL, 0, NULL, "라우터끼리 경로를 주고받는다(RIP).",
		"Routers exchange routes (RIP)." },
	{ "RIPv2", NULL, 0, NULL, "라우터끼리 경로를 주고받는다(RIP).",
		"Routers exchange routes (RIP)." },
	{ "RIPng", NULL, 0, NULL, "라우터끼리 IPv6 경로를 주고받는다(RIPng).",
		"Routers exchange routes of IPv6 (RIPng)." },
	{ "LDP", NULL, 0, NULL, "라우터끼리 MPLS 레이블을 맞춘다(LDP).",
		"Routers agree on labels of MPLS (LDP)." },
	{ "RADIUS", NULL, 0, authenticates, "사용자 인증에 관한 메시지다(RADIUS).",
		"About who may use the network (RADIUS)." },
	{ "RADIUS", NULL, 0, accounts, "네트워크를 쓴 기록을 남기는 메시지다(RADIUS 과금).",
		"Keeps a record of who used the network (RADIUS accounting)." },
	{ "RADIUS", NULL, 0, NULL, "네트워크 접속을 관리하는 메시지다(RADIUS).",
		"About access to the network (RADIUS)." },
	{ "HSRP", NULL, 0, NULL, "어느 라우터가 액티브(active)인지 라우터끼리 정한다(HSRP).",
		"Routers agree on which of them is active (HSRP)." },
	{ "BFD Control", NULL, 0, NULL, "두 라우터 사이의 경로가 살아 있는지 확인한다(BFD).",
		"Checks that the way between two routers works (BFD)." },
	{ "CoAP", NULL, 0, NULL, "작은 기기가 쓰는, HTTP와 비슷한 메시지다(CoAP).",
		"A message of small devices, much like HTTP (CoAP)." },
	{ "sFlow", NULL, 0, NULL, "스위치가 트래픽의 표본을 수집 서버로 보낸다(sFlow).",
		"Samples of a switch's traffic (sFlow)." },
	{ "Babel", NULL, 0, NULL, "라우터끼리 경로를 주고받는다(Babel).",
		"Routers exchange routes (Babel)." },
	{ "WireGuard", NULL, 0, NULL, "WireGuard VPN의 메시지다.",
		"A message of a WireGuard VPN." },
	{ "ISAKMP", NULL, 0, NULL, "IPsec에 쓸 키를 합의한다(IKE).",
		"Agrees on keys for IPsec (IKE)." },
	{ "STUN", NULL, 0, NULL, "NAT 밖에서 보이는 자기 주소를 알아내는 데 쓴다(STUN).",
		"Serves to learn one's address outside of NAT (STUN)." },
	{ "NBNS", NULL, 0, NULL, "NetBIOS 이름에 관한 메시지다.", "About names of NetBIOS." },
	{ "NBDS", NULL, 0, NULL, "NetBIOS 데이터그램이다.", "A datagram of NetBIOS." },
	{ "ESP", NULL, 0, NULL, "IPsec으로 암호화한 패킷이다(ESP).",
		"A packet that IPsec encrypts (ESP)." },
	{ "PPPoED", NULL, 0, NULL, "PPPoE 세션을 열거나 닫는 메시지다.",
		"Opens or closes a session of PPPoE." },
	{ "EAPOL", NULL, 0, NULL, "네트워크 접속을 인증하는 메시지다.",
		"About who may join the network." },
	{ "EAP", NULL, 0, NULL, "네트워크 접속을 인증하는 메시지다.",
		"About who may join the network." },
};

/* A segment may carry several frames. The first row that fits one of them is said. */
static const struct row frame_rows[] = {
	{ "HTTP2", "http2.type", 1, NULL, "HTTP 메시지의 헤더를 보낸다.",
		"Headers of a request or a response." },
	{ "HTTP2", "http2.type", 5, NULL, "곧 보낼 응답을 서버가 미리 알린다.",
		"The server announces a response that nobody asked for." },
	{ "HTTP2", "http2.type", 0, NULL, "메시지의 본문을 보낸다.",
		"A part of a message's body." },
	{ "HTTP2", "http2.type", 7, NULL, "더는 새 스트림을 받지 않는다고 알린다.",
		"Says that it takes no new streams." },
	{ "HTTP2", "http2.type", 3, NULL, "이 스트림을 바로 끊는다.", "Ends this stream at once." },
	{ "HTTP2", "http2.type", 4, NULL, "이 연결에서 쓸 설정을 알리거나 확인한다.",
		"Sets what holds on this connection, or confirms it." },
	{ "HTTP2", "http2.type", 8, NULL, "상대가 더 보내도 되는 만큼을 늘린다.",
		"Lets the other side send more." },
	{ "HTTP2", "http2.type", 6, NULL, "연결이 살아 있는지 확인하거나 그에 응답한다.",
		"Asks whether the connection is alive, or answers that." },
	{ "HTTP2", "http2.type", 9, NULL, "앞의 헤더를 이어 보낸다.",
		"Goes on with the headers before." },
	{ "HTTP2", "http2.type", 2, NULL, "이 스트림의 우선순위를 정한다.",
		"Sets the priority of this stream." },
};

static bool applies(const struct row *row, const char *protocol, const struct shown_packet *packet)
{
	return strcmp(row->protocol, protocol) == 0 && (!row->holds || row->holds(packet));
}

static const struct row *row_of(const struct shown_packet *packet)
{
	const char *protocol = message_protocol_name(&packet->frame, &packet->facts.shown);
	for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
		const struct row *row = &rows[i];
		if (!applies(row, protocol, packet))
			continue;
		const struct field *field = row->field ? message_field(packet, row->field) : NULL;
		if (!row->field || (field && field->number == row->number))
			return row;
	}
	for (size_t i = 0; i < ARRAY_COUNT(frame_rows); i++) {
		const struct row *row = &frame_rows[i];
		if (applies(row, protocol, packet) &&
			message_field_with(packet, row->field, row->number))
			return row;
	}
	return NULL;
}

/* A message of a TLS handshake has its sentence by its type. */
static const struct number_words *handshake_words(const struct shown_packet *packet)
{
	const struct field *type = message_field(packet, "tls.handshake.type");
	return type ? number_words_find(tls_handshake_words, tls_handshake_word_count, type->number)
		    : NULL;
}

bool message_has_purpose(const char *protocol)
{
	for (size_t i = 0; i < ARRAY_COUNT(rows); i++)
		if (strcmp(rows[i].protocol, protocol) == 0)
			return true;
	return strcmp(frame_rows[0].protocol, protocol) == 0;
}

void message_purpose_append(struct text *out, const struct sentence_context *context)
{
	bool is_retry = asks_again(context->packet);
	const struct number_words *words = is_retry ? NULL : handshake_words(context->packet);
	const struct row *row = words ? NULL : row_of(context->packet);
	if (words)
		text_append(out, context->is_korean ? words->korean : words->english);
	else if (row)
		text_append(out, context->is_korean ? row->korean : row->english);
}
