#ifndef LISTING_PACKET_KEYS_H
#define LISTING_PACKET_KEYS_H

/*
 * The keys of a packet: those of `packets --json`, of which those with one value are also values in
 * a talk, {{CAPTURE.frame[N].KEY}} (deck/packets/values.c). Scripts and talks rely on them, so keys
 * are only added. The compiler asks values.c for each new one.
 */

#include "base/text.h"

enum packet_key {
	PACKET_KEY_NUMBER,
	PACKET_KEY_TIME,
	PACKET_KEY_LENGTH,
	PACKET_KEY_CAPTURED,
	PACKET_KEY_PROTOCOL,
	PACKET_KEY_SRC,
	PACKET_KEY_DST,
	PACKET_KEY_RULE,
	PACKET_KEY_INFO,
	PACKET_KEY_SPORT,
	PACKET_KEY_DPORT,
	PACKET_KEY_FLAGS,
	PACKET_KEY_SEQ,
	PACKET_KEY_ACK,
	PACKET_KEY_SEQ_RAW,
	PACKET_KEY_TCP_LEN,
	PACKET_KEY_WINDOW,
	PACKET_KEY_MSS,
	PACKET_KEY_WSCALE,
	PACKET_KEY_STREAM,
	PACKET_KEY_VALUES, /* the number of keys before it, which are also values in a talk */
	/* Only in JSON: */
	PACKET_KEY_DUPLICATE_OF = PACKET_KEY_VALUES,
	PACKET_KEY_ANALYSIS,
	PACKET_KEY_HTTP,
	PACKET_KEY_HTTP2,
	PACKET_KEY_DNS,
	PACKET_KEY_TLS,
	PACKET_KEY_DECODE,
	PACKET_KEY_TCP,
	PACKET_KEY_LAYERS,
	PACKET_KEY_COUNT
};

/* Inline, so that the JSON writer knows the size of a constant key. */
ALWAYS_INLINE const char *packet_key_name(enum packet_key key)
{
	static const char *const names[PACKET_KEY_COUNT] = {
		[PACKET_KEY_NUMBER] = "number",
		[PACKET_KEY_TIME] = "time",
		[PACKET_KEY_LENGTH] = "length",
		[PACKET_KEY_CAPTURED] = "captured",
		[PACKET_KEY_PROTOCOL] = "protocol",
		[PACKET_KEY_SRC] = "src",
		[PACKET_KEY_DST] = "dst",
		[PACKET_KEY_RULE] = "rule",
		[PACKET_KEY_INFO] = "info",
		[PACKET_KEY_SPORT] = "sport",
		[PACKET_KEY_DPORT] = "dport",
		[PACKET_KEY_FLAGS] = "flags",
		[PACKET_KEY_SEQ] = "seq",
		[PACKET_KEY_ACK] = "ack",
		[PACKET_KEY_SEQ_RAW] = "seq_raw",
		[PACKET_KEY_TCP_LEN] = "tcp_len",
		[PACKET_KEY_WINDOW] = "window",
		[PACKET_KEY_MSS] = "mss",
		[PACKET_KEY_WSCALE] = "wscale",
		[PACKET_KEY_STREAM] = "stream",
		[PACKET_KEY_DUPLICATE_OF] = "duplicate_of",
		[PACKET_KEY_ANALYSIS] = "analysis",
		[PACKET_KEY_HTTP] = "http",
		[PACKET_KEY_HTTP2] = "http2",
		[PACKET_KEY_DNS] = "dns",
		[PACKET_KEY_TLS] = "tls",
		[PACKET_KEY_DECODE] = "decode",
		[PACKET_KEY_TCP] = "tcp",
		[PACKET_KEY_LAYERS] = "layers",
	};
	return names[key];
}

#endif
