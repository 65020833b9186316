/*
 * Finds copies: the same packet captured twice. A copy has the same addresses and ports, the same
 * transport header, the same payload (its size, its beginning and the checksum are compared) and
 * the same IP identification (RFC 791; RFC 6864 section 4: a sender repeats none within a packet's
 * lifetime), and comes soon after the first. Whatever a router or bridge changes may differ: lower
 * headers and the TTL. A retransmission is a new packet with another identification. A packet with
 * other addresses or ports is no copy. A NAT may have changed them, but so looks a packet of
 * another connection whose sender counts its numbers from the same start.
 *
 * IPv6 has no identification, and some IPv4 senders always use the same one. Such a packet counts
 * as a copy when it came over another link or with another TTL. Over the same link, it counts only
 * when it came within half a millisecond, with nothing from the other end in between: no sender
 * repeats data, a SYN or a FIN that soon. A bare ACK may really be sent twice, so it counts only
 * when its connection was certainly captured twice.
 *
 * The memory holds the latest packets, and small tables of senders and of socket pairs.
 */
#include "conversation/copies.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/digest.h"
#include "base/format/timestamp.h"

enum {
	KEPT = 1024, /* packets; a power of two */
	INDEX = 4096, /* a power of two */
	PAIRS = 1024, /* socket pairs; a power of two */
	HOSTS = 256, /* a power of two */
	SAMPLE = 16, /* compared bytes of a payload */
	MESSAGE_SAMPLE = 32, /* of protocols other than TCP and UDP */
	LINK_KEPT = 24, /* compared bytes of the lower headers */
	FLOW_LABEL_MASK = 0xfffff,
};

static const int64_t same_link_ns = 10 * (int64_t)NS_PER_MS;
static const int64_t other_link_ns = 100 * (int64_t)NS_PER_MS;
static const int64_t sooner_than_again_ns = NS_PER_MS / 2;

/* The values of a packet that are compared. */
struct look {
	uint64_t content; /* a hash of what copies share besides their sockets */
	int64_t time_ns;
	uint64_t frame; /* 0: none */
	uint64_t source, destination; /* sockets: address and port of IPv4, else a hash */
	uint64_t host; /* the sender's address */
	uint16_t checksum; /* of TCP or UDP */
	uint16_t link_size; /* bytes of the lower headers */
	uint8_t link[LINK_KEPT];
	uint32_t identification, interface;
	uint8_t ttl;
	bool has_identification; /* IPv4 */
	bool is_tcp;
	bool is_repeated_late; /* TCP with data, SYN or FIN, which is repeated only later */
	bool is_fragment; /* other fragments have the same identification */
};

/* A pair of sockets, with both directions. */
struct pair {
	uint64_t key;
	uint64_t latest[2]; /* latest frame of each direction, copies excluded */
	bool is_doubled; /* a packet was certainly captured twice */
};

/* A sender, by its address. */
struct host {
	uint64_t key;
	uint64_t content; /* of its latest packet */
	uint32_t identification;
	bool is_constant; /* two different packets in a row have the same identification */
};

struct copies {
	uint32_t next; /* into kept */
	uint32_t index[INDEX]; /* by content and sockets; indices of `kept` */
	struct pair pairs[PAIRS];
	struct host hosts[HOSTS];
	/* The index begins with zeros, so the first one is read before it is written. */
	struct look kept[KEPT];
};

struct copies *copies_new(void)
{
	struct copies *copies = xmalloc(sizeof(*copies));
	/* A small capture needs few of the others: clearing them would make their memory real. */
	memset(copies, 0, offsetof(struct copies, kept) + sizeof(copies->kept[0]));
	return copies;
}

void copies_free(struct copies *copies)
{
	free(copies);
}

/* ---- the values of a packet ---- */

/* Adds up to `size` bytes from an offset of the packet to a hash; none when it was cut there. */
static uint64_t mix_sample(uint64_t hash, const struct frame *frame, size_t from, size_t size)
{
	if (from + size > frame->data.size)
		return hash;
	for (; size >= sizeof(uint64_t); size -= sizeof(uint64_t), from += sizeof(uint64_t)) {
		uint64_t word;
		memcpy(&word, frame->data.data + from, sizeof(word));
		hash = hash_mix(hash, word);
	}
	for (; size; size--, from++)
		hash = hash_mix(hash, frame->data.data[from]);
	return hash;
}

static uint64_t hash_tcp(const struct frame *frame, uint64_t hash)
{
	const struct tcp_header *tcp = frame_tcp(frame);
	hash = hash_mix(hash, (uint64_t)tcp->sequence << 32 | tcp->acknowledgment);
	hash = hash_mix(
		hash, (uint64_t)tcp->payload_size << 32 | (uint64_t)tcp->flags << 16 | tcp->window);
	if (tcp->has_timestamps)
		hash = hash_mix(hash, (uint64_t)tcp->timestamp_value << 32 | tcp->timestamp_echo);
	for (unsigned i = 0; i < tcp->sack_count && i < TCP_SACK_BLOCKS_MAX; i++)
		hash = hash_mix(hash, (uint64_t)tcp->sack[i].left << 32 | tcp->sack[i].right);
	size_t size = tcp->payload_size < SAMPLE ? tcp->payload_size : SAMPLE;
	return mix_sample(hash, frame, frame->payload_offset, size);
}

