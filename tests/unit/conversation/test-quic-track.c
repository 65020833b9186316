/* QUIC connections over their datagrams: the server's first packet of RFC 9001 appendix A.3. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/array.h"
#include "conversation/follow/quic-track.h"
#include "dissect/dissect.h"
#include "listing/info/arrow-label.h"
#include "listing/info/packet-info.h"

enum { LINK_TYPE_RAW = 12, HEADERS_SIZE = 28, PACKET_MAX = 512 };

/* The client's, of which only the ids count here; appendix A has DCID 8394c8f03e515708. */
static const char client_initial[] = "c00000000108"
				     "8394c8f03e515708"
				     "00"
				     "00"
				     "14"
				     "0000000000000000000000000000000000000000";
static const char server_initial[] =
	"cf000000010008f067a5502a4262b5004075c0d95a482cd0991cd25b0aac406a5816b6394100f37a1c69797554"
	"780bb38cc5a99f5ede4cf73c3ec2493a1839b3dbcba3f6ea46c5b7684df3548e7ddeb9c3bf9c73cc3f3bded74b"
	"562bfb19fb84022f8ef4cdd93795d77d06edbb7aaf2f58891850abbdca3d20398c276456cbc42158407dd074e"
	"e";
static const char client_short[] = "41"
				   "f067a5502a4262b5"
				   "00112233445566778899";
static const char other_short[] = "41"
				  "0102030405060708"
				  "00112233445566778899";
static const char server_short[] = "4f"
				   "00112233445566778899";
static const char handshake_behind[] = "c00000000108"
				       "8394c8f03e515708"
				       "00"
				       "00"
				       "04"
				       "00000000"
				       "e00000000108"
				       "8394c8f03e515708"
				       "00"
				       "04"
				       "00000000";

struct datagram {
	const char *payload, *info;
	bool is_from_server;
	uint8_t handshake; /* the only one that ends in it, or 0 */
	const char *label; /* on its arrow; NULL: not looked at */
	const char *layers; /* those of QUIC, with the sizes of their headers; NULL: likewise */
};

static size_t unhex(const char *hex, uint8_t *ret_bytes)
{
	static const char digits[] = "0123456789abcdef";
	size_t size = strlen(hex) / 2;
	for (size_t i = 0; i < size; i++)
		ret_bytes[i] = (uint8_t)((strchr(digits, hex[2 * i]) - digits) << 4 |
			(strchr(digits, hex[2 * i + 1]) - digits));
	return size;
}

static size_t write_datagram(const struct datagram *datagram, uint8_t bytes[PACKET_MAX])
{
	static const uint8_t addresses[2][8] = { { 192, 0, 2, 1, 192, 0, 2, 2 },
		{ 192, 0, 2, 2, 192, 0, 2, 1 } };
	static const uint8_t ports[2][4] = { { 0xc0, 0, 1, 0xbb }, { 1, 0xbb, 0xc0, 0 } };
	memset(bytes, 0, HEADERS_SIZE);
	size_t size = unhex(datagram->payload, bytes + HEADERS_SIZE) + HEADERS_SIZE;
	bytes[0] = 0x45;
	bytes[2] = (uint8_t)(size >> 8);
	bytes[3] = (uint8_t)size;
	bytes[9] = 17;
	memcpy(bytes + 12, addresses[datagram->is_from_server], 8);
	memcpy(bytes + 20, ports[datagram->is_from_server], 4);
	bytes[24] = (uint8_t)((size - 20) >> 8);
	bytes[25] = (uint8_t)(size - 20);
	return size;
}

/* Appends "QUIC 19, QUIC 9, Data 10". */
static void append_layers(struct text *out, const struct frame *frame)
{
	bool is_first = true;
	for (unsigned i = 0; i < frame->layer_count; i++) {
		const struct layer *layer = &frame->layers[i];
		if (layer->protocol != PROTOCOL_QUIC && layer->protocol != PROTOCOL_DATA)
			continue;
		bool is_data = layer->protocol == PROTOCOL_DATA;
		text_append_format(out, "%s%s %u", is_first ? "" : ", ",
			protocol_name(layer->protocol), is_data ? layer->size : layer->header_size);
		is_first = false;
	}
}

