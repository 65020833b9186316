/*
 * Maps what was found back through each decoded text to the captured bytes.
 */
#include "secrets/secret-scan.h"

#include "base/arena.h"
#include "base/array.h"
#include "base/ascii.h"

static void add_range(struct secret_list *list, struct secret_value *value, size_t from, size_t to)
{
	if (!value->has_id) {
		grow_array(&list->kinds, list->secret_count, &list->secret_capacity,
			sizeof(*list->kinds));
		list->kinds[list->secret_count] = value->kind;
		value->id = list->secret_count++;
		value->has_id = true;
	}
	struct secret_range *last = list->count ? &list->ranges[list->count - 1] : NULL;
	if (last && last->id == value->id && last->offset + last->size == from) {
		last->size += to - from;
		return;
	}
	grow_array(&list->ranges, list->count, &list->capacity, sizeof(*list->ranges));
	list->ranges[list->count++] = (struct secret_range){ from, to - from, value->id };
}

/*
 * Returns the line "*\r
 * 1f0\r
 * *" in [from, to), a chunk size between hidden bytes, or `to`. A packet is searched alone after
 * its whole connection was searched. So a chunk size that the connection's search left visible is
 * no secret.
 */
static size_t hidden_chunk_line(struct bytes text, size_t from, size_t to, size_t *ret_end)
{
	for (size_t at = from; at + 6 < to; at++) {
		if (memcmp(text.data + at, "*\r\n", 3) != 0)
			continue;
		size_t end = at + 3;
		while (end < to && ascii_is_hex_digit(text.data[end]))
			end++;
		if (end == at + 3 || to - end < 3 || memcmp(text.data + end, "\r\n*", 3) != 0)
			continue;
		*ret_end = end + 2;
		return at + 1;
	}
	return to;
}

static void add_ranges(
	struct secret_search *search, struct secret_value *value, size_t from, size_t to)
{
	while (from < to) {
		size_t end = to, start = hidden_chunk_line(search->text, from, to, &end);
		add_range(search->list, value, from, start);
		from = end;
	}
}

/* Returns the first piece that ends after `at`. */
static size_t piece_at(const struct secret_origin *origin, size_t at)
{
	size_t low = 0, high = origin->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (origin->pieces[middle].at + origin->pieces[middle].size <= at)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/*
 * Hides [from, to) of the text described by `origin`; each step is one text nearer to the capture.
 */
static void cover_in(struct secret_search *search, const struct secret_origin *origin,
	struct secret_value *value, size_t from, size_t to)
{
	if (!origin) {
		add_ranges(search, value, from, to);
		return;
	}
	for (size_t i = piece_at(origin, from); i < origin->count; i++) {
		const struct secret_piece *piece = &origin->pieces[i];
		if (piece->at >= to)
			return;
		size_t start = origin->offset + piece->from, end = start + piece->from_size;
		if (piece->size == piece->from_size) {
			if (from > piece->at)
				start += from - piece->at;
			if (to < piece->at + piece->size)
				end -= piece->at + piece->size - to;
		}
		cover_in(search, origin->parent, value, start, end);
	}
}

void secret_cover(
	const struct secret_scan *scan, struct secret_value *value, size_t from, size_t to)
{
	if (from < to)
		cover_in(scan->search, scan->origin, value, scan->offset + from, scan->offset + to);
}

void secret_cover_lines(
	const struct secret_scan *scan, struct secret_value *value, size_t from, size_t to)
{
	while (from < to) {
		size_t end = line_end(scan, from);
		secret_cover(scan, value, from, end < to ? end : to);
		from = skip_blanks(scan, end + newline_size(scan, end));
		if (from == end)
			return;
	}
}

void secret_leave_open(const struct secret_scan *scan, enum secret kind, enum secret_ending ending)
{
	scan->search->state->open = kind;
	scan->search->state->ending = ending;
}

size_t secret_hide(const struct secret_scan *scan, size_t from, size_t to, enum secret kind,
	enum secret_ending ending)
{
	struct secret_value value = { .kind = kind };
	secret_cover(scan, &value, from, to);
	if (to >= scan->text.size && scan->lacks_end)
		secret_leave_open(scan, kind, ending);
	return to;
}

bool secret_is_text(const struct secret_scan *scan, size_t size)
{
	for (size_t i = 0; i < size && i < scan->text.size; i++) {
		uint8_t c = scan->text.data[i];
		if ((c < ' ' && !ascii_is_space(c)) || c == 0x7f || c == 0xc0 || c == 0xc1 ||
			c > 0xf4)
			return false;
	}
	return true;
}

bool secret_is_harmless(const struct secret_scan *scan, size_t from, size_t to)
{
	static const char *const words[] = { "null", "true", "false", "none", "undefined", "~" };
	while (from < to && ascii_is_space(scan->text.data[from]))
		from++;
	while (from < to && ascii_is_space(scan->text.data[to - 1]))
		to--;
	for (size_t i = 0; i < ARRAY_COUNT(words); i++) {
		if (to - from == strlen(words[i]) && has_word(scan, from, words[i]))
			return true;
	}
	return false;
}

struct secret_scan secret_part(const struct secret_scan *scan, size_t from, size_t to)
{
	struct secret_scan part = *scan;
	part.text = bytes_between(scan, from, to);
	part.offset += from;
	part.lacks_start = scan->lacks_start && from == 0;
	part.lacks_end = scan->lacks_end && to == scan->text.size;
	return part;
}
