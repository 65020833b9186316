/*
 * The summary of STUN and TURN messages (RFC 8489, RFC 8656): method, class and attributes. Fields
 * are not decoded.
 */
#include "dissect/application/application.h"
#include "dissect/application/summary.h"

enum {
	STUN_COOKIE_SIZE = 4,
	STUN_TRANSACTION_SIZE = 12,
	STUN_HEADER_SIZE = 20,
	STUN_COOKIE = 0x2112a442,
};

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

/*
 * Appends an address attribute: | 0 | family 1 | port 2 | address |. With `mask` (cookie and
 * transaction id), port and address are XORed with it.
 */
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

static void append_rest(struct text *out, struct cursor value)
{
	struct bytes rest = cursor_rest(&value);
	text_append_size(out, (const char *)rest.data, rest.size);
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
	for (size_t i = 0; i < ARRAY_COUNT(errors); i++)
		if (errors[i].code == code)
			text_append_format(out, " (%s)", errors[i].name);
	if (!cursor_remaining(&value))
		return;
	text_append_char(out, ' ');
	append_rest(out, value);
}

static void append_stun_text(struct text *out, const char *name, struct cursor value)
{
	text_append_format(out, " %s: ", name);
	append_rest(out, value);
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

/* Extracts the method; the two bits of the class are between its bits. */
static unsigned method_of(unsigned type)
{
	return (type & 0x0f) | (type & 0xe0) >> 1 | (type & 0x3e00) >> 2;
}

static bool stun_words_append(struct text *out, struct cursor cursor)
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
	const char *name = summary_pick(methods, method_of(type));
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

/* Accepts only the methods of STUN and TURN. */
static bool is_stun(const struct front *front)
{
	enum { METHOD_FIRST = 1, METHOD_LAST = 0x0c };
	unsigned type = front->word >> 16, method = method_of(type);
	return front->captured_size >= STUN_HEADER_SIZE && front->cookie == STUN_COOKIE &&
		type >> 14 == 0 && method >= METHOD_FIRST && method <= METHOD_LAST &&
		front->second_half + (uint32_t)STUN_HEADER_SIZE == front->size;
}

const struct protocol_description stun_protocol = {
	.name = "STUN",
	.is_message = is_stun,
	.append_words = stun_words_append,
};
