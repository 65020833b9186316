/*
 * Draws nested boxes. Above them, the packet is drawn to scale, so that the share of its headers is
 * visible. Each box has the name of its layer and a sum: header and payload of a layer equal the
 * payload of the layer around it. The box of the protocol that the packet is named after has the
 * rule's color. Sizes are those of the captured bytes; a cut by the snap length is mentioned.
 */
#include "diagram/stack/stack.h"

#include <string.h>

#include "base/array.h"
#include "base/format/markup.h"
#include "base/format/printable.h"
#include "base/span.h"
#include "diagram/stack/stack-fields.h"
#include "explain/sentence-facts.h"
#include "explain/words.h"
#include "listing/info/arrow-label.h"

enum {
	RIBBON_HEIGHT = 34,
	RIBBON_SPACE = 16,
	PIECE_SPACE = 14, /* px on both sides of a piece's words */
	INSET = 18, /* px from a box to the one around it, at the sides */
	BOTTOM = 12, /* px from a box to the one around it, below */
	PADDING = 20,
	FIELD_SPACE = 30,
	FIELD_SPACE_MIN = 14, /* px from a field to the sum, before the field is shortened */
	PREVIEW_LINES_MAX = 8,
	PREVIEW_BYTES_MAX = 600,
	PREVIEW_BOTTOM = 14,
	BOXES_MAX = FRAME_LAYERS_MAX,
};

/* The sizes of a strip, largest first. */
struct strip_size {
	int height, name, label, value, sum;
	bool is_single; /* label and value on the line of the name */
};

static const struct strip_size sizes[] = {
	{ 150, 40, 24, 26, 28, false },
	{ 118, 38, 20, 26, 28, false },
	{ 100, 34, 20, 24, 26, false },
	{ 84, 30, 18, 22, 24, false },
	{ 74, 28, 18, 20, 22, false },
	{ 66, 26, 18, 18, 20, false },
	{ 44, 22, 18, 18, 18, true },
};
enum { SIZE_COUNT = ARRAY_COUNT(sizes) };

struct box {
	const struct layer *layer; /* NULL: the box stands for layers that were left out */
	const char *name, *sum;
	struct stack_field fields[STACK_FIELDS_MAX];
	unsigned field_count;
	bool is_colored;
	int left, top, width, height;
};

struct stack {
	struct text *out;
	struct arena arena;
	const struct shown_packet *packet;
	const struct picture_options *options;
	bool is_korean;
	struct box boxes[BOXES_MAX];
	unsigned count;
	const struct strip_size *size;
	const char *lines[PREVIEW_LINES_MAX]; /* the beginning of the innermost layer's payload */
	unsigned line_count;
	int line_height, height, fields_left;
	int strip_height; /* at least that of the size */
};

/* ---- the words of a box ---- */

static const char *number(struct stack *stack, uint64_t value)
{
	return picture_number(&stack->arena, value, stack->is_korean);
}

/*
 * Returns the field that is exactly the last `size` bytes of a layer, or NULL. It may belong to a
 * header before: padding behind a VLAN tag is a field of Ethernet.
 */
static const struct field *field_at_end(
	const struct shown_packet *packet, unsigned index, uint32_t size)
{
	const struct layer *layer = &packet->frame.layers[index];
	for (size_t i = 0; i < packet->fields.count; i++) {
		const struct field *field = &packet->fields.fields[i];
		if (field->layer <= index && field->parent < 0 && field->size == size &&
			field->offset + size == layer->offset + layer->size)
			return field;
	}
	return NULL;
}

/* Names the bytes of a layer behind the one inside, as the sentence about them does. */
static const char *rest_name(const struct stack *stack, unsigned index, uint32_t size)
{
	const struct field *field = field_at_end(stack->packet, index, size);
	const struct sentence_context context = { .packet = stack->packet };
	const char *name = field ? field->spec->name : "";
	if (string_ends_with(name, ".fcs"))
		return "FCS";
	if (strcmp(name, "eth.trailer") == 0)
		return stack->is_korean ? "트레일러" : "trailer";
	if (strcmp(name, "eth.padding") == 0 &&
		(field_fills_frame(&context, field) || field_fills_tagged_frame(&context, field)))
		return stack->is_korean ? "패딩" : "padding";
	return stack->is_korean ? "남은 바이트" : "left over";
}

