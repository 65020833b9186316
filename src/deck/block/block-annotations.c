/*
 * Resolves marks, which name frames. A mark is drawn when the block shows both of its frames. In
 * its words, {duration} is the time between them, and `{{...}}` is a value as in prose.
 */
#include "deck/block/block-annotations.h"

#include <string.h>

#include "base/format/markup.h"
#include "base/format/timestamp.h"
#include "base/format/utf8.h"
#include "deck/block/packet-causes.h"
#include "deck/fields/author-labels.h"
#include "diagram/ladder/ladder.h"
#include "explain/words.h"

enum { MARKS_AT_ONE_PACKET_MAX = 6 };

struct resolving {
	struct block_annotations *drawn;
	const struct packets_block *block;
	const struct selection *selection;
	const struct markdown_resolver *resolver;
	struct arena *arena;
	bool is_korean;
};

/* Adds a problem at the end of the list; always returns false. */
static bool add_problem(const struct resolving *resolving, unsigned line, struct error *error)
{
	struct annotation_problem *problem = arena_new(resolving->arena, struct annotation_problem);
	*problem = (struct annotation_problem){
		.line = line,
		.sentence = arena_strdup(resolving->arena, error_message(error)),
	};
	struct annotation_problem **end = &resolving->drawn->problems;
	while (*end)
		end = &(*end)->next;
	*end = problem;
	return false;
}

/* Sets an error that says which frames the block shows instead; returns false. */
static bool refuse_mark(const struct resolving *resolving, const struct packets_mark *mark,
	uint64_t number, struct error *error)
{
	const struct selection *selection = resolving->selection;
	autofinish(text) struct text place = { 0 };
	packets_mark_append_place(&place, mark);
	return error_set(error,
		"the mark at '%s' needs frame %llu, which this block does not show: it shows %zu, from frame %llu to %llu",
		text_string(&place), (unsigned long long)number, selection->count,
		(unsigned long long)selection->packets[0]->frame.number,
		(unsigned long long)selection->packets[selection->count - 1]->frame.number);
}

static bool refuse_highlight(
	const struct resolving *resolving, uint64_t number, struct error *error)
{
	const struct selection *selection = resolving->selection;
	return error_set(error,
		"'highlight' names frame %llu, which this block does not show: it shows %zu, from frame %llu to %llu",
		(unsigned long long)number, selection->count,
		(unsigned long long)selection->packets[0]->frame.number,
		(unsigned long long)selection->packets[selection->count - 1]->frame.number);
}

/* ---- words ---- */

static void append_duration(
	const struct resolving *resolving, const struct annotation *annotation, struct text *out)
{
	struct shown_packet *const *packets = resolving->selection->packets;
	int64_t ns =
		packets[annotation->to]->frame.time_ns - packets[annotation->from]->frame.time_ns;
	timestamp_append_joined_duration(
		out, ns < 0 ? -ns : ns, text_digit_gap(resolving->is_korean));
}

/* Appends the value of `{{...}}` as in prose; text that is no value in this talk stays as it is. */
static bool append_value(const struct resolving *resolving, const char *at, size_t size,
	struct text *out, struct error *error)
{
	char *expression = xstrndup(at + 2, size - 4);
	char *start = expression + strspn(expression, " ");
	char *end = start + strlen(start);
	while (end > start && end[-1] == ' ')
		*--end = '\0';
	size_t before = out->size;
	bool ok = resolving->resolver &&
		resolving->resolver->value(resolving->resolver->value_context, start, out, error);
	free(expression);
	if (ok || error_is_set(error))
		return ok;
	text_cut(out, before);
	text_append_size(out, at, size);
	return true;
}

