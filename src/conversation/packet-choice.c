/*
 * Frame ranges, interface and filter are checked before a packet is decoded; the connection and
 * copies after that. So fields are never described for a packet that cannot be chosen.
 */
#include "conversation/packet-choice.h"

#include "base/ascii.h"

#include <stdlib.h>

enum { FRAME_RANGES_MAX = 10000 };

struct chooser {
	const struct packet_choice *choice;
	const struct capture_file *capture;
	struct capture_file_filter *filter; /* NULL: all packets */
	struct frame_range *ranges; /* sorted by first frame, without overlaps */
	size_t range_count, next_range;
	bool may; /* result of chooser_may() for the current packet */
	uint64_t count; /* chosen so far */
	uint64_t *numbers; /* the chosen frames, when copies are dropped */
	size_t number_count, number_capacity;
};

static int by_first_frame(const void *a, const void *b)
{
	const struct frame_range *left = a, *right = b;
	return left->first < right->first ? -1 : left->first > right->first;
}

/* Sorts the ranges. Packets come in order, so each packet is compared with one range only. */
static void order_ranges(struct chooser *chooser)
{
	const struct packet_choice *choice = chooser->choice;
	if (!choice->range_count)
		return;
	chooser->ranges = xcalloc(choice->range_count, sizeof(*chooser->ranges));
	for (size_t i = 0; i < choice->range_count; i++)
		chooser->ranges[i] = choice->ranges[i];
	qsort(chooser->ranges, choice->range_count, sizeof(*chooser->ranges), by_first_frame);
	struct frame_range *last = chooser->ranges;
	for (size_t i = 1; i < choice->range_count; i++) {
		struct frame_range range = chooser->ranges[i];
		if (range.first > last->last)
			*++last = range;
		else if (range.last > last->last)
			last->last = range.last;
	}
	chooser->range_count = (size_t)(last - chooser->ranges) + 1;
}

struct chooser *chooser_new(
	const struct packet_choice *choice, const struct capture_file *capture, struct error *error)
{
	struct chooser *chooser = xcalloc(1, sizeof(*chooser));
	chooser->choice = choice;
	chooser->capture = capture;
	order_ranges(chooser);
	if (choice->filter && *choice->filter) {
		chooser->filter = capture_file_filter_new(capture, choice->filter, error);
		if (!chooser->filter) {
			chooser_free(chooser);
			return NULL;
		}
	}
	return chooser;
}

void chooser_free(struct chooser *chooser)
{
	if (!chooser)
		return;
	capture_file_filter_free(chooser->filter);
	free(chooser->ranges);
	free(chooser->numbers);
	free(chooser);
}

bool packet_choice_is_all(const struct packet_choice *choice)
{
	return !(choice->filter && *choice->filter) && !choice->range_count && choice->stream < 0 &&
		!choice->interface && !choice->limit && !choice->once;
}

static bool is_in_ranges(struct chooser *chooser, uint64_t number)
{
	if (!chooser->range_count)
		return true;
	while (chooser->next_range < chooser->range_count &&
		chooser->ranges[chooser->next_range].last < number)
		chooser->next_range++;
	return chooser->next_range < chooser->range_count &&
		chooser->ranges[chooser->next_range].first <= number;
}

static bool may_take_more(const struct chooser *chooser)
{
	return !chooser->choice->limit || chooser->count < chooser->choice->limit;
}

bool chooser_may(struct chooser *chooser, const struct packet *packet)
{
	const struct packet_choice *choice = chooser->choice;
	chooser->may = (!choice->interface ||
			       capture_file_interface_is(
				       chooser->capture, packet->interface, choice->interface)) &&
		is_in_ranges(chooser, packet->number) &&
		(!chooser->filter || capture_file_filter_match(chooser->filter, packet));
	return chooser->may && may_take_more(chooser);
}

static bool was_chosen(const struct chooser *chooser, uint64_t number)
{
	size_t low = 0, high = chooser->number_count;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (chooser->numbers[middle] < number)
			low = middle + 1;
		else
			high = middle;
	}
	return low < chooser->number_count && chooser->numbers[low] == number;
}

enum chosen chooser_decide(
	struct chooser *chooser, uint64_t number, const struct packet_facts *facts)
{
	const struct packet_choice *choice = chooser->choice;
	if (!chooser->may ||
		(choice->stream >= 0 && (!facts->has_tcp || facts->tcp.stream != choice->stream)))
		return CHOSEN_NOT;
	if (choice->once && facts->copy_of && was_chosen(chooser, facts->copy_of))
		return CHOSEN_BEFORE;
	if (!may_take_more(chooser))
		return CHOSEN_BEYOND_LIMIT;
	chooser->count++;
	if (choice->once) {
		grow_array(&chooser->numbers, chooser->number_count, &chooser->number_capacity,
			sizeof(*chooser->numbers));
		chooser->numbers[chooser->number_count++] = number;
	}
	return CHOSEN;
}

/* ---- ranges of frames ---- */

static const char *skip_spaces(const char *text)
{
	while (*text == ' ' || *text == '\t')
		text++;
	return text;
}

static const char *parse_frame_number(const char *text, uint64_t *ret_number)
{
	uint64_t number = 0;
	const char *at = text;
	for (; ascii_is_digit(*at); at++) {
		if (number > UINT32_MAX)
			return NULL;
		number = number * 10 + (uint64_t)(*at - '0');
	}
	*ret_number = number;
	return at == text || number == 0 ? NULL : at;
}

/* Parses one of "3", "1-3", "8-". NULL when it is invalid. */
static const char *parse_range(const char *text, struct frame_range *ret_range)
{
	const char *at = parse_frame_number(skip_spaces(text), &ret_range->first);
	if (!at)
		return NULL;
	ret_range->last = ret_range->first;
	at = skip_spaces(at);
	if (*at != '-')
		return at;
	at = skip_spaces(at + 1);
	if (*at == '\0' || *at == ',') {
		ret_range->last = UINT64_MAX;
		return at;
	}
	at = parse_frame_number(at, &ret_range->last);
	if (!at || ret_range->last < ret_range->first)
		return NULL;
	return skip_spaces(at);
}

bool frame_ranges_parse(const char *text, struct arena *arena, struct frame_range **ret_ranges,
	size_t *ret_count, struct error *error)
{
	size_t count = 1;
	for (const char *at = text; *at; at++)
		count += *at == ',';
	if (count > FRAME_RANGES_MAX)
		return error_set(error, "more than %d ranges of frames", FRAME_RANGES_MAX);
	struct frame_range *ranges = arena_alloc_array(arena, count, sizeof(*ranges));
	const char *at = text;
	for (size_t i = 0; i < count; i++) {
		at = parse_range(at, &ranges[i]);
		if (!at || (*at != '\0' && *at != ','))
			return error_set(error,
				"'%s' is no list of frames: write numbers from 1 and ranges, such as '1-3,8' or '10-'",
				text);
		at += *at == ',';
	}
	*ret_ranges = ranges;
	*ret_count = count;
	return true;
}