static void check_label(const struct datagram *datagram, const struct frame *frame,
	const struct packet_facts *facts)
{
	autofinish(text) struct text label = { 0 }, layers = { 0 };
	arrow_label_append(&label, frame, facts);
	append_layers(&layers, frame);
	if (datagram->label)
		assert_string_equal(text_string(&label), datagram->label);
	if (datagram->layers)
		assert_string_equal(text_string(&layers), datagram->layers);
}

static void check(const struct datagram *datagrams, size_t count)
{
	struct quic_track *track = quic_track_new();
	autofinish(text) struct text info = { 0 };
	uint8_t bytes[PACKET_MAX];
	for (size_t i = 0; i < count; i++) {
		size_t size = write_datagram(&datagrams[i], bytes);
		struct frame frame = { .number = i + 1 };
		dissect_frame(
			&frame, LINK_TYPE_RAW, (struct bytes){ bytes, size }, (uint32_t)size, NULL);
		struct packet_facts facts = packet_facts_of(&frame);
		quic_track_add(track, &frame, &facts);
		info.size = 0;
		packet_info_append(&info, &frame, &facts);
		assert_string_equal(text_string(&info), datagrams[i].info);
		check_label(&datagrams[i], &frame, &facts);
		if (facts.shown.protocol != PROTOCOL_QUIC)
			continue;
		assert_int_equal(facts.shown.tls->handshake_count, datagrams[i].handshake != 0);
		if (datagrams[i].handshake)
			assert_int_equal(facts.shown.tls->handshakes[0], datagrams[i].handshake);
	}
	quic_track_free(track);
}

#define CHECK(datagrams) check((datagrams), ARRAY_COUNT(datagrams))

static void server_is_opened_once(void **state)
{
	(void)state;
	static const char opened[] = "Initial, SCID=f067a5502a4262b5, PKN: 1, ACK, CRYPTO";
	const struct datagram datagrams[] = {
		{ client_initial, "Initial, DCID=8394c8f03e515708", false, 0, NULL, NULL },
		{ server_initial, opened, true, 2, NULL, NULL },
		{ server_initial, opened, true, 0, NULL,
			NULL }, /* repeated: its hello was reported already */
	};
	CHECK(datagrams);
}

/*
 * Without the client's packet the keys are unknown, and a short header may be the first byte of any
 * datagram.
 */
static void nothing_is_guessed(void **state)
{
	(void)state;
	const struct datagram datagrams[] = {
		{ client_short, "49152 → 443 Len=19", false, 0, NULL, NULL },
		{ server_initial, "Initial, SCID=f067a5502a4262b5", true, 0, NULL, NULL },
	};
	CHECK(datagrams);
}

static void short_headers_have_their_ids(void **state)
{
	(void)state;
	const struct datagram datagrams[] = {
		{ client_initial, "Initial, DCID=8394c8f03e515708", false, 0, NULL, NULL },
		{ server_initial, "Initial, SCID=f067a5502a4262b5, PKN: 1, ACK, CRYPTO", true, 2,
			NULL, NULL },
		{ client_short, "Protected Payload (KP0), DCID=f067a5502a4262b5", false, 0, NULL,
			NULL },
		{ other_short, "Protected Payload (KP0)", false, 0, NULL, NULL },
		{ server_short, "Protected Payload (KP0)", true, 0, NULL, NULL },
	};
	CHECK(datagrams);
}

static void last_packet_of_a_datagram_is_named(void **state)
{
	(void)state;
	const struct datagram datagrams[] = {
		{ handshake_behind, "Handshake, DCID=8394c8f03e515708", false, 0, NULL, NULL },
	};
	CHECK(datagrams);
}

/* RFC 9000 section 12.2: the packets of a datagram, each with the destination id of the first. */
#define INITIAL                                                                                    \
	"c00000000108"                                                                             \
	"8394c8f03e515708"                                                                         \
	"00"                                                                                       \
	"00"                                                                                       \
	"04"                                                                                       \
	"00000000"
