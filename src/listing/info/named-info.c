/*
 * The Info column of protocols that are named by their port or type and not decoded: NetBIOS names
 * (RFC 1002 section 4.2), STUN and TURN (RFC 8489, RFC 8656), IKE (RFC 2408, RFC 7296), and the keys of a
 * wireless network and EAP (IEEE 802.1X-2020, IEEE Std 802.11-2020 clause 12.7, RFC 3748). What a message
 * is and about whom it is; its fields stay bytes. A message that is shorter than that says nothing here.
 */
#include "listing/info/named-info.h"

#include <string.h>

#include "base/cursor.h"
#include "dissect/decode.h"
#include "listing/printable.h"

static const char *pick_name(const char *const *names, size_t count, unsigned number)
{
	return number < count ? names[number] : NULL;
}
#define PICK_NAME(names, number) pick_name((names), sizeof(names) / sizeof((names)[0]), (number))

/* ---- NetBIOS ---- */

enum { NETBIOS_NAME_SIZE = 16, NETBIOS_STATUS = 0x21, NETBIOS_NAME = 0x20 };

static void append_netbios_letter(struct text *out, uint8_t letter)
{
	if (letter >= ' ' && letter <= '~')
		text_append_char(out, (char)letter);
	else
		text_append_format(out, "<%02x>", letter);
}

/* Each octet is two letters from A to P; the last one says what kind of a name it is. */
static bool append_netbios_name(struct text *out, struct cursor *cursor)
{
	uint8_t name[NETBIOS_NAME_SIZE];
	if (cursor_u8(cursor) != 2 * NETBIOS_NAME_SIZE)
		return false;
	for (size_t i = 0; i < NETBIOS_NAME_SIZE; i++) {
		uint8_t high = cursor_u8(cursor);
		uint8_t low = cursor_u8(cursor);
		if (!cursor_ok(cursor) || high < 'A' || high > 'P' || low < 'A' || low > 'P')
			return false;
		name[i] = (uint8_t)((high - 'A') << 4 | (low - 'A'));
	}
	size_t size = NETBIOS_NAME_SIZE - 1;
	while (size && name[size - 1] == ' ')
		size--;
	if (!size)
		size = NETBIOS_NAME_SIZE - 1; /* all of the spaces are the name */
	for (size_t i = 0; i < size; i++)
		append_netbios_letter(out, name[i]);
	text_append_format(out, "<%02x>", name[NETBIOS_NAME_SIZE - 1]);
	uint8_t scope = 0;
	while ((scope = cursor_u8(cursor)) != 0)
		cursor_skip(cursor, scope);
	return cursor_ok(cursor);
}

static void append_netbios_type(struct text *out, uint16_t type)
{
	text_append(out,
		type == NETBIOS_NAME             ? " NB"
			: type == NETBIOS_STATUS ? " NBSTAT"
						 : " Unknown");
}

/* The first record of a response: | name | type 2 | class 2 | time 4 | size 2 | (flags 2, address 4) … | */
static void append_netbios_answer(struct text *out, struct cursor cursor)
{
	enum { POINTER = 0xc0, CLASS_AND_TIME_SIZE = 6 };
	struct cursor ahead = cursor;
	if (cursor_u8(&ahead) >= POINTER) {
		cursor_skip(&cursor, 2);
	} else {
		autofinish(text) struct text name = { 0 };
		if (!append_netbios_name(&name, &cursor))
			return;
	}
	uint16_t type = cursor_u16(&cursor);
	cursor_skip(&cursor, CLASS_AND_TIME_SIZE);
	struct cursor data = cursor_take(&cursor, cursor_u16(&cursor));
	if (!cursor_ok(&cursor))
		return;
	append_netbios_type(out, type);
	while (type == NETBIOS_NAME) {
		cursor_skip(&data, 2);
		struct address address = cursor_address(&data, ADDRESS_IPV4);
		if (!cursor_ok(&data))
			return;
		char words[ADDRESS_TEXT_SIZE];
		address_format(&address, words);
		text_append_char(out, ' ');
		text_append(out, words);
	}
}

