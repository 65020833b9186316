/*
 * The texts of secrets.txt: unchanged, with other line breaks, as bodies of messages with any type
 * and any length, in chunks cut anywhere, and cut off anywhere.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/array.h"
#include "base/error.h"
#include "base/file/file.h"
#include "secret-checks.h"

struct sample {
	const char *name;
	bool is_http; /* not the body of a message */
	struct marked marked;
};

static struct sample *samples;
static size_t sample_count, sample_capacity;

/* ---- reading them ---- */

static void add_sample(char *name, char *text, bool has_cr)
{
	autofinish(text) struct text lines = { 0 };
	for (; *text; text++) {
		if (*text == '\n' && has_cr)
			text_append_char(&lines, '\r');
		text_append_char(&lines, *text);
	}
	grow_array(&samples, sample_count, &sample_capacity, sizeof(*samples));
	struct sample *sample = &samples[sample_count++];
	*sample = (struct sample){ .name = name, .is_http = strstr(name, "(http)") != NULL };
	add_marked(&sample->marked, text_string(&lines));
}

static int read_samples(void **state)
{
	const char *root = getenv("PCAPDECK_SOURCE_ROOT");
	autofinish(text) struct text path = { 0 };
	autofinish(error) struct error error = { 0 };
	autofinish(buffer) struct buffer bytes = { 0 };
	text_append_format(&path, "%s/tests/unit/secrets.txt", root ? root : ".");
	if (!file_read(text_string(&path), 1 << 20, &bytes, &error))
		return 1;
	char *text = xstrndup((const char *)bytes.data, bytes.size);
	*state = text;
	char *name = NULL, *start = NULL;
	for (char *line = text; line; line = strchr(line, '\n') ? strchr(line, '\n') + 1 : NULL) {
		bool is_name = strncmp(line, "=== ", 4) == 0;
		if (!is_name && *line)
			continue;
		*line = '\0';
		if (name)
			add_sample(name, start, strstr(name, "(http)") != NULL);
		if (!is_name)
			break;
		name = line + 4;
		start = strchr(name, '\n');
		*start++ = '\0';
		line = start - 1;
		*line = '\n';
		name = xstrndup(name, (size_t)(line - name));
	}
	return 0;
}

static int free_samples(void **state)
{
	for (size_t i = 0; i < sample_count; i++) {
		free((void *)(uintptr_t)samples[i].name);
		marked_finish(&samples[i].marked);
	}
	free(samples);
	free(*state);
	return 0;
}

/* ---- what carries them ---- */

static void finds_all_as_they_are(void **state)
{
	(void)state;
	size_t leaks = 0;
	assert_true(sample_count > 80);
	for (size_t i = 0; i < sample_count; i++)
		leaks += leaks_of(&samples[i].marked, samples[i].name);
	assert_int_equal(leaks, 0);
}

/* A capture that begins in the middle of a connection, at the beginning of the text. */
static void finds_all_without_what_came_before(void **state)
{
	(void)state;
	size_t leaks = 0;
	for (size_t i = 0; i < sample_count; i++) {
		struct secret_state known = { .lacks_start = true };
		leaks += find_leaks(&samples[i].marked, &known, samples[i].name);
	}
	assert_int_equal(leaks, 0);
}

static void finds_all_with_other_line_breaks(void **state)
{
	(void)state;
	size_t leaks = 0;
	for (size_t i = 0; i < sample_count; i++) {
		autofinish(marked) struct marked other = { .text = { 0 } };
		const struct marked *marked = &samples[i].marked;
		const char *text = text_string(&marked->text);
		add(&other, samples[i].is_http ? "" : "\r\n");
		for (size_t j = 0; j < marked->text.size; j++) {
			if (text[j] == '\n' && !samples[i].is_http)
				add(&other, "\r");
			add_part(&other, marked, j, j + 1);
		}
		leaks += leaks_of(&other, samples[i].name);
	}
	assert_int_equal(leaks, 0);
}