static bool fill_words(const struct resolving *resolving, const struct packets_mark *mark,
	struct annotation *annotation, struct error *error)
{
	static const char duration[] = "{duration}";
	autofinish(text) struct text words = { 0 };
	for (const char *p = mark->words; *p;) {
		const char *end = strncmp(p, "{{", 2) == 0 ? strstr(p, "}}") : NULL;
		if (end) {
			size_t size = (size_t)(end + 2 - p);
			if (!append_value(resolving, p, size, &words, error))
				return false;
			p += size;
		} else if (strncmp(p, duration, strlen(duration)) == 0) {
			append_duration(resolving, annotation, &words);
			if (annotation->kind == ANNOTATION_ARROW)
				annotation->kind = ANNOTATION_TIME;
			p += strlen(duration);
		} else {
			text_append_char(&words, *p++);
		}
	}
	annotation->words = arena_strdup(resolving->arena, text_string(&words));
	size_t letters = utf8_count(annotation->words);
	if (letters <= MARK_LETTERS_MAX)
		return true;
	autofinish(text) struct text place = { 0 };
	packets_mark_append_place(&place, mark);
	return error_set(error,
		"the mark at '%s' has %zu letters with its values, and a drawing has room for %d: say the rest in 'notes'",
		text_string(&place), letters, MARK_LETTERS_MAX);
}

/* ---- marks ---- */

static bool place_mark(const struct resolving *resolving, const struct packets_mark *mark,
	struct annotation *annotation, struct error *error)
{
	*annotation = (struct annotation){
		.kind = mark->is_relation ? ANNOTATION_ARROW : ANNOTATION_BRACKET,
	};
	if (!selection_find_frame(resolving->selection, mark->from, &annotation->from))
		return refuse_mark(resolving, mark, mark->from, error);
	if (!selection_find_frame(resolving->selection, mark->to, &annotation->to))
		return refuse_mark(resolving, mark, mark->to, error);
	return fill_words(resolving, mark, annotation, error);
}

/*
 * Whether a packet that the mark spans has MARKS_AT_ONE_PACKET_MAX marks already; *ret_packet is
 * the first, by index.
 */
static bool is_crowded(const struct block_annotations *drawn, const struct annotation *annotation,
	size_t *ret_packet)
{
	size_t first = annotation->from < annotation->to ? annotation->from : annotation->to;
	size_t last = annotation->from < annotation->to ? annotation->to : annotation->from;
	for (size_t packet = first; packet <= last; packet++) {
		size_t count = 0;
		for (size_t i = 0; i < drawn->annotation_count; i++) {
			const struct annotation *other = &drawn->annotations[i];
			size_t least = other->from < other->to ? other->from : other->to;
			size_t most = other->from < other->to ? other->to : other->from;
			count += least <= packet && packet <= most;
		}
		*ret_packet = packet;
		if (count >= MARKS_AT_ONE_PACKET_MAX)
			return true;
	}
	return false;
}

static void resolve_marks(const struct resolving *resolving)
{
	const struct packets_annotations *asked = &resolving->block->annotations;
	struct block_annotations *drawn = resolving->drawn;
	drawn->annotations = arena_alloc_array(resolving->arena,
		asked->mark_count + PACKET_CAUSES_MAX, sizeof(*drawn->annotations));
	for (size_t i = 0; i < asked->mark_count; i++) {
		autofinish(error) struct error error = { 0 };
		struct annotation *annotation = &drawn->annotations[drawn->annotation_count];
		bool ok = place_mark(resolving, &asked->marks[i], annotation, &error);
		size_t crowded;
		if (ok && is_crowded(drawn, annotation, &crowded))
			ok = error_set(&error,
				"more than %d marks stand at packet %llu: leave some out, or show them on another slide",
				MARKS_AT_ONE_PACKET_MAX,
				(unsigned long long)resolving->selection->packets[crowded]
					->frame.number);
		if (ok)
			drawn->annotation_count++;
		else
			add_problem(resolving, asked->marks[i].line, &error);
	}
}

