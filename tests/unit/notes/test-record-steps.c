/* `record:` of a talk: the client's steps, their options, and the message for every mistake. */
#include "talk-checks.h"

#include "base/array.h"
#include "notes/talk/record-steps.h"

static struct parsed parse_steps(const char *steps)
{
	struct text source = { 0 };
	text_append_format(&source,
		"---\ncaptures:\n  a:\n    file: x.pcap\n    record:\n%s---\n# A\n", steps);
	struct parsed parsed = parse(text_string(&source));
	text_finish(&source);
	return parsed;
}

static void reads_each_kind(void **state)
{
	(void)state;
	struct parsed parsed = parse_steps("      - GET /ping\n"
					   "      - connect 8081\n"
					   "      - connect\n"
					   "      - udp ping\n"
					   "      - udp ping 9\n"
					   "      - dns pingpong.test\n"
					   "      - dns TXT pingpong.test: {ipv6: true}\n");
	static const struct client_step expected[] = {
		{ .kind = CLIENT_REQUEST, .method = "GET", .target = "/ping" },
		{ .kind = CLIENT_CONNECT, .port = 8081 },
		{ .kind = CLIENT_CONNECT },
		{ .kind = CLIENT_UDP_PING },
		{ .kind = CLIENT_UDP_PING, .port = 9 },
		{ .kind = CLIENT_DNS_QUERY, .method = "A", .target = "pingpong.test" },
		{ .kind = CLIENT_DNS_QUERY,
			.method = "TXT",
			.target = "pingpong.test",
			.is_ipv6 = true },
	};
	assert_string_equal(text_string(&parsed.said), "");
	const struct talk_capture *capture = &parsed.talk.captures[0];
	assert_int_equal(capture->step_count, ARRAY_COUNT(expected));
	for (size_t i = 0; i < ARRAY_COUNT(expected); i++) {
		const struct client_step *step = &capture->steps[i];
		assert_int_equal(step->kind, expected[i].kind);
		assert_int_equal(step->port, expected[i].port);
		assert_int_equal(step->is_ipv6, expected[i].is_ipv6);
		if (!expected[i].method)
			continue;
		assert_string_equal(step->method, expected[i].method);
		assert_string_equal(step->target, expected[i].target);
	}
	assert_true(client_step_is_plain(&capture->steps[0]));
	assert_false(client_step_is_plain(&capture->steps[1]));
	parsed_finish(&parsed);
}

static void reads_each_option(void **state)
{
	(void)state;
	struct parsed parsed = parse_steps(
		"      - GET /ping\n"
		"      - POST /echo: {body: \"3000\", parallel: 3, half-close: true, idle: 500 ms}\n"
		"      - POST /echo:\n"
		"          body: 3000\n"
		"          abort: yes\n"
		"          read-after: 2 s\n"
		"      - GET /ping: {ipv6: true, nodelay: false, maxseg: 536, rcvbuf: 4096}\n"
		"      - GET /ping: {same-port: true, nodelay: true, sndbuf: 8192, keepalive: 2}\n");
	assert_string_equal(text_string(&parsed.said), "");
	const struct talk_capture *capture = &parsed.talk.captures[0];
	assert_int_equal(capture->step_count, 5);
	const struct client_step *steps = capture->steps;
	assert_int_equal(steps[1].body.size, 4);
	assert_memory_equal(steps[1].body.data, "3000", 4);
	assert_int_equal(steps[1].parallel, 3);
	assert_true(steps[1].half_close);
	assert_int_equal(steps[1].idle_ms, 500);
	assert_int_equal(steps[2].body.size, 3000);
	assert_memory_equal(steps[2].body.data, "00000000 ping", 13);
	assert_memory_equal(steps[2].body.data + 64, "00000064 ping", 13);
	assert_true(steps[2].abort);
	assert_int_equal(steps[2].read_after_ms, 2000);
	assert_true(steps[3].is_ipv6);
	assert_true(steps[3].leaves_nagle);
	assert_int_equal(steps[3].maximum_segment, 536);
	assert_int_equal(steps[3].receive_buffer, 4096);
	assert_true(steps[4].same_port);
	assert_false(steps[4].leaves_nagle);
	assert_int_equal(steps[4].send_buffer, 8192);
	assert_int_equal(steps[4].keepalive_s, 2);
	for (size_t i = 1; i < capture->step_count; i++)
		assert_false(client_step_is_plain(&steps[i]));
	parsed_finish(&parsed);
}

static void one_step_needs_no_list(void **state)
{
	(void)state;
	struct parsed parsed = parse_steps("      POST /echo: {body: 5}\n");
	assert_string_equal(text_string(&parsed.said), "");
	assert_int_equal(parsed.talk.captures[0].step_count, 1);
	assert_int_equal(parsed.talk.captures[0].steps[0].body.size, 5);
	parsed_finish(&parsed);
	parsed = parse_steps("      connect: {ipv6: true}\n");
	assert_string_equal(text_string(&parsed.said), "");
	assert_int_equal(parsed.talk.captures[0].step_count, 1);
	assert_true(parsed.talk.captures[0].steps[0].is_ipv6);
	parsed_finish(&parsed);
}

