/*
 * calls/socket-call: lines are read as they were written, and no prefix of one is a call.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/array.h"
#include "base/format/markup.h"
#include "calls/socket-call.h"

static const struct socket_call samples[] = {
	{ .role = CALL_OF_CLIENT,
		.process = 2,
		.thread = 3,
		.name = "connect",
		.descriptor = 5,
		.address = "[::1]:8080",
		.length = -1,
		.result = -1,
		.error = "EINPROGRESS",
		.arguments = "\"<\\",
		.local = "[::1]:40000",
		.peer = "[::1]:8080",
		.sample = { .is_taken = true,
			.state = "SYN-SENT",
			.send_queue = 1,
			.unsent = 2,
			.receive_queue = 3,
			.cwnd = 4,
			.ssthresh = 5,
			.mss = 1448,
			.rtt_us = 6,
			.retransmits = UINT32_MAX },
		.source = "a b/서버.c:41",
		.source_digest = UINT64_C(0x00ab54a98ceb1f0a),
		.begin_ns = 1795939245000000001,
		.end_ns = 1795939245999999999 },
	{ .role = CALL_OF_SERVER,
		.process = 1,
		.thread = 1,
		.name = "poll",
		.descriptor = CALL_NO_DESCRIPTOR,
		.length = -1,
		.is_unfinished = true,
		.begin_ns = 5 },
	{ .name = "sendto",
		.descriptor = 0,
		.length = 16000,
		.result = 16000,
		.sample = { .is_taken = true, .state = "ESTABLISHED", .send_queue = 16000 } },
};

static void reads_what_it_writes(void **state)
{
	(void)state;
	autofinish(text) struct text file = { 0 };
	autofinish(socket_calls) struct socket_calls calls = { 0 };
	autofinish(error) struct error error = { 0 };
	autofinish(arena) struct arena arena = { 0 };
	for (size_t i = 0; i < ARRAY_COUNT(samples); i++)
		socket_call_append(&file, &samples[i]);
	assert_true(socket_calls_parse(
		markup_bytes_of(text_string(&file)), "x.calls.jsonl", &arena, &calls, &error));
	assert_int_equal(calls.count, ARRAY_COUNT(samples));
	for (size_t i = 0; i < ARRAY_COUNT(samples); i++)
		assert_memory_equal(&calls.items[i], &samples[i], sizeof(samples[i]));
}

static void keeps_what_was_measured_during_a_call(void **state)
{
	(void)state;
	const struct socket_measure during[] = {
		{ 1000000000, { .is_taken = true, .state = "ESTABLISHED", .send_queue = 7 } },
		{ 1000000005, { .is_taken = true, .state = "CLOSE-WAIT", .receive_queue = 9 } },
	};
	struct socket_call call = samples[0], read = { 0 };
	autofinish(text) struct text line = { 0 };
	autofinish(arena) struct arena arena = { 0 };
	call.begin_ns = 1000000000;
	call.during = during;
	call.during_count = ARRAY_COUNT(during);
	socket_call_append(&line, &call);
	assert_true(socket_call_parse(markup_bytes_of(text_string(&line)), &arena, &read));
	assert_int_equal(read.during_count, ARRAY_COUNT(during));
	assert_memory_equal(read.during, during, sizeof(during));
	text_clear(&line);
	call.begin_ns++; /* one of them would be before the call */
	socket_call_append(&line, &call);
	assert_false(socket_call_parse(markup_bytes_of(text_string(&line)), &arena, &read));
}

static const struct packet_sample of_packets[] = {
	{ .local = "[::1]:8080",
		.peer = "[::1]:40000",
		.sample = { .is_taken = true,
			.state = "ESTABLISHED",
			.send_queue = 3,
			.cwnd = 10,
			.mss = 1448 },
		.after_ns = 1795939245000000001,
		.time_ns = 1795939245000020001 },
	{ .local = "127.0.0.1:40000",
		.peer = "127.0.0.1:8080",
		.sample = { .is_taken = true, .state = "CLOSE-WAIT", .receive_queue = 9 },
		.after_ns = 5,
		.time_ns = 5 },
};

