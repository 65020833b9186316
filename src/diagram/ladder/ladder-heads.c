/*
 * The plates over the lanes of a sequence diagram. Each stands centered over its lane, or over all
 * sockets of one host, whose ports are below its name:
 *
 *    ┌ client :55466 ┐        ┌         client          ┐
 *    │   192.0.2.7   │        │ :55466  :55468  4 others │
 *
 * Where lanes stand close, a name takes two lines, and is shortened in its middle. An address takes
 * up to three, which begin at its separators, and is shortened there, too: it is known by its
 * beginning, and differs from its neighbors at its end.
 */
#include "base/array.h"
#include "diagram/ladder/ladder-layout.h"

#include <string.h>

#include "base/format/markup.h"
#include "base/format/printable.h"

enum {
	ADDRESS_LINES_MAX = 3,
	HEAD_LINES_MAX =
		3 + ADDRESS_LINES_MAX, /* two of a name, those of an address, one of ports */
	HEAD_INSET = 16,
	HEAD_INSET_NARROW = 8,
	HEAD_INSET_PACKED = 4,
	PORT_INSET = 12,
	PORT_INSET_NARROW = 6,
	PORT_INSET_PACKED = 3,
	HEAD_PADDING = 8,
	HEAD_WORD_SPACE = 7,
	HEAD_TEXT_WIDTH = 250,
};

static const char *lane_role(const struct layout *layout, const struct ladder_lane *lane)
{
	if (!lane->has_role)
		return "";
	return diagram_word(
		lane->is_server ? DIAGRAM_WORD_SERVER : DIAGRAM_WORD_CLIENT, layout->is_korean);
}

/* The address of a lane, with its port, without any name. */
static const char *lane_address(
	const struct layout *layout, const struct ladder_lane *lane, bool with_port)
{
	static const struct capture_names none;
	const struct endpoint endpoint = { lane->address, lane->port };
	autofinish(text) struct text text = { 0 };
	endpoint_append_named(&text, &endpoint, with_port && lane->has_port, &none);
	return arena_strdup(layout->arena, text_string(&text));
}

/* The name of the lane, else its role. A cooked capture has no address of the receiver. */
static const char *lane_who(const struct layout *layout, const struct ladder_lane *lane)
{
	if (!lane->given && !lane->has_role && lane->address.family == ADDRESS_NONE)
		return lane_without_address(layout);
	return lane->given ? lane->given : lane_role(layout, lane);
}

/* "4 others" */
static const char *lane_others(const struct layout *layout, const struct ladder_lane *lane)
{
	char count[TEXT_GROUPED_SIZE];
	text_grouped(count, lane->socket_count, text_digit_gap(layout->is_korean));
	return arena_printf(layout->arena, layout->is_korean ? "나머지 %s개" : "%s others", count);
}

static void lane_name(struct layout *layout, unsigned index)
{
	struct ladder_lane *lane = &layout->ladder->lanes[index];
	autofinish(text) struct text text = { 0 };
	if (lane->is_merged) {
		text_append(&text, lane_others(layout, lane));
		text_append(&text, " (");
		lane_sockets_append(&text, layout, index);
		text_append(&text, ")");
	} else {
		const char *who = lane_who(layout, lane);
		const char *address = lane_address(layout, lane, true);
		text_append_format(&text, "%s%s%s", who, who[0] && address[0] ? " " : "", address);
	}
	lane->name = layout_string(layout, &text);
}

void lanes_name(struct layout *layout)
{
	for (unsigned i = 0; i < layout->ladder->lane_count; i++)
		lane_name(layout, i);
}

static const char *port_words(const struct layout *layout, const struct ladder_lane *lane)
{
	return lane->has_port ? arena_printf(layout->arena, ":%u", lane->port) : "";
}

/*
 * Returns the text for the port behind the name of the lane; "" when the name says the port
 * already.
 */
static const char *lane_port(const struct layout *layout, const struct ladder_lane *lane)
{
	return lane->is_given_whole ? "" : port_words(layout, lane);
}

/* ---- words ---- */

bool heads_are_narrow(const struct layout *layout)
{
	return layout->head_text_width < HEAD_TEXT_WIDTH;
}

static int head_inset(const struct layout *layout)
{
	return layout->is_packed           ? HEAD_INSET_PACKED
		: heads_are_narrow(layout) ? HEAD_INSET_NARROW
					   : HEAD_INSET;
}

static int port_inset(const struct layout *layout)
{
	return layout->is_packed           ? PORT_INSET_PACKED
		: heads_are_narrow(layout) ? PORT_INSET_NARROW
					   : PORT_INSET;
}