/*
 * "14 + 1 500 = 1 514": header, payload and sum. What is behind the layer inside is named. A packet
 * of QUIC has its payload before the coalesced packet that is drawn inside: "22 + 116 + 626 = 764".
 */
static const char *sum_of(struct stack *stack, unsigned index)
{
	const struct frame *frame = &stack->packet->frame;
	const struct layer *layer = &frame->layers[index];
	struct arena *arena = &stack->arena;
	uint32_t rest = layer->size > layer->header_size ? layer->size - layer->header_size : 0;
	uint32_t inner = index + 1 < frame->layer_count ? frame->layers[index + 1].size : rest;
	if (rest == 0 || layer->header_size == 0)
		return picture_bytes(arena, layer->size, stack->is_korean);
	if (inner < rest && layer[1].offset + inner == layer->offset + layer->size)
		return arena_printf(arena, "%s + %s + %s = %s", number(stack, layer->header_size),
			number(stack, rest - inner), number(stack, inner),
			number(stack, layer->size));
	if (inner < rest)
		return arena_printf(arena, "%s + %s + %s %s = %s",
			number(stack, layer->header_size), number(stack, inner),
			number(stack, rest - inner), rest_name(stack, index, rest - inner),
			number(stack, layer->size));
	return arena_printf(arena, "%s + %s = %s", number(stack, layer->header_size),
		number(stack, rest), number(stack, layer->size));
}

/*
 * The layer of the protocol that the packet is named after. The layers inside it have the same
 * color.
 */
static unsigned colored_from(const struct shown_packet *packet)
{
	const struct frame *frame = &packet->frame;
	for (unsigned i = frame->layer_count; i-- > 0;) {
		if (frame->layers[i].protocol != packet->facts.shown.protocol)
			continue;
		while (i && frame->layers[i].protocol == PROTOCOL_QUIC &&
			frame->layers[i - 1].protocol == PROTOCOL_QUIC)
			i--; /* the first of coalesced packets */
		return i;
	}
	return frame->layer_count ? frame->layer_count - 1U : 0;
}

static void collect_boxes(struct stack *stack)
{
	const struct frame *frame = &stack->packet->frame;
	unsigned colored = colored_from(stack->packet);
	for (unsigned i = 0; i < frame->layer_count; i++) {
		struct box *box = &stack->boxes[stack->count++];
		box->layer = &frame->layers[i];
		box->name = stack_layer_name(stack->packet, i, stack->is_korean);
		box->sum = sum_of(stack, i);
		box->field_count = stack_fields(
			&stack->arena, stack->packet, i, stack->is_korean, box->fields);
		box->is_colored = i >= colored;
	}
}

/* Leaves out layers in the middle until the rest fits. One box counts them. */
static void fold_boxes(struct stack *stack, unsigned fitting)
{
	if (stack->count <= fitting || fitting < 3)
		return;
	unsigned hidden = stack->count - fitting + 1, first = (fitting - 1) / 2;
	stack->boxes[first] = (struct box){
		.name = arena_printf(&stack->arena,
			stack->is_korean ? "… 계층 %u개 더" : "… %u more layers", hidden),
		.sum = "",
	};
	memmove(&stack->boxes[first + 1], &stack->boxes[first + hidden],
		(stack->count - first - hidden) * sizeof(stack->boxes[0]));
	stack->count = fitting;
}

static bool is_text(struct bytes bytes)
{
	enum { LOOKED_AT = 256 };
	for (size_t i = 0; i < bytes.size && i < LOOKED_AT; i++) {
		uint8_t byte = bytes.data[i];
		if ((byte < 0x20 && byte != '\r' && byte != '\n' && byte != '\t') || byte == 0x7f)
			return false;
	}
	return bytes.size > 0;
}

