/*
 * The lanes of a sequence diagram: one per socket (RFC 9293: an address and a port), or per address
 * where there are no ports. Who asks stands at the left, who answers at the right, each kind in the
 * order of appearance. Sockets of one host stand close together under one plate.
 */
#include "base/array.h"
#include "diagram/ladder/ladder-layout.h"

#include <string.h>

#include "base/format/markup.h"
#include "listing/printable.h"

struct socket {
	struct address address;
	uint16_t port;
	bool has_port;
};

static bool lane_is(const struct ladder_lane *lane, const struct socket *socket)
{
	return lane->has_port == socket->has_port && lane->port == socket->port &&
		address_equal(&lane->address, &socket->address);
}

static unsigned lane_find(const struct ladder *ladder, const struct socket *socket)
{
	unsigned i = 0;
	while (i < ladder->lane_count && !lane_is(&ladder->lanes[i], socket))
		i++;
	return i;
}

static void lane_add(
	struct ladder *ladder, const struct socket *socket, bool is_server, bool is_tcp)
{
	if (lane_find(ladder, socket) < ladder->lane_count)
		return;
	ladder->lanes[ladder->lane_count++] = (struct ladder_lane){
		.address = socket->address,
		.port = socket->port,
		.has_port = socket->has_port,
		.is_server = is_server,
		.is_tcp = is_tcp,
	};
}

static struct socket socket_of(const struct frame *frame, bool is_source)
{
	return (struct socket){
		.address = is_source ? frame->source : frame->destination,
		.has_port = frame->has_ports,
		.port = !frame->has_ports ? 0
			: is_source       ? frame->source_port
					  : frame->destination_port,
	};
}

/* Who asked: TCP knows; else a well-known port answers, else whoever spoke first asked. */
static bool is_from_client(const struct shown_packet *packet)
{
	const struct frame *frame = &packet->frame;
	if (packet->facts.has_tcp)
		return packet->facts.tcp.is_from_client;
	if (frame->has_ports && (frame->source_port < 1024) != (frame->destination_port < 1024))
		return frame->destination_port < 1024;
	return true;
}

/* Clients first, each kind in the order of appearance. */
static void lanes_sort(struct layout *layout)
{
	struct ladder *ladder = layout->ladder;
	struct ladder_lane *sorted =
		arena_alloc_array(layout->arena, ladder->lane_count + 1, sizeof(*sorted));
	unsigned count = 0;
	for (unsigned is_server = 0; is_server < 2; is_server++) {
		for (unsigned i = 0; i < ladder->lane_count; i++) {
			if (ladder->lanes[i].is_server == is_server)
				sorted[count++] = ladder->lanes[i];
		}
		if (!is_server)
			layout->client_lane_count = count;
	}
	ladder->lanes = sorted;
}

void lanes_collect(struct layout *layout)
{
	struct ladder *ladder = layout->ladder;
	const struct selection *selection = layout->selection;
	ladder->lanes =
		arena_alloc_array(layout->arena, 2 * selection->count + 1, sizeof(*ladder->lanes));
	for (size_t i = 0; i < selection->count; i++) {
		const struct shown_packet *packet = selection->packets[i];
		struct socket source = socket_of(&packet->frame, true);
		struct socket destination = socket_of(&packet->frame, false);
		bool from_client = is_from_client(packet);
		unsigned asker = lane_find(ladder, &destination);
		if (!packet->facts.has_tcp && asker < ladder->lane_count &&
			!ladder->lanes[asker].is_server)
			from_client =
				false; /* an answer, also from one who was not asked by name */
		lane_add(ladder, &source, !from_client, packet->facts.has_tcp);
		lane_add(ladder, &destination, from_client, packet->facts.has_tcp);
	}
	lanes_sort(layout);
	for (unsigned i = 1; i < ladder->lane_count; i++) {
		if (!address_equal(&ladder->lanes[i].address, &ladder->lanes[0].address))
			layout->has_many_addresses = true;
	}
}

