/*
 * The summary of NetBIOS messages (RFC 1002 section 4.2): the kind of message and the name in it.
 * Fields are not decoded.
 */
#include "dissect/application/application.h"
#include "dissect/application/summary.h"

enum { NETBIOS_NAME_SIZE = 16, NETBIOS_STATUS = 0x21, NETBIOS_NAME = 0x20 };

static void append_netbios_letter(struct text *out, uint8_t letter)
{
	if (letter >= ' ' && letter <= '~')
		text_append_char(out, (char)letter);
	else
		text_append_format(out, "<%02x>", letter);
}

/*
 * A NetBIOS name has two letters from A to P for each octet. The last octet is the type of the
 * name.
 */
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
		size = NETBIOS_NAME_SIZE - 1; /* a name of spaces only is shown as it is */
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

/*
 * The first record of a response: | name | type 2 | class 2 | time 4 | size 2 | (flags 2, address
 * 4) … |
 */
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

static bool name_words_append(struct text *out, struct cursor cursor)
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
	const char *name = summary_pick(operations, operation);
	if (name)
		text_append(out, name);
	else
		text_append_format(out, "Unknown operation (%u)", operation);
	if (flags & RESPONSE) {
		text_append(out, " response");
		const char *error = summary_pick(errors, flags & 15u);
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

static bool is_name_message(const struct front *front)
{
	return front->size >= 12;
}

static bool is_datagram(const struct front *front)
{
	return front->first >= 0x10 && front->first <= 0x16;
}

const struct protocol_description nbns_protocol = {
	.name = "NBNS",
	.is_message = is_name_message,
	.append_words = name_words_append,
};

const struct protocol_description nbds_protocol = {
	.name = "NBDS",
	.is_message = is_datagram,
};
