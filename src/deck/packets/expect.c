/*
 * Checks what a talk expects of its packets, since a capture that was recorded again may show
 * something else. The check looks at the block's selection, which is what the slide shows. Only a
 * few names can be counted; any other text is searched for.
 */
#include "deck/packets/expect.h"

#include <inttypes.h>
#include <string.h>

#include "base/array.h"
#include "base/ascii.h"
#include "base/nearest-name.h"
#include "deck/calls/call-expectations.h"
#include "listing/info/arrow-label.h"
#include "listing/info/packet-info.h"

enum { NUMBER_MAX = 1000000000 };

enum comparison { AT_LEAST, AT_MOST, EQUAL, MORE, LESS, COMPARISON_COUNT };

static const char *const operators[COMPARISON_COUNT] = { ">=", "<=", "==", ">", "<" };

struct count_test {
	char name[40];
	enum comparison comparison;
	uint64_t number;
};

/* ---- counts ---- */

/* Whether the packet is a second copy of one in the selection, which was sent only once. */
static bool is_second_copy(const struct selection *selection, const struct shown_packet *packet)
{
	return packet->facts.copy_of &&
		selection_find_frame(selection, packet->facts.copy_of, NULL);
}

static uint64_t count_segments(const struct selection *selection)
{
	uint64_t count = 0;
	for (size_t i = 0; i < selection->count; i++) {
		const struct frame *frame = &selection->packets[i]->frame;
		count += frame_tcp(frame) && frame_tcp(frame)->payload_size > 0 &&
			!is_second_copy(selection, selection->packets[i]);
	}
	return count;
}

static uint64_t count_copies(const struct selection *selection)
{
	uint64_t count = 0;
	for (size_t i = 0; i < selection->count; i++)
		count += selection->packets[i]->facts.copy_of != 0;
	return count;
}

static uint64_t count_packets(const struct selection *selection)
{
	return selection->match_count;
}

static bool is_first_of_stream(const struct selection *selection, size_t index)
{
	uint32_t stream = selection->packets[index]->facts.tcp.stream;
	for (size_t i = 0; i < index; i++) {
		const struct shown_packet *packet = selection->packets[i];
		if (packet->facts.has_tcp && packet->facts.tcp.stream == stream)
			return false;
	}
	return true;
}

static uint64_t count_connections(const struct selection *selection)
{
	uint64_t count = 0;
	for (size_t i = 0; i < selection->count; i++)
		count += selection->packets[i]->facts.has_tcp && is_first_of_stream(selection, i);
	return count;
}

static uint64_t count_labels(const struct selection *selection, uint32_t labels)
{
	uint64_t count = 0;
	for (size_t i = 0; i < selection->count; i++) {
		const struct shown_packet *packet = selection->packets[i];
		count += packet->facts.has_tcp && (packet->facts.tcp.labels & labels);
	}
	return count;
}

static const struct {
	const char *name;
	uint64_t (*count)(const struct selection *selection);
	uint32_t labels; /* TCP analysis labels to count, when there is no function */
} counts[] = {
	{ "segments", count_segments, 0 },
	{ "packets", count_packets, 0 },
	{ "connections", count_connections, 0 },
	{ "copies", count_copies, 0 },
	{ "retransmissions", NULL, TCP_LABELS_RESENT },
};

enum { COUNT_COUNT = ARRAY_COUNT(counts) };

/*
 * Counts what has this name. A label's name may end with "s". Returns false when the name is
 * unknown.
 */
static bool count_of(const struct selection *selection, const char *name, uint64_t *ret_count)
{
	for (size_t i = 0; i < COUNT_COUNT; i++) {
		if (strcmp(name, counts[i].name) != 0)
			continue;
		*ret_count = counts[i].count ? counts[i].count(selection)
					     : count_labels(selection, counts[i].labels);
		return true;
	}
	for (unsigned bit = 0; bit < TCP_LABEL_COUNT; bit++) {
		const char *label = tcp_label_name(bit);
		size_t size = strlen(label);
		if (strncmp(name, label, size) != 0 ||
			(name[size] && strcmp(name + size, "s") != 0))
			continue;
		*ret_count = count_labels(selection, UINT32_C(1) << bit);
		return true;
	}
	return false;
}