static bool append_netbios(struct text *out, struct cursor cursor)
{
	enum { RESPONSE = 0x8000, COUNTS_SIZE = 4 };
	static const char *const operations[] = { "Name query", NULL, NULL, NULL, NULL,
		"Registration", "Release", "Wait and acknowledgment", "Refresh", "Refresh(altcode)",
		NULL, NULL, NULL, NULL, NULL, "Multi-homed registration" };
	static const char *const errors[] = { NULL, "Request was invalidly formatted",
		"Problem with NAMBE server", "Requested name does not exist", "Unsupported request",
		"Request refused", "Name is owned by another node", "Name is in conflict" };
	cursor_skip(&cursor, 2);
	uint16_t flags = cursor_u16(&cursor);
	uint16_t questions = cursor_u16(&cursor);
	uint16_t answers = cursor_u16(&cursor);
	cursor_skip(&cursor, COUNTS_SIZE);
	if (!cursor_ok(&cursor))
		return false;
	unsigned operation = flags >> 11 & 15;
	const char *name = PICK_NAME(operations, operation);
	if (name)
		text_append(out, name);
	else
		text_append_format(out, "Unknown operation (%u)", operation);
	if (flags & RESPONSE) {
		text_append(out, " response");
		const char *error = PICK_NAME(errors, flags & 15u);
		if (error) {
			text_append(out, ", ");
			text_append(out, error);
		}
		if (answers && !questions)
			append_netbios_answer(out, cursor);
	} else if (questions) {
		autofinish(text) struct text asked = { 0 };
		bool is_whole = append_netbios_name(&asked, &cursor);
		uint16_t type = cursor_u16(&cursor);
		if (!is_whole || !cursor_ok(&cursor))
			return true;
		append_netbios_type(out, type);
		text_append_char(out, ' ');
		text_append(out, text_string(&asked));
	}
	return true;
}

/* ---- STUN ---- */

enum { STUN_COOKIE_SIZE = 4, STUN_TRANSACTION_SIZE = 12 };

enum stun_attribute {
	STUN_MAPPED_ADDRESS = 0x0001,
	STUN_USERNAME = 0x0006,
	STUN_ERROR_CODE = 0x0009,
	STUN_CHANNEL_NUMBER = 0x000c,
	STUN_LIFETIME = 0x000d,
	STUN_PEER_ADDRESS = 0x0012,
	STUN_REALM = 0x0014,
	STUN_NONCE = 0x0015,
	STUN_RELAYED_ADDRESS = 0x0016,
	STUN_REQUESTED_TRANSPORT = 0x0019,
	STUN_XOR_MAPPED_ADDRESS = 0x0020,
	STUN_ALTERNATE_SERVER = 0x8023,
	STUN_RESPONSE_ORIGIN = 0x802b,
	STUN_OTHER_ADDRESS = 0x802c,
};

/* | 0 | family 1 | port 2 | address |, hidden under `mask` (cookie and transaction) when there is one. */
static void append_stun_address(
	struct text *out, const char *name, struct cursor value, const uint8_t *mask)
{
	enum { FAMILY_IPV4 = 1, FAMILY_IPV6 = 2 };
	cursor_skip(&value, 1);
	uint8_t family = cursor_u8(&value);
	unsigned port = cursor_u16(&value);
	if (family != FAMILY_IPV4 && family != FAMILY_IPV6)
		return;
	bool is_v4 = family == FAMILY_IPV4;
	struct address address = cursor_address(&value, is_v4 ? ADDRESS_IPV4 : ADDRESS_IPV6);
	if (!cursor_ok(&value))
		return;
	if (mask) {
		port ^= (unsigned)mask[0] << 8 | mask[1];
		for (unsigned i = 0; i < (is_v4 ? 4u : 16u); i++)
			address.octets[i] ^= mask[i];
	}
	char words[ADDRESS_TEXT_SIZE];
	address_format(&address, words);
	text_append_format(out, is_v4 ? " %s: %s:%u" : " %s: [%s]:%u", name, words, port);
}