unsigned lane_of(const struct ladder *ladder, const struct frame *frame, bool is_source)
{
	struct socket socket = socket_of(frame, is_source);
	return lane_find(ladder, &socket);
}

static const char *lane_role(const struct layout *layout, const struct ladder_lane *lane)
{
	if (!lane->is_tcp)
		return "";
	return diagram_word(
		lane->is_server ? DIAGRAM_WORD_SERVER : DIAGRAM_WORD_CLIENT, layout->is_korean);
}

static const char *lane_address(const struct layout *layout, const struct ladder_lane *lane)
{
	char address[ADDRESS_TEXT_SIZE];
	address_format(&lane->address, address);
	return arena_strdup(layout->arena, address);
}

/* What the capture calls the lane's host, in a name resolution block; NULL when it says nothing. */
static const char *lane_host(const struct layout *layout, const struct ladder_lane *lane)
{
	const char *name = capture_name_find(&layout->summary->names, &lane->address);
	if (!name)
		return NULL;
	autofinish(text) struct text text = { 0 };
	printable_append(&text, markup_bytes_of(name));
	return arena_strdup(layout->arena, text_string(&text));
}

/* The host's name, else its role. */
static const char *lane_who(const struct layout *layout, const struct ladder_lane *lane)
{
	const char *host = lane_host(layout, lane);
	return host ? host : lane_role(layout, lane);
}

static void lane_name(struct layout *layout, struct ladder_lane *lane)
{
	const char *role = lane_who(layout, lane);
	const char *address = lane_address(layout, lane);
	bool is_ipv6 = lane->address.family == ADDRESS_IPV6;
	autofinish(text) struct text text = { 0 };
	text_append_format(&text, "%s%s", role, role[0] ? " " : "");
	text_append_format(&text, is_ipv6 && lane->has_port ? "[%s]" : "%s", address);
	if (lane->has_port)
		text_append_format(&text, ":%u", lane->port);
	lane->name = layout_string(layout, &text);
}

/* A socket's port as heads show it; "" without one. */
static const char *lane_port(const struct layout *layout, const struct ladder_lane *lane)
{
	return lane->has_port ? arena_printf(layout->arena, ":%u", lane->port) : "";
}

/* Addresses of one network differ at their ends, so what does not fit goes from the beginning. */
static const char *shorten_address(struct arena *arena, const char *string, int width)
{
	if (svg_text_width(string, SVG_FONT_MONO, HEAD_SIZE) <= width)
		return string;
	const char *shortened = "…";
	for (const char *end = string + 1; *end; end++) {
		shortened = arena_printf(arena, "…%s", end);
		if (svg_text_width(shortened, SVG_FONT_MONO, HEAD_SIZE) <= width)
			break;
	}
	return shortened;
}

static struct ladder_text head_text(const struct layout *layout, enum ladder_text_kind kind,
	const char *string, const char *tail)
{
	int most = layout->head_text_width;
	enum svg_font font = kind == LADDER_TEXT_HEAD ? SVG_FONT_BOLD : SVG_FONT_MONO;
	struct ladder_text text = {
		.kind = kind,
		.string = kind == LADDER_TEXT_HEAD
			? svg_text_shorten(layout->arena, string, font, HEAD_SIZE, most)
			: shorten_address(layout->arena, string, most),
		.tail = tail && tail[0] ? tail : NULL,
		.size = HEAD_SIZE,
		.height = HEAD_LINE_HEIGHT,
		.anchor = SVG_ANCHOR_MIDDLE,
	};
	text.width = svg_text_width(text.string, font, HEAD_SIZE);
	if (text.tail)
		text.width += HEAD_WORD_SPACE + svg_text_width(text.tail, SVG_FONT_MONO, HEAD_SIZE);
	return text;
}

static bool group_has_one_address(const struct ladder *ladder, unsigned first, unsigned count)
{
	for (unsigned i = 1; i < count; i++) {
		if (!address_equal(
			    &ladder->lanes[first].address, &ladder->lanes[first + i].address))
			return false;
	}
	return true;
}