static uint64_t hash_udp(const struct frame *frame, uint64_t hash)
{
	size_t payload = frame_udp(frame)->payload_size;
	hash = hash_mix(hash, frame_udp(frame)->length);
	return mix_sample(hash, frame, frame->payload_offset, payload < SAMPLE ? payload : SAMPLE);
}

/* Hashes a layer from its byte `from` to its end: a fragment, ICMP, ARP. */
static uint64_t hash_message(const struct frame *frame, uint64_t hash, size_t from, size_t end)
{
	size_t size = end > from ? end - from : 0;
	hash = hash_mix(hash, size);
	return mix_sample(hash, frame, from, size < MESSAGE_SAMPLE ? size : MESSAGE_SAMPLE);
}

static void look_at_ip(struct look *look, const struct frame *frame, const struct layer *ip)
{
	bool is_v4 = ip->protocol == PROTOCOL_IPV4;
	uint64_t fragment = (uint64_t)frame->fragment_offset << 9 |
		(uint64_t)frame->has_more_fragments << 8 | frame->ip_protocol;
	uint64_t hash = hash_mix(fragment, frame->ip_identification);
	if (!is_v4 && frame->data.size >= ip->offset + sizeof(uint32_t))
		hash = hash_mix(hash, bytes_u32(frame->data.data + ip->offset) & FLOW_LABEL_MASK);
	if (frame_tcp(frame))
		hash = hash_tcp(frame, hash);
	else if (frame_udp(frame))
		hash = hash_udp(frame, hash);
	else
		hash = hash_message(frame, hash, (size_t)ip->offset + ip->header_size,
			(size_t)ip->offset + ip->size);
	look->content = hash;
	look->checksum = frame_tcp(frame) ? frame_tcp(frame)->checksum
		: frame_udp(frame)        ? frame_udp(frame)->checksum
					  : 0;
	look->has_identification = is_v4 && frame->ip_identification;
	look->identification = frame->ip_identification;
	look->ttl = frame->ttl;
	look->is_fragment = frame->is_fragment;
	look->is_tcp = frame_tcp(frame);
	look->is_repeated_late = frame_tcp(frame) &&
		(frame_tcp(frame)->payload_size || frame_tcp(frame)->flags & (TCP_SYN | TCP_FIN));
}

/* An address and port in one word: exact for IPv4, a hash for IPv6. */
static uint64_t socket_word(const struct address *address, uint16_t port)
{
	if (address->family == ADDRESS_IPV4)
		return (uint64_t)bytes_u32(address->octets) << 16 | port;
	if (address->family != ADDRESS_IPV6)
		return hash_mix(bytes_u32(address->octets), bytes_u16(address->octets + 4));
	uint64_t words[2];
	memcpy(words, address->octets, sizeof(words));
	return hash_mix(hash_mix(words[0], words[1]), port);
}

/* Keeps the first bytes of the lower headers. */
static void look_at_link(struct look *look, const struct frame *frame, size_t size)
{
	size = size < frame->data.size ? size : frame->data.size;
	look->link_size = (uint16_t)size;
	if (frame->data.size >= LINK_KEPT)
		memcpy(look->link, frame->data.data, LINK_KEPT);
	else if (size)
		memcpy(look->link, frame->data.data, size);
}

/* Returns the innermost IP header, but not one that an ICMP error quotes. */
static const struct layer *innermost_ip(const struct frame *frame)
{
	const struct layer *ip = NULL;
	for (unsigned i = 0; i < frame->layer_count; i++) {
		enum protocol protocol = frame->layers[i].protocol;
		if (protocol == PROTOCOL_ICMP || protocol == PROTOCOL_ICMPV6)
			break;
		if (protocol == PROTOCOL_IPV4 || protocol == PROTOCOL_IPV6)
			ip = &frame->layers[i];
	}
	return ip;
}

/* Reads the values of a packet; false for packets that are never compared. */
static bool look_at(struct look *look, const struct frame *frame)
{
	const struct layer *ip = frame->has_ip ? innermost_ip(frame) : NULL;
	const struct layer *below = ip ? ip : frame_layer(frame, PROTOCOL_ARP);
	if (!below)
		return false;
	look->time_ns = frame->time_ns;
	look->frame = frame->number;
	look->interface = frame->interface;
	look->host = socket_word(&frame->source, 0);
	look->source = socket_word(&frame->source, frame->has_ports ? frame->source_port : 0);
	look->destination =
		socket_word(&frame->destination, frame->has_ports ? frame->destination_port : 0);
	look_at_link(look, frame, below->offset);
	look->identification = look->checksum = look->ttl = 0;
	look->has_identification = look->is_tcp = false;
	look->is_repeated_late = look->is_fragment = false;
	if (ip)
		look_at_ip(look, frame, ip);
	else
		look->content =
			hash_message(frame, 1, below->offset, (size_t)below->offset + below->size);
	return true;
}