/* The payload of the innermost layer, shown as text or in hex. */
static struct bytes preview_of(const struct stack *stack)
{
	const struct frame *frame = &stack->packet->frame;
	const struct layer *last = stack->boxes[stack->count - 1].layer;
	bool is_whole = last->protocol == PROTOCOL_DATA || last->protocol == PROTOCOL_HTTP;
	size_t from = last->offset + (is_whole ? 0 : last->header_size);
	size_t to = (size_t)last->offset + last->size;
	if (to > frame->data.size)
		to = frame->data.size;
	if (from >= to)
		return (struct bytes){ 0 };
	size_t size = to - from < PREVIEW_BYTES_MAX ? to - from : PREVIEW_BYTES_MAX;
	return (struct bytes){ frame->data.data + from, size };
}

static const char *hex_line(struct stack *stack, struct bytes bytes, size_t *ret_taken, int width)
{
	autofinish(text) struct text line = { 0 };
	int step = svg_text_width("00 ", SVG_FONT_MONO, stack->size->label);
	size_t fitting = width > step ? (size_t)(width / step) : 1;
	*ret_taken = bytes.size < fitting ? bytes.size : fitting;
	for (size_t i = 0; i < *ret_taken; i++)
		text_append_format(&line, "%s%02x", i ? " " : "", bytes.data[i]);
	return arena_strdup(&stack->arena, text_string(&line));
}

static const char *text_line(struct stack *stack, struct bytes bytes, size_t *ret_taken, int width)
{
	autofinish(text) struct text line = { 0 };
	size_t size = 0;
	while (size < bytes.size && bytes.data[size] != '\n')
		size++;
	*ret_taken = size < bytes.size ? size + 1 : size;
	if (size > 0 && bytes.data[size - 1] == '\r')
		size--;
	printable_append(&line, (struct bytes){ bytes.data, size });
	return svg_text_shorten(&stack->arena, arena_strdup(&stack->arena, text_string(&line)),
		SVG_FONT_MONO, stack->size->label, width);
}

static void collect_lines(struct stack *stack, unsigned space)
{
	const struct box *box = &stack->boxes[stack->count - 1];
	struct bytes rest = preview_of(stack);
	bool as_text = is_text(rest);
	int width = box->width - 2 * PADDING;
	if (space > PREVIEW_LINES_MAX)
		space = PREVIEW_LINES_MAX;
	/* Two lines of hex are enough. */
	if (!as_text && space > 2)
		space = 2;
	while (rest.size > 0 && stack->line_count < space) {
		size_t taken;
		stack->lines[stack->line_count++] = as_text ? text_line(stack, rest, &taken, width)
							    : hex_line(stack, rest, &taken, width);
		rest.data += taken;
		rest.size -= taken;
	}
	while (stack->line_count > 0 && !stack->lines[stack->line_count - 1][0])
		stack->line_count--;
}

/* ---- positions ---- */

static int field_width(const struct strip_size *size, const struct stack_field *field)
{
	int label = svg_text_width(field->label, SVG_FONT_TEXT, size->label);
	int value = svg_text_width(field->value, SVG_FONT_MONO, size->value);
	if (size->is_single)
		return label + (label ? 8 : 0) + value;
	return label > value ? label : value;
}

/* The width for a box's fields, between its name and its sum. */
static int fields_space(const struct stack *stack, const struct box *box, unsigned depth,
	const struct strip_size *size, int fields_left)
{
	int right = (int)stack->options->width - INSET * (int)depth - PADDING;
	return right - fields_left - FIELD_SPACE -
		svg_text_width(box->sum, SVG_FONT_MONO, size->sum);
}

