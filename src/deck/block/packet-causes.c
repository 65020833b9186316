/*
 * Finds causes among packets. Cumulative acknowledgment is in RFC 9293 section 3.4, the fast
 * retransmission after the third duplicate ACK in RFC 5681 section 3.2. Silence of the other side
 * is named only when it sent nothing in between. Which timer ran out then, that of RFC 6298 or the
 * probe of RFC 8985, a capture does not show. When the block leaves out packets between two others,
 * one of them might be the cause, and so no cause that depends on them is named.
 */
#include "deck/block/packet-causes.h"

#include <inttypes.h>
#include <string.h>

#include "base/format/timestamp.h"
#include "conversation/connection/sequence-number.h"

#define NO_PACKET SIZE_MAX

struct search {
	const struct selection *selection;
	struct arena *arena;
	struct annotation *causes;
	size_t count;
	bool is_korean;
};

static const struct shown_packet *packet_at(const struct search *search, size_t index)
{
	return search->selection->packets[index];
}

static void add_arrow(struct search *search, size_t from, size_t to, const char *words)
{
	if (search->count < PACKET_CAUSES_MAX)
		search->causes[search->count] = (struct annotation){
			.kind = ANNOTATION_ARROW,
			.from = from,
			.to = to,
			.words = words,
			.is_found = true,
		};
	search->count++;
}

/* Whether both are segments of one connection, whose numbers are known. */
static bool are_related(const struct shown_packet *a, const struct shown_packet *b)
{
	return packet_has_numbers(a) && packet_has_numbers(b) &&
		a->facts.tcp.stream == b->facts.tcp.stream;
}

static bool is_same_way(const struct shown_packet *a, const struct shown_packet *b)
{
	return are_related(a, b) && a->facts.tcp.is_from_client == b->facts.tcp.is_from_client;
}

static bool is_other_way(const struct shown_packet *a, const struct shown_packet *b)
{
	return are_related(a, b) && a->facts.tcp.is_from_client != b->facts.tcp.is_from_client;
}

/* ---- acknowledgments ---- */

/* Returns the relative sequence number behind the segment, which counts SYN and FIN. */
static uint32_t end_of(const struct shown_packet *packet)
{
	const struct tcp_header *header = frame_tcp(&packet->frame);
	return packet->facts.tcp.sequence + header->payload_size +
		((header->flags & TCP_SYN) != 0) + ((header->flags & TCP_FIN) != 0);
}

static bool takes_numbers(const struct shown_packet *packet)
{
	return end_of(packet) != packet->facts.tcp.sequence;
}

/* The segments that an ACK covers and no earlier ACK of the same sender did. */
struct acknowledged {
	size_t first, last; /* indexes of the first and the last of them */
	size_t count;
	uint64_t size; /* bytes of data, each once */
};

/*
 * Sets *ret_number to the highest number that this sender acknowledged before `index`; false when
 * it acknowledged nothing.
 */
static bool acknowledged_before(const struct search *search, size_t index, uint32_t *ret_number)
{
	bool is_found = false;
	for (size_t i = 0; i < index; i++) {
		const struct shown_packet *other = packet_at(search, i);
		if (!is_same_way(other, packet_at(search, index)) ||
			!(frame_tcp(&other->frame)->flags & TCP_ACK))
			continue;
		uint32_t number = other->facts.tcp.acknowledgment;
		if (!is_found || sequence_after(number, *ret_number))
			*ret_number = number;
		is_found = true;
	}
	return is_found;
}

/* Returns how many bytes of its data have the number `from` or a later one. */
static uint32_t bytes_from(const struct shown_packet *packet, uint32_t from)
{
	const struct tcp_header *header = frame_tcp(&packet->frame);
	uint32_t begin = packet->facts.tcp.sequence + ((header->flags & TCP_SYN) != 0);
	uint32_t end = begin + header->payload_size;
	if (!sequence_after(from, begin))
		return header->payload_size;
	return sequence_before(from, end) ? end - from : 0;
}

/*
 * A segment whose numbers were all taken before is a copy of it or a retransmission, and adds
 * nothing. The others are in the order of their numbers, else is_sent_twice() says so.
 */
static struct acknowledged find_acknowledged(const struct search *search, size_t index)
{
	const struct shown_packet *ack = packet_at(search, index);
	struct acknowledged found = { .first = NO_PACKET };
	uint32_t covered = 0;
	bool is_covered = acknowledged_before(search, index, &covered);
	for (size_t i = 0; i < index; i++) {
		const struct shown_packet *sent = packet_at(search, i);
		if (!is_other_way(sent, ack) || !takes_numbers(sent))
			continue;
		uint32_t end = end_of(sent);
		if (sequence_before(ack->facts.tcp.acknowledgment, end) ||
			(is_covered && !sequence_after(end, covered)))
			continue;
		found.first = found.count++ ? found.first : i;
		found.last = i;
		found.size += is_covered ? bytes_from(sent, covered)
					 : frame_tcp(&sent->frame)->payload_size;
		covered = end;
		is_covered = true;
	}
	return found;
}

