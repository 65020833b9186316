/*
 * Logins of message brokers and caches: AMQP 0-9-1's start-ok and secure-ok, AMQP 1.0's SASL
 * frames, Kafka's SaslAuthenticate and the bare tokens before it (KIP-12, KIP-152), memcached's
 * SASL in its binary protocol, and the "set" at the start of its text protocol.
 */
#include "secrets/login/login-scan.h"

/* ---- AMQP ---- */

enum {
	AMQP_PREFACE_SIZE = 8,
	AMQP_HEADER_SIZE = 7, /* | type 1 | channel 2 | size 4 | */
	AMQP_METHOD = 1,
	AMQP_TYPE_LAST = 8,
	AMQP_CONNECTION = 10,
	AMQP_START_OK = 11,
	AMQP_SECURE_OK = 21,
	AMQP_END = 0xce,
	AMQP_SASL = 3, /* in the preface of 1.0 */
	AMQP_SASL_HEADER_SIZE = 8,
};

/*
 * Hides the response of | class 2 | method 2 | properties | mechanism | response | locale | or |
 * class 2 | method 2 | response |. When the sizes do not add up to the frame, everything after the
 * method is hidden.
 */
static void hide_amqp_method(struct login_scan *scan, size_t at, size_t end)
{
	if (login_u16(scan, at) != AMQP_CONNECTION)
		return;
	size_t response = at + 4;
	bool is_start = login_u16(scan, at + 2) == AMQP_START_OK;
	if (is_start) {
		response = login_end(scan, response + 4, login_u32(scan, response));
		response += 1 + (size_t)login_byte(scan, response);
	} else if (login_u16(scan, at + 2) != AMQP_SECURE_OK) {
		return;
	}
	size_t start = response + 4, stop = login_end(scan, start, login_u32(scan, response));
	size_t last = is_start ? stop + 1 + login_byte(scan, stop) : stop;
	if (last == end && end < scan->text.size)
		login_hide(scan, start, stop);
	else
		login_hide(scan, at + 4, end);
}

/*
 * Hides SASL frames, | size 4 | offset 1 | type 1 | channel 2 | SASL data |, up to the preface of
 * the next protocol.
 */
static void hide_amqp_sasl(struct login_scan *scan)
{
	for (size_t at = AMQP_PREFACE_SIZE; at < scan->text.size;) {
		size_t size = login_u32(scan, at);
		if (login_u32(scan, at) == 0x414d5150)
			return;
		if (size < AMQP_SASL_HEADER_SIZE)
			size = scan->text.size;
		size_t end = login_end(scan, at, size);
		login_hide(scan, at + AMQP_SASL_HEADER_SIZE, end);
		at = end;
	}
}

bool login_find_amqp(struct login_scan *scan)
{
	enum { PORT = 5672 };
	bool has_preface =
		scan->text.size >= AMQP_PREFACE_SIZE && memcmp(scan->text.data, "AMQP", 4) == 0;
	if (!has_preface && !login_has_port(scan, PORT))
		return false;
	if (has_preface && login_byte(scan, 4) == AMQP_SASL) {
		hide_amqp_sasl(scan);
		return true;
	}
	bool is_known = has_preface;
	for (size_t at = has_preface ? AMQP_PREFACE_SIZE : 0; at < scan->text.size;) {
		uint8_t type = login_byte(scan, at);
		size_t start = at + AMQP_HEADER_SIZE,
		       end = login_end(scan, start, login_u32(scan, at + 3));
		bool is_damaged = login_has_gap(scan, at, end + 1);
		bool is_frame = type >= 1 && type <= AMQP_TYPE_LAST &&
			(end >= scan->text.size || login_byte(scan, end) == AMQP_END);
		if (!is_frame && !is_damaged) {
			if (!login_is_damaged(scan)) {
				login_mark_lost(scan, at);
				break;
			}
			at++;
			continue;
		}
		is_known = true;
		if (is_damaged)
			login_hide(scan, start, end);
		else if (type == AMQP_METHOD)
			hide_amqp_method(scan, start, end);
		at = end + 1;
	}
	return is_known;
}