/* The common x of the fields in all boxes, behind the name that ends last. */
static int fields_left(const struct stack *stack, const struct strip_size *size)
{
	int left = 0;
	for (unsigned i = 0; i < stack->count; i++) {
		int end = INSET * (int)i + PADDING +
			svg_text_width(stack->boxes[i].name, SVG_FONT_BOLD, size->name);
		if (end + FIELD_SPACE > left && stack->boxes[i].field_count)
			left = end + FIELD_SPACE;
	}
	return left;
}

/* Whether the first three fields of every box fit. */
static bool is_wide_enough(const struct stack *stack, const struct strip_size *size)
{
	int left = fields_left(stack, size);
	for (unsigned i = 0; i < stack->count; i++) {
		const struct box *box = &stack->boxes[i];
		int taken = 0;
		for (unsigned k = 0; k < box->field_count && k < 3; k++)
			taken += field_width(size, &box->fields[k]) + (k ? FIELD_SPACE : 0);
		if (taken > fields_space(stack, box, i, size, left))
			return false;
	}
	return true;
}

static int boxes_height(unsigned count, int strip)
{
	return (int)count * strip + (int)(count - 1) * BOTTOM;
}

/* The height of a strip where the type cannot grow any more, but the picture can. */
static int strip_height(const struct stack *stack, int available)
{
	enum { HEIGHT_MAX = 150 };
	int least = stack->size->height, count = (int)stack->count;
	int height = (available - (count - 1) * BOTTOM) / count;
	return stack->size->is_single || height < least ? least
		: height > HEIGHT_MAX                   ? HEIGHT_MAX
							: height;
}

static void place_boxes(struct stack *stack, int strip)
{
	stack->strip_height = strip;
	for (unsigned i = 0; i < stack->count; i++) {
		struct box *box = &stack->boxes[i];
		box->left = INSET * (int)i;
		box->width = (int)stack->options->width - 2 * box->left;
		box->top = RIBBON_HEIGHT + RIBBON_SPACE + strip * (int)i;
	}
}

static void choose_size(struct stack *stack, int height)
{
	enum { PREVIEW_WANTED = 2 };
	unsigned wanted = preview_of(stack).size ? PREVIEW_WANTED : 0;
	stack->size = NULL;
	for (unsigned lines = wanted + 1; lines-- > 0 && !stack->size;) {
		for (unsigned i = 0; i < SIZE_COUNT && !stack->size; i++) {
			int needed = boxes_height(stack->count, sizes[i].height) +
				(int)lines * (sizes[i].label + 8) + (lines ? PREVIEW_BOTTOM : 0);
			if (needed <= height &&
				(sizes[i].is_single || is_wide_enough(stack, &sizes[i])))
				stack->size = &sizes[i];
		}
		/* Shortened text is better than only single lines. */
		if (stack->size && stack->size->is_single && lines > 0)
			stack->size = NULL;
	}
	if (!stack->size) {
		stack->size = &sizes[SIZE_COUNT - 1];
		fold_boxes(stack, (unsigned)((height + BOTTOM) / (stack->size->height + BOTTOM)));
	}
	/* Long addresses: two lines, shortened, are better than one small line. */
	if (stack->size->is_single &&
		boxes_height(stack->count, sizes[SIZE_COUNT - 2].height) <= height)
		stack->size = &sizes[SIZE_COUNT - 2];
}

static void lay_out(struct stack *stack)
{
	int top = RIBBON_HEIGHT + RIBBON_SPACE;
	int available = (int)stack->options->height - top;
	if (stack->options->is_standalone &&
		available < boxes_height(stack->count, sizes[3].height))
		available = boxes_height(stack->count, sizes[3].height) + 4 * 26;
	choose_size(stack, available);
	stack->fields_left = fields_left(stack, stack->size);
	stack->line_height = stack->size->label + 8;
	place_boxes(stack, stack->size->height);
	int space = available - boxes_height(stack->count, stack->size->height) - PREVIEW_BOTTOM;
	if (space >= stack->line_height)
		collect_lines(stack, (unsigned)(space / stack->line_height));
	int preview = stack->line_count
		? (int)stack->line_count * stack->line_height + PREVIEW_BOTTOM
		: 0;
	place_boxes(stack, strip_height(stack, available - preview));
	int bottom = top + boxes_height(stack->count, stack->strip_height) + preview;
	stack->height = bottom + 2;
	for (unsigned i = 0; i < stack->count; i++)
		stack->boxes[i].height = bottom - BOTTOM * (int)i - stack->boxes[i].top;
}