static void append_stun_error(struct text *out, struct cursor value)
{
	static const struct {
		unsigned code;
		const char *name;
	} errors[] = { { 300, "Try Alternate" }, { 400, "Bad Request" }, { 401, "Unauthenticated" },
		{ 403, "Forbidden" }, { 420, "Unknown Attribute" }, { 437, "Allocation Mismatch" },
		{ 438, "Stale Nonce" }, { 441, "Wrong Credentials" },
		{ 442, "Unsupported Transport Protocol" }, { 486, "Allocation Quota Reached" },
		{ 487, "Role Conflict" }, { 500, "Server Error" },
		{ 508, "Insufficient Capacity" } };
	cursor_skip(&value, 2);
	unsigned hundreds = cursor_u8(&value) & 7;
	unsigned code = hundreds * 100 + cursor_u8(&value);
	if (!cursor_ok(&value))
		return;
	text_append_format(out, " error-code: %u", code);
	for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++)
		if (errors[i].code == code)
			text_append_format(out, " (%s)", errors[i].name);
	if (!cursor_remaining(&value))
		return;
	text_append_char(out, ' ');
	printable_append(out, cursor_rest(&value));
}

static void append_stun_text(struct text *out, const char *name, struct cursor value)
{
	text_append_format(out, " %s: ", name);
	printable_append(out, cursor_rest(&value));
}

static void append_stun_attribute(
	struct text *out, uint16_t type, struct cursor value, const uint8_t *mask)
{
	enum { TRANSPORT_TCP = 6, TRANSPORT_UDP = 17 };
	uint8_t transport;
	switch (type) {
	case STUN_MAPPED_ADDRESS:
		append_stun_address(out, "MAPPED-ADDRESS", value, NULL);
		break;
	case STUN_XOR_MAPPED_ADDRESS:
		append_stun_address(out, "XOR-MAPPED-ADDRESS", value, mask);
		break;
	case STUN_PEER_ADDRESS:
		append_stun_address(out, "XOR-PEER-ADDRESS", value, mask);
		break;
	case STUN_RELAYED_ADDRESS:
		append_stun_address(out, "XOR-RELAYED-ADDRESS", value, mask);
		break;
	case STUN_ALTERNATE_SERVER:
		append_stun_address(out, "ALTERNATE-SERVER", value, NULL);
		break;
	case STUN_RESPONSE_ORIGIN:
		append_stun_address(out, "RESPONSE-ORIGIN", value, NULL);
		break;
	case STUN_OTHER_ADDRESS:
		append_stun_address(out, "OTHER-ADDRESS", value, NULL);
		break;
	case STUN_USERNAME:
		append_stun_text(out, "user", value);
		break;
	case STUN_REALM:
		append_stun_text(out, "realm", value);
		break;
	case STUN_NONCE:
		text_append(out, " with nonce");
		break;
	case STUN_ERROR_CODE:
		append_stun_error(out, value);
		break;
	case STUN_LIFETIME:
		text_append_format(out, " lifetime: %u", (unsigned)cursor_u32(&value));
		break;
	case STUN_CHANNEL_NUMBER:
		text_append_format(out, " ChannelNumber=0x%x", (unsigned)cursor_u16(&value));
		break;
	case STUN_REQUESTED_TRANSPORT:
		transport = cursor_u8(&value);
		if (transport == TRANSPORT_TCP || transport == TRANSPORT_UDP)
			text_append(out, transport == TRANSPORT_TCP ? " TCP" : " UDP");
		break;
	default:
		break;
	}
}

static bool append_stun(struct text *out, struct cursor cursor)
{
	static const char *const methods[] = { NULL, "Binding", "SharedSecret", "Allocate",
		"Refresh", NULL, "Send", "Data", "CreatePermission", "Channel-Bind", "Connect",
		"ConnectionBind", "ConnectionAttempt" };
	static const char *const classes[] = { "Request", "Indication", "Success Response",
		"Error Response" };
	unsigned type = cursor_u16(&cursor);
	cursor_skip(&cursor, 2);
	const uint8_t *mask =
		cursor_advance(&cursor, STUN_COOKIE_SIZE + (size_t)STUN_TRANSACTION_SIZE);
	/* The bits of the class stand between those of the method. */
	unsigned method = (type & 0x0f) | (type & 0xe0) >> 1 | (type & 0x3e00) >> 2;
	const char *name = PICK_NAME(methods, method);
	if (!mask || !name)
		return false;
	text_append_format(out, "%s %s", name, classes[(type & 0x100) >> 7 | (type & 0x10) >> 4]);
	while (cursor_remaining(&cursor)) {
		uint16_t attribute = cursor_u16(&cursor);
		uint16_t size = cursor_u16(&cursor);
		struct cursor value = cursor_take(&cursor, size);
		if (!cursor_ok(&cursor))
			return true;
		append_stun_attribute(out, attribute, value, mask);
		uint32_t padding = (4 - size % 4u) % 4;
		if (padding > cursor_remaining(&cursor))
			return true;
		cursor_skip(&cursor, padding);
	}
	return true;
}