/* The headers of a message may be wrong. */
static void finds_all_in_bodies(void **state)
{
	(void)state;
	static const char *const starts[] = { "HTTP/1.1 200 OK\r\n", "POST /x HTTP/1.1\r\n" };
	static const char *const types[] = { "", "Content-Type: text/plain\r\n",
		"Content-Type: application/json\r\n", "Content-Type: text/html\r\n",
		"Content-Type: application/octet-stream\r\n", "Content-Type: application/xml\r\n",
		"Content-Type: application/x-www-form-urlencoded\r\n",
		"Content-Type: multipart/form-data; boundary=b\r\n" };
	static const char *const lengths[] = { "", "Content-Length: 0\r\n", "Content-Length: 7\r\n",
		"Content-Length: 99999\r\n", "Content-Length: x\r\n" };
	size_t leaks = 0;
	for (size_t i = 0;
		i < sample_count * ARRAY_COUNT(starts) * ARRAY_COUNT(types) * ARRAY_COUNT(lengths);
		i++) {
		const struct sample *sample = &samples[i % sample_count];
		size_t rest = i / sample_count;
		autofinish(marked) struct marked message = { .text = { 0 } };
		if (sample->is_http)
			continue;
		add(&message, starts[rest % ARRAY_COUNT(starts)]);
		add(&message, types[rest / ARRAY_COUNT(starts) % ARRAY_COUNT(types)]);
		add(&message, lengths[rest / ARRAY_COUNT(starts) / ARRAY_COUNT(types)]);
		add(&message, "\r\n");
		add_part(&message, &sample->marked, 0, sample->marked.text.size);
		leaks += leaks_of(&message, sample->name);
	}
	assert_int_equal(leaks, 0);
}

/* "5\r\n" before a chunk; extensions are not the secret's. */
static void add_chunk(struct marked *message, const struct marked *body, size_t from, size_t to)
{
	char line[32];
	snprintf(line, sizeof(line), "%zx%s\r\n", to - from, from % 2 ? ";a=b" : "");
	add(message, line);
	add_part(message, body, from, to);
	add(message, "\r\n");
}

/*
 * A border may be inside a name, a value or an escape. The chunk lines at the border stay, so that
 * the message can be read.
 */
static void finds_all_in_chunks(void **state)
{
	(void)state;
	size_t leaks = 0, kept = 0;
	for (size_t i = 0; i < sample_count; i++) {
		const struct marked *body = &samples[i].marked;
		for (size_t cut = 1; cut < body->text.size && !samples[i].is_http; cut++) {
			autofinish(marked) struct marked message = { .text = { 0 } };
			add(&message, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
			add_chunk(&message, body, 0, cut);
			add_chunk(&message, body, cut, body->text.size);
			add(&message, "0\r\n\r\n");
			struct secret_state known = { .lacks_start = false };
			automem char *hidden = hide_all(&message, &known);
			leaks += count_leaks(&message, hidden, samples[i].name);
			const char *end = hidden + message.text.size - 7;
			kept += memcmp(end, "\r\n0\r\n\r\n", 7) == 0;
			leaks += memcmp(end, "\r\n0\r\n\r\n", 7) != 0;
		}
	}
	assert_int_equal(leaks, 0);
	assert_true(kept > 5000);
}

/* A capture or packet may end anywhere. */
static void finds_all_that_was_captured(void **state)
{
	(void)state;
	size_t leaks = 0;
	for (size_t i = 0; i < sample_count; i++) {
		bool is_whole = strstr(samples[i].name, "(whole)") != NULL;
		for (size_t end = 1; end < samples[i].marked.text.size && !is_whole; end++) {
			autofinish(marked) struct marked cut = { .text = { 0 } };
			add_part(&cut, &samples[i].marked, 0, end);
			leaks += leaks_of(&cut, samples[i].name);
		}
	}
	assert_int_equal(leaks, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_all_as_they_are),
		cmocka_unit_test(finds_all_without_what_came_before),
		cmocka_unit_test(finds_all_with_other_line_breaks),
		cmocka_unit_test(finds_all_in_bodies),
		cmocka_unit_test(finds_all_in_chunks),
		cmocka_unit_test(finds_all_that_was_captured),
	};
	return cmocka_run_group_tests(tests, read_samples, free_samples);
}
