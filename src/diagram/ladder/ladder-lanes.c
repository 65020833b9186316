/*
 * The lanes of a sequence diagram: one per socket (RFC 9293: an address and a port), or one per
 * address where there are no ports, and in a traceroute, where routers answer for sockets that are
 * not theirs. Clients stand at the left and servers at the right, the sockets of a host beside each
 * other, hosts in the order of appearance, routers in the order of their hops.
 *
 * Who is addressed as one of many has no lane: an arrow to everybody crosses all lanes. More lanes
 * than a slide has room for are merged: on each side those with the fewest packets share one.
 */
#include "diagram/ladder/ladder-layout.h"

#include <stdlib.h>
#include <string.h>

#include "diagram/packet-kind.h"

struct ladder_socket {
	struct address address;
	uint16_t port;
	bool has_port, is_server, is_merged;
	bool has_role; /* of client or server, which a captured SYN shows */
	unsigned packets; /* to and from it */
	unsigned hop; /* of a traceroute; 0: unknown */
	unsigned host; /* the index of the first socket with its address */
	unsigned lane;
};

/* ---- everybody ---- */

/* Whether the card is asked to take it as one of many: the group bit of IEEE 802. */
static bool is_group_frame(const struct frame *frame)
{
	const struct layer *first = &frame->layers[0];
	return frame->layer_count > 0 && first->protocol == PROTOCOL_ETHERNET &&
		first->offset < frame->data.size && (frame->data.data[first->offset] & 1);
}

bool frame_is_to_all(const struct frame *frame)
{
	const struct address *to = &frame->destination;
	static const uint8_t broadcast[4] = { 255, 255, 255, 255 };
	if (frame->transport == PART_TCP)
		return false;
	if (to->family == ADDRESS_MAC)
		return to->octets[0] & 1;
	if (to->family == ADDRESS_IPV6)
		return to->octets[0] == 0xff;
	if (to->family != ADDRESS_IPV4)
		return false;
	return to->octets[0] >> 4 == 0xe || memcmp(to->octets, broadcast, sizeof(broadcast)) == 0 ||
		(to->octets[3] == 255 && is_group_frame(frame));
}

/* ---- sockets ---- */

static struct ladder_socket socket_of(
	const struct ladder *ladder, const struct frame *frame, bool is_source)
{
	bool has_port = frame->has_ports && !ladder->is_traceroute;
	return (struct ladder_socket){
		.address = is_source ? frame->source : frame->destination,
		.has_port = has_port,
		.port = !has_port   ? 0
			: is_source ? frame->source_port
				    : frame->destination_port,
	};
}

static struct ladder_socket *socket_find(
	const struct ladder *ladder, const struct ladder_socket *wanted)
{
	for (unsigned i = 0; i < ladder->socket_count; i++) {
		struct ladder_socket *socket = &ladder->sockets[i];
		if (socket->has_port == wanted->has_port && socket->port == wanted->port &&
			address_equal(&socket->address, &wanted->address))
			return socket;
	}
	return NULL;
}

static struct ladder_socket *socket_add(
	struct ladder *ladder, const struct ladder_socket *wanted, bool is_server, bool has_role)
{
	struct ladder_socket *socket = socket_find(ladder, wanted);
	if (!socket) {
		socket = &ladder->sockets[ladder->socket_count++];
		*socket = *wanted;
		socket->is_server = is_server;
		for (unsigned i = 0; i < ladder->socket_count; i++) {
			socket->host = i;
			if (address_equal(&ladder->sockets[i].address, &socket->address))
				break;
		}
	}
	socket->has_role |= has_role;
	socket->packets++;
	return socket;
}

/*
 * Whether the packet is from the client. TCP's analysis knows; else who answers or reports an error
 * is the server, or the side with a well-known port; else the sender is taken for the client.
 */
static bool is_from_client(const struct shown_packet *packet)
{
	const struct frame *frame = &packet->frame;
	if (packet->facts.has_tcp)
		return packet->facts.tcp.is_from_client;
	enum packet_kind kind = packet_kind_of(packet);
	if (kind == PACKET_KIND_RESPONSE || kind == PACKET_KIND_ERROR)
		return false;
	if (frame->has_ports && (frame->source_port < 1024) != (frame->destination_port < 1024))
		return frame->destination_port < 1024;
	return true;
}

