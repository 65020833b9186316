/*
 * The words that dissectors put into values, in Korean. Only fields whose values the dissectors make
 * up themselves are touched, and only where all of the value has the form that they write: text that
 * was captured (names, header lines) stays as it was sent. Names that people look up, such as those of
 * ICMP's types, stay as the standards write them.
 */
#include "explain/field-sentence.h"

#include <string.h>

#include "explain/words.h"

static bool has_prefix(const char *string, const char *prefix)
{
	/* The first letter tells most apart. */
	return *string == *prefix && strncmp(string, prefix, strlen(prefix)) == 0;
}

/* Whether the value of such a field is a dissector's own words. */
static bool is_made_up(const char *name)
{
	static const char *const prefixes[] = { "tcp.", "ip.", "ipv6.", "eth.", "udp.", "arp.",
		"icmp.", "icmpv6.", "vlan.", "data.data", "dns.flags", "dns.resp.ttl", "dns.resp.z",
		"dns.resp.cache_flush", "dns.qry.qu", "dns.opt", "http.header_end",
		"http.empty_line", "vxlan.", "erspan.", "http2.flags", "http2.exclusive",
		"http2.data.data", "http2.headers", "websocket.fin", "websocket.mask" };
	if (strcmp(name, "dns.opt.data") == 0)
		return false;
	for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++)
		if (has_prefix(name, prefixes[i]))
			return true;
	return false;
}

struct pair {
	const char *english, *korean;
};

static const struct pair whole_values[] = {
	{ "Set", "켜짐" },
	{ "Not set", "꺼짐" },
	{ "True", "예" },
	{ "False", "아니요" },
	{ "Yes", "예" },
	{ "No", "아니요" },
	{ "None", "없음" },
	{ "Default", "기본" },
	{ "Unknown", "알 수 없음" },
	{ "permitted", "허용" },
	{ "Reserved", "예약됨" },
	{ "Eligible", "버려도 됨" },
	{ "Ineligible", "버리지 않음" },
	{ "Don't fragment", "조각내지 않음" },
	{ "More fragments", "조각이 더 있음" },
	{ "Don't fragment, more fragments", "조각내지 않음, 조각이 더 있음" },
	{ "Not ECN-Capable Transport", "ECN 안 씀" },
	{ "ECN-Capable Transport(0)", "ECN 가능(0)" },
	{ "ECN-Capable Transport(1)", "ECN 가능(1)" },
	{ "Congestion Experienced", "혼잡 겪음" },
	{ "Message is a query", "물음" },
	{ "Message is a response", "답" },
	{ "end of the headers", "헤더의 끝" },
	{ "skipped", "무시함" },
};

/* A number, and what stands behind it: "20 bytes (5)" is "20바이트 (5)". */
static const struct pair behind_numbers[] = {
	{ " bytes", "바이트" },
	{ " byte", "바이트" },
	{ " seconds", "초" },
	{ " blocks", "구간" },
	{ " block", "구간" },
};

/* What stands before a number in parentheses: "request (1)". */
static const struct pair before_numbers[] = {
	{ "request", "묻기" },
	{ "reply", "답하기" },
	{ "Unknown", "알 수 없음" },
	{ "Kind: No-Operation", "종류: No-Operation" },
	{ "Kind: End of Option List", "종류: End of Option List" },
	{ "Maximum segment size", "최대 세그먼트 크기" },
	{ "Window scale", "윈도 배율" },
	{ "SACK permitted", "SACK 허용" },
	{ "Timestamps", "타임스탬프" },
};

static size_t digits_of(const char *string)
{
	return strspn(string, "0123456789");
}

/* "20 bytes", "20 bytes (5)"; the number is written as it was. */
static bool append_counted(struct text *out, const char *value)
{
	size_t digits = digits_of(value);
	if (!value[digits])
		return false;
	for (size_t i = 0; digits && i < sizeof(behind_numbers) / sizeof(behind_numbers[0]); i++) {
		const struct pair *pair = &behind_numbers[i];
		const char *rest = value + digits + strlen(pair->english);
		if (!has_prefix(value + digits, pair->english) ||
			(*rest && !has_prefix(rest, " (")))
			continue;
		text_append_size(out, value, digits);
		text_append(out, pair->korean);
		text_append(out, rest);
		return true;
	}
	return false;
}

