/*
 * Says what a redacted deck hides. Its reader must know that a '*' may stand for something else,
 * and its author must see whether everything was found.
 */
#include "deck/leak-check/scrub-report.h"

#include <inttypes.h>

#include "base/array.h"
#include "base/format/markup.h"

static void append_count(struct text *out, const char *name, uint64_t count, bool is_korean)
{
	char number[TEXT_GROUPED_SIZE];
	if (count)
		text_append_format(out, "%s %s, ", name,
			text_grouped(number, count, is_korean ? text_digit_gap(true) : ""));
}

static void append_item(struct text *out, size_t *count, const char *item)
{
	text_append(out, (*count)++ ? ", " : "");
	text_append(out, item);
}

/* Appends "host names (DNS, HTTP Host)". Returns how many kinds there are. */
static size_t append_names(struct text *out, const struct anonymizer_report *report, bool is_korean)
{
	static const char *const names[KEPT_COUNT][2] = {
		[KEPT_DNS] = { "DNS", "DNS" },
		[KEPT_MDNS] = { "mDNS", "mDNS" },
		[KEPT_TLS] = { "TLS server names", "TLS 서버 이름" },
		[KEPT_HTTP] = { "HTTP Host", "HTTP Host" },
		[KEPT_DHCP] = { "DHCP", "DHCP" },
		[KEPT_NETBIOS] = { "NetBIOS", "NetBIOS" },
		[KEPT_NEIGHBORS] = { "LLDP and CDP", "LLDP·CDP" },
		[KEPT_WLAN] = { "names of wireless networks", "무선 네트워크 이름" },
	};
	size_t count = 0;
	for (size_t i = 0; i < KEPT_COUNT; i++) {
		if (!report->has_names[i])
			continue;
		if (!count)
			text_append(out, is_korean ? "호스트 이름(" : "host names (");
		append_item(out, &count, names[i][is_korean]);
	}
	if (count)
		text_append_char(out, ')');
	return count;
}

/*
 * Appends addresses that stand only in data that no dissector read, and so are not hidden. Returns
 * their number.
 */
static size_t append_unread(
	struct text *out, const struct anonymizer_report *report, bool is_korean)
{
	size_t count = 0;
	if (!report->unread_count)
		return 0;
	text_append(out,
		is_korean ? "해석하지 못한 데이터에만 있는 주소("
			  : "addresses that only undecoded data has (");
	for (size_t i = 0; i < report->unread_count; i++)
		append_item(out, &count, report->unread[i]);
	text_append_char(out, ')');
	return count;
}

/* Appends numbers that equal an address, and so are not hidden. Returns their number. */
static size_t append_numbers(
	struct text *out, const struct anonymizer_report *report, bool is_korean)
{
	size_t count = 0;
	if (!report->number_count)
		return 0;
	text_append(out, is_korean ? "주소와 값이 같은 수(" : "numbers that equal an address (");
	for (size_t i = 0; i < report->number_count; i++) {
		append_item(out, &count, report->numbers[i].field);
		text_append_format(out, is_korean ? ", 프레임 %" PRIu64 : " in frame %" PRIu64,
			report->numbers[i].frame);
	}
	text_append_char(out, ')');
	return count;
}

typedef size_t append_function(
	struct text *out, const struct anonymizer_report *report, bool is_korean);

static void append_kept(struct text *out, const struct anonymizer_report *report, bool is_korean)
{
	static append_function *const parts[] = { append_names, append_unread, append_numbers };
	autofinish(text) struct text part = { 0 };
	size_t count = 0;
	for (size_t i = 0; i < ARRAY_COUNT(parts); i++) {
		text_clear(&part);
		if (!parts[i](&part, report, is_korean))
			continue;
		if (!count)
			text_append(out, is_korean ? "; 가리지 않은 것: " : "; not hidden: ");
		append_item(out, &count, text_string(&part));
	}
}

/* Appends the protocols that were not searched for logins. */
static void append_unsearched(
	struct text *out, const struct redaction_report *report, bool is_korean)
{
	if (!report->unsearched_count)
		return;
	text_append(out, is_korean ? "; 로그인 정보를 찾아보지 못한 것: " : "; not searched: ");
	for (size_t i = 0, count = 0; i < report->unsearched_count; i++)
		append_item(out, &count, report->unsearched[i]);
	if (report->has_more_unsearched)
		text_append(out, is_korean ? " 등" : " and others");
}

void scrub_report_append(struct text *out, const struct redaction_report *report, bool is_korean)
{
	for (size_t i = 0; i < SECRET_COUNT; i++)
		append_count(
			out, secret_name((enum secret)i, is_korean), report->secrets[i], is_korean);
	append_count(out, is_korean ? "IP·MAC 주소" : "IP and MAC addresses",
		report->addresses.addresses, is_korean);
	text_append(out, is_korean ? "발표자 노트" : "speaker notes");
	append_kept(out, &report->addresses, is_korean);
	if (report->local_values)
		text_append_format(out,
			is_korean ? "; 제자리에서만 가린 짧거나 흔한 값 %zu"
				  : "; short or common values hidden in their place only %zu",
			report->local_values);
	append_unsearched(out, report, is_korean);
}

void scrub_report_html(struct text *out, const struct redaction_report *report, bool is_korean)
{
	autofinish(text) struct text words = { 0 };
	scrub_report_append(&words, report, is_korean);
	text_append(out, "<p class=\"scrubbed\">");
	text_append(out, is_korean ? "이 파일에서 가린 것: " : "Hidden in this file: ");
	markup_text(out, text_string(&words));
	text_append(out, "</p>\n");
}