static void sockets_of_packet(struct layout *layout, size_t index)
{
	struct ladder *ladder = layout->ladder;
	const struct shown_packet *packet = layout->selection->packets[index];
	bool has_role = packet->facts.has_tcp &&
		capture_shows_roles(layout->summary, packet->facts.tcp.stream);
	const struct ladder_socket source = socket_of(ladder, &packet->frame, true);
	const struct ladder_socket destination = socket_of(ladder, &packet->frame, false);
	bool is_to_all = frame_is_to_all(&packet->frame);
	bool from_client = is_to_all || is_from_client(packet);
	const struct ladder_socket *asker = socket_find(ladder, &destination);
	if (!packet->facts.has_tcp && asker && !asker->is_server)
		from_client = false; /* an answer to an earlier sender */
	struct ladder_socket *sender = socket_add(ladder, &source, !from_client, has_role);
	if (!sender->hop && ladder->is_traceroute)
		sender->hop = packet_hop(layout->selection, index);
	if (!is_to_all)
		socket_add(ladder, &destination, from_client, has_role);
}

/* Moves all sockets of a host to the side of its first, unless it talks to itself. */
static void hosts_gather(struct ladder *ladder, const struct selection *selection)
{
	for (size_t i = 0; i < selection->count; i++)
		if (address_equal(&selection->packets[i]->frame.source,
			    &selection->packets[i]->frame.destination))
			return;
	for (unsigned i = 0; i < ladder->socket_count; i++)
		ladder->sockets[i].is_server = ladder->sockets[ladder->sockets[i].host].is_server;
}

/* ---- lanes ---- */

/*
 * The place among the lanes by hops. The host that the traceroute reaches has no hop, and comes
 * last.
 */
static unsigned hop_rank(const struct ladder *ladder, unsigned index)
{
	const struct ladder_socket *socket = &ladder->sockets[index];
	return ladder->is_traceroute && socket->is_server && !socket->hop ? 256 : socket->hop;
}

static bool comes_before(const struct ladder *ladder, unsigned a, unsigned b)
{
	const struct ladder_socket *first = &ladder->sockets[a], *second = &ladder->sockets[b];
	if (first->is_server != second->is_server)
		return !first->is_server;
	if (hop_rank(ladder, a) != hop_rank(ladder, b))
		return hop_rank(ladder, a) < hop_rank(ladder, b);
	if (first->host != second->host)
		return first->host < second->host;
	if (first->is_merged != second->is_merged)
		return second->is_merged;
	return a < b;
}

/* Sorts by insertion, since most sockets come in their order. */
static unsigned *sockets_sort(struct layout *layout)
{
	const struct ladder *ladder = layout->ladder;
	unsigned *order =
		arena_alloc_array(layout->arena, ladder->socket_count + 1, sizeof(*order));
	for (unsigned i = 0; i < ladder->socket_count; i++) {
		unsigned k = i;
		for (; k > 0 && comes_before(ladder, i, order[k - 1]); k--)
			order[k] = order[k - 1];
		order[k] = i;
	}
	return order;
}

/* Marks the sockets of one side that share a lane, so that `most` lanes are left. */
static void side_merge(struct ladder *ladder, bool is_server, unsigned count, unsigned most)
{
	for (; count > most - 1; count--) {
		struct ladder_socket *quietest = NULL;
		for (unsigned i = 0; i < ladder->socket_count; i++) {
			struct ladder_socket *socket = &ladder->sockets[i];
			if (socket->is_server == is_server && !socket->is_merged &&
				(!quietest || socket->packets <= quietest->packets))
				quietest = socket;
		}
		quietest->is_merged = true;
	}
}

static void sockets_merge(struct layout *layout)
{
	struct ladder *ladder = layout->ladder;
	unsigned limit = layout_is_narrow(layout) ? LANES_MAX_NARROW : LANES_MAX;
	unsigned count[2] = { 0, 0 }, most[2];
	for (unsigned i = 0; i < ladder->socket_count; i++)
		count[ladder->sockets[i].is_server]++;
	memcpy(most, count, sizeof(most));
	while (most[CLIENT] + most[SERVER] > limit)
		most[most[CLIENT] > most[SERVER] ? CLIENT : SERVER]--;
	for (unsigned side = CLIENT; side <= SERVER; side++)
		if (count[side] > most[side])
			side_merge(ladder, side == SERVER, count[side], most[side]);
}