#define ZERO_RTT                                                                                   \
	"d00000000108"                                                                             \
	"8394c8f03e515708"                                                                         \
	"00"                                                                                       \
	"04"                                                                                       \
	"00000000"
#define HANDSHAKE                                                                                  \
	"e00000000108"                                                                             \
	"8394c8f03e515708"                                                                         \
	"00"                                                                                       \
	"04"                                                                                       \
	"00000000"
#define SHORT                                                                                      \
	"41"                                                                                       \
	"8394c8f03e515708"                                                                         \
	"00112233445566778899"
#define RETRY                                                                                      \
	"f00000000100"                                                                             \
	"08"                                                                                       \
	"8394c8f03e515708"                                                                         \
	"71717171"                                                                                 \
	"16161616161616161616161616161616"
#define NEGOTIATION                                                                                \
	"c00000000000"                                                                             \
	"08"                                                                                       \
	"8394c8f03e515708"                                                                         \
	"00000001"
#define ZERO "0000000000000000000000"

static void each_packet_of_a_datagram_is_named(void **state)
{
	(void)state;
	static const struct datagram initial = { INITIAL, "Initial, DCID=8394c8f03e515708", false,
		0, "Initial", "QUIC 17, Data 4" };
	const struct datagram datagrams[] = {
		initial,
		{ INITIAL HANDSHAKE, "Handshake, DCID=8394c8f03e515708", false, 0,
			"Initial + Handshake", "QUIC 17, QUIC 16, Data 4" },
		{ INITIAL HANDSHAKE SHORT, "Protected Payload (KP0), DCID=8394c8f03e515708", false,
			0, "Initial + Handshake + 1-RTT", "QUIC 17, QUIC 16, QUIC 9, Data 10" },
		{ HANDSHAKE HANDSHAKE, "Handshake, DCID=8394c8f03e515708", false, 0, "Handshake",
			"QUIC 16, QUIC 16, Data 4" },
		{ INITIAL ZERO_RTT, "0-RTT, DCID=8394c8f03e515708", false, 0, "Initial + 0-RTT",
			"QUIC 17, QUIC 16, Data 4" },
		/* another connection's packet, or no packet */
		{ INITIAL "41" ZERO, "Initial, DCID=8394c8f03e515708", false, 0, "Initial",
			"QUIC 17, Data 16" },
		{ RETRY, "Retry, SCID=8394c8f03e515708", true, 0, "Retry", "QUIC 35" },
		{ NEGOTIATION, "Version Negotiation, SCID=8394c8f03e515708", true, 0,
			"Version Negotiation", "QUIC 15, Data 4" },
	};
	CHECK(datagrams);
}

/* A packet with a short header alone has a layer once its connection is known, and else is data. */
static void short_headers_have_a_layer(void **state)
{
	(void)state;
	const struct datagram datagrams[] = {
		{ client_short, "49152 → 443 Len=19", false, 0, "UDP 443", "Data 19" },
		{ client_initial, "Initial, DCID=8394c8f03e515708", false, 0, "Initial", NULL },
		{ server_initial, "Initial, SCID=f067a5502a4262b5, PKN: 1, ACK, CRYPTO", true, 2,
			"Initial", NULL },
		{ client_short, "Protected Payload (KP0), DCID=f067a5502a4262b5", false, 0, "1-RTT",
			"QUIC 9, Data 10" },
		{ other_short, "Protected Payload (KP0)", false, 0, "1-RTT", "QUIC 1, Data 18" },
		{ server_short, "Protected Payload (KP0)", true, 0, "1-RTT", "QUIC 1, Data 10" },
	};
	CHECK(datagrams);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(server_is_opened_once),
		cmocka_unit_test(nothing_is_guessed),
		cmocka_unit_test(short_headers_have_their_ids),
		cmocka_unit_test(last_packet_of_a_datagram_is_named),
		cmocka_unit_test(each_packet_of_a_datagram_is_named),
		cmocka_unit_test(short_headers_have_a_layer),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