/* What the words of a head take to each side of the middle. */
static int half_of(const struct ladder_head *head, unsigned first_text, unsigned count, int inset)
{
	int widest = 0;
	for (unsigned i = first_text; i < first_text + count; i++) {
		if (widest < head->texts[i].width)
			widest = head->texts[i].width;
	}
	return (widest + 1) / 2 + inset;
}

/* Role and port on one line, the address below where lanes differ in it; or the address, and its port. */
static void head_of_lane(struct layout *layout, unsigned index)
{
	struct ladder_lane *lane = &layout->ladder->lanes[index];
	struct ladder_head *head = &layout->ladder->heads[layout->ladder->head_count++];
	const char *role = lane_who(layout, lane);
	const char *address = lane_address(layout, lane);
	const char *port = lane_port(layout, lane);
	head->name = lane->name;
	head->texts = arena_alloc_array(layout->arena, 2, sizeof(*head->texts));
	if (role[0])
		head->texts[head->text_count++] = head_text(layout, LADDER_TEXT_HEAD, role, port);
	if (!role[0] || layout->has_many_addresses)
		head->texts[head->text_count++] =
			head_text(layout, LADDER_TEXT_HEAD_MONO, address, NULL);
	if (!role[0] && port[0])
		head->texts[head->text_count++] =
			head_text(layout, LADDER_TEXT_HEAD_MONO, port, NULL);
	lane->half_width = half_of(head, 0, head->text_count, HEAD_INSET);
	layout->head_of_lane[index] = (unsigned)(head - layout->ladder->heads);
}

/* Several sockets of one host under one plate. */
static void head_of_group(struct layout *layout, unsigned first, unsigned count)
{
	struct ladder *ladder = layout->ladder;
	struct ladder_head *head = &ladder->heads[ladder->head_count++];
	const struct ladder_lane *lane = &ladder->lanes[first];
	const char *role = lane_who(layout, lane);
	const char *address = lane_address(layout, lane);
	bool shows_address = layout->has_many_addresses || !role[0];
	head->texts = arena_alloc_array(layout->arena, count + 1, sizeof(*head->texts));
	head->texts[head->text_count++] = role[0]
		? head_text(layout, LADDER_TEXT_HEAD, role, shows_address ? address : NULL)
		: head_text(layout, LADDER_TEXT_HEAD_MONO, address, NULL);
	head->name = arena_printf(layout->arena, "%s%s%s", role, role[0] ? " " : "", address);
	int half = 0;
	for (unsigned i = 0; i < count; i++) {
		head->texts[head->text_count] = head_text(layout, LADDER_TEXT_HEAD_MONO,
			lane_port(layout, &ladder->lanes[first + i]), NULL);
		int one = half_of(head, head->text_count++, 1, PORT_INSET);
		if (half < one)
			half = one;
	}
	int needed = head->texts[0].width + 2 * HEAD_INSET;
	if (half * 2 * (int)count < needed)
		half = (needed + 2 * (int)count - 1) / (2 * (int)count);
	for (unsigned i = 0; i < count; i++) {
		ladder->lanes[first + i].half_width = half;
		layout->head_of_lane[first + i] = ladder->head_count - 1;
	}
}

static void heads_of_kind(struct layout *layout, unsigned first, unsigned count)
{
	struct ladder *ladder = layout->ladder;
	if (count > 1 && ladder->lanes[first].has_port &&
		group_has_one_address(ladder, first, count)) {
		head_of_group(layout, first, count);
		return;
	}
	for (unsigned i = 0; i < count; i++)
		head_of_lane(layout, first + i);
}

void heads_collect(struct layout *layout)
{
	struct ladder *ladder = layout->ladder;
	unsigned clients = layout->client_lane_count;
	for (unsigned i = 0; i < ladder->lane_count; i++)
		lane_name(layout, &ladder->lanes[i]);
	ladder->heads =
		arena_alloc_array(layout->arena, ladder->lane_count + 1, sizeof(*ladder->heads));
	layout->head_of_lane = arena_alloc_array(
		layout->arena, ladder->lane_count + 1, sizeof(*layout->head_of_lane));
	heads_of_kind(layout, 0, clients);
	heads_of_kind(layout, clients, ladder->lane_count - clients);
}