/* Heads have slightly larger type than the sides. */
static int head_size(const struct layout *layout)
{
	enum { LARGER = 2, SIZE_LARGEST = 26 };
	int size = layout->size.side_size + (heads_are_narrow(layout) ? 0 : LARGER);
	return size < SIZE_LARGEST ? size : SIZE_LARGEST;
}

static int head_line_height(const struct layout *layout)
{
	return head_size(layout) * 13 / 10;
}

static enum svg_font font_of(enum ladder_text_kind kind)
{
	return kind == LADDER_TEXT_HEAD ? SVG_FONT_BOLD : SVG_FONT_MONO;
}

static struct ladder_text head_text(const struct layout *layout, enum ladder_text_kind kind,
	const char *string, const char *tail)
{
	int size = head_size(layout);
	struct ladder_text text = {
		.kind = kind,
		.string = string,
		.tail = tail && tail[0] ? tail : NULL,
		.size = size,
		.width = svg_text_width(string, font_of(kind), size),
		.height = head_line_height(layout),
		.anchor = SVG_ANCHOR_MIDDLE,
	};
	if (text.tail)
		text.width += HEAD_WORD_SPACE + svg_text_width(text.tail, SVG_FONT_MONO, size);
	return text;
}

static bool fits(
	const struct layout *layout, enum ladder_text_kind kind, const char *string, int width)
{
	return svg_text_width(string, font_of(kind), head_size(layout)) <= width;
}

static bool is_letter_start(char byte)
{
	return ((unsigned char)byte & 0xc0) != 0x80;
}

/* Where the first of two lines ends: behind the separator nearest to the middle; 0: nowhere. */
static size_t break_of(const char *string)
{
	size_t size = strlen(string), best = 0;
	for (size_t i = 1; i < size; i++) {
		size_t from_middle = i > size / 2 ? i - size / 2 : size / 2 - i;
		size_t best_from = best > size / 2 ? best - size / 2 : size / 2 - best;
		if (strchr(".: -_,", string[i - 1]) && (!best || from_middle < best_from))
			best = i;
	}
	return best;
}

/* As much of the beginning of a string as fits. */
static const char *beginning_of(
	const struct layout *layout, enum ladder_text_kind kind, const char *string, int width)
{
	const char *most = "";
	for (size_t size = 1; size <= strlen(string); size++) {
		if (!is_letter_start(string[size]) && string[size])
			continue;
		const char *cut = arena_printf(layout->arena, "%.*s", (int)size, string);
		if (!fits(layout, kind, cut, width))
			break;
		most = cut;
	}
	return most;
}

/* As much of the end of a string as fits behind a sign that something is missing. */
static const char *end_of(
	const struct layout *layout, enum ladder_text_kind kind, const char *string, int width)
{
	for (const char *end = string; *end; end++) {
		const char *cut = arena_printf(layout->arena, "…%s", end);
		if (is_letter_start(*end) && fits(layout, kind, cut, width))
			return cut;
	}
	return "…";
}

/*
 * Where a word that no separator divides goes on in a second line: behind the letter nearest to the
 * middle with which both lines fit; 0: nowhere.
 */
static size_t break_of_word(
	const struct layout *layout, enum ladder_text_kind kind, const char *string, int width)
{
	size_t size = strlen(string), best = 0, best_from = size;
	for (size_t i = 1; i < size; i++) {
		size_t from_middle = i * 2 > size ? i * 2 - size : size - i * 2;
		const char *first = arena_printf(layout->arena, "%.*s", (int)i, string);
		if (from_middle >= best_from || !is_letter_start(string[i]) ||
			!fits(layout, kind, first, width) || !fits(layout, kind, string + i, width))
			continue;
		best = i;
		best_from = from_middle;
	}
	return best;
}

/* ---- addresses ---- */

/* The size of the first group of an address, with the separators behind it: "192." or "fe80::". */
static size_t group_of(const char *address)
{
	static const char separators[] = ".:";
	size_t size = strcspn(address, separators);
	return size + strspn(address + size, separators);
}

/* As many whole groups of an address as fit, and at least one. */
static size_t groups_that_fit(const struct layout *layout, const char *address, int width)
{
	size_t size = group_of(address);
	while (address[size]) {
		size_t more = size + group_of(address + size);
		const char *line = arena_printf(layout->arena, "%.*s", (int)more, address);
		if (!fits(layout, LADDER_TEXT_HEAD_MONO, line, width))
			break;
		size = more;
	}
	return size;
}

/* The lines of an address that are no wider than this, each of whole groups. */
static unsigned count_lines(const struct layout *layout, const char *address, int width)
{
	unsigned count = 0;
	for (; *address; count++)
		address += groups_that_fit(layout, address, width);
	return count;
}