static bool is_name(char letter)
{
	return (letter >= 'a' && letter <= 'z') || letter == '-';
}

static const char *skip_spaces(const char *text)
{
	return text + strspn(text, " \t");
}

/* Parses what stands behind the name, such as ">= 3". */
static bool read_comparison(const char *at, struct count_test *ret_test)
{
	unsigned comparison = 0;
	while (comparison < COMPARISON_COUNT &&
		strncmp(at, operators[comparison], strlen(operators[comparison])) != 0)
		comparison++;
	if (comparison == COMPARISON_COUNT)
		return false;
	at = skip_spaces(at + strlen(operators[comparison]));
	uint64_t number = 0;
	if (!*at)
		return false;
	for (; ascii_is_digit(*at); at++) {
		if (number <= NUMBER_MAX)
			number = number * 10 + (uint64_t)(*at - '0');
	}
	if (*skip_spaces(at))
		return false;
	ret_test->comparison = (enum comparison)comparison;
	ret_test->number = number;
	return true;
}

/* Parses a test such as "segments >= 3". Returns false for anything else. */
static bool read_count_test(const char *text, struct count_test *ret_test)
{
	size_t size = 0;
	while (is_name(text[size]))
		size++;
	if (!size || size >= sizeof(ret_test->name) ||
		!read_comparison(skip_spaces(text + size), ret_test))
		return false;
	memcpy(ret_test->name, text, size);
	ret_test->name[size] = '\0';
	return true;
}

static bool count_matches(const struct count_test *test, uint64_t count)
{
	switch (test->comparison) {
	case AT_LEAST:
		return count >= test->number;
	case AT_MOST:
		return count <= test->number;
	case EQUAL:
		return count == test->number;
	case MORE:
		return count > test->number;
	case LESS:
	default:
		return count < test->number;
	}
}

static bool refuse_name(const struct count_test *test, struct error *error)
{
	const char *names[COUNT_COUNT + TCP_LABEL_COUNT];
	size_t count = 0;
	for (size_t i = 0; i < COUNT_COUNT; i++)
		names[count++] = counts[i].name;
	for (unsigned bit = 0; bit < TCP_LABEL_COUNT; bit++)
		names[count++] = tcp_label_name(bit);
	const char *nearest = nearest_name(test->name, names, count);
	if (nearest)
		return error_set(error, "'expect' cannot count '%s': did you mean '%s'?",
			test->name, nearest);
	return error_set(error,
		"'expect' cannot count '%s': use segments, packets, connections, copies, retransmissions, or a label such as dup-ack",
		test->name);
}

static bool check_count(
	const struct selection *selection, const struct count_test *test, struct error *error)
{
	uint64_t count = 0;
	if (!count_of(selection, test->name, &count))
		return refuse_name(test, error);
	if (count_matches(test, count))
		return true;
	return error_set(error,
		"'%s %s %llu' is expected, and among the %zu packet%s of this block there %s %llu: choose other packets, record the capture again, or change 'expect'",
		test->name, operators[test->comparison], (unsigned long long)test->number,
		selection->count, selection->count == 1 ? "" : "s", count == 1 ? "is" : "are",
		(unsigned long long)count);
}

/* ---- texts ---- */

/* Returns the TCP flags that a text names ("SYN" or "SYN, ACK"); 0 when it is something else. */
static unsigned flags_of(const char *text)
{
	static const char *const names[] = { "FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE",
		"CWR" };
	unsigned flags = 0;
	for (;;) {
		unsigned bit = 0;
		text += strspn(text, " ,+[");
		while (bit < 8 && strncmp(text, names[bit], 3) != 0)
			bit++;
		if (bit == 8)
			return 0;
		flags |= 1U << bit;
		text += 3;
		if (!text[strspn(text, " ]")])
			return flags;
		if (!strchr(" ,+", *text))
			return 0;
	}
}