/* ---- flags ---- */

static unsigned side_of(const struct layout *layout, unsigned lane)
{
	return lane < layout->client_lane_count ? CLIENT : SERVER;
}

static unsigned side_count(const struct layout *layout, unsigned side)
{
	unsigned clients = layout->client_lane_count;
	return side == CLIENT ? clients : layout->ladder->lane_count - clients;
}

static struct ladder_head *flag_add(
	struct layout *layout, const char *name, struct ladder_text text, bool is_flag)
{
	struct ladder_head *head = &layout->ladder->heads[layout->ladder->head_count++];
	head->name = name;
	head->texts = arena_alloc_array(layout->arena, 1, sizeof(*head->texts));
	head->texts[0] = text;
	head->text_count = 1;
	head->is_flag = is_flag;
	return head;
}

/* A flag per lane, and a plate for what they all have: the role, the address. */
static void flags_of_kind(struct layout *layout, unsigned side, unsigned first, unsigned count)
{
	struct ladder *ladder = layout->ladder;
	const struct ladder_lane *lanes = &ladder->lanes[first];
	struct flags *flags = &layout->flags[side];
	bool shares = lanes[0].has_port && group_has_one_address(ladder, first, count);
	const char *role = shares ? lane_who(layout, &lanes[0]) : lane_role(layout, &lanes[0]);
	bool shows_address = shares && (layout->has_many_addresses || !role[0]);
	*flags = (struct flags){ .count = count };
	if (role[0] || shows_address) {
		const char *address = shows_address ? lane_address(layout, &lanes[0]) : "";
		flags->has_plate = true;
		flag_add(layout,
			arena_printf(layout->arena, "%s%s%s", role, role[0] ? " " : "", address),
			role[0] ? head_text(layout, LADDER_TEXT_HEAD, role, address)
				: head_text(layout, LADDER_TEXT_HEAD_MONO, address, NULL),
			false);
	}
	flags->first_head = ladder->head_count;
	for (unsigned i = 0; i < count; i++) {
		const char *port = lane_port(layout, &lanes[i]);
		const char *host = lane_host(layout, &lanes[i]);
		const struct ladder_head *head = flag_add(layout, lanes[i].name,
			shares ? head_text(layout, LADDER_TEXT_HEAD_MONO, port, NULL)
			       : head_text(layout, host ? LADDER_TEXT_HEAD : LADDER_TEXT_HEAD_MONO,
					 host ? host : lane_address(layout, &lanes[i]), port),
			true);
		layout->head_of_lane[first + i] = ladder->head_count - 1;
		if (flags->width < head->texts[0].width + 2 * FLAG_INSET)
			flags->width = head->texts[0].width + 2 * FLAG_INSET;
	}
}

static int step_limit(const struct layout *layout, unsigned side)
{
	int levels = layout->flag_levels_max;
	int least = (layout->flags[side].width + FLAG_SPACE + levels - 1) / levels;
	return least > FLAG_STEP_MIN ? least : FLAG_STEP_MIN;
}

int lane_left_extent(const struct layout *layout, unsigned lane)
{
	enum { POLE = 4 };
	return layout->flags[side_of(layout, lane)].count ? POLE
							  : layout->ladder->lanes[lane].half_width;
}

int lane_right_extent(const struct layout *layout, unsigned lane)
{
	const struct flags *flags = &layout->flags[side_of(layout, lane)];
	return flags->count ? flags->width : layout->ladder->lanes[lane].half_width;
}

int label_gap_min(const struct layout *layout)
{
	return layout->options->width < NARROW_WIDTH ? LABEL_GAP_NARROW : LABEL_GAP_MIN;
}

int gap_least(const struct layout *layout)
{
	unsigned clients = layout->client_lane_count;
	int least = label_gap_min(layout);
	if (clients == 0 || clients == layout->ladder->lane_count)
		return least;
	int heads = lane_right_extent(layout, clients - 1) + LANE_SPACE +
		lane_left_extent(layout, clients);
	return heads > least ? heads : least;
}