/* Adds the causes that the capture shows, after the author's own marks. */
static void resolve_why(const struct resolving *resolving)
{
	struct block_annotations *drawn = resolving->drawn;
	if (!resolving->block->annotations.says_why)
		return;
	size_t count = packet_causes_find(resolving->selection, resolving->is_korean,
		resolving->arena, drawn->annotations + drawn->annotation_count);
	drawn->annotation_count += count < PACKET_CAUSES_MAX ? count : PACKET_CAUSES_MAX;
	if (count <= PACKET_CAUSES_MAX)
		return;
	autofinish(error) struct error error = { 0 };
	error_set(&error,
		"'why' finds %zu causes among these packets, and a drawing has room for %d: choose fewer with 'frames:'",
		count, PACKET_CAUSES_MAX);
	add_problem(resolving, resolving->block->annotations.why_line, &error);
}

/* ---- highlights ---- */

/* Returns the parts (LABEL_PART_*) that the label of a packet has. */
static unsigned parts_of(const struct shown_packet *packet)
{
	const struct tcp_header *header = frame_tcp(&packet->frame);
	if (!header || !packet->facts.has_tcp)
		return LABEL_PART_FLAGS;
	return LABEL_PART_FLAGS | LABEL_PART_SEQ | (header->flags & TCP_ACK ? LABEL_PART_ACK : 0) |
		(header->flags & TCP_SYN ? LABEL_PART_ISN : 0) |
		(header->payload_size > 0 ? LABEL_PART_LEN : 0);
}

static bool refuse_parts(
	const struct packets_highlight *highlight, unsigned there, struct error *error)
{
	autofinish(text) struct text names = { 0 };
	unsigned missing = PACKETS_PART_COUNT;
	for (unsigned bit = PACKETS_PART_COUNT; bit-- > 0;) {
		if (highlight->parts & ~there & (1U << bit))
			missing = bit;
	}
	for (unsigned bit = 0; bit < PACKETS_PART_COUNT; bit++) {
		if (there & (1U << bit))
			text_append_format(
				&names, "%s%s", names.size ? ", " : "", packets_part_name(bit));
	}
	if (highlight->frame)
		return error_set(error,
			"the label of frame %llu has no '%s' to highlight: it has %s",
			(unsigned long long)highlight->frame, packets_part_name(missing),
			text_string(&names));
	return error_set(error,
		"no packet of this block has '%s' on its label to highlight: they have %s",
		packets_part_name(missing), text_string(&names));
}

static bool resolve_highlight(const struct resolving *resolving,
	const struct packets_highlight *highlight, struct error *error)
{
	const struct selection *selection = resolving->selection;
	unsigned there = 0;
	size_t first = 0, end = selection->count;
	if (highlight->frame) {
		if (!selection_find_frame(selection, highlight->frame, &first))
			return refuse_highlight(resolving, highlight->frame, error);
		end = first + 1;
	}
	for (size_t i = first; i < end; i++) {
		unsigned parts = parts_of(selection->packets[i]);
		resolving->drawn->highlights[i] |= parts & highlight->parts;
		there |= parts;
	}
	if (highlight->parts & ~there)
		return refuse_parts(highlight, there, error);
	return true;
}

static void resolve_highlights(const struct resolving *resolving)
{
	const struct packets_annotations *asked = &resolving->block->annotations;
	if (!asked->highlight_count)
		return;
	resolving->drawn->highlights = arena_alloc_array(resolving->arena,
		resolving->selection->count, sizeof(*resolving->drawn->highlights));
	for (size_t i = 0; i < asked->highlight_count; i++) {
		autofinish(error) struct error error = { 0 };
		if (!resolve_highlight(resolving, &asked->highlights[i], &error))
			add_problem(resolving, asked->highlights[i].line, &error);
	}
}

void block_annotations_resolve(struct block_annotations *ret_annotations,
	const struct packets_block *block, const struct selection *selection,
	const struct markdown_resolver *resolver, const char *lang, struct arena *arena)
{
	const struct resolving resolving = { ret_annotations, block, selection, resolver, arena,
		diagram_is_korean(lang) };
	autofinish(error) struct error error = { 0 };
	*ret_annotations = (struct block_annotations){ 0 };
	resolve_marks(&resolving);
	resolve_why(&resolving);
	if (block->annotations.label_count &&
		!arrow_labels_find(&ret_annotations->labels, &block->annotations, selection,
			resolving.is_korean, arena, &error))
		add_problem(&resolving, block->annotations.label_line, &error);
	resolve_highlights(&resolving);
}

