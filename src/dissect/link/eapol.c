/*
 * The summary of 802.1X messages: wireless keys and EAP (IEEE 802.1X-2020, IEEE Std 802.11-2020
 * clause 12.7, RFC 3748). Fields are not decoded.
 */
#include "base/array.h"
#include "base/cursor.h"
#include "dissect/application/protocol.h"
#include "dissect/application/summary.h"
#include "dissect/link/link.h"

/*
 * Appends which message of the handshake this is. The flags (ACK, install, MIC) and the size of the
 * key data tell the messages apart.
 */
static void append_key(struct text *out, struct cursor cursor)
{
	enum {
		TYPE_RC4 = 1,
		PAIRWISE = 0x0008,
		INSTALL = 0x0040,
		ASKS = 0x0080,
		IS_SIGNED = 0x0100,
		BETWEEN_SIZE = 10 + 32 + 16 + 8 + 8, /* from the key length to the identifier */
		CHECK_SIZE = 16,
		LONGER_SIZE = 8,
	};
	uint8_t type = cursor_u8(&cursor);
	uint16_t flags = cursor_u16(&cursor);
	text_append(out, "Key");
	if (type == TYPE_RC4 || !cursor_ok(&cursor))
		return;
	cursor_skip(&cursor, BETWEEN_SIZE + CHECK_SIZE);
	struct cursor ahead = cursor;
	uint16_t data_size = cursor_u16(&cursor);
	if (data_size != cursor_remaining(&cursor)) { /* a longer integrity check, of 192 bits */
		cursor_skip(&ahead, LONGER_SIZE);
		data_size = cursor_u16(&ahead);
	}
	if (!(flags & PAIRWISE))
		text_append_format(out, " (Group Message %u of 2)", flags & ASKS ? 1u : 2u);
	else if (flags & ASKS)
		text_append_format(
			out, " (Message %u of 4)", flags & INSTALL && flags & IS_SIGNED ? 3u : 1u);
	else if (flags & IS_SIGNED)
		text_append_format(out, " (Message %u of 4)", data_size ? 2u : 4u);
}

static const char *name_of_eap_type(unsigned type)
{
	static const struct {
		unsigned type;
		const char *name;
	} types[] = { { 1, "Identity" }, { 2, "Notification" }, { 3, "Legacy Nak (Response Only)" },
		{ 4, "MD5-Challenge EAP (EAP-MD5-CHALLENGE)" }, { 13, "TLS EAP (EAP-TLS)" },
		{ 17, "Cisco Wireless EAP / Lightweight EAP (EAP-LEAP)" },
		{ 18, "GSM Subscriber Identity Modules EAP (EAP-SIM)" },
		{ 21, "Tunneled TLS EAP (EAP-TTLS)" },
		{ 23, "UMTS Authentication and Key Agreement EAP (EAP-AKA)" },
		{ 25, "Protected EAP (EAP-PEAP)" }, { 26, "MS-EAP-Authentication (EAP-MS-AUTH)" },
		{ 43, "Flexible Authentication via Secure Tunneling EAP (EAP-FAST)" } };
	for (size_t i = 0; i < ARRAY_COUNT(types); i++)
		if (types[i].type == type)
			return types[i].name;
	return NULL;
}

static bool append_eap(struct text *out, struct cursor cursor)
{
	enum { REQUEST = 1, RESPONSE = 2 };
	static const char *const codes[] = { NULL, "Request", "Response", "Success", "Failure",
		"Initiate", "Finish" };
	unsigned code = cursor_u8(&cursor);
	cursor_skip(&cursor, 3);
	const char *name = summary_pick(codes, code);
	if (!cursor_ok(&cursor) || !name)
		return false;
	text_append(out, name);
	unsigned type = cursor_u8(&cursor);
	const char *kind = name_of_eap_type(type);
	if (cursor_ok(&cursor) && kind && (code == REQUEST || code == RESPONSE))
		text_append_format(out, ", %s", kind);
	return true;
}

/* | version 1 | type 1 | length 2 | */
static bool eapol_words_append(struct text *out, struct cursor cursor)
{
	enum { TYPE_EAP, TYPE_START, TYPE_LOGOFF, TYPE_KEY };
	cursor_skip(&cursor, 1);
	uint8_t type = cursor_u8(&cursor);
	struct cursor body = cursor_take(&cursor, cursor_u16(&cursor));
	if (!cursor_ok(&cursor))
		return false;
	if (type == TYPE_EAP)
		return append_eap(out, body);
	if (type == TYPE_KEY)
		append_key(out, body);
	else if (type == TYPE_START || type == TYPE_LOGOFF)
		text_append(out, type == TYPE_START ? "Start" : "Logoff");
	return type >= TYPE_START && type <= TYPE_KEY;
}

const struct protocol_description eapol_protocol = {
	.name = "EAPOL",
	.append_words = eapol_words_append,
};

const struct protocol_description eap_protocol = {
	.name = "EAP",
	.append_words = eapol_words_append,
};