/* The width with which an address has as few lines as with `width`, and the longest is short. */
static int even_width(const struct layout *layout, const char *address, int width)
{
	enum { STEP = 4 };
	unsigned count = count_lines(layout, address, width);
	while (width > STEP && count_lines(layout, address, width - STEP) == count)
		width -= STEP;
	return width;
}

/* The last groups of an address that fit behind a sign that some are missing. */
static const char *last_groups(const struct layout *layout, const char *address, int width)
{
	const char *line = "…";
	for (; *address; address += group_of(address)) {
		line = arena_printf(layout->arena, "…%s", address);
		if (fits(layout, LADDER_TEXT_HEAD_MONO, line, width))
			break;
	}
	return line;
}

static void head_add_line(struct layout *layout, struct ladder_head *head,
	enum ladder_text_kind kind, const char *line)
{
	head->texts[head->text_count++] = head_text(layout, kind, line, NULL);
}

/* Adds an address as lines of whole groups; what is missing of a long one is before its end. */
static void head_add_address(
	struct layout *layout, struct ladder_head *head, const char *address, int width)
{
	unsigned count = count_lines(layout, address, width);
	int line_width = count > ADDRESS_LINES_MAX ? width : even_width(layout, address, width);
	for (unsigned i = 0; *address; i++) {
		if (count > ADDRESS_LINES_MAX && i + 1 == ADDRESS_LINES_MAX) {
			head_add_line(layout, head, LADDER_TEXT_HEAD_MONO,
				last_groups(layout, address, width));
			return;
		}
		size_t size = groups_that_fit(layout, address, line_width);
		head_add_line(layout, head, LADDER_TEXT_HEAD_MONO,
			arena_printf(layout->arena, "%.*s", (int)size, address));
		address += size;
	}
}

/* Adds a name as one line, as two, or as the beginning and the end of it. */
static void head_add_words(struct layout *layout, struct ladder_head *head,
	enum ladder_text_kind kind, const char *name, int width)
{
	size_t end = break_of(name);
	if (!end)
		end = break_of_word(layout, kind, name, width);
	const char *first = arena_printf(layout->arena, "%.*s", (int)end, name);
	const char *second = name + end;
	if (!end || !fits(layout, kind, first, width) || !fits(layout, kind, second, width)) {
		first = beginning_of(layout, kind, name, width);
		second = end_of(layout, kind, name + strlen(first), width);
	}
	head_add_line(layout, head, kind, first);
	head_add_line(layout, head, kind, second);
}

/*
 * Adds a name, or an address in the font for numbers, as lines that are no wider than `width`. A
 * tail stands behind a single line, else below it.
 */
static void head_add_name(struct layout *layout, struct ladder_head *head,
	enum ladder_text_kind kind, const char *name, const char *tail, int width)
{
	const struct ladder_text one = head_text(layout, kind, name, tail);
	if (one.width <= width) {
		head->texts[head->text_count++] = one;
		return;
	}
	if (fits(layout, kind, name, width))
		head_add_line(layout, head, kind, name);
	else if (kind == LADDER_TEXT_HEAD_MONO)
		head_add_address(layout, head, name, width);
	else
		head_add_words(layout, head, kind, name, width);
	if (tail && tail[0])
		head_add_line(layout, head, LADDER_TEXT_HEAD_MONO, tail);
}

/* ---- heads ---- */

static struct ladder_head *head_add(struct layout *layout, const char *name, unsigned lane_count)
{
	struct ladder_head *head = &layout->ladder->heads[layout->ladder->head_count++];
	*head = (struct ladder_head){ .name = name };
	head->texts =
		arena_alloc_array(layout->arena, lane_count + HEAD_LINES_MAX, sizeof(*head->texts));
	return head;
}

/* The larger of the widths that the words of a head need on either side of the middle. */
static int half_of(const struct ladder_head *head, unsigned first_text, unsigned count, int inset)
{
	int widest = 0;
	for (unsigned i = first_text; i < first_text + count; i++) {
		if (widest < head->texts[i].width)
			widest = head->texts[i].width;
	}
	return (widest + 1) / 2 + inset;
}

/* As many whole sockets of a list as fit, ":80, :443, …"; "" when not even one does. */
static const char *sockets_that_fit(const struct layout *layout, const char *sockets, int width)
{
	const char *most = "";
	if (fits(layout, LADDER_TEXT_HEAD_MONO, sockets, width))
		return sockets;
	for (const char *end = strstr(sockets, ", "); end; end = strstr(end + 1, ", ")) {
		const char *some =
			arena_printf(layout->arena, "%.*s, …", (int)(end - sockets), sockets);
		if (!fits(layout, LADDER_TEXT_HEAD_MONO, some, width))
			break;
		most = some;
	}
	return most;
}