/* Heads of both sides anew, flags where there are several; the room that is left for the steps. */
static int crowd_heads(struct layout *layout, int room, unsigned *ret_steps)
{
	struct ladder *ladder = layout->ladder;
	unsigned clients = layout->client_lane_count;
	*ret_steps = 0;
	ladder->head_count = 0;
	ladder->heads =
		arena_alloc_array(layout->arena, ladder->lane_count + 2, sizeof(*ladder->heads));
	for (unsigned side = CLIENT; side <= SERVER; side++) {
		unsigned first = side == CLIENT ? 0 : clients;
		unsigned count = side_count(layout, side);
		if (count > 1) {
			flags_of_kind(layout, side, first, count);
			*ret_steps += count - 1;
		} else if (count == 1) {
			heads_of_kind(layout, first, count);
		}
	}
	if (clients > 0)
		room -= lane_left_extent(layout, 0);
	if (clients < ladder->lane_count)
		room -= lane_right_extent(layout, ladder->lane_count - 1);
	return room - gap_least(layout);
}

static bool steps_fit(const struct layout *layout, int step)
{
	for (unsigned side = CLIENT; side <= SERVER; side++) {
		if (layout->flags[side].count && step < step_limit(layout, side))
			return false;
	}
	return true;
}

bool lanes_crowd(struct layout *layout, int room)
{
	/* Names are shortened before flags are stacked high; less cannot be told apart. */
	static const struct {
		int width, levels;
	} tries[] = { { 250, 5 }, { 190, 5 }, { 150, 5 }, { 115, 5 }, { 115, 8 } };
	enum { TRY_COUNT = ARRAY_COUNT(tries) };
	if (side_count(layout, CLIENT) < FLAGS_FROM && side_count(layout, SERVER) < FLAGS_FROM)
		return false;
	int step = 0;
	for (size_t i = 0; i < TRY_COUNT; i++) {
		unsigned steps;
		layout->head_text_width = tries[i].width;
		layout->flag_levels_max = tries[i].levels;
		int left = crowd_heads(layout, room, &steps);
		step = left / (int)steps;
		if (steps_fit(layout, step))
			break;
	}
	for (unsigned side = CLIENT; side <= SERVER; side++) {
		struct flags *flags = &layout->flags[side];
		int most = flags->width + FLAG_SPACE;
		if (!flags->count)
			continue;
		flags->step = step > most ? most : step;
		if (flags->step < step_limit(layout, side))
			flags->step = step_limit(layout, side);
		flags->levels =
			(unsigned)((flags->width + FLAG_SPACE + flags->step - 1) / flags->step);
		if (flags->levels > flags->count)
			flags->levels = flags->count;
	}
	return true;
}

/* Between two neighbours: those under one plate stand close. */
int lane_distance(const struct layout *layout, unsigned left)
{
	const struct ladder_lane *lanes = layout->ladder->lanes;
	const struct flags *flags = &layout->flags[side_of(layout, left)];
	if (flags->count && side_of(layout, left + 1) == side_of(layout, left))
		return flags->step;
	bool is_shared = layout->head_of_lane[left] == layout->head_of_lane[left + 1];
	return lanes[left].half_width + lanes[left + 1].half_width + (is_shared ? 0 : LANE_SPACE);
}

/* From the first to the last lane of one kind. */
int lanes_span(const struct layout *layout, unsigned first, unsigned count)
{
	int span = 0;
	for (unsigned i = first; i + 1 < first + count; i++)
		span += lane_distance(layout, i);
	return span;
}

static int flags_height(const struct flags *flags)
{
	int plate = flags->has_plate ? FLAG_HEIGHT + FLAG_SPACE : 0;
	return flags->count ? plate + (int)flags->levels * (FLAG_HEIGHT + 2) : 0;
}

