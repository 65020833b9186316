/*
 * Chooses the application protocol of a segment or datagram. As in Wireshark the port decides, the
 * lower one first. HTTP, TLS, SSH and QUIC are recognized on any port by their first bytes.
 */
#include "dissect/application/application.h"

#include "base/array.h"
#include "base/text.h"

/* ---- numbers ---- */

static size_t row_of(
	const struct port_row *rows, size_t count, const struct protocol_description *protocol)
{
	size_t i = 0;
	while (i < count && rows[i].protocol != protocol)
		i++;
	return i;
}

/*
 * Returns a number above those of `enum protocol`, by the protocol's first row over UDP, else its
 * first row over TCP.
 */
enum protocol protocol_number(const struct protocol_description *protocol)
{
	if (protocol->number != PROTOCOL_NONE)
		return protocol->number;
	size_t row = row_of(udp_ports, udp_port_count, protocol);
	if (row == udp_port_count)
		row += row_of(tcp_ports, tcp_port_count, protocol);
	return (enum protocol)(PROTOCOL_COUNT + row);
}

static const struct protocol_description *find_in(
	const struct port_row *rows, size_t count, enum protocol number)
{
	for (size_t i = 0; i < count; i++)
		if (rows[i].protocol->number == number)
			return rows[i].protocol;
	return NULL;
}

static const struct protocol_description *find_listed(enum protocol number)
{
	const struct protocol_description *found = find_in(udp_ports, udp_port_count, number);
	if (!found)
		found = find_in(tcp_ports, tcp_port_count, number);
	for (size_t i = 0; !found && i < udp_recognized_count; i++)
		if (udp_recognized[i]->number == number)
			found = udp_recognized[i];
	return found;
}

const struct protocol_description *protocol_find(enum protocol number)
{
	if (number == PROTOCOL_NONE)
		return NULL;
	if (number < PROTOCOL_COUNT)
		return find_listed(number);
	size_t row = (size_t)number - PROTOCOL_COUNT;
	if (row < udp_port_count)
		return udp_ports[row].protocol;
	row -= udp_port_count;
	return row < tcp_port_count ? tcp_ports[row].protocol : NULL;
}

/* ---- choosing ---- */

static struct front front_of(const struct input *in)
{
	struct cursor cursor = in->cursor;
	struct front front = {
		.size = input_wire_remaining(in),
		.captured_size = (uint32_t)cursor_remaining(&in->cursor),
	};
	for (size_t i = 0; i < sizeof(front.word); i++)
		front.word = front.word << 8 | cursor_u8(&cursor);
	front.cookie = cursor_u32(&cursor);
	front.first = (uint8_t)(front.word >> 24);
	front.second = (uint8_t)(front.word >> 16);
	front.second_half = (uint16_t)front.word;
	return front;
}

/*
 * Dissects the payload as this protocol; false when it is none of the protocol's messages. Not
 * inline: the search for a port's rows is, which nearly every payload passes without finding one.
 */
__attribute__((noinline)) static bool dissect_as(
	const struct protocol_description *protocol, struct frame *frame, struct input *in)
{
	if (protocol->dissect) {
		protocol->dissect(frame, in);
		return true;
	}
	if (protocol->dissect_if)
		return protocol->dissect_if(frame, in);
	struct front front = front_of(in);
	if (!protocol->is_message(&front))
		return false;
	frame_name_as(frame, protocol);
	data_dissect(frame, in);
	return true;
}

ALWAYS_INLINE bool port_dissect(const struct port_row *rows, size_t count, uint16_t port,
	struct frame *frame, struct input *in)
{
	for (size_t i = 0; i < count && rows[i].port <= port; i++)
		if (rows[i].port == port && dissect_as(rows[i].protocol, frame, in))
			return true;
	return false;
}

ALWAYS_INLINE bool ports_dissect(
	const struct port_row *rows, size_t count, struct frame *frame, struct input *in)
{
	uint16_t low = frame->source_port, high = frame->destination_port;
	if (low > high) {
		low = frame->destination_port;
		high = frame->source_port;
	}
	return port_dissect(rows, count, low, frame, in) ||
		(high != low && port_dissect(rows, count, high, frame, in));
}

void tcp_payload_dissect(struct frame *frame, struct input *in)
{
	struct cursor ahead = in->cursor;
	uint8_t first = cursor_u8(&ahead);
	if (!cursor_ok(&ahead)) {
		data_dissect(frame, in);
		return;
	}
	if (ports_dissect(tcp_ports, tcp_port_count, frame, in))
		return;
	/*
	 * The first byte rules out most payloads: few segments begin a message of these protocols.
	 */
	if ((first >= 'A' && first <= 'Z') || first == '\r') {
		if (http_dissect(frame, in) || ssh_dissect(frame, in))
			return;
	} else if (first >= 20 && first <= 24) {
		if (tls_dissect(frame, in))
			return;
	} else if (first & 0x80 && tls_old_hello_dissect(frame, in)) {
		return;
	}
	data_dissect(frame, in);
}

void udp_payload_dissect(struct frame *frame, struct input *in)
{
	if (cursor_remaining(&in->cursor) > 0) {
		if (ports_dissect(udp_ports, udp_port_count, frame, in))
			return;
		for (size_t i = 0; i < udp_recognized_count; i++)
			if (dissect_as(udp_recognized[i], frame, in))
				return;
	}
	data_dissect(frame, in);
}