/* ---- Kafka ---- */

/*
 * Hides tokens: | size 4 | key 2 | version 2 | number 4 | client's name 2 + n | token |, or | size
 * 4 | token |.
 */
bool login_find_kafka(struct login_scan *scan)
{
	enum { PORT_FIRST = 9092, PORT_LAST = 9094, KEY_AUTHENTICATE = 36, KEY_LAST = 100 };
	uint16_t port = scan->source->destination_port;
	if (port < PORT_FIRST || port > PORT_LAST) {
		port = scan->source->source_port;
		return port >= PORT_FIRST && port <= PORT_LAST; /* answers have no token */
	}
	bool is_known = false;
	for (size_t at = 0; at + 4 < scan->text.size;) {
		size_t size = login_u32(scan, at), start = at + 4,
		       end = login_end(scan, start, size);
		size_t name = start + 8, name_size = login_u16(scan, name);
		unsigned key = login_u16(scan, start);
		bool is_request = name <= scan->text.size && size >= 8 && key <= KEY_LAST &&
			login_u16(scan, start + 2) <= KEY_LAST;
		if (!size || size > (size_t)1 << 30) {
			login_hide(scan, is_known ? at : scan->text.size, scan->text.size);
			break;
		}
		is_known = true;
		if (!is_request || login_has_gap(scan, at, end))
			login_hide(scan, start, end);
		else if (key == KEY_AUTHENTICATE)
			login_hide(scan, name + 2 + (name_size == 0xffff ? 0 : name_size), end);
		at = end;
		if (scan->text.size - at <=
			4) /* the rest of a size, or of a value after a wrong size */
			login_hide(scan, at, scan->text.size);
	}
	return is_known;
}

/* ---- memcached ---- */

enum {
	MEMCACHED_PORT = 11211,
	MEMCACHED_REQUEST = 0x80,
	MEMCACHED_HEADER_SIZE = 24,
	MEMCACHED_AUTH = 0x21,
	MEMCACHED_STEP = 0x22,
};

/*
 * Hides the credentials of | magic 1 | opcode 1 | key size 2 | extras size 1 | … | body size 4 | …
 * |. The key is the mechanism.
 */
bool login_find_memcached(struct login_scan *scan)
{
	if (scan->source->destination_port != MEMCACHED_PORT ||
		login_byte(scan, 0) != MEMCACHED_REQUEST)
		return false;
	for (size_t at = 0; login_byte(scan, at) == MEMCACHED_REQUEST;) {
		uint8_t opcode = login_byte(scan, at + 1);
		size_t start = at + MEMCACHED_HEADER_SIZE,
		       end = login_end(scan, start, login_u32(scan, at + 8));
		size_t value = start + login_byte(scan, at + 4) + login_u16(scan, at + 2);
		if (login_has_gap(scan, at, end))
			login_hide(scan, start, end);
		else if (opcode == MEMCACHED_AUTH || opcode == MEMCACHED_STEP)
			login_hide(scan, value, end);
		at = end;
		login_mark_lost(
			scan, login_byte(scan, at) == MEMCACHED_REQUEST ? scan->text.size : at);
	}
	return true;
}

/* Hides the login "set auth 0 0 11\r\nuser secret\r\n", the first that a client sends. */
bool login_find_memcached_set(struct login_scan *scan)
{
	if (scan->source->destination_port != MEMCACHED_PORT || scan->source->lacks_start ||
		scan->text.size < 4 || memcmp(scan->text.data, "set ", 4) != 0)
		return false;
	size_t start = login_next_line(scan, login_line_end(scan, 0));
	size_t end = login_line_end(scan, start);
	const uint8_t *blank =
		start < end ? memchr(scan->text.data + start, ' ', end - start) : NULL;
	if (blank)
		login_hide(scan, (size_t)(blank - scan->text.data) + 1, end);
	return true;
}