/* They may stand between calls, too. */
static void keeps_samples_of_packets(void **state)
{
	(void)state;
	autofinish(text) struct text file = { 0 };
	autofinish(socket_calls) struct socket_calls calls = { 0 };
	autofinish(error) struct error error = { 0 };
	autofinish(arena) struct arena arena = { 0 };
	packet_sample_append(&file, &of_packets[0]);
	socket_call_append(&file, &samples[0]);
	packet_sample_append(&file, &(struct packet_sample){ .local = "not taken" });
	packet_sample_append(&file, &of_packets[1]);
	assert_true(socket_calls_parse(
		markup_bytes_of(text_string(&file)), "x.calls.jsonl", &arena, &calls, &error));
	assert_int_equal(calls.count, 1);
	assert_int_equal(calls.sample_count, ARRAY_COUNT(of_packets));
	assert_memory_equal(calls.samples, of_packets, sizeof(of_packets));
}

static void refuses_prefixes(void **state)
{
	(void)state;
	autofinish(text) struct text line = { 0 };
	autofinish(arena) struct arena arena = { 0 };
	socket_call_append(&line, &samples[0]);
	struct socket_call call;
	for (size_t size = 0; size + 2 < line.size; size++) {
		char *copy = malloc(size + 1);
		assert_non_null(copy);
		memcpy(copy, line.data, size);
		bool ok = socket_call_parse(
			(struct bytes){ (const uint8_t *)copy, size }, &arena, &call);
		free(copy);
		/* The reader of members does not ask for the last brace. */
		assert_true(!ok || line.data[size - 1] == '"');
	}
}

static void names_the_wrong_line(void **state)
{
	(void)state;
	static const char *const wrong[] = {
		"{}\n",
		"{\"role\":\"nobody\",\"call\":\"x\",\"begin\":\"1.000000000\"}",
		"{\"role\":\"client\",\"call\":\"a name that is longer than any call\",\"begin\":\"1.000000000\"}",
		"{\"role\":\"client\",\"call\":\"<b>\",\"begin\":\"1.000000000\"}",
		"{\"role\":\"client\",\"call\":\"\",\"begin\":\"1.000000000\"}",
		"{\"role\":\"client\",\"call\":\"x\",\"result\":-1,\"error\":\"\\u001b[2J\",\"begin\":\"1.000000000\",\"end\":\"2.000000000\"}",
		"{\"role\":\"client\",\"call\":\"x\",\"result\":0,\"begin\":\"3.000000000\",\"end\":\"2.000000000\"}",
		"{\"role\":\"client\",\"call\":\"x\",\"begin\":\"1.5\"}",
		"{\"role\":\"client\",\"call\":\"x\",\"begin\":\"99999999999999.000000000\"}",
		"{\"role\":\"client\",\"call\":\"x\",\"result\":0,\"begin\":\"1.000000000\"}",
		"{\"role\":\"client\",\"call\":\"x\",\"fd\":99999999999,\"begin\":\"1.000000000\"}",
		"{\"role\":\"client\",\"call\":\"x\",\"begin\":\"1.000000000\",\"sample\":{\"send_queue\":1}}",
		"{\"role\":\"client\",\"call\":\"x\",\"begin\":\"1.000000000\",\"sample\":{\"state\":\"LISTEN\",\"cwnd\":-1}}",
		"{\"role\":\"client\",\"call\":\"x\",\"begin\":\"1.000000000\",\"source\":\"a.c\",\"source_digest\":\"0123456789abcdef\"}",
		"{\"role\":\"client\",\"call\":\"x\",\"begin\":\"1.000000000\",\"source\":\"a.c:0\",\"source_digest\":\"0123456789abcdef\"}",
		"{\"role\":\"client\",\"call\":\"x\",\"begin\":\"1.000000000\",\"source\":\"a.c:12345678901\",\"source_digest\":\"0123456789abcdef\"}",
		"{\"role\":\"client\",\"call\":\"x\",\"begin\":\"1.000000000\",\"source\":\"a.c:1\"}",
		"{\"role\":\"client\",\"call\":\"x\",\"begin\":\"1.000000000\",\"source\":\"a.c:1\",\"source_digest\":\"-123456789abcdef\"}",
		"{\"local\":\"a\",\"peer\":\"b\",\"after\":\"1.000000000\",\"time\":\"1.000000000\"}",
		"{\"local\":\"a\",\"peer\":\"b\",\"sample\":{\"state\":\"LISTEN\"},\"after\":\"1.000000001\",\"time\":\"1.000000000\"}",
		"{\"local\":\"a\",\"sample\":{\"state\":\"LISTEN\"},\"after\":\"1.000000000\",\"time\":\"1.000000000\"}",
		"{\"local\":\"a\",\"peer\":\"b\",\"sample\":{\"state\":\"LISTEN\"},\"after\":\"x\",\"time\":\"1.000000000\"}",
	};
	for (size_t i = 0; i < ARRAY_COUNT(wrong); i++) {
		autofinish(text) struct text file = { 0 };
		autofinish(error) struct error error = { 0 };
		struct socket_calls calls = { 0 };
		autofinish(arena) struct arena arena = { 0 };
		socket_call_append(&file, &samples[0]);
		text_append(&file, wrong[i]);
		assert_false(socket_calls_parse(markup_bytes_of(text_string(&file)),
			"x.calls.jsonl", &arena, &calls, &error));
		assert_string_equal(error_message(&error),
			"x.calls.jsonl:2: this line is no socket call: record again to write the file anew");
	}
}