/* "7 (multiply by 128)" is "7 (×128)", "0 (8 bytes)" is "0 (8바이트)". */
static bool append_explained(struct text *out, const char *value)
{
	static const char times[] = "multiply by ";
	size_t digits = digits_of(value);
	if (!digits || !has_prefix(value + digits, " ("))
		return false;
	const char *inside = value + digits + 2;
	if (has_prefix(inside, times)) {
		text_append_size(out, value, digits + 2);
		text_append_format(out, "×%s", inside + sizeof(times) - 1);
		return true;
	}
	size_t inner = digits_of(inside);
	if (!inner || strcmp(inside + inner, " bytes)") != 0)
		return false;
	text_append_size(out, value, (size_t)(inside - value) + inner);
	text_append(out, "바이트)");
	return true;
}

static bool append_named(struct text *out, const char *value)
{
	for (size_t i = 0; i < sizeof(before_numbers) / sizeof(before_numbers[0]); i++) {
		const struct pair *pair = &before_numbers[i];
		const char *rest = value + strlen(pair->english);
		if (!has_prefix(value, pair->english) || !has_prefix(rest, " ("))
			continue;
		text_append(out, pair->korean);
		text_append(out, rest);
		return true;
	}
	return false;
}

/* "0x0100 query", "0x000 (none)". */
static bool append_hexadecimal(struct text *out, const char *value)
{
	static const struct pair ends[] = {
		{ " query", " 물음" },
		{ " response", " 답" },
		{ " (none)", " (없음)" },
	};
	size_t digits = has_prefix(value, "0x") ? 2 + strspn(value + 2, "0123456789abcdef") : 0;
	for (size_t i = 0; digits && i < sizeof(ends) / sizeof(ends[0]); i++) {
		if (strcmp(value + digits, ends[i].english) != 0)
			continue;
		text_append_size(out, value, digits);
		text_append(out, ends[i].korean);
		return true;
	}
	return false;
}

/* "example.com: type A" is "example.com: A 기록": the name is as it was sent. */
static bool append_record(struct text *out, const struct field *field, const char *value)
{
	static const char mark[] = ": type ";
	if (strcmp(field->name, "dns.qry") != 0 && strcmp(field->name, "dns.resp") != 0)
		return false;
	const char *last = NULL;
	for (const char *at = strstr(value, mark); at; at = strstr(at + 1, mark))
		last = at;
	if (!last)
		return false;
	text_append_size(out, value, (size_t)(last - value));
	text_append_format(out, ": %s 기록", last + sizeof(mark) - 1);
	return true;
}

/* "Stream 9, 22 bytes, not all here" is "스트림 9, 22바이트, 일부만 있음". */
static bool append_frame(struct text *out, const struct field *field, const char *value)
{
	static const char stream[] = "Stream ", bytes[] = " bytes", part[] = ", not all here";
	if (strcmp(field->name, "http2.stream") != 0 && strcmp(field->name, "websocket") != 0)
		return false;
	if (has_prefix(value, stream)) {
		value += sizeof(stream) - 1;
		text_append(out, "스트림 ");
		size_t number = digits_of(value) + strlen(", ");
		text_append_size(out, value, number);
		value += number;
	}
	size_t digits = digits_of(value);
	text_append_size(out, value, digits);
	value += digits;
	if (has_prefix(value, bytes)) {
		text_append(out, "바이트");
		value += sizeof(bytes) - 1;
	}
	text_append(out, strcmp(value, part) == 0 ? ", 일부만 있음" : value);
	return true;
}

static bool append_whole(struct text *out, const char *value)
{
	for (size_t i = 0; i < sizeof(whole_values) / sizeof(whole_values[0]); i++) {
		if (*value != *whole_values[i].english ||
			strcmp(value, whole_values[i].english) != 0)
			continue;
		text_append(out, whole_values[i].korean);
		return true;
	}
	return false;
}

void field_value_append(struct text *out, const struct field *field, bool is_korean)
{
	const char *value = field->value ? field->value : "";
	bool is_said =
		is_korean && (append_record(out, field, value) || append_frame(out, field, value));
	is_said = is_said ||
		(is_korean && is_made_up(field->name) &&
			(append_whole(out, value) || append_counted(out, value) ||
				append_explained(out, value) || append_named(out, value) ||
				append_hexadecimal(out, value)));
	if (!is_said)
		text_append(out, value);
}