/* One line when every plate has but one. */
int heads_height(const struct layout *layout)
{
	const struct ladder *ladder = layout->ladder;
	int lines = 1;
	for (unsigned i = 0; i < ladder->head_count; i++) {
		if (ladder->heads[i].text_count > 1)
			lines = 2;
	}
	int height = lines * HEAD_LINE_HEIGHT + 2 * HEAD_PADDING;
	for (unsigned side = CLIENT; side <= SERVER; side++) {
		if (height < flags_height(&layout->flags[side]))
			height = flags_height(&layout->flags[side]);
	}
	return height;
}

static void head_text_place(struct ladder_text *text, int middle, int top)
{
	text->left = middle - text->width / 2;
	text->top = top;
	text->baseline = top + 20;
}

/* The first text on the first line; those below on the second, in the middle of their lanes. */
static void head_place(struct layout *layout, unsigned index)
{
	struct ladder *ladder = layout->ladder;
	struct ladder_head *head = &ladder->heads[index];
	const struct ladder_lane *first = NULL, *last = NULL;
	int height = (head->text_count > 1 ? 2 : 1) * HEAD_LINE_HEIGHT;
	bool has_flags = layout->flags[CLIENT].count || layout->flags[SERVER].count;
	head->height = has_flags ? height + 2 * HEAD_PADDING : ladder->head_height;
	head->top = ladder->head_height - head->height;
	int top = head->top + (head->height - height) / 2;
	unsigned text = 1;
	for (unsigned i = 0; i < ladder->lane_count; i++) {
		if (layout->head_of_lane[i] != index)
			continue;
		last = &ladder->lanes[i];
		first = first ? first : last;
		if (text < head->text_count)
			head_text_place(&head->texts[text++], last->x, top + HEAD_LINE_HEIGHT);
	}
	head->left = first->x - first->half_width;
	head->width = last->x + last->half_width - head->left;
	head_text_place(&head->texts[0], (first->x + last->x) / 2, top);
}

/* Flags stand on the ground of the heads; the plate is as wide as all of them. */
static void flags_place(struct layout *layout, unsigned side)
{
	struct ladder *ladder = layout->ladder;
	const struct flags *flags = &layout->flags[side];
	unsigned first = side == CLIENT ? 0 : layout->client_lane_count;
	int top = ladder->head_height - (int)flags->levels * (FLAG_HEIGHT + 2);
	for (unsigned i = 0; i < flags->count; i++) {
		struct ladder_head *head = &ladder->heads[flags->first_head + i];
		head->left = ladder->lanes[first + i].x - 2;
		head->width = head->texts[0].width + 2 * FLAG_INSET;
		head->top = top + (int)(i % flags->levels) * (FLAG_HEIGHT + 2);
		head->height = FLAG_HEIGHT;
		head_text_place(&head->texts[0], head->left + head->width / 2, head->top + 1);
	}
	if (!flags->has_plate)
		return;
	struct ladder_head *plate = &ladder->heads[flags->first_head - 1];
	const struct ladder_head *last = &ladder->heads[flags->first_head + flags->count - 1];
	plate->left = ladder->lanes[first].x - 2;
	plate->width = last->left + flags->width - plate->left;
	if (plate->width < plate->texts[0].width + 2 * HEAD_INSET)
		plate->width = plate->texts[0].width + 2 * HEAD_INSET;
	int beyond = plate->left + plate->width - (int)layout->options->width;
	if (beyond > 0) /* a long name over few sockets */
		plate->left -= beyond;
	plate->top = top - FLAG_HEIGHT - FLAG_SPACE;
	plate->height = FLAG_HEIGHT;
	head_text_place(&plate->texts[0], plate->left + plate->width / 2, plate->top + 1);
}

void heads_place(struct layout *layout)
{
	unsigned clients = layout->client_lane_count;
	for (unsigned lane = 0; lane < layout->ladder->lane_count; lane++) {
		unsigned head = layout->head_of_lane[lane];
		bool is_first = lane == 0 || layout->head_of_lane[lane - 1] != head;
		if (is_first && !layout->flags[lane < clients ? CLIENT : SERVER].count)
			head_place(layout, head);
	}
	for (unsigned side = CLIENT; side <= SERVER; side++)
		flags_place(layout, side);
}
