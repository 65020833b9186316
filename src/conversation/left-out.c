/*
 * Counts the packets that a selection leaves out, while the capture is read. A conversation is
 * known to be shown only from its first shown packet on. Its earlier packets were counted
 * meanwhile, and are reported as left out right before that packet. Memory grows with the number of
 * conversations and of shown packets.
 */
#include "conversation/left-out.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/memory/hash-table.h"

/* The limit of conversations without TCP; packets of further ones are not counted. */
enum { PAIRS_MAX = 100000 };

/* A conversation in one selection. */
struct appearance {
	size_t selection, packet; /* its first shown packet */
	uint64_t latest; /* its latest frame that was shown or skipped */
	size_t counted_gap; /* the number of shown packets before its latest gap, plus 1 */
	struct appearance *next;
};

struct conversation {
	uint64_t count, first, last; /* its packets so far; first and last are frames */
	struct appearance *appearances;
};

/* Two ends that are no TCP connection; the lower one is first. */
struct pair {
	struct pair_end {
		struct address address; /* zero after its octets */
		uint16_t port;
	} ends[2];
	uint8_t protocol;
};

struct pair_row {
	struct pair pair;
	struct conversation conversation;
	UT_hash_handle hh;
};

struct gaps {
	struct left_out *gaps; /* indexed by the number of shown packets before the gap */
	size_t count, shown;
};

struct left_out_pass {
	struct arena *arena; /* owns the results */
	struct arena own;
	struct conversation *streams;
	size_t stream_count, stream_capacity;
	struct pair_row *pairs;
	struct gaps *selections;
	size_t selection_count;
	struct conversation *current; /* the conversation of the current packet; NULL: none */
	uint64_t frame;
};

struct left_out_pass *left_out_pass_new(struct arena *arena, size_t selection_count)
{
	struct left_out_pass *pass = xcalloc(1, sizeof(*pass));
	pass->arena = arena;
	pass->selections = arena_alloc_array(arena, selection_count, sizeof(*pass->selections));
	pass->selection_count = selection_count;
	return pass;
}

void left_out_pass_free(struct left_out_pass *pass)
{
	if (!pass)
		return;
	HASH_CLEAR(hh, pass->pairs);
	arena_finish(&pass->own);
	free(pass->streams);
	free(pass);
}

/* ---- conversations ---- */

static struct conversation *stream_conversation(struct left_out_pass *pass, uint32_t stream)
{
	while (pass->stream_count <= stream) {
		grow_array(&pass->streams, pass->stream_count, &pass->stream_capacity,
			sizeof(*pass->streams));
		pass->streams[pass->stream_count++] = (struct conversation){ 0 };
	}
	return &pass->streams[stream];
}

static size_t address_size(const struct address *address)
{
	return address->family == ADDRESS_IPV6 ? 16 : address->family == ADDRESS_IPV4 ? 4 : 6;
}

static void pair_end_set(struct pair_end *end, const struct address *address, uint16_t port)
{
	end->address.family = address->family;
	memcpy(end->address.octets, address->octets, address_size(address));
	end->port = port;
}

static struct conversation *pair_conversation(struct left_out_pass *pass, const struct frame *frame)
{
	struct pair pair;
	memset(&pair, 0, sizeof(pair));
	bool has_ports = frame->has_ports;
	pair.protocol = has_ports ? frame->ip_protocol : 0;
	pair_end_set(&pair.ends[0], &frame->source, has_ports ? frame->source_port : 0);
	pair_end_set(&pair.ends[1], &frame->destination, has_ports ? frame->destination_port : 0);
	if (memcmp(&pair.ends[0], &pair.ends[1], sizeof(pair.ends[0])) > 0) {
		/* compared with its padding, so all bytes are set */
		uint8_t end[sizeof(pair.ends[0])];
		memcpy(end, &pair.ends[0], sizeof(end));
		memcpy(&pair.ends[0], &pair.ends[1], sizeof(end));
		memcpy(&pair.ends[1], end, sizeof(end));
	}
	struct pair_row *row;
	HASH_FIND(hh, pass->pairs, &pair, sizeof(pair), row);
	if (row)
		return &row->conversation;
	if (HASH_COUNT(pass->pairs) >= PAIRS_MAX)
		return NULL;
	row = arena_new(&pass->own, struct pair_row);
	memcpy(&row->pair, &pair, sizeof(pair));
	HASH_ADD(hh, pass->pairs, pair, sizeof(row->pair), row);
	return &row->conversation;
}

