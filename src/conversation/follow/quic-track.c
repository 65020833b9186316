/*
 * Follows QUIC over datagrams (RFC 9000, RFC 9001). The keys of all Initial packets are derived
 * from the connection id that the client chose first, so a server's hello can be read, too. A hello
 * may span several packets. A short header can be interpreted only with the connection's ids. As in
 * Wireshark, a pair of sockets is QUIC from a client's Initial packet on. Packets under later keys
 * stay encrypted.
 *
 * A table has an entry for the sockets of each connection; a new connection may replace another
 * one.
 */
#include "conversation/follow/quic-track.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "dissect/tls/quic.h"

enum { PLACES = 512 /* a power of two */, PACKETS_MAX = 8 };

/* The CRYPTO data of a handshake message that is not complete yet. */
struct crypto_data {
	uint8_t bytes[QUIC_CRYPTO_MAX];
	bool is_known[QUIC_CRYPTO_MAX];
};

/* The handshake that one side sent in Initial packets. */
struct hello {
	size_t read_size; /* bytes of complete messages that were read */
	struct crypto_data *crypto; /* the data after read_size; NULL: none */
};

struct connection_id {
	uint8_t size;
	uint8_t octets[QUIC_ID_MAX];
};

struct quic_connection {
	struct address client, server;
	uint16_t client_port, server_port;
	struct connection_id key_id; /* the client's first destination; size 0 after a retry */
	struct connection_id client_id, server_id; /* the id that each side chose for itself */
	struct hello from_client, from_server;
};

struct quic_track {
	size_t count; /* connections so far: 0 avoids the search */
	struct quic_connection *places[PLACES];
	/* The messages of the last datagram. */
	struct quic_message quic;
	struct tls_message tls;
};

struct quic_track *quic_track_new(void)
{
	return xcalloc(1, sizeof(struct quic_track));
}

static void connection_free(struct quic_connection *connection)
{
	if (!connection)
		return;
	free(connection->from_client.crypto);
	free(connection->from_server.crypto);
	free(connection);
}

void quic_track_free(struct quic_track *track)
{
	if (!track)
		return;
	for (size_t i = 0; i < PLACES; i++)
		connection_free(track->places[i]);
	free(track);
}

/* ---- ids ---- */

static void id_set(struct connection_id *id, struct bytes bytes)
{
	id->size = (uint8_t)(bytes.size <= QUIC_ID_MAX ? bytes.size : 0);
	if (id->size)
		memcpy(id->octets, bytes.data, id->size);
}

static bool id_equal(const struct connection_id *id, struct bytes bytes)
{
	return id->size == bytes.size && (!id->size || !memcmp(id->octets, bytes.data, id->size));
}

/* ---- the table ---- */

static struct quic_connection **place_of(struct quic_track *track, const struct frame *frame)
{
	/* the same for both directions */
	uint32_t hash = (uint32_t)(frame->source_port ^ frame->destination_port) * 0x9e3779b1u;
	size_t size = frame->source.family == ADDRESS_IPV6 ? 16 : 4;
	for (size_t i = 0; i < size; i++)
		hash += (uint32_t)(frame->source.octets[i] + frame->destination.octets[i])
			<< i % 4 * 8;
	hash *= 0x85ebca6bu;
	return &track->places[(hash >> 16) & (PLACES - 1)];
}

static bool is_from(const struct frame *frame, const struct address *source, uint16_t source_port,
	const struct address *destination, uint16_t destination_port)
{
	return frame->source_port == source_port && frame->destination_port == destination_port &&
		address_equal(&frame->source, source) &&
		address_equal(&frame->destination, destination);
}

/* Whether the frame belongs to the connection, and which side sent it. */
static bool belongs(const struct quic_connection *connection, const struct frame *frame,
	bool *ret_is_from_server)
{
	const struct quic_connection *c = connection;
	*ret_is_from_server =
		is_from(frame, &c->server, c->server_port, &c->client, c->client_port);
	return *ret_is_from_server ||
		is_from(frame, &c->client, c->client_port, &c->server, c->server_port);
}

static struct quic_connection *connection_begin(
	struct quic_connection **place, const struct frame *frame)
{
	connection_free(*place);
	struct quic_connection *connection = xcalloc(1, sizeof(*connection));
	connection->client = frame->source;
	connection->server = frame->destination;
	connection->client_port = frame->source_port;
	connection->server_port = frame->destination_port;
	*place = connection;
	return connection;
}

/* ---- packets ---- */

/*
 * Whether a client's Initial packet begins a new connection of the same sockets: its destination id
 * is one that nobody chose.
 */
static bool begins_new_connection(
	const struct quic_connection *connection, const struct quic_packet *packet)
{
	struct bytes id = packet->initial.destination_id;
	return packet->type == QUIC_INITIAL && connection->key_id.size &&
		!id_equal(&connection->key_id, id) && !id_equal(&connection->server_id, id);
}