/* Adds a socket to the lane that several of its side share, which stands at the first of them. */
static bool lane_joins(struct ladder *ladder, struct ladder_socket *socket)
{
	for (unsigned i = 0; socket->is_merged && i < ladder->lane_count; i++) {
		struct ladder_lane *lane = &ladder->lanes[i];
		if (!lane->is_merged || lane->is_server != socket->is_server)
			continue;
		lane->has_one_host &= address_equal(&lane->address, &socket->address);
		lane->has_role &= socket->has_role;
		lane->socket_count++;
		socket->lane = i;
		return true;
	}
	return false;
}

static void lane_find_name(const struct layout *layout, struct ladder_lane *lane)
{
	const struct capture_names *names = &layout->summary->names;
	const struct endpoint endpoint = { lane->address, lane->port };
	autofinish(text) struct text name = { 0 };
	if (endpoint_append_name(&name, &endpoint, lane->has_port, names, &lane->is_given_whole))
		lane->given = arena_strdup(layout->arena, text_string(&name));
}

static void lanes_make(struct layout *layout, const unsigned *order)
{
	struct ladder *ladder = layout->ladder;
	ladder->lanes =
		arena_alloc_array(layout->arena, ladder->socket_count + 1, sizeof(*ladder->lanes));
	for (unsigned i = 0; i < ladder->socket_count; i++) {
		struct ladder_socket *socket = &ladder->sockets[order[i]];
		if (lane_joins(ladder, socket))
			continue;
		socket->lane = ladder->lane_count;
		ladder->lanes[ladder->lane_count++] = (struct ladder_lane){
			.address = socket->address,
			.port = socket->port,
			.has_port = socket->has_port,
			.is_server = socket->is_server,
			.has_role = socket->has_role,
			.is_merged = socket->is_merged,
			.has_one_host = true,
			.socket_count = 1,
		};
		lane_find_name(layout, &ladder->lanes[socket->lane]);
		layout->client_lane_count += !socket->is_server;
	}
}

void lanes_collect(struct layout *layout)
{
	struct ladder *ladder = layout->ladder;
	const struct selection *selection = layout->selection;
	for (size_t i = 0; i < selection->count; i++)
		ladder->is_traceroute |= packet_tells_hop(&selection->packets[i]->frame);
	ladder->sockets = arena_alloc_array(
		layout->arena, 2 * selection->count + 1, sizeof(*ladder->sockets));
	for (size_t i = 0; i < selection->count; i++)
		sockets_of_packet(layout, i);
	hosts_gather(ladder, selection);
	sockets_merge(layout);
	lanes_make(layout, sockets_sort(layout));
	for (unsigned i = 1; i < ladder->socket_count; i++)
		if (ladder->sockets[i].host != 0)
			layout->has_many_addresses = true;
}

unsigned lane_of(const struct ladder *ladder, const struct frame *frame, bool is_source)
{
	const struct ladder_socket socket =
		socket_of(ladder, frame, is_source || frame_is_to_all(frame));
	const struct ladder_socket *found = socket_find(ladder, &socket);
	return found ? found->lane : 0;
}

void lane_sockets_append(struct text *out, const struct layout *layout, unsigned lane)
{
	enum { NAMES_MAX = 24 };
	const struct ladder *ladder = layout->ladder;
	unsigned count = 0;
	for (unsigned i = 0; i < ladder->socket_count; i++) {
		const struct ladder_socket *socket = &ladder->sockets[i];
		const struct endpoint endpoint = { socket->address, socket->port };
		if (socket->lane != lane)
			continue;
		if (count++ == NAMES_MAX) {
			text_append(out, " …");
			return;
		}
		text_append(out, count > 1 ? ", " : "");
		socket_append(out, layout, &endpoint, socket->has_port,
			!ladder->lanes[lane].has_one_host);
	}
}

const char *lane_without_address(const struct layout *layout)
{
	return layout->is_korean ? "기록 없음" : "not recorded";
}

void socket_append(struct text *out, const struct layout *layout, const struct endpoint *endpoint,
	bool has_port, bool has_address)
{
	if (endpoint->address.family == ADDRESS_NONE && !has_port) {
		text_append(out, lane_without_address(layout));
		return;
	}
	const struct capture_names *names = &layout->summary->names;
	bool is_whole = has_address || !has_port || socket_name(names, endpoint);
	if (is_whole)
		endpoint_append_named(out, endpoint, has_port, names);
	else if (port_name(names, endpoint->port))
		text_append(out, port_name(names, endpoint->port));
	else
		text_append_format(out, ":%u", endpoint->port);
}