/* ---- gaps ---- */

static struct left_out *gap_after(struct left_out_pass *pass, size_t selection, size_t shown)
{
	struct gaps *gaps = &pass->selections[selection];
	if (shown >= gaps->count) {
		size_t count = gaps->count ? gaps->count * 2 : 16;
		while (count <= shown)
			count *= 2;
		struct left_out *grown = arena_alloc_array(pass->arena, count, sizeof(*grown));
		if (gaps->count)
			memcpy(grown, gaps->gaps, gaps->count * sizeof(*grown));
		gaps->gaps = grown;
		gaps->count = count;
	}
	return &gaps->gaps[shown];
}

/*
 * Counts `count` packets of a conversation as left out between the last shown packet and the next.
 */
static void leave_out(struct left_out_pass *pass, struct appearance *appearance, size_t shown,
	uint64_t count, uint64_t first, uint64_t last)
{
	struct left_out *gap = gap_after(pass, appearance->selection, shown);
	if (!gap->count || first < gap->first)
		gap->first = first;
	if (last > gap->last)
		gap->last = last;
	gap->count += count;
	if (appearance->counted_gap == shown + 1)
		return;
	appearance->counted_gap = shown + 1;
	struct left_out_part *part = arena_new(pass->arena, struct left_out_part);
	*part = (struct left_out_part){ appearance->packet, gap->parts };
	gap->parts = part;
}

static struct appearance *appearance_in(const struct conversation *conversation, size_t selection)
{
	struct appearance *appearance = conversation->appearances;
	while (appearance && appearance->selection != selection)
		appearance = appearance->next;
	return appearance;
}

/* ---- one pass ---- */

void left_out_begin(
	struct left_out_pass *pass, const struct frame *frame, const struct packet_facts *facts)
{
	pass->frame = frame->number;
	if (facts->has_tcp)
		pass->current = stream_conversation(pass, facts->tcp.stream);
	else if (frame->source.family != ADDRESS_NONE && frame->destination.family != ADDRESS_NONE)
		pass->current = pair_conversation(pass, frame);
	else
		pass->current = NULL;
}

void left_out_show(struct left_out_pass *pass, size_t selection, size_t index)
{
	struct conversation *conversation = pass->current;
	pass->selections[selection].shown = index + 1;
	if (!conversation)
		return;
	struct appearance *appearance = appearance_in(conversation, selection);
	if (!appearance) {
		appearance = arena_new(&pass->own, struct appearance);
		*appearance = (struct appearance){
			.selection = selection,
			.packet = index,
			.next = conversation->appearances,
		};
		conversation->appearances = appearance;
		if (conversation->count)
			leave_out(pass, appearance, index, conversation->count, conversation->first,
				conversation->last);
	}
	appearance->latest = pass->frame;
}

void left_out_skip(struct left_out_pass *pass, size_t selection)
{
	struct appearance *appearance =
		pass->current ? appearance_in(pass->current, selection) : NULL;
	if (appearance)
		appearance->latest = pass->frame;
}

void left_out_end(struct left_out_pass *pass)
{
	struct conversation *conversation = pass->current;
	if (!conversation)
		return;
	for (struct appearance *each = conversation->appearances; each; each = each->next)
		if (each->latest != pass->frame)
			leave_out(pass, each, pass->selections[each->selection].shown, 1,
				pass->frame, pass->frame);
	if (!conversation->count++)
		conversation->first = pass->frame;
	conversation->last = pass->frame;
}

const struct left_out *left_out_gaps(struct left_out_pass *pass, size_t selection, size_t count)
{
	if (!pass->selections[selection].count)
		return NULL;
	(void)gap_after(pass, selection, count);
	return pass->selections[selection].gaps;
}