static void learn_ids(
	struct quic_connection *connection, const struct quic_packet *packet, bool is_from_server)
{
	const struct quic_initial *initial = &packet->initial;
	if (is_from_server) {
		if (packet->type == QUIC_RETRY)
			connection->key_id.size = 0; /* the next Initial packet has the new id */
		else if (packet->type == QUIC_INITIAL || packet->type == QUIC_HANDSHAKE)
			id_set(&connection->server_id, initial->source_id);
		return;
	}
	if (packet->type != QUIC_INITIAL)
		return;
	id_set(&connection->client_id, initial->source_id);
	if (!connection->key_id.size)
		id_set(&connection->key_id, initial->destination_id);
}

/* Puts CRYPTO data in its place and reads the messages that are now complete. */
static void add_crypto(
	struct hello *hello, const struct quic_frames *frames, struct quic_track *track)
{
	if (!hello->crypto)
		hello->crypto = xcalloc(1, sizeof(*hello->crypto));
	struct crypto_data *crypto = hello->crypto;
	size_t known_end = 0;
	for (size_t i = hello->read_size; i < QUIC_CRYPTO_MAX; i++) {
		if (frames->is_known[i]) {
			crypto->bytes[i] = frames->crypto[i];
			crypto->is_known[i] = true;
		}
		if (crypto->is_known[i])
			known_end = i + 1;
	}
	size_t end = hello->read_size;
	while (end < QUIC_CRYPTO_MAX && crypto->is_known[end])
		end++;
	struct bytes fresh = { crypto->bytes + hello->read_size, end - hello->read_size };
	hello->read_size += quic_handshake_add(&track->quic, &track->tls, fresh);
	if (known_end > hello->read_size)
		return;
	free(crypto);
	hello->crypto = NULL;
}

static void open_packet(struct quic_connection *connection, struct quic_packet *packet,
	bool is_from_server, struct quic_track *track)
{
	if (packet->type != QUIC_INITIAL || !packet->initial.packet.size)
		return;
	struct quic_frames frames;
	packet->initial.key_id =
		(struct bytes){ connection->key_id.octets, connection->key_id.size };
	packet->initial.is_from_server = is_from_server;
	if (!quic_initial_open(&packet->initial, &frames, NULL))
		return;
	track->quic.is_open = true;
	add_crypto(is_from_server ? &connection->from_server : &connection->from_client, &frames,
		track);
}

static bool is_short(const struct frame *frame)
{
	return frame->payload.size && !(frame->payload.data[0] & 0x80);
}

/* Sets the ids that the Info column shows: the one of the keys, and the one of a short header. */
static void set_shown_ids(const struct quic_connection *connection, bool is_from_server,
	const struct frame *frame, struct quic_message *quic)
{
	const struct connection_id *receiver =
		is_from_server ? &connection->client_id : &connection->server_id;
	quic->is_from_server = is_from_server;
	quic->key_id_size = connection->key_id.size;
	memcpy(quic->key_id, connection->key_id.octets, sizeof(quic->key_id));
	quic->short_id_size = receiver->size;
	if (is_short(frame) &&
		(frame->payload.size <= receiver->size ||
			memcmp(frame->payload.data + 1, receiver->octets, receiver->size) != 0))
		quic->short_id_size = 0; /* another id, which was announced under encryption */
}

void quic_track_add(struct quic_track *track, struct frame *frame, struct packet_facts *facts)
{
	bool begins_long = frame->protocol == PROTOCOL_QUIC;
	if ((!track->count && !begins_long) || !frame->payload.size || frame->is_fragment)
		return;
	struct quic_connection **place = place_of(track, frame);
	struct quic_connection *connection = *place;
	bool is_from_server = false;
	bool is_known = connection && belongs(connection, frame, &is_from_server);
	if (!is_known && !begins_long)
		return;
	struct bytes rest = frame->payload;
	struct quic_packet packet;
	bool is_long = quic_packet_take(&rest, &packet);
	if (!is_known && (!is_long || packet.type != QUIC_INITIAL))
		return;
	if (!is_known ||
		(!is_from_server && is_long && begins_new_connection(connection, &packet))) {
		connection = connection_begin(place, frame);
		is_from_server = false;
		track->count++;
	}
	track->quic = (struct quic_message){ 0 };
	track->tls = (struct tls_message){ 0 };
	for (unsigned count = 0; is_long && count < PACKETS_MAX; count++) {
		learn_ids(connection, &packet, is_from_server);
		open_packet(connection, &packet, is_from_server, track);
		is_long = rest.size && quic_packet_take(&rest, &packet);
	}
	set_shown_ids(connection, is_from_server, frame, &track->quic);
	if (is_short(frame)) {
		quic_short_dissect(frame, &track->quic);
		frame_read(frame, &facts->shown);
	}
	frame_reading_show_as(&facts->shown, frame, PROTOCOL_QUIC);
	facts->shown.quic = &track->quic;
	facts->shown.tls = &track->tls;
	facts->shown.tls_version = track->tls.version;
}
