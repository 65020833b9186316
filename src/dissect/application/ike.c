/*
 * The summary of IKE messages (RFC 2408, RFC 7296): the kind of exchange. Fields are not decoded.
 */
#include "dissect/application/application.h"
#include "dissect/application/summary.h"

static const char *name_of_exchange(unsigned version, unsigned exchange)
{
	static const char *const first[] = { "NONE", "Base", "Identity Protection (Main Mode)",
		"Authentication Only", "Aggressive", "Informational", "Transaction (Config Mode)" };
	static const char *const second[] = { "IKE_SA_INIT", "IKE_AUTH", "CREATE_CHILD_SA",
		"INFORMATIONAL", "IKE_SESSION_RESUME" };
	enum { QUICK_MODE = 32, NEW_GROUP_MODE = 33, SECOND_FIRST = 34 };
	if (version == 2)
		return exchange < SECOND_FIRST ? NULL
					       : summary_pick(second, exchange - SECOND_FIRST);
	if (exchange == QUICK_MODE)
		return "Quick Mode";
	return exchange == NEW_GROUP_MODE ? "New Group Mode" : summary_pick(first, exchange);
}

/* | cookies 16 | next 1 | version 1 | exchange 1 | flags 1 | message 4 | length 4 | */
static bool ike_words_append(struct text *out, struct cursor cursor)
{
	enum { COOKIES_SIZE = 16, INITIATOR = 0x08, RESPONSE = 0x20 };
	struct cursor marker = cursor;
	if (cursor_u32(&marker) == 0) /* four zeros: not an ESP header (RFC 3948) */
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

static bool is_ike(const struct front *front)
{
	return front->size >= 28;
}

const struct protocol_description ike_protocol = {
	.name = "ISAKMP",
	.is_message = is_ike,
	.append_words = ike_words_append,
};