static bool has_label(const struct shown_packet *packet, unsigned labels)
{
	return packet->facts.tcp.labels & labels;
}

/* Whether it is not known which of two packets the ACK answers, or in which order they were. */
static bool is_sent_twice(
	const struct search *search, const struct acknowledged *found, size_t index)
{
	const unsigned again = TCP_LABELS_RESENT | TCP_LABEL_OUT_OF_ORDER | TCP_LABEL_KEEP_ALIVE |
		TCP_LABEL_ZERO_WINDOW_PROBE;
	for (size_t i = found->first; i < index; i++) {
		const struct shown_packet *packet = packet_at(search, i);
		if (is_other_way(packet, packet_at(search, index)) && takes_numbers(packet) &&
			(has_label(packet, again) ||
				packet->facts.tcp.facts & TCP_FACT_DISORDER))
			return true;
	}
	return false;
}

static void explain_ack(struct search *search, size_t index)
{
	const struct shown_packet *ack = packet_at(search, index);
	const struct tcp_header *header = frame_tcp(&ack->frame);
	if (!(header->flags & TCP_ACK) || (header->flags & TCP_RST) ||
		has_label(ack, TCP_LABEL_DUP_ACK | TCP_LABEL_ACK_UNSEEN | TCP_LABEL_KEEP_ALIVE_ACK))
		return;
	struct acknowledged found = find_acknowledged(search, index);
	if (!found.count || !selection_is_whole(search->selection, found.first + 1, index) ||
		is_sent_twice(search, &found, index))
		return;
	uint64_t first = packet_at(search, found.first)->frame.number;
	if (found.count == 1) {
		add_arrow(search, found.first, index,
			arena_printf(search->arena,
				search->is_korean ? "#%" PRIu64 " 확인 응답"
						  : "acknowledges #%" PRIu64,
				first));
		return;
	}
	uint64_t last = packet_at(search, found.last)->frame.number;
	if (!found.size) { /* a SYN and a FIN */
		add_arrow(search, found.first, index,
			arena_printf(search->arena,
				search->is_korean ? "#%" PRIu64 ", #%" PRIu64 " 확인 응답"
						  : "acknowledges #%" PRIu64 " and #%" PRIu64,
				first, last));
		return;
	}
	const char *gap = text_digit_gap(search->is_korean);
	autofinish(text) struct text size = { 0 }, count = { 0 };
	text_append_grouped(&size, found.size, gap);
	text_append_grouped(&count, found.count, gap);
	add_arrow(search, found.first, index,
		arena_printf(search->arena,
			search->is_korean ? "%s바이트 확인 응답: 세그먼트 %s개, #%" PRIu64
					    "부터 #%" PRIu64
					  : "acknowledges %s bytes: %s segments from #%" PRIu64
					    " to #%" PRIu64,
			text_string(&size), text_string(&count), first, last));
}

/* ---- retransmissions ---- */

/*
 * Counts the duplicate ACKs between `original` and `again` that ask for this segment. Sets
 * *ret_third to the index of the third, when there is one.
 */
static size_t count_duplicates(
	const struct search *search, size_t original, size_t again, size_t *ret_third)
{
	const struct shown_packet *packet = packet_at(search, again);
	size_t count = 0;
	for (size_t i = original + 1; i < again; i++) {
		const struct shown_packet *ack = packet_at(search, i);
		if (!is_other_way(ack, packet) || !has_label(ack, TCP_LABEL_DUP_ACK) ||
			ack->facts.tcp.acknowledgment != packet->facts.tcp.sequence)
			continue;
		if (++count == 3)
			*ret_third = i;
	}
	return count;
}

static bool is_answered(const struct search *search, size_t original, size_t again)
{
	for (size_t i = original + 1; i < again; i++) {
		if (is_other_way(packet_at(search, i), packet_at(search, again)))
			return true;
	}
	return false;
}

static const char *silence_words(const struct search *search, size_t original, size_t again)
{
	autofinish(text) struct text duration = { 0 };
	timestamp_append_joined_duration(&duration,
		packet_at(search, again)->frame.time_ns -
			packet_at(search, original)->frame.time_ns,
		text_digit_gap(search->is_korean));
	return arena_printf(search->arena,
		search->is_korean ? "%s 동안 응답이 없어 다시 보냄"
				  : "again, after no answer for %s",
		text_string(&duration));
}