static void splits_a_source(void **state)
{
	(void)state;
	struct socket_call call = { .source = "a:b/x.c:41" };
	size_t size;
	unsigned line;
	assert_true(socket_call_source(&call, &size, &line));
	assert_int_equal(size, 7);
	assert_int_equal(line, 41);
	assert_false(socket_call_source(&(struct socket_call){ .source = "" }, &size, &line));
	assert_false(socket_call_source(&(struct socket_call){ .source = ":41" }, &size, &line));
}

static void a_digest_is_of_the_words(void **state)
{
	(void)state;
	uint64_t digest = socket_call_line_digest(markup_bytes_of("x = read(3);"));
	assert_true(digest == socket_call_line_digest(markup_bytes_of("\t  x = read(3); \r")));
	assert_true(digest != socket_call_line_digest(markup_bytes_of("x = read(4);")));
	assert_true(socket_call_line_digest(markup_bytes_of(" \t")) ==
		socket_call_line_digest(markup_bytes_of("")));
}

/* Appends a line with words in the place of '@', or a NUL for "@". */
static void append_filled(struct text *text, const char *line, const char *words)
{
	const char *place = strchr(line, '@');
	text_append_size(text, line, (size_t)(place - line));
	if (strcmp(words, "@") == 0)
		text_append_char(text, '\0');
	else
		text_append(text, words);
	text_append(text, place + 1);
	text_append_char(text, '\n');
}

/* A NUL would end a name before its end. */
static void a_nul_is_refused(void **state)
{
	(void)state;
	static const char *const lines[] = {
		"{\"role\":\"client\",\"process\":1,\"thread\":1,\"call\":\"read@\",\"begin\":\"1.000000000\"}",
		"{\"role\":\"client@\",\"process\":1,\"thread\":1,\"call\":\"read\",\"begin\":\"1.000000000\"}",
		"{\"role\":\"client\",\"process\":1,\"thread\":1,\"call\":\"read\",\"begin\":\"1.000000000@\"}",
		"{\"role\":\"client\",\"process\":1,\"thread\":1,\"call\":\"read\",\"arguments\":\"@\",\"begin\":\"1.000000000\"}",
		"{\"role\":\"client\",\"process\":1,\"thread\":1,\"call\":\"read\",\"unknown\":\"@\",\"begin\":\"1.000000000\"}",
	};
	static const struct {
		const char *words; /* @: a NUL itself */
		bool is_refused;
	} cases[] = { { "\\u0000", true }, { "\\u0000.o", true }, { "@", true }, { "", false } };
	for (size_t i = 0; i < ARRAY_COUNT(lines); i++) {
		for (size_t k = 0; k < ARRAY_COUNT(cases); k++) {
			autofinish(arena) struct arena arena = { 0 };
			autofinish(socket_calls) struct socket_calls calls = { 0 };
			autofinish(error) struct error error = { 0 };
			autofinish(text) struct text text = { 0 };
			append_filled(&text, lines[0], "");
			append_filled(&text, lines[i], cases[k].words);
			bool is_kept = i == ARRAY_COUNT(lines) - 1 && cases[k].words[0] == '\\';
			bool ok = socket_calls_parse(
				(struct bytes){ (const uint8_t *)text.data, text.size },
				"x.calls.jsonl", &arena, &calls, &error);
			if (ok == (cases[k].is_refused && !is_kept))
				fail_msg("%zu, %s: %s", i, cases[k].words, error_message(&error));
			if (!ok)
				assert_non_null(strstr(error_message(&error), "x.calls.jsonl:2: "));
		}
	}
}

