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
		{ client_initial, "Initial, DCID=8394c8f03e515708", false, 0 },
		{ server_initial, opened, true, 2 },
		{ server_initial, opened, true, 0 }, /* repeated: its hello was reported already */
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
		{ client_short, "49152 → 443 Len=19", false, 0 },
		{ server_initial, "Initial, SCID=f067a5502a4262b5", true, 0 },
	};
	CHECK(datagrams);
}

static void short_headers_have_their_ids(void **state)
{
	(void)state;
	const struct datagram datagrams[] = {
		{ client_initial, "Initial, DCID=8394c8f03e515708", false, 0 },
		{ server_initial, "Initial, SCID=f067a5502a4262b5, PKN: 1, ACK, CRYPTO", true, 2 },
		{ client_short, "Protected Payload (KP0), DCID=f067a5502a4262b5", false, 0 },
		{ other_short, "Protected Payload (KP0)", false, 0 },
		{ server_short, "Protected Payload (KP0)", true, 0 },
	};
	CHECK(datagrams);
}

static void last_packet_of_a_datagram_is_named(void **state)
{
	(void)state;
	const struct datagram datagrams[] = {
		{ handshake_behind, "Handshake, DCID=8394c8f03e515708", false, 0 },
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
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