/* ---- IKE ---- */

static const char *name_of_exchange(unsigned version, unsigned exchange)
{
	static const char *const first[] = { "NONE", "Base", "Identity Protection (Main Mode)",
		"Authentication Only", "Aggressive", "Informational", "Transaction (Config Mode)" };
	static const char *const second[] = { "IKE_SA_INIT", "IKE_AUTH", "CREATE_CHILD_SA",
		"INFORMATIONAL", "IKE_SESSION_RESUME" };
	enum { QUICK_MODE = 32, NEW_GROUP_MODE = 33, SECOND_FIRST = 34 };
	if (version == 2)
		return exchange < SECOND_FIRST ? NULL : PICK_NAME(second, exchange - SECOND_FIRST);
	if (exchange == QUICK_MODE)
		return "Quick Mode";
	return exchange == NEW_GROUP_MODE ? "New Group Mode" : PICK_NAME(first, exchange);
}

/* | cookies 16 | next 1 | version 1 | exchange 1 | flags 1 | message 4 | length 4 | */
static bool append_ike(struct text *out, struct cursor cursor)
{
	enum { COOKIES_SIZE = 16, INITIATOR = 0x08, RESPONSE = 0x20 };
	struct cursor marker = cursor;
	if (cursor_u32(&marker) == 0) /* behind an ESP header that is none (RFC 3948) */
		cursor = marker;
	cursor_skip(&cursor, COOKIES_SIZE + 1);
	unsigned version = cursor_u8(&cursor) >> 4;
	unsigned exchange = cursor_u8(&cursor);
	unsigned flags = cursor_u8(&cursor);
	unsigned message = cursor_u32(&cursor);
	if (!cursor_ok(&cursor))
		return false;
	const char *name = name_of_exchange(version, exchange);
	if (name)
		text_append(out, name);
	else
		text_append_format(out, "Unknown %u", exchange);
	if (version == 2)
		text_append_format(out, " MID=%02u %s %s", message,
			flags & INITIATOR ? "Initiator" : "Responder",
			flags & RESPONSE ? "Response" : "Request");
	return true;
}

/* ---- 802.1X ---- */

/* The four messages of a handshake differ in what they ask for, acknowledge and prove. */
static void append_key(struct text *out, struct cursor cursor)
{
	enum {
		TYPE_RC4 = 1,
		PAIRWISE = 0x0008,
		INSTALL = 0x0040,
		ASKS = 0x0080,
		IS_SIGNED = 0x0100,
		BETWEEN_SIZE = 10 + 32 + 16 + 8 + 8, /* length to identifier */
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
	if (data_size != cursor_remaining(&cursor)) { /* a longer check value, of 192 bits */
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
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
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
	const char *name = PICK_NAME(codes, code);
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
static bool append_eapol(struct text *out, struct cursor cursor)
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

/* ---- which ---- */

static struct cursor data_cursor(const struct frame *frame)
{
	const struct layer *layer = frame_layer(frame, PROTOCOL_DATA);
	struct cursor cursor = cursor_over(frame->data);
	cursor_skip(&cursor, layer ? layer->offset : frame->data.size);
	return cursor_take(&cursor, layer ? layer->size : 0);
}

bool named_info_append(struct text *out, const struct frame *frame)
{
	static const struct {
		const char *protocol;
		bool (*append)(struct text *out, struct cursor cursor);
	} named[] = { { "NBNS", append_netbios }, { "STUN", append_stun }, { "ISAKMP", append_ike },
		{ "EAPOL", append_eapol }, { "EAP", append_eapol } };
	if (!frame->protocol_text || frame->protocol_text_for != frame->protocol ||
		frame->status == DECODE_MALFORMED)
		return false;
	for (size_t i = 0; i < sizeof(named) / sizeof(named[0]); i++) {
		if (strcmp(frame->protocol_text, named[i].protocol) != 0)
			continue;
		size_t size = out->size;
		if (named[i].append(out, data_cursor(frame)))
			return true;
		out->size = size; /* half of it is nothing */
		if (out->data)
			out->data[size] = '\0';
		return false;
	}
	return false;
}