static void explains_each_mistake(void **state)
{
	(void)state;
	static const struct {
		const char *steps, *said;
	} cases[] = {
		{ "- ping", "talk.md:6: 'ping' is no step: write a request" },
		{ "- upd ping", "talk.md:6: 'upd ping' is no step: did you mean 'udp ping'?" },
		{ "- conect 8081", "talk.md:6: 'conect 8081' is no step: did you mean 'connect'?" },
		{ "- dsn pingpong.test", "is no step: did you mean 'dns'?" },
		{ "- zzzzz", "'zzzzz' is no step: write a request" },
		{ "- GET ping",
			"talk.md:6: 'GET ping' is not a request: write a method and a path" },
		{ "- connect to", "' to' is no port: write a number from 1 to 65535" },
		{ "- connect 0", "' 0' is no port" },
		{ "- udp ping 65536", "' 65536' is no port" },
		{ "- dns MX pingpong.test", "'MX pingpong.test' is no query" },
		{ "- dns A a b", "'A a b' is no query" },
		{ "- GET /ping: 3", "the options of 'GET /ping' must stand in braces" },
		{ "- GET /ping: {bodi: x}", "a step has no option 'bodi': did you mean 'body'?" },
		{ "- GET /ping: {zzzzzzz: x}", "a step has no option 'zzzzzzz': use abort, body" },
		{ "- connect 80: {body: x}", "'body' is an option of HTTP requests" },
		{ "- GET /ping: {abort: maybe}", "'abort' must be true or false" },
		{ "- GET /ping: {parallel: 17}", "'parallel' must be a number from 1 to 16" },
		{ "- GET /ping: {maxseg: 10}", "'maxseg' must be a number from 88 to 32767" },
		{ "- GET /ping: {keepalive: 1 s}", "'keepalive' must be a number from 1 to 10" },
		{ "- GET /ping: {idle: 2}", "'idle' must be a time of at most 10 s" },
		{ "- GET /ping: {idle: 11 s}", "'idle' must be a time of at most 10 s" },
		{ "- GET /ping: {read-after: 1 h}", "'read-after' must be a time" },
		{ "- POST /echo: {body: 1000001}", "'body' must be a text, or its size" },
		{ "- POST /echo: {body: \"\"}", "'body' must be a text, or its size" },
		{ "- GET /ping: {same-port: true}", "'same-port' takes the port of the request" },
		{ "- GET /ping\n      - GET /ping: {same-port: true, parallel: 2}",
			"talk.md:7: only one connection can come from the port" },
		{ "- GET /ping: {abort: true, idle: 1 s}", "'abort' resets the connection" },
		{ "- GET /ping: {abort: true, half-close: true}", "'abort' resets" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct text steps = { 0 };
		text_append_format(&steps, "      %s\n", cases[i].steps);
		struct parsed parsed = parse_steps(text_string(&steps));
		text_finish(&steps);
		if (!strstr(text_string(&parsed.said), cases[i].said))
			fail_msg("%s: %s", cases[i].steps, text_string(&parsed.said));
		assert_int_equal(parsed.talk.captures[0].step_count, 0);
		parsed_finish(&parsed);
	}
}

/* What is written of steps is read as the same steps, and stands on one line. */
static void writes_what_it_reads(void **state)
{
	(void)state;
	static const char steps[] =
		"      - GET /ping?a=\"b\"\n"
		"      - connect 8081\n"
		"      - connect\n"
		"      - udp ping\n"
		"      - udp ping 9\n"
		"      - dns TXT pingpong.test: {ipv6: true}\n"
		"      - POST /echo: {body: \"3000\", parallel: 3, half-close: true, idle: 500 ms}\n"
		"      - POST /echo: {body: 3000, abort: yes, read-after: 2 s}\n"
		"      - POST /echo: {body: \"a\\n\\\"b: #c\\e\"}\n"
		"      - GET /ping: {ipv6: true, nodelay: false, maxseg: 536, rcvbuf: 4096}\n"
		"      - GET /ping: {same-port: true, nodelay: true, sndbuf: 8192, keepalive: 2}\n";
	struct parsed parsed = parse_steps(steps);
	assert_string_equal(text_string(&parsed.said), "");
	const struct talk_capture *capture = &parsed.talk.captures[0];
	struct text line = { 0 }, source = { 0 }, again = { 0 };
	record_steps_append(&line, capture->steps, capture->step_count);
	assert_null(strchr(text_string(&line), '\n'));
	assert_non_null(strstr(text_string(&line), "body: 3000,"));
	text_append_format(&source,
		"---\ncaptures:\n  a:\n    file: x.pcap\n    record: %s\n---\n# A\n",
		text_string(&line));
	struct parsed reread = parse(text_string(&source));
	assert_string_equal(text_string(&reread.said), "");
	const struct talk_capture *other = &reread.talk.captures[0];
	assert_int_equal(other->step_count, 11);
	record_steps_append(&again, other->steps, other->step_count);
	assert_string_equal(text_string(&line), text_string(&again));
	for (size_t i = 0; i < other->step_count; i++) {
		const struct client_step *a = &capture->steps[i], *b = &other->steps[i];
		assert_int_equal(a->kind, b->kind);
		assert_int_equal(a->port, b->port);
		assert_int_equal(a->body.size, b->body.size);
		if (a->body.size)
			assert_memory_equal(a->body.data, b->body.data, a->body.size);
		assert_int_equal(a->idle_ms + a->read_after_ms, b->idle_ms + b->read_after_ms);
		assert_int_equal(a->leaves_nagle, b->leaves_nagle);
	}
	text_finish(&line);
	text_finish(&source);
	text_finish(&again);
	parsed_finish(&parsed);
	parsed_finish(&reread);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_each_kind),
		cmocka_unit_test(reads_each_option),
		cmocka_unit_test(writes_what_it_reads),
		cmocka_unit_test(one_step_needs_no_list),
		cmocka_unit_test(explains_each_mistake),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