void block_annotations_check(const struct packets_block *block, const struct selection *selection,
	const char *talk_path, struct findings *findings)
{
	autofinish(arena) struct arena arena = { 0 };
	struct block_annotations drawn;
	block_annotations_resolve(&drawn, block, selection, NULL, "en", &arena);
	for (struct annotation_problem *problem = drawn.problems; problem;
		problem = problem->next) {
		autofinish(error) struct error error = { 0 };
		text_append(&error.message, problem->sentence);
		findings_add_error(findings, talk_path, problem->line, &error);
	}
}

/* ---- rows ---- */

void block_annotations_keep_ends(const struct block_annotations *drawn, bool *is_kept)
{
	for (size_t i = 0; i < drawn->annotation_count; i++) {
		if (drawn->annotations[i].kind == ANNOTATION_BRACKET ||
			drawn->annotations[i].is_found)
			continue;
		is_kept[drawn->annotations[i].from] = true;
		is_kept[drawn->annotations[i].to] = true;
	}
}

bool block_annotations_cut_runs(const struct block_annotations *drawn,
	const struct packet_run *runs, size_t run_count, bool *is_kept)
{
	bool is_cut = false;
	for (size_t i = 0; i < drawn->annotation_count; i++) {
		const struct annotation *annotation = &drawn->annotations[i];
		for (size_t k = 0; k < run_count && !annotation->is_found; k++) {
			size_t first = runs[k].first, last = runs[k].first + runs[k].count - 1;
			bool begins_inside = first < annotation->from && annotation->from <= last;
			bool ends_inside = first <= annotation->to && annotation->to < last;
			if (begins_inside)
				is_kept[annotation->from] = true;
			if (ends_inside)
				is_kept[annotation->to] = true;
			is_cut |= begins_inside || ends_inside;
		}
	}
	return is_cut;
}

static bool is_folded(const struct packet_run *runs, size_t run_count, size_t packet)
{
	for (size_t i = 0; i < run_count; i++) {
		if (runs[i].first <= packet && packet < runs[i].first + runs[i].count)
			return runs[i].count > 1;
	}
	return false;
}

void block_annotations_drop_folded(
	struct block_annotations *drawn, const struct packet_run *runs, size_t run_count)
{
	size_t kept = 0;
	for (size_t i = 0; i < drawn->annotation_count; i++) {
		const struct annotation *annotation = &drawn->annotations[i];
		if (!annotation->is_found ||
			(!is_folded(runs, run_count, annotation->from) &&
				!is_folded(runs, run_count, annotation->to)))
			drawn->annotations[kept++] = *annotation;
	}
	drawn->annotation_count = kept;
}

/* ---- the list ---- */

static void append_place(
	struct text *out, const struct annotation *annotation, const struct selection *selection)
{
	text_append_char(out, '#');
	text_append_number(out, selection->packets[annotation->from]->frame.number);
	if (annotation->from == annotation->to)
		return;
	text_append(out, annotation->kind == ANNOTATION_BRACKET ? "–#" : " → #");
	text_append_number(out, selection->packets[annotation->to]->frame.number);
}

void block_annotations_append_list(struct text *out, const struct block_annotations *drawn,
	const struct selection *selection, const char *lang)
{
	if (!drawn->annotation_count)
		return;
	text_append_format(out, "<ul class=\"marks\" aria-label=\"%s\">\n",
		diagram_is_korean(lang) ? "그림 옆의 표시" : "Marks beside the picture");
	for (size_t i = 0; i < drawn->annotation_count; i++) {
		text_append(out, "<li>");
		append_place(out, &drawn->annotations[i], selection);
		text_append(out, ": <bdi>");
		markup_text(out, drawn->annotations[i].words);
		text_append(out, "</bdi></li>\n");
	}
	text_append(out, "</ul>\n");
}