static bool has_text(const struct shown_packet *packet, const char *text, unsigned flags)
{
	if (flags)
		return frame_tcp(&packet->frame) &&
			(frame_tcp(&packet->frame)->flags & flags) == flags;
	autofinish(text) struct text info = { 0 };
	packet_info_append(&info, &packet->frame, &packet->facts);
	return strstr(text_string(&info), text) != NULL;
}

static bool check_text(const struct selection *selection, const char *text, struct error *error)
{
	unsigned flags = flags_of(text);
	for (size_t i = 0; i < selection->count; i++)
		if (has_text(selection->packets[i], text, flags))
			return true;
	autofinish(text) struct text first = { 0 }, last = { 0 };
	const struct shown_packet *packet = selection->packets[0];
	arrow_label_append(&first, &packet->frame, &packet->facts);
	packet = selection->packets[selection->count - 1];
	arrow_label_append(&last, &packet->frame, &packet->facts);
	return error_set(error,
		"'%s' is expected, and none of the %zu packet%s of this block has it (they go from '%s' to '%s'): choose other packets, record the capture again, or change 'expect'",
		text, selection->count, selection->count == 1 ? "" : "s", text_string(&first),
		text_string(&last));
}

/* ---- socket calls ---- */

static bool check_call_count(
	const struct block_view *view, const struct count_test *test, struct error *error)
{
	uint64_t count = 0;
	if (!call_expectation_count(test->name, &view->selection, &view->capture->summary,
		    view->capture->declared->path, &count, error))
		return false;
	if (count_matches(test, count))
		return true;
	return error_set(error,
		"'%s() %s %llu' is expected, and around the packets of this block it was called %llu times: choose other packets, record the capture again, or change 'expect'",
		test->name, operators[test->comparison], (unsigned long long)test->number,
		(unsigned long long)count);
}

static bool check_calls(const struct block_view *view, const char *text, struct error *error)
{
	const struct capture_view *capture = view->capture;
	if (capture->are_calls_broken) {
		error->is_reported = true;
		return false;
	}
	struct count_test test = { 0 };
	const char *rest = text;
	bool has_name = call_expectation_name(&rest, test.name, sizeof(test.name));
	enum call_claim claim = call_expectation_claim(rest);
	if (has_name && claim != CALL_CLAIM_NONE)
		return call_expectation_holds(text, test.name, claim, &view->selection,
			&capture->summary, capture->declared->path, error);
	if (has_name && read_comparison(rest, &test))
		return check_call_count(view, &test, error);
	return error_set(error,
		"'%s' says nothing of calls: write 'accept() >= 1', 'write() returns before ACK', 'write() returns after ACK' or 'read() waits for data'",
		text);
}

bool expectations_ask_calls(const struct packets_block *block)
{
	for (size_t i = 0; i < block->expectation_count; i++) {
		if (call_expectation_begins(block->expectations[i].text))
			return true;
	}
	return false;
}

static bool check_expectation(const struct block_view *view, const char *text, struct error *error)
{
	struct count_test test;
	if (call_expectation_begins(text))
		return check_calls(view, text, error);
	return read_count_test(text, &test) ? check_count(&view->selection, &test, error)
					    : check_text(&view->selection, text, error);
}

bool expectations_check(
	const struct block_view *view, const char *talk_path, struct findings *findings)
{
	bool ok = true;
	for (size_t i = 0; i < view->block->expectation_count; i++) {
		const struct packets_expectation *expectation = &view->block->expectations[i];
		autofinish(error) struct error error = { 0 };
		if (check_expectation(view, expectation->text, &error))
			continue;
		ok = false;
		if (!error.is_reported)
			findings_add_error(findings, talk_path, expectation->line, &error);
	}
	return ok;
}