/* ---- drawing ---- */

/*
 * Writes the name and the size of a piece of the ribbon; in a narrow one only its size, or nothing.
 */
static void draw_piece_words(
	struct stack *stack, unsigned layer, uint64_t bytes, int left, int right)
{
	const char *size = number(stack, bytes);
	const char *const words[] = {
		arena_printf(&stack->arena, "%s %s",
			stack_layer_name(stack->packet, layer, stack->is_korean), size),
		size
	};
	for (size_t i = 0; i < ARRAY_COUNT(words); i++) {
		int width = svg_text_width(words[i], SVG_FONT_TEXT, PICTURE_FONT_SIZE_MIN);
		if (width + PIECE_SPACE > right - left)
			continue;
		svg_text(stack->out, layer >= colored_from(stack->packet) ? "chip-ink" : "",
			SVG_ANCHOR_MIDDLE, (left + right) / 2, RIBBON_HEIGHT / 2 + 6,
			PICTURE_FONT_SIZE_MIN, words[i], false);
		return;
	}
}

/* Draws the packet to scale: a piece for each header, and one for the payload of the last layer. */
static void draw_ribbon(struct stack *stack)
{
	const struct frame *frame = &stack->packet->frame;
	uint64_t whole = frame->data.size ? frame->data.size : 1;
	uint64_t width = stack->options->width, done = 0;
	unsigned colored = colored_from(stack->packet);
	text_append(stack->out, "<g class=\"ribbon\">");
	for (unsigned i = 0; i < frame->layer_count; i++) {
		const struct layer *layer = &frame->layers[i];
		bool is_last = i + 1 == frame->layer_count;
		uint64_t end = is_last ? (uint64_t)layer->offset + layer->size
				       : frame->layers[i + 1].offset;
		if (end > whole)
			end = whole;
		if (end <= done)
			continue;
		int left = (int)(done * width / whole), right = (int)(end * width / whole);
		svg_rect(stack->out, i >= colored ? "piece chip" : "piece", left, 0,
			right - left > 3 ? right - left - 2 : right - left, RIBBON_HEIGHT, 4);
		draw_piece_words(stack, i, end - done, left, right);
		done = end;
	}
	if (done < whole) {
		int left = (int)(done * width / whole);
		svg_rect(stack->out, "piece padding", left, 0, (int)width - left, RIBBON_HEIGHT, 4);
	}
	text_append(stack->out, "</g>\n");
}

/* Whether a value is an address, of parts that ':' or '.' joins. */
static bool is_joined(const char *value)
{
	return !strchr(value, ' ') && strpbrk(value, ":.");
}

/*
 * Returns a value as it fits into `width` px: in a little more when this is all of it, without the
 * number behind its words, as "Server Hello" of "Server Hello (2)", or shortened.
 */
static const char *fitted_value(struct stack *stack, const char *value, int width)
{
	enum { MORE = FIELD_SPACE - FIELD_SPACE_MIN };
	const char *number = strstr(value, " (");
	const char *words =
		number && strcmp(number + 2 + strspn(number + 2, "0123456789"), ")") == 0
		? arena_printf(&stack->arena, "%.*s", (int)(number - value), value)
		: value;
	const char *const all[] = { value, words };
	for (size_t i = 0; i < ARRAY_COUNT(all); i++)
		if (svg_text_width(all[i], SVG_FONT_MONO, stack->size->value) <= width + MORE)
			return all[i];
	enum { TAIL = 3 }; /* of an address, which would look like another without its end */
	size_t length = strlen(value);
	bool is_address = is_joined(value) && length > TAIL;
	return is_address
		? svg_text_shorten_middle(&stack->arena, value, value + length - TAIL,
			  SVG_FONT_MONO, stack->size->value, width)
		: svg_text_shorten(
			  &stack->arena, value, SVG_FONT_MONO, stack->size->value, width);
}