/* Adds how many share the lane, and the first of them. */
static void head_add_others(struct layout *layout, struct ladder_head *head, unsigned index)
{
	enum { WHICH_WIDTH_MIN = 100 };
	autofinish(text) struct text which = { 0 };
	lane_sockets_append(&which, layout, index);
	const char *others = lane_others(layout, &layout->ladder->lanes[index]);
	if (layout->is_packed)
		head_add_name(
			layout, head, LADDER_TEXT_HEAD, others, NULL, layout->head_text_width);
	else
		head->texts[head->text_count++] = head_text(layout, LADDER_TEXT_HEAD, others, NULL);
	if (layout->is_packed || layout->head_text_width < WHICH_WIDTH_MIN)
		return;
	const char *sockets =
		sockets_that_fit(layout, layout_string(layout, &which), layout->head_text_width);
	if (sockets[0])
		head_add_line(layout, head, LADDER_TEXT_HEAD_MONO, sockets);
}

/*
 * Adds the name or the role with the port, and below them the address where addresses differ. A
 * name has the address of what it names below it.
 */
static void head_add_who(
	struct layout *layout, struct ladder_head *head, const struct ladder_lane *lane)
{
	const char *who = lane_who(layout, lane);
	const char *port = lane_port(layout, lane);
	const int width = layout->head_text_width;
	if (who[0]) {
		head_add_name(layout, head, LADDER_TEXT_HEAD, who, port, width);
	} else {
		head_add_name(layout, head, LADDER_TEXT_HEAD_MONO,
			lane_address(layout, lane, false), NULL, width);
		if (port[0])
			head->texts[head->text_count++] =
				head_text(layout, LADDER_TEXT_HEAD_MONO, port, NULL);
		return;
	}
	const char *address = lane_address(layout, lane, lane->is_given_whole);
	if (address[0] && (lane->given || layout->has_many_addresses))
		head_add_name(layout, head, LADDER_TEXT_HEAD_MONO, address, NULL, width);
}

static void head_of_lane(struct layout *layout, unsigned index)
{
	struct ladder_lane *lane = &layout->ladder->lanes[index];
	struct ladder_head *head = head_add(layout, lane->name, 1);
	if (lane->is_merged)
		head_add_others(layout, head, index);
	else
		head_add_who(layout, head, lane);
	head->line_count = head->text_count;
	lane->half_width = half_of(head, 0, head->text_count, head_inset(layout));
	layout->head_of_lane[index] = (unsigned)(head - layout->ladder->heads);
}

/* What stands under the name of a host for one of its sockets: its name, and the port. */
static struct ladder_text port_text(const struct layout *layout, const struct ladder_lane *lane)
{
	if (lane->is_merged)
		return head_text(layout, LADDER_TEXT_HEAD,
			layout->is_packed ? arena_printf(layout->arena, "+%u", lane->socket_count)
					  : lane_others(layout, lane),
			NULL);
	const char *port = port_words(layout, lane);
	const struct capture_names *names = &layout->summary->names;
	const struct endpoint end = { lane->address, lane->port };
	const char *whole = socket_name(names, &end);
	const char *name = whole ? whole : port_name(names, lane->port);
	if (!name)
		return head_text(layout, LADDER_TEXT_HEAD_MONO, port, NULL);
	int space = layout->head_text_width -
		svg_text_width(port, SVG_FONT_MONO, head_size(layout)) - HEAD_WORD_SPACE;
	return head_text(layout, LADDER_TEXT_HEAD,
		svg_text_shorten(layout->arena, name, SVG_FONT_BOLD, head_size(layout), space),
		port);
}

/* The largest width of a name above several sockets: what their ports take in any case, or more. */
static int group_names_width(
	const struct layout *layout, const struct ladder_lane *lanes, unsigned count)
{
	int width = -2 * head_inset(layout);
	for (unsigned i = 0; i < count; i++)
		width += port_text(layout, &lanes[i]).width + 2 * port_inset(layout);
	return width > layout->head_text_width ? width : layout->head_text_width;
}

