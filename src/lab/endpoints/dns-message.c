#include "lab/endpoints/dns-message.h"

#include <string.h>
#include <strings.h>

#include "base/array.h"

enum {
	HEADER_SIZE = 12,
	LABEL_MAX = 63,
	NAME_MAX_OCTETS = 255,
	CLASS_IN = 1,
	TYPE_A = 1,
	TYPE_TXT = 16,
	TYPE_AAAA = 28,
	FLAG_RESPONSE = 0x8000,
	FLAG_AUTHORITATIVE = 0x0400,
	FLAG_TRUNCATED = 0x0200,
	FLAG_RECURSION_DESIRED = 0x0100,
	CODE_NXDOMAIN = 3,
	TIME_TO_LIVE_S = 60,
	POINTER_TO_QUESTION = 0xc000 | HEADER_SIZE,
	TXT_RECORDS = 4,
	TXT_SIZE = 180,
};

static const struct {
	const char *name;
	uint16_t number;
} types[] = { { "A", TYPE_A }, { "AAAA", TYPE_AAAA }, { "TXT", TYPE_TXT } };

static uint16_t type_number(const char *name)
{
	for (size_t i = 0; i < ARRAY_COUNT(types); i++) {
		if (strcmp(types[i].name, name) == 0)
			return types[i].number;
	}
	return 0;
}

static void append_u16(struct text *out, unsigned number)
{
	text_append_char(out, (char)(number >> 8));
	text_append_char(out, (char)number);
}

static void append_bytes(struct text *out, struct bytes bytes)
{
	text_append_size(out, (const char *)bytes.data, bytes.size);
}

static unsigned u16_at(struct bytes bytes, size_t offset)
{
	return (unsigned)bytes.data[offset] << 8 | bytes.data[offset + 1];
}

/* ---- the query ---- */

static const char *next_label(const char *label)
{
	const char *dot = strchr(label, '.');
	return dot ? dot + 1 : NULL;
}

bool dns_question_check(const char *type, const char *name, struct error *error)
{
	size_t size = strlen(name);
	if (!type_number(type))
		return error_set(
			error, "'%s' is no type of a DNS query here: use A, AAAA or TXT", type);
	bool ok = size && size < NAME_MAX_OCTETS - 1;
	for (const char *label = name; ok && label; label = next_label(label)) {
		size_t part = strcspn(label, ".");
		ok = part && part <= LABEL_MAX;
		for (size_t i = 0; ok && i < part; i++)
			ok = (unsigned char)label[i] > ' ' && (unsigned char)label[i] < 0x7f;
	}
	return ok || error_set(error, "'%s' is no name for DNS, such as pingpong.test", name);
}

void dns_append_query(struct text *out, uint16_t id, const char *type, const char *name)
{
	append_u16(out, id);
	append_u16(out, FLAG_RECURSION_DESIRED);
	append_u16(out, 1); /* questions */
	append_u16(out, 0);
	append_u16(out, 0);
	append_u16(out, 0);
	for (const char *label = name; label; label = next_label(label)) {
		size_t part = strcspn(label, ".");
		text_append_char(out, (char)part);
		text_append_size(out, label, part);
	}
	text_append_char(out, '\0');
	append_u16(out, type_number(type));
	append_u16(out, CLASS_IN);
}

/* ---- the answer ---- */

struct question {
	struct bytes whole;
	unsigned type;
	bool is_test; /* the last label is "test" */
};

static bool read_question(struct bytes query, struct question *ret_question)
{
	if (query.size < HEADER_SIZE || (u16_at(query, 2) & FLAG_RESPONSE) || u16_at(query, 4) != 1)
		return false;
	size_t at = HEADER_SIZE, last = at;
	while (at < query.size && query.data[at]) {
		if (query.data[at] > LABEL_MAX)
			return false;
		last = at;
		at += 1U + query.data[at];
	}
	enum { AFTER_NAME = 5 }; /* the root's zero, type and class */
	if (at > query.size || query.size - at < AFTER_NAME)
		return false;
	static const char test[] = "\4test";
	*ret_question = (struct question){
		.whole = { query.data + HEADER_SIZE, at + AFTER_NAME - HEADER_SIZE },
		.type = u16_at(query, at + 1),
		.is_test = at - last == sizeof(test) - 1 && query.data[last] == 4 &&
			strncasecmp((const char *)query.data + last + 1, "test", 4) == 0,
	};
	return true;
}

static void append_record(struct text *out, unsigned type, struct bytes data)
{
	append_u16(out, POINTER_TO_QUESTION);
	append_u16(out, type);
	append_u16(out, CLASS_IN);
	append_u16(out, 0);
	append_u16(out, TIME_TO_LIVE_S);
	append_u16(out, (unsigned)data.size);
	append_bytes(out, data);
}

/* Appends the records and returns how many there are. */
static unsigned append_records(struct text *out, const struct question *question)
{
	static const uint8_t ipv4[] = { 127, 0, 0, 1 }, ipv6[16] = { [15] = 1 };
	if (!question->is_test)
		return 0;
	switch (question->type) {
	case TYPE_A:
		append_record(out, TYPE_A, (struct bytes){ ipv4, sizeof(ipv4) });
		return 1;
	case TYPE_AAAA:
		append_record(out, TYPE_AAAA, (struct bytes){ ipv6, sizeof(ipv6) });
		return 1;
	case TYPE_TXT:
		for (unsigned i = 0; i < TXT_RECORDS; i++) {
			uint8_t data[1 + TXT_SIZE] = { TXT_SIZE };
			for (size_t j = 1; j <= TXT_SIZE; j++)
				data[j] = (uint8_t) "pong "[(j - 1) % 5];
			data[1] = (uint8_t)('1' + i);
			append_record(out, TYPE_TXT, (struct bytes){ data, sizeof(data) });
		}
		return TXT_RECORDS;
	default:
		return 0;
	}
}

void dns_append_answer(struct text *out, struct bytes query, size_t limit)
{
	struct question question;
	if (!read_question(query, &question))
		return;
	autofinish(text) struct text records = { 0 };
	unsigned count = append_records(&records, &question);
	bool fits = HEADER_SIZE + question.whole.size + records.size <= limit;
	append_u16(out, u16_at(query, 0));
	append_u16(out,
		FLAG_RESPONSE | FLAG_AUTHORITATIVE | (fits ? 0 : FLAG_TRUNCATED) |
			(u16_at(query, 2) & FLAG_RECURSION_DESIRED) |
			(question.is_test ? 0 : CODE_NXDOMAIN));
	append_u16(out, 1);
	append_u16(out, fits ? count : 0);
	append_u16(out, 0);
	append_u16(out, 0);
	append_bytes(out, question.whole);
	if (fits)
		text_append_size(out, records.data ? records.data : "", records.size);
}

bool dns_is_answer(struct bytes message, uint16_t id)
{
	return message.size >= HEADER_SIZE && u16_at(message, 0) == id &&
		(u16_at(message, 2) & FLAG_RESPONSE);
}

bool dns_is_truncated(struct bytes message)
{
	return message.size >= HEADER_SIZE && (u16_at(message, 2) & FLAG_TRUNCATED);
}