/*
 * Returns the size of the first of two lines of `width` px for an address, which breaks behind a
 * joint; 0 when the value is none, fits into one, or not into two.
 */
static size_t first_line(const struct stack *stack, const char *value, int width)
{
	const struct strip_size *size = stack->size;
	bool is_high = stack->strip_height >= 4 * size->value + size->label;
	if (size->is_single || !is_high || !is_joined(value) ||
		svg_text_width(value, SVG_FONT_MONO, size->value) <= width)
		return 0;
	char line[64];
	for (size_t kept = strlen(value); kept-- > 1;) {
		if (kept >= sizeof(line) || !strchr(":.", value[kept - 1]))
			continue;
		memcpy(line, value, kept);
		line[kept] = '\0';
		if (svg_text_width(line, SVG_FONT_MONO, size->value) <= width)
			return svg_text_width(value + kept, SVG_FONT_MONO, size->value) <= width
				? kept
				: 0;
	}
	return 0;
}

/* Draws an address in two lines below its label. */
static void draw_two_lines(struct stack *stack, const char *class_name, int x, int baseline,
	const char *value, size_t first)
{
	int size = stack->size->value;
	svg_text(stack->out, class_name, SVG_ANCHOR_START, x, baseline, size,
		arena_strndup(&stack->arena, value, first), false);
	svg_text(stack->out, class_name, SVG_ANCHOR_START, x, baseline + size + 4, size,
		value + first, false);
}

static void draw_fields(struct stack *stack, const struct box *box, unsigned depth)
{
	const struct strip_size *size = stack->size;
	const char *quiet = box->is_colored ? "chip-ink" : "quiet";
	const char *loud = box->is_colored ? "chip-ink mono" : "mono";
	int space = fields_space(stack, box, depth, size, stack->fields_left);
	int x = stack->fields_left;
	int middle = box->top + stack->strip_height / 2;
	for (unsigned i = 0; i < box->field_count; i++) {
		const struct stack_field *field = &box->fields[i];
		int needed = field_width(size, field);
		if (needed > space && (i >= 2 || space < 120))
			break;
		int label = svg_text_width(field->label, SVG_FONT_TEXT, size->label);
		if (size->is_single && label)
			label += 8;
		else if (!size->is_single)
			label = 0;
		size_t first = first_line(stack, field->value, space - label);
		int up = first ? size->value / 2 + 2 : 0; /* two lines stand in the middle, too */
		if (field->label[0])
			svg_text(stack->out, quiet, SVG_ANCHOR_START, x,
				size->is_single ? middle + 6 : middle - 8 - up, size->label,
				field->label, false);
		const char *value = fitted_value(stack, field->value, space - label);
		if (first)
			draw_two_lines(stack, loud, x, middle + size->value - 1 - up, field->value,
				first);
		else
			svg_text(stack->out, loud, SVG_ANCHOR_START, x + label,
				size->is_single || !field->label[0] ? middle + size->value / 3
								    : middle + size->value - 1,
				size->value, value, false);
		if (needed > space)
			needed = space;
		x += needed + FIELD_SPACE;
		space -= needed + FIELD_SPACE;
	}
}

static void draw_box(struct stack *stack, unsigned index)
{
	const struct box *box = &stack->boxes[index];
	const struct strip_size *size = stack->size;
	bool is_first_colored =
		box->is_colored && (index == 0 || !stack->boxes[index - 1].is_colored);
	int middle = box->top + stack->strip_height / 2;
	svg_rect(stack->out,
		is_first_colored          ? "layer chip"
			: box->is_colored ? "layer inner"
					  : "layer",
		box->left + 1, box->top + 1, box->width - 2, box->height - 2, 14);
	svg_text(stack->out,
		box->is_colored      ? "strong chip-ink"
			: box->layer ? "strong"
				     : "quiet",
		SVG_ANCHOR_START, box->left + PADDING, middle + size->name * 36 / 100, size->name,
		box->name, false);
	draw_fields(stack, box, index);
	svg_text(stack->out, box->is_colored ? "mono chip-ink" : "mono", SVG_ANCHOR_END,
		box->left + box->width - PADDING, middle + size->sum * 36 / 100, size->sum,
		box->sum, false);
}