/* Whether both packets sent the same: the SYN, some byte of data, or else the FIN. */
static bool is_repeated(const struct shown_packet *earlier, const struct shown_packet *again)
{
	const struct tcp_header *a = frame_tcp(&earlier->frame), *b = frame_tcp(&again->frame);
	uint16_t both = a->flags & b->flags;
	if (!b->payload_size)
		return both & (TCP_SYN | TCP_FIN) &&
			earlier->facts.tcp.sequence + a->payload_size ==
			again->facts.tcp.sequence;
	uint32_t from = again->facts.tcp.sequence + ((b->flags & TCP_SYN) != 0);
	return bytes_from(earlier, from) > bytes_from(earlier, from + b->payload_size);
}

/*
 * Sets *ret_index to the packet before `index` that sent the same. The analysis names one by its
 * number alone, and a FIN may have that of the SYN.
 */
static bool find_original(const struct search *search, size_t index, size_t *ret_index)
{
	const struct shown_packet *packet = packet_at(search, index);
	if (!selection_find_frame(
		    search->selection, packet->facts.tcp.related_frame, ret_index))
		return false;
	for (size_t i = *ret_index; i < index; i++) {
		const struct shown_packet *earlier = packet_at(search, i);
		if (!is_same_way(earlier, packet) || earlier->facts.copy_of ||
			!is_repeated(earlier, packet))
			continue;
		*ret_index = i;
		return true;
	}
	return false;
}

static void explain_retransmission(struct search *search, size_t index)
{
	const struct shown_packet *packet = packet_at(search, index);
	size_t original;
	if (!has_label(packet, TCP_LABELS_RESENT) ||
		packet->facts.tcp.facts & TCP_FACT_CROSSED ||
		!find_original(search, index, &original))
		return;
	bool is_known = selection_is_whole(search->selection, original + 1, index);
	size_t third = NO_PACKET;
	size_t duplicates = count_duplicates(search, original, index, &third);
	uint64_t number = packet_at(search, original)->frame.number;
	bool is_silent = is_known && !duplicates && !is_answered(search, original, index) &&
		!has_label(packet, TCP_LABEL_FAST_RETRANSMISSION);
	add_arrow(search, original, index,
		is_silent ? silence_words(search, original, index)
			  : arena_printf(search->arena,
				    search->is_korean ? "#%" PRIu64 " 다시 보냄"
						      : "#%" PRIu64 " again",
				    number));
	if (third != NO_PACKET && has_label(packet, TCP_LABEL_FAST_RETRANSMISSION))
		add_arrow(search, third, index,
			search->is_korean ? "세 번째 중복 ACK" : "the third duplicate ACK");
}

/* ---- names ---- */

static bool names_address(const struct field *field, const struct address *address)
{
	struct address named;
	return (strcmp(field->spec->name, "dns.a") == 0 ||
		       strcmp(field->spec->name, "dns.aaaa") == 0) &&
		field_read_address(field, &named) && address_equal(&named, address);
}

static bool answer_names(const struct shown_packet *answer, const struct address *address)
{
	for (size_t i = 0; i < answer->fields.count; i++) {
		if (names_address(&answer->fields.fields[i], address))
			return true;
	}
	return false;
}

static bool is_opening(const struct shown_packet *packet)
{
	const struct tcp_header *header = packet->facts.has_tcp ? frame_tcp(&packet->frame) : NULL;
	return header && (header->flags & (TCP_SYN | TCP_ACK)) == TCP_SYN &&
		!has_label(packet, TCP_LABELS_RESENT);
}

/*
 * Adds an annotation from the last DNS answer that the client got with the address it connects to.
 */
static void explain_opening(struct search *search, size_t index)
{
	const struct shown_packet *syn = packet_at(search, index);
	for (size_t i = index; i-- > 0;) {
		const struct shown_packet *answer = packet_at(search, i);
		const struct dns_message *message = frame_dns(&answer->frame);
		if (!message || !message->is_response ||
			!address_equal(&answer->frame.destination, &syn->frame.source) ||
			!answer_names(answer, &syn->frame.destination))
			continue;
		char address[ADDRESS_TEXT_SIZE];
		address_format(&syn->frame.destination, address);
		add_arrow(search, i, index,
			arena_printf(search->arena,
				search->is_korean ? "응답에 있던 주소 %s에 연결함"
						  : "connects to %s, an address of the response",
				address));
		return;
	}
}

size_t packet_causes_find(const struct selection *selection, bool is_korean, struct arena *arena,
	struct annotation ret_causes[PACKET_CAUSES_MAX])
{
	struct search search = {
		.selection = selection,
		.arena = arena,
		.causes = ret_causes,
		.is_korean = is_korean,
	};
	for (size_t i = 0; i < selection->count; i++) {
		const struct shown_packet *packet = packet_at(&search, i);
		if (!packet_has_numbers(packet) || packet->facts.copy_of)
			continue;
		explain_ack(&search, i);
		explain_retransmission(&search, i);
		if (is_opening(packet))
			explain_opening(&search, i);
	}
	return search.count;
}