/* Makes one head for several sockets of one host. */
static void head_of_group(struct layout *layout, unsigned first, unsigned count)
{
	struct ladder *ladder = layout->ladder;
	const struct ladder_lane *lane = &ladder->lanes[first];
	const char *given = address_name(&layout->summary->names, &lane->address);
	const char *role = given ? given : lane_role(layout, lane);
	const char *address = lane_address(layout, lane, false);
	bool shows_address = layout->has_many_addresses || given || !role[0];
	struct ladder_head *head = head_add(layout,
		arena_printf(layout->arena, "%s%s%s", role, role[0] ? " " : "", address), count);
	bool is_apart = layout->is_packed || !role[0]; /* the address may take two lines */
	const int names_width = group_names_width(layout, lane, count);
	if (role[0])
		head_add_name(layout, head, LADDER_TEXT_HEAD, role,
			shows_address && !is_apart ? address : NULL, names_width);
	if (shows_address && is_apart)
		head_add_name(layout, head, LADDER_TEXT_HEAD_MONO, address, NULL, names_width);
	unsigned names = head->text_count;
	head->line_count = names + 1;
	int inset = port_inset(layout), width = 0;
	for (unsigned i = 0; i < count; i++) {
		struct ladder_lane *one = &ladder->lanes[first + i];
		head->texts[head->text_count++] = port_text(layout, one);
		one->half_width = half_of(head, head->text_count - 1, 1, inset);
		width += 2 * one->half_width;
		layout->head_of_lane[first + i] = ladder->head_count - 1;
	}
	int needed = 2 * half_of(head, 0, names, head_inset(layout));
	for (unsigned i = 0; i < count && width < needed; i++)
		ladder->lanes[first + i].half_width += (needed - width) / (2 * (int)count) + 1;
}

/* The number of lanes from this one on that are sockets of one host, on one side. */
static unsigned group_size(const struct ladder *ladder, unsigned first)
{
	const struct ladder_lane *lanes = &ladder->lanes[first];
	unsigned count = 1;
	while (first + count < ladder->lane_count && lanes[0].has_port && lanes[count].has_port &&
		lanes[0].has_one_host && lanes[count].has_one_host &&
		lanes[count].is_server == lanes[0].is_server &&
		address_equal(&lanes[0].address, &lanes[count].address))
		count++;
	return count;
}

void heads_collect(struct layout *layout, int text_width)
{
	struct ladder *ladder = layout->ladder;
	layout->head_text_width = text_width < HEAD_TEXT_WIDTH ? text_width : HEAD_TEXT_WIDTH;
	ladder->head_count = 0;
	ladder->heads =
		arena_alloc_array(layout->arena, ladder->lane_count + 1, sizeof(*ladder->heads));
	layout->head_of_lane = arena_alloc_array(
		layout->arena, ladder->lane_count + 1, sizeof(*layout->head_of_lane));
	for (unsigned i = 0; i < ladder->lane_count;) {
		unsigned count = group_size(ladder, i);
		if (count > 1)
			head_of_group(layout, i, count);
		else
			head_of_lane(layout, i);
		i += count;
	}
}

/* ---- places ---- */

int heads_height(const struct layout *layout)
{
	const struct ladder *ladder = layout->ladder;
	unsigned lines = 1;
	for (unsigned i = 0; i < ladder->head_count; i++) {
		if (lines < ladder->heads[i].line_count)
			lines = ladder->heads[i].line_count;
	}
	return (int)lines * head_line_height(layout) + 2 * HEAD_PADDING;
}

static void head_text_place(struct ladder_text *text, int middle, int top)
{
	text->left = middle - text->width / 2;
	text->top = top;
	text->baseline = top + text->size;
}

/* Places the lines of the name in the middle of the lanes, and ports in the middle of each. */
static void head_place(struct layout *layout, unsigned index)
{
	struct ladder *ladder = layout->ladder;
	struct ladder_head *head = &ladder->heads[index];
	unsigned first = 0;
	while (layout->head_of_lane[first] != index)
		first++;
	unsigned last = first;
	while (last + 1 < ladder->lane_count && layout->head_of_lane[last + 1] == index)
		last++;
	const struct ladder_lane *lanes = ladder->lanes;
	unsigned names = last > first ? head->line_count - 1 : head->line_count;
	head->height = ladder->head_height;
	head->left = lanes[first].x - lanes[first].half_width;
	head->width = lanes[last].x + lanes[last].half_width - head->left;
	int top = (head->height - (int)head->line_count * head_line_height(layout)) / 2;
	for (unsigned i = 0; i < names; i++) {
		head_text_place(&head->texts[i], head->left + head->width / 2, top);
		top += head_line_height(layout);
	}
	for (unsigned i = names; i < head->text_count; i++)
		head_text_place(&head->texts[i], lanes[first + i - names].x, top);
}

void heads_place(struct layout *layout)
{
	for (unsigned i = 0; i < layout->ladder->head_count; i++)
		head_place(layout, i);
}