static void draw_preview(struct stack *stack)
{
	const struct box *box = &stack->boxes[stack->count - 1];
	int y = box->top + stack->strip_height + stack->size->label - 2;
	for (unsigned i = 0; i < stack->line_count; i++, y += stack->line_height)
		svg_text(stack->out, box->is_colored ? "mono chip-ink" : "mono", SVG_ANCHOR_START,
			box->left + PADDING, y, stack->size->label, stack->lines[i], false);
}

static const char *stack_describe(struct stack *stack)
{
	const struct frame *frame = &stack->packet->frame;
	autofinish(text) struct text out = { 0 };
	autofinish(text) struct text label = { 0 };
	arrow_label_append(&label, frame, &stack->packet->facts);
	text_append_format(
		&out, "#%llu %s · ", (unsigned long long)frame->number, text_string(&label));
	for (unsigned i = 0; i < stack->count; i++)
		text_append_format(
			&out, "%s%s %s", i ? " ⊃ " : "", stack->boxes[i].name, stack->boxes[i].sum);
	if (frame->data.size < frame->length)
		text_append_format(&out,
			stack->is_korean ? " (%s바이트 중 %s바이트만 캡처됨)"
					 : " (of %s bytes, %s were captured)",
			picture_number(&stack->arena, frame->length, stack->is_korean),
			picture_number(&stack->arena, frame->data.size, stack->is_korean));
	return arena_strdup(&stack->arena, text_string(&out));
}

void stack_svg(struct text *out, const struct selection *selection,
	const struct capture_summary *summary, const struct picture_options *options)
{
	(void)summary;
	struct stack stack = {
		.out = out,
		.packet = selection->packets[0],
		.options = options,
		.is_korean = diagram_is_korean(options->lang),
	};
	collect_boxes(&stack);
	const char *description = stack_describe(&stack);
	if (stack.count > 0)
		lay_out(&stack);
	picture_open(out, options, "stack", (int)options->width, stack.height ? stack.height : 40,
		description);
	picture_open_packet(out, options, stack.packet, "");
	picture_title(out, options, description);
	if (stack.count > 0) {
		draw_ribbon(&stack);
		for (unsigned i = 0; i < stack.count; i++)
			draw_box(&stack, i);
		draw_preview(&stack);
	}
	text_append(out, "</g>\n");
	picture_close(out);
	arena_finish(&stack.arena);
}

void stack_table(struct text *out, const struct selection *selection,
	const struct capture_summary *summary, const char *lang)
{
	(void)summary;
	static const char *const korean[] = { "계층", "바이트", "필드" };
	static const char *const english[] = { "Layer", "Bytes", "Fields" };
	struct stack stack = { .packet = selection->packets[0],
		.is_korean = diagram_is_korean(lang) };
	collect_boxes(&stack);
	picture_table_open(out, stack.is_korean ? korean : english, 3);
	for (unsigned i = 0; i < stack.count; i++) {
		const struct box *box = &stack.boxes[i];
		text_append(out, "<tr>");
		picture_table_cell(out, box->name);
		picture_table_cell(out, box->sum);
		text_append(out, "<td>");
		for (unsigned k = 0; k < box->field_count; k++) {
			text_append(out, k ? ", " : "");
			markup_text(out, box->fields[k].label);
			text_append(out, box->fields[k].label[0] ? " " : "");
			markup_text(out, box->fields[k].value);
		}
		text_append(out, "</td></tr>\n");
	}
	picture_table_close(out);
	arena_finish(&stack.arena);
}
