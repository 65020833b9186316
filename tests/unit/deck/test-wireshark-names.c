/* Fields by Wireshark's names where a name here is of several: headers, options, both addresses. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <pcap/dlt.h>

#include "deck/fields/field-steps.h"
#include "deck/fields/field-values.h"
#include "packet-samples.h"
#include "sample-checks.h"

static void decode_shown(struct decoded *decoded, struct shown_packet *packet, const char *hex)
{
	decode(decoded, hex, DLT_EN10MB);
	*packet = (struct shown_packet){ .frame = decoded->frame, .fields = decoded->fields };
}

static void test_values(void **state)
{
	(void)state;
	static const struct {
		const char *sample, *name, *value;
	} cases[] = {
		{ http_request, "http.host", "a.example:8080" },
		{ http_request, "http.user_agent", "curl" },
		{ http_request, "http.request.line",
			"Host: a.example:8080, User-Agent: curl, Connection: keep-alive" },
		{ http_request, "http.request.method", "GET" },
		{ http_request, "http.content_type", NULL },
		{ http_request, "http.Host", NULL },
		{ http_request, "http.hos", NULL },
		{ http_request, "http.host2", NULL },
		{ http_request, "ip.addr", "192.0.2.1, 192.0.2.2" },
		{ http_request, "tcp.port", "55466, 8080" },
		{ http_request, "frame.len", "152" },
		{ http_request, "frame.cap_len", "152" },
		{ http_response, "http.content_length", "5" },
		{ http_response, "http.content_length_header", "5" },
		{ http_response, "http.response.line",
			"Content-Type: text/plain, Content-Length: 5, Transfer-Encoding: gzip, "
			"Connection: close" },
		{ dhcp, "dhcp.option.hostname", "me" },
		{ dhcp, "dhcp.option.requested_ip_address", "192.0.2.5" },
		{ dhcp, "dhcp.option.dhcp_max_message_size", "576" },
		{ dhcp, "dhcp.option.router", NULL },
		{ icmpv6_mld2, "icmpv6.mldr.mar", "ff02::fb" }, /* not its length */
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct decoded decoded;
		struct shown_packet packet;
		autofinish(text) struct text value = { 0 };
		bool is_number;
		decode_shown(&decoded, &packet, cases[i].sample);
		bool is_there =
			field_value_append(&value, &packet, cases[i].name, false, &is_number);
		assert_int_equal(is_there, cases[i].value != NULL);
		if (is_there)
			assert_string_equal(text_string(&value), cases[i].value);
		arena_finish(&decoded.arena);
	}
}

static void test_labels(void **state)
{
	(void)state;
	struct decoded decoded;
	struct shown_packet packet;
	autofinish(text) struct text label = { 0 };
	decode_shown(&decoded, &packet, http_request);
	packet.frame.number = 1234;
	assert_true(field_value_label(&label, &packet, "http.host", true, false));
	assert_true(field_value_label(&label, &packet, "http.request.line", true, false));
	assert_true(field_value_label(&label, &packet, "frame.number", true, false));
	assert_string_equal(
		text_string(&label), "a.example:8080  Host: a.example:8080  number 1234");
	arena_finish(&decoded.arena);
}

static void test_steps(void **state)
{
	(void)state;
	struct decoded decoded;
	struct shown_packet packet;
	autofinish(error) struct error error = { 0 };
	decode_shown(&decoded, &packet, http_request);
	const struct field *field = field_steps_find("http.user_agent", &packet, 0, &error);
	assert_non_null(field);
	assert_string_equal(field_label(field, &decoded.arena), "User-Agent");
	assert_null(field_steps_find("http.server", &packet, 0, &error));
	arena_finish(&decoded.arena);
}

static void test_known(void **state)
{
	(void)state;
	assert_true(field_value_is_known("http.set_cookie"));
	assert_true(field_value_is_known("http2.headers.path"));
	assert_true(field_value_is_known("ipv6.addr"));
	assert_false(field_value_is_known("http.hots"));
	assert_string_equal(field_value_nearest("http.hots"), "http.host");
	assert_string_equal(field_value_nearest("dhcp.option.rooter"), "dhcp.option.router");
	assert_string_equal(field_value_nearest("frame.numbr"), "frame.number");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_labels),
		cmocka_unit_test(test_steps),
		cmocka_unit_test(test_known),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