/* Captures of one stem have the same file, whatever their ending; a folder has no ending. */
static void stand_beside_their_capture(void **state)
{
	(void)state;
	static const char *const paths[][2] = { { "q.pcap", "q.calls.jsonl" },
		{ "q.pcapng", "q.calls.jsonl" }, { "q.cap", "q.calls.jsonl" },
		{ "q.pcap.gz", "q.calls.jsonl" }, { "q", "q.calls.jsonl" },
		{ "./a.pcap/q", "./a.pcap/q.calls.jsonl" }, { "q.pcap2", "q.pcap2.calls.jsonl" },
		{ "2026.11", "2026.11.calls.jsonl" }, { "-", NULL } };
	for (size_t i = 0; i < ARRAY_COUNT(paths); i++) {
		automem char *path = socket_calls_path(paths[i][0]);
		if (paths[i][1])
			assert_string_equal(path, paths[i][1]);
		else
			assert_null(path);
	}
}

/* What is there must be calls, or nothing. Nobody waits for a pipe that nobody writes. */
static void only_calls_are_replaced(void **state)
{
	(void)state;
	static const struct {
		const char *text, *message; /* NULL: may be replaced */
	} cases[] = {
		{ "", NULL },
		{ "{\"role\":\"client\",\"process\":1}\n", NULL },
		{ "{\"local\":\"127.0.0.1:1\"}\n", NULL },
		{ "{\"role\"", "what is there are no socket calls and would be lost" },
		{ "Dear diary,\n", "what is there are no socket calls and would be lost" },
	};
	char folder[] = "/tmp/socket-call-XXXXXX", path[64];
	assert_non_null(mkdtemp(folder));
	assert_int_equal(chmod(folder, 0755), 0);
	(void)snprintf(path, sizeof(path), "%s/x.calls.jsonl", folder);
	autofinish(error) struct error error = { 0 };
	assert_true(socket_calls_may_replace(NULL, &error));
	assert_true(socket_calls_may_replace(path, &error));
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofinish(error) struct error lost = { 0 };
		FILE *file = fopen(path, "w");
		assert_non_null(file);
		(void)fputs(cases[i].text, file);
		(void)fclose(file);
		assert_int_equal(socket_calls_may_replace(path, &lost), !cases[i].message);
		if (cases[i].message)
			assert_non_null(strstr(error_message(&lost), cases[i].message));
	}
	/* A file that its owner may not read; root reads everything. */
	assert_int_equal(chmod(path, 0), 0);
	bool is_root = geteuid() == 0;
	assert_true(!is_root || seteuid(65534) == 0);
	assert_false(socket_calls_may_replace(path, &error));
	assert_true(!is_root || seteuid(0) == 0);
	assert_non_null(strstr(error_message(&error), "what is there cannot be read"));
	(void)unlink(path);
	assert_int_equal(mkfifo(path, 0600), 0);
	error_finish(&error);
	assert_false(socket_calls_may_replace(path, &error));
	assert_non_null(strstr(error_message(&error), "it is no regular file"));
	(void)unlink(path);
	assert_int_equal(rmdir(folder), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_what_it_writes),
		cmocka_unit_test(keeps_what_was_measured_during_a_call),
		cmocka_unit_test(keeps_samples_of_packets),
		cmocka_unit_test(refuses_prefixes),
		cmocka_unit_test(names_the_wrong_line),
		cmocka_unit_test(a_nul_is_refused),
		cmocka_unit_test(stand_beside_their_capture),
		cmocka_unit_test(only_calls_are_replaced),
		cmocka_unit_test(splits_a_source),
		cmocka_unit_test(a_digest_is_of_the_words),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