/* Returns where the index has the latest packet of these sockets with this content. */
static uint32_t *slot_of(struct copies *copies, const struct look *look)
{
	uint64_t key = hash_mix(hash_mix(look->content, look->source), look->destination);
	return &copies->index[key & (INDEX - 1)];
}

/* ---- comparison ---- */

static bool has_same_packet(const struct look *first, const struct look *look)
{
	return first->frame && first->content == look->content && first->source == look->source &&
		first->destination == look->destination;
}

static bool is_within(const struct look *first, const struct look *look, int64_t limit_ns)
{
	uint64_t later_ns = (uint64_t)look->time_ns - (uint64_t)first->time_ns;
	return later_ns + (uint64_t)limit_ns <=
		2 * (uint64_t)limit_ns; /* either may be the earlier one */
}

/*
 * Whether a packet without a usable identification was captured twice; true only where a sender
 * would not repeat it that soon.
 */
static bool is_doubled(
	const struct look *first, const struct look *look, const struct pair *pair, unsigned way)
{
	bool was_answered = pair->latest[!way] > first->frame;
	bool is_next = pair->latest[way] == first->frame;
	return look->is_tcp && is_within(first, look, sooner_than_again_ns) && !was_answered &&
		(look->is_repeated_late || (pair->is_doubled && is_next));
}

static bool has_same_link(const struct look *first, const struct look *look)
{
	return first->interface == look->interface && first->ttl == look->ttl &&
		first->link_size == look->link_size &&
		memcmp(first->link, look->link,
			look->link_size < LINK_KEPT ? look->link_size : LINK_KEPT) == 0;
}

static bool is_copy(const struct look *first, const struct look *look, const struct pair *pair,
	unsigned way, bool is_identified, bool *ret_is_certain)
{
	bool is_other_link = !has_same_link(first, look);
	*ret_is_certain = true;
	if (look->ttl > first->ttl) /* a router's copy comes later and has a lower TTL */
		return false;
	/*
	 * The card fills in a checksum that the kernel left out; on one link equal payloads have
	 * equal checksums.
	 */
	if (!is_other_link && first->checksum != look->checksum)
		return false;
	if (is_identified || is_other_link)
		return is_within(first, look, is_other_link ? other_link_ns : same_link_ns);
	*ret_is_certain = look->is_repeated_late;
	return is_doubled(first, look, pair, way);
}

/* Returns the entry of a socket pair; pairs with the same index replace each other. */
static struct pair *pair_of(struct copies *copies, const struct look *look, unsigned *ret_way)
{
	uint64_t key = hash_mix(look->source, 0) + hash_mix(look->destination, 0);
	struct pair *pair = &copies->pairs[key & (PAIRS - 1)];
	*ret_way = look->source < look->destination;
	if (pair->key != key) {
		memset(pair, 0, sizeof(*pair));
		pair->key = key;
	}
	return pair;
}

/*
 * Whether the identifications of this sender tell its packets apart. Remembers the packet as its
 * latest.
 */
static bool host_tells_apart(struct copies *copies, const struct look *look)
{
	uint64_t key = hash_mix(look->host, 0);
	struct host *host = &copies->hosts[key & (HOSTS - 1)];
	if (!look->has_identification || look->is_fragment)
		return look->has_identification && !(host->key == key && host->is_constant);
	if (host->key != key)
		*host = (struct host){ .key = key };
	else if (host->content != look->content && host->identification == look->identification)
		host->is_constant = true;
	host->content = look->content;
	host->identification = look->identification;
	return !host->is_constant;
}

/* Not inline: a scan that does not look for copies would save this function's registers. */
__attribute__((noinline)) uint64_t copies_find(struct copies *copies, const struct frame *frame)
{
	unsigned way;
	struct look *look = &copies->kept[copies->next];
	if (!look_at(look, frame))
		return 0;
	uint32_t *slot = slot_of(copies, look);
	const struct look *first = &copies->kept[*slot];
	struct pair *pair = pair_of(copies, look, &way);
	bool is_identified = host_tells_apart(copies, look);
	bool is_certain;
	if (first != look && has_same_packet(first, look) &&
		is_copy(first, look, pair, way, is_identified, &is_certain)) {
		pair->is_doubled |= is_certain;
		return first->frame;
	}
	*slot = copies->next;
	copies->next = (copies->next + 1) & (KEPT - 1);
	pair->latest[way] = look->frame;
	return 0;
}
