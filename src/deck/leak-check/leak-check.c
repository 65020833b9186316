/*
 * Searches four places: the author's words, the packets alone, the packets of a connection
 * together, and the page. The page comes last, since a find there is the hardest to trace. The
 * check does not trust the code that hides: it unpacks packets again, joins connections again, and
 * reads text again from its markup.
 */
#include "deck/leak-check/leak-check.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "addresses/number-fields.h"
#include "base/arena.h"
#include "base/array.h"
#include "base/ascii.h"
#include "base/file/file.h"
#include "base/format/markup.h"
#include "base/message.h"
#include "base/span.h"
#include "deck/leak-check/deck-packets.h"
#include "deck/leak-check/deck-streams.h"
#include "deck/leak-check/generated-text.h"
#include "deck/leak-check/text-forms.h"
#include "dissect/dissect.h"
#include "secrets/encoded-texts.h"

enum { SOURCE_SIZE_MAX = 4 << 20 };

struct check {
	const struct leak_set *leaks;
	const struct captures *captures;
	bool has_templates; /* the page uses templates of the author's own */
	struct deck *deck;
	struct deck_streams *streams;
	struct error *error;
	struct generated_text generated_text;
	struct missed_places *places;
	bool has_open; /* a packet holds something that must be hidden */
	struct bytes *warned; /* values in the talk that were warned of; malloc()ed */
	size_t warned_count, warned_capacity;
	struct arena arena; /* owns the values */
	struct leak_hit hit; /* the last find */
	size_t place; /* place of the last find in the markup */
};

static struct bytes bytes_of(const struct text *text)
{
	return (struct bytes){ (const uint8_t *)text_string(text), text->size };
}

/* ---- messages ---- */

static bool is_korean(void)
{
	return strcmp(messages_lang(), "ko") == 0;
}

static void append_what(struct text *out, const struct leak *leak)
{
	if (leak->kind == SECRET_NONE)
		text_append_message(out, "an address that is hidden");
	else
		text_append_message(out, "a value that is hidden as '%s' (frame %llu)",
			secret_name(leak->kind, is_korean()), (unsigned long long)leak->frame);
}

static const struct talk_capture *capture_named(const struct check *check, struct bytes capture)
{
	const struct talk *talk = check->captures->talk;
	for (size_t i = 0; i < talk->capture_count; i++) {
		const char *name = talk->captures[i].name;
		if (strlen(name) == capture.size && memcmp(name, capture.data, capture.size) == 0)
			return &talk->captures[i];
	}
	return NULL;
}

/*
 * Reports the line where the packet's capture is declared. Only the first failure is reported.
 * Always returns false.
 */
static bool fail_at_packet(
	struct check *check, struct bytes capture, uint64_t frame, const char *what)
{
	const struct talk *talk = check->captures->talk;
	const struct talk_capture *declared = capture_named(check, capture);
	if (check->has_open)
		return false;
	check->has_open = true;
	error_set(check->error,
		"no deck is written: frame %llu of '%.*s' would still hold %s; leave the frame out with 'frames:', and please report it",
		(unsigned long long)frame, (int)capture.size, (const char *)capture.data, what);
	return error_at(check->error, talk->path, declared ? declared->line : 0);
}

static void add_place(
	struct check *check, struct bytes capture, enum secret kind, const struct deck_place *place)
{
	struct missed_places *places = check->places;
	const struct talk_capture *declared = capture_named(check, capture);
	if (!declared)
		return;
	grow_array(&places->items, places->count, &places->capacity, sizeof(*places->items));
	places->items[places->count++] = (struct redaction_place){
		.path = arena_strdup(&places->arena, declared->path),
		.frame = place->frame,
		.offset = place->offset,
		.size = place->size,
		.kind = kind == SECRET_NONE ? SECRET_MEMBER : kind,
	};
}

static bool fail_at_leak(struct check *check, struct bytes capture, uint64_t frame)
{
	autofinish(text) struct text what = { 0 };
	append_what(&what, check->hit.leak);
	return fail_at_packet(check, capture, frame, text_string(&what));
}

static bool fail_in_words(struct check *check, const char *path, unsigned line)
{
	const struct leak *leak = check->hit.leak;
	autofinish(text) struct text what = { 0 };
	append_what(&what, leak);
	if (leak->kind == SECRET_NONE && leak->address.family != ADDRESS_NONE) {
		char stand_in[ADDRESS_TEXT_SIZE];
		struct address address = leak->address;
		redaction_hide_address(check->captures->redaction, &address);
		address_format(&address, stand_in);
		error_set(check->error,
			"no deck is written: the text holds %s; write '%s', which stands for it",
			text_string(&what), stand_in);
	} else {
		error_set(check->error,
			"no deck is written: the text holds %s; write something else",
			text_string(&what));
	}
	return error_at(check->error, path, line);
}

/* ---- packets ---- */

static bool look_at_text(void *context, struct bytes text, size_t place)
{
	struct check *check = context;
	check->place = place;
	return leak_set_find_text(check->leaks, text, 0, &check->hit);
}

/*
 * Looks at text of the page, where a value that the program itself may have written does not count.
 */
static bool look_at_page(void *context, struct bytes text, size_t place)
{
	struct check *check = context;
	check->place = place;
	for (size_t from = 0; leak_set_find_value(check->leaks, text, from, &check->hit);
		from = check->hit.offset + 1) {
		const struct bytes value = { text.data + check->hit.offset, check->hit.size };
		if (!generated_text_has(
			    &check->generated_text, bytes_of(&check->deck->packet_data), value))
			return true;
	}
	return leak_set_find_address(check->leaks, text, 0, &check->hit);
}

/* The bytes of a packet that encode a leak. */
struct encoded_leak {
	const struct check *check;
	struct leak_hit hit;
	uint32_t from, to;
};

static bool look_at_encoded(void *context, const struct encoded_text *text)
{
	struct encoded_leak *leak = context;
	if (!leak_set_find_text(leak->check->leaks, text->bytes, 0, &leak->hit))
		return false;
	leak->from = text->starts[leak->hit.offset];
	leak->to = text->ends[leak->hit.offset + leak->hit.size - 1];
	return true;
}

/* Adds the place of a value, or of an encoded address whose stand-in does not fit. */
static void add_leak_of_packet(struct check *check, const struct deck_packet *packet)
{
	struct encoded_leak leak = { .check = check };
	if (leak_set_find_text(check->leaks, packet->frame->data, 0, &leak.hit)) {
		leak.from = (uint32_t)leak.hit.offset;
		leak.to = leak.from + (uint32_t)leak.hit.size;
	} else if (!encoded_texts_walk(packet->frame->data, look_at_encoded, &leak)) {
		return;
	}
	add_place(check, packet->capture, leak.hit.leak->kind,
		&(struct deck_place){ packet->frame->number, leak.from, leak.to - leak.from });
}

/* Whether the packet has the octets of a hidden address, other than inside a number. */
static bool has_octets(struct check *check, const struct frame *frame)
{
	bool *guard = xcalloc(frame->data.size + 1, sizeof(*guard));
	bool is_found = false;
	number_fields_find(frame->fields, frame->data, guard);
	for (size_t from = 0;
		!is_found && leak_set_find_octets(check->leaks, frame->data, from, &check->hit);
		from = check->hit.offset + 1) {
		is_found = true;
		for (size_t i = 0; i < check->hit.size; i++)
			is_found = is_found && !guard[check->hit.offset + i];
	}
	free(guard);
	return is_found;
}

static bool look_at_packet(void *context, const struct deck_packet *packet)
{
	struct check *check = context;
	const struct frame *frame = packet->frame;
	if (text_forms_walk(frame->data, look_at_text, check) || has_octets(check, frame)) {
		(void)fail_at_leak(check, packet->capture, frame->number);
		add_leak_of_packet(check, packet);
	}
	deck_streams_add(check->streams, packet->capture, frame);
	return false;
}

static bool look_at_stream(void *context, const struct deck_stream *stream)
{
	struct check *check = context;
	if (text_forms_walk(stream->text, look_at_text, check))
		(void)fail_at_leak(check, stream->capture, stream->frame);
	if (stream->secret == SECRET_NONE)
		return false;
	for (size_t i = 0; i < stream->place_count; i++)
		add_place(check, stream->capture, stream->secret, &stream->places[i]);
	autofinish(text) struct text what = { 0 };
	text_append_message(&what, "what looks like '%s' and is not hidden",
		secret_name(stream->secret, is_korean()));
	(void)fail_at_packet(check, stream->capture, stream->frame, text_string(&what));
	return false;
}

/* ---- the author's words ---- */

static unsigned line_at(struct bytes text, size_t place, unsigned first_line)
{
	unsigned line = first_line;
	for (size_t i = 0; i < place && i < text.size; i++)
		line += text.data[i] == '\n';
	return line;
}

/*
 * Replaces comments of HTML and of Obsidian with spaces, since they are not in the deck. Inside
 * code such text is no comment and does reach the deck; the search of the page finds it there.
 */
static void blank_comments(struct text *words)
{
	static const struct {
		const char *begin, *end;
	} kinds[] = { { "<!--", "-->" }, { "%%", "%%" } };
	for (size_t i = 0; i < ARRAY_COUNT(kinds); i++) {
		char *at = words->data;
		while (at && (at = strstr(at, kinds[i].begin))) {
			char *end = strstr(at + strlen(kinds[i].begin), kinds[i].end);
			end = end ? end + strlen(kinds[i].end) : at + strlen(at);
			for (; at < end; at++)
				*at = *at == '\n' ? '\n' : ' ';
		}
	}
}

/* Checks words that begin at `line` of the talk. */
static bool check_words(struct check *check, struct bytes words, unsigned line)
{
	return !text_forms_walk(words, look_at_text, check) ||
		fail_in_words(check, check->captures->talk->path,
			line_at(words, check->place ? check->place : check->hit.offset, line));
}

static void note_warned(struct check *check, struct bytes value)
{
	grow_array(&check->warned, check->warned_count, &check->warned_capacity,
		sizeof(*check->warned));
	check->warned[check->warned_count++] = arena_bytes(&check->arena, value);
}

static bool has_letter(const uint8_t *from, const uint8_t *end)
{
	while (from < end && !ascii_is_alphanumeric(*from) && *from < 0x80)
		from++;
	return from < end;
}

/*
 * Whether what is written is this value. What is written goes up to the next blank, and so has the
 * markup around the value: "**value**", "<b>value</b>", "value](http://example.com)".
 */
static bool is_value(struct bytes written, struct bytes value)
{
	const uint8_t *from = written.data, *end = written.data + written.size;
	const uint8_t *tag = written.size && *from == '<' ? memchr(from, '>', written.size) : NULL;
	from = tag ? tag + 1 : from;
	const uint8_t *at = memmem(from, (size_t)(end - from), value.data, value.size);
	if (!at || has_letter(from, at))
		return false;
	const uint8_t *behind = at + value.size;
	return behind == end || memchr("<]`", *behind, 3) || !has_letter(behind, end);
}

/* Whether the talk was warned of this value. */
static bool is_warned_of(const struct check *check, struct bytes value)
{
	for (size_t i = 0; i < check->warned_count; i++)
		if (is_value(check->warned[i], value))
			return true;
	return false;
}

/*
 * Warns of text that looks like a secret. It may be an example that the author wrote on purpose, so
 * it is no error.
 */
static void warn_of_secrets(struct check *check, struct bytes words, unsigned line)
{
	struct secret_list list = { 0 };
	struct secret_state state = { 0 };
	secrets_find(words, &state, &list);
	for (size_t i = 0; i < list.count; i++) {
		enum secret kind = list.kinds[list.ranges[i].id];
		size_t place = list.ranges[i].offset;
		if (i && list.ranges[i].id == list.ranges[i - 1].id)
			continue;
		findings_add(&check->deck->findings, FINDING_WARNING, check->captures->talk->path,
			line_at(words, place, line),
			"this looks like a secret ('%s'), and what you write is not hidden",
			secret_name(kind, false));
		note_warned(check, (struct bytes){ words.data + place, list.ranges[i].size });
	}
	secret_list_finish(&list);
}

static bool check_markdown(struct check *check, struct bytes markdown, unsigned line)
{
	autofinish(text) struct text words = { 0 };
	text_append_size(&words, (const char *)markdown.data, markdown.size);
	blank_comments(&words);
	if (!check_words(check, bytes_of(&words), line))
		return false;
	warn_of_secrets(check, bytes_of(&words), line);
	return true;
}

static bool check_ask_text(struct check *check, const struct ask_text *words)
{
	return check_markdown(check, markup_bytes_of(words->markdown), words->line);
}

static bool check_block(struct check *check, const struct packets_block *block)
{
	for (size_t i = 0; i < block->remark_count; i++) {
		if (!check_markdown(check, block->remarks[i].markdown, block->remarks[i].line))
			return false;
	}
	const struct ask_block *ask = block->ask;
	if (ask && !check_ask_text(check, &ask->question))
		return false;
	for (size_t i = 0; ask && i < ask->choice_count; i++) {
		if (!check_ask_text(check, &ask->choices[i]))
			return false;
	}
	return true;
}

/* Checks the text of all slides without the speaker notes, which a redacted deck does not have. */
static bool check_talk(struct check *check)
{
	const struct talk *talk = check->captures->talk;
	const char *const head[] = { talk->title, talk->presenter, talk->date, talk->week };
	for (size_t i = 0; i < ARRAY_COUNT(head); i++) {
		if (!check_words(check, markup_bytes_of(head[i]), 1))
			return false;
	}
	for (size_t i = 0; i < talk->slide_count; i++) {
		const struct slide *slide = &talk->slides[i];
		for (size_t j = 0; j < slide->part_count; j++) {
			const struct slide_part *part = &slide->parts[j];
			if (part->is_packets ? !check_block(check, part->packets)
					     : !check_markdown(check, part->markdown, part->line))
				return false;
		}
	}
	for (size_t i = 0; i < talk->footnote_count; i++) {
		if (!check_markdown(check, talk->footnotes[i].markdown, talk->footnotes[i].line))
			return false;
	}
	return true;
}

/* ---- the page ---- */

/* Returns the line of the slide that the markup at `place` belongs to, or 0. */
static unsigned line_of_slide(const struct deck *deck, size_t place)
{
	static const char mark[] = " data-line=\"";
	const char *html = text_string(&deck->slides), *last = NULL;
	for (const char *at = html; (at = strstr(at, mark)) && (size_t)(at - html) < place; at++)
		last = at;
	unsigned line = 0;
	for (const char *digit = last ? last + strlen(mark) : ""; ascii_is_digit(*digit); digit++)
		line = line * 10 + (unsigned)(*digit - '0');
	return line;
}

/* Returns the first line from `line` on that holds a leak; 0 when none does. */
static unsigned line_with_leak(struct check *check, struct bytes text, unsigned line)
{
	const uint8_t *start = text.data;
	size_t left = text.size;
	for (unsigned i = 1; i < line; i++) {
		const uint8_t *end = left ? memchr(start, '\n', left) : NULL;
		if (!end)
			return 0;
		left -= (size_t)(end + 1 - start);
		start = end + 1;
	}
	const struct bytes rest = { start, left };
	return leak_set_find_text(check->leaks, rest, 0, &check->hit)
		? line_at(rest, check->hit.offset, line ? line : 1)
		: 0;
}

/* Looks for something in a file of the author's. Returns its line; 0: it is not there. */
typedef unsigned line_function(struct check *check, struct bytes text, struct bytes words);

static unsigned find_leak(struct check *check, struct bytes text, struct bytes words)
{
	(void)words;
	return line_with_leak(check, text, 1);
}

static bool is_code_of(const struct written_part *part, const char *path)
{
	for (size_t i = 0; i < part->path_count; i++)
		if (strcmp(part->paths[i], path) == 0)
			return true;
	return false;
}

static bool is_code(const struct deck *deck, const char *path)
{
	for (size_t i = 0; i < deck->written_count; i++)
		if (is_code_of(&deck->written[i], path))
			return true;
	return false;
}

/*
 * Returns the path of the first file beside the talk in which `find` finds something, with its
 * line; NULL: in none. Code is of its own files, and Markdown of all others. Of any file when
 * `part` is NULL.
 */
static const char *find_in_files(struct check *check, const struct written_part *part,
	line_function *find, struct bytes words, unsigned *ret_line)
{
	const struct deck *deck = check->deck;
	for (size_t i = 0; i < deck->source_count; i++) {
		autofinish(error) struct error error = { 0 };
		autofinish(buffer) struct buffer file = { 0 };
		const char *path = deck->sources[i];
		if (strcmp(path, check->captures->talk->path) == 0 ||
			(part && (part->is_code ? !is_code_of(part, path) : is_code(deck, path))) ||
			!file_read(path, SOURCE_SIZE_MAX, &file, &error))
			continue;
		struct bytes text = buffer_bytes(&file);
		bool is_text = !memchr(text.data, 0, text.size);
		unsigned line = is_text ? find(check, text, words) : 0;
		if (line) {
			*ret_line = line;
			return path;
		}
	}
	return NULL;
}

/*
 * Reports the author's file that the leak came from: the talk, a note, a drawing or a theme.
 * Returns false when none of them has it.
 */
static bool fail_in_source(struct check *check, unsigned slide_line)
{
	const struct talk *talk = check->captures->talk;
	const struct leak_hit found = check->hit;
	const char *path = talk->path;
	unsigned line = line_with_leak(check, talk->source, slide_line);
	if (!line)
		path = find_in_files(check, NULL, find_leak, (struct bytes){ 0 }, &line);
	if (path)
		(void)fail_in_words(check, path, line);
	else
		check->hit = found;
	return path != NULL;
}

static bool fail_on_slide(struct check *check, size_t place)
{
	autofinish(text) struct text what = { 0 };
	unsigned line = line_of_slide(check->deck, place);
	if (fail_in_source(check, line))
		return false;
	append_what(&what, check->hit.leak);
	error_set(check->error,
		"no deck is written: this slide would still show %s; leave the slide out, and please report it",
		text_string(&what));
	return error_at(check->error, check->captures->talk->path, line);
}

static bool has_leak(struct check *check, const struct plain_text *plain, look_function *look)
{
	if (!text_forms_walk(bytes_of(&plain->text), look, check))
		return false;
	size_t place = check->place ? check->place : check->hit.offset;
	check->place = place < plain->text.size ? plain->places[place] : 0;
	return true;
}

static unsigned find_words(struct check *check, struct bytes text, struct bytes words)
{
	(void)check;
	const uint8_t *found = memmem(text.data, text.size, words.data, words.size);
	return found ? line_at(text, (size_t)(found - text.data), 1) : 0;
}

/* Finds the words where they look like a secret in the file, too. */
static unsigned find_secret(struct check *check, struct bytes text, struct bytes words)
{
	(void)check;
	struct secret_list list = { 0 };
	struct secret_state state = { 0 };
	unsigned line = 0;
	secrets_find(text, &state, &list);
	for (size_t i = 0; i < list.count && !line; i++) {
		const struct secret_range *range = &list.ranges[i];
		if (is_value(span_slice(text, range->offset, range->size), words))
			line = line_at(text, range->offset, 1);
	}
	secret_list_finish(&list);
	return line;
}

/*
 * Warns of a secret where it is written: in the file that has it as a secret, else in one that has
 * the words, since the markup of the file may divide a secret, else on the slide.
 */
static void warn_of_written_secret(
	struct check *check, const struct written_part *part, struct bytes words, enum secret kind)
{
	unsigned line = line_of_slide(check->deck, part->html.from);
	const char *path = find_in_files(check, part, find_secret, words, &line);
	if (!path)
		path = find_in_files(check, part, find_words, words, &line);
	findings_add(&check->deck->findings, FINDING_WARNING,
		path ? path : check->captures->talk->path, line,
		"this looks like a secret ('%s'), and what you write is not hidden",
		secret_name(kind, false));
}

/*
 * Warns of text that looks like a secret in embedded notes, drawings and lines of source. Of the
 * talk's own words the author was warned before; lines of source are never among them.
 */
static void warn_of_written(
	struct check *check, const struct written_part *part, const struct plain_text *plain)
{
	struct secret_list list = { 0 };
	struct secret_state state = { 0 };
	secrets_find(bytes_of(&plain->text), &state, &list);
	for (size_t i = 0; i < list.count; i++) {
		const struct bytes words = { (const uint8_t *)plain->text.data +
				list.ranges[i].offset,
			list.ranges[i].size };
		if ((i && list.ranges[i].id == list.ranges[i - 1].id) ||
			(!part->is_code && is_warned_of(check, words)))
			continue;
		warn_of_written_secret(check, part, words, list.kinds[list.ranges[i].id]);
	}
	secret_list_finish(&list);
}

/*
 * Checks the HTML of the author's Markdown: it includes embedded notes and drawings, and joins
 * words that markup divides. Also checks the lines of source beside a picture.
 */
static bool check_written(struct check *check)
{
	const struct deck *deck = check->deck;
	for (size_t i = 0; i < deck->written_count; i++) {
		const struct written_part *part = &deck->written[i];
		const struct bytes html = bytes_of(&deck->slides);
		autofinish(plain_text) struct plain_text plain = { 0 };
		plain_text_add_html(
			&plain, span_slice(html, part->html.from, part->html.size), HTML_AS_READ);
		if (has_leak(check, &plain, look_at_text))
			return fail_on_slide(check, part->html.from + check->place);
		warn_of_written(check, part, &plain);
	}
	return true;
}

static bool check_slides(struct check *check)
{
	for (int form = HTML_WITH_TAGS; form <= HTML_AS_READ; form++) {
		autofinish(plain_text) struct plain_text plain = { 0 };
		plain_text_add_html(&plain, bytes_of(&check->deck->slides), (enum html_form)form);
		if (has_leak(check, &plain, look_at_page))
			return fail_on_slide(check, check->place);
	}
	return true;
}

static bool is_packed_script(const struct deck *deck, struct bytes piece)
{
	for (size_t i = 0; i < deck->packed_script_count; i++) {
		if (piece.data == deck->packed_scripts[i].data)
			return true;
	}
	return false;
}

/*
 * Appends the page without its packed parts, which are checked before they are packed, and without
 * the program's packed scripts.
 */
static void append_page(struct text *page, const struct deck *deck)
{
	for (size_t i = 0; i < deck->html.count; i++) {
		const struct bytes piece = deck->html.items[i];
		if (piece.data != (const uint8_t *)deck->packed.data &&
			!is_packed_script(deck, piece))
			text_append_size(page, (const char *)piece.data, piece.size);
	}
}

/* Checks the island's names, values and sentences, the theme, and templates of the author's own. */
static bool check_rest(struct check *check)
{
	autofinish(plain_text) struct plain_text plain = { 0 };
	autofinish(text) struct text page = { 0 };
	plain_text_add_json(&plain, bytes_of(&check->deck->packet_data));
	if (has_leak(check, &plain, look_at_page))
		return fail_on_slide(check, 0);
	if (leak_set_find_text(check->leaks, bytes_of(&check->deck->theme), 0, &check->hit))
		return fail_on_slide(check, 0);
	append_page(&page, check->deck);
	if (check->has_templates
			? look_at_page(check, bytes_of(&page), 0)
			: leak_set_find_address(check->leaks, bytes_of(&page), 0, &check->hit))
		return fail_on_slide(check, 0);
	return true;
}

/* Checks all packets and does not stop at the first leak, so that all of them can be hidden. */
static bool check_packets(struct check *check)
{
	(void)deck_packets_walk(bytes_of(&check->deck->packet_data), look_at_packet, check);
	(void)deck_streams_walk(check->streams, look_at_stream, check);
	return !check->has_open;
}

bool leak_check(const struct leak_set *leaks, const struct captures *captures, bool has_templates,
	struct deck *deck, struct missed_places *places, struct error *error)
{
	struct check check = {
		.leaks = leaks,
		.captures = captures,
		.has_templates = has_templates,
		.deck = deck,
		.streams = deck_streams_new(),
		.places = places,
		.error = error,
	};
	bool ok = check_talk(&check) && check_packets(&check) && check_written(&check) &&
		check_slides(&check) && check_rest(&check);
	free(check.warned);
	arena_finish(&check.arena);
	deck_streams_free(check.streams);
	generated_text_finish(&check.generated_text);
	return ok;
}

void missed_places_finish(struct missed_places *places)
{
	if (!places)
		return;
	free(places->items);
	arena_finish(&places->arena);
	*places = (struct missed_places){ 0 };
}

bool leak_check_index(const struct leak_set *leaks, const struct deck *index, struct error *error)
{
	autofinish(plain_text) struct plain_text plain = { 0 };
	struct leak_hit hit;
	plain_text_add_html(&plain, bytes_of(&index->slides), HTML_AS_READ);
	plain_text_add_html(&plain, bytes_of(&index->slides), HTML_WITH_TAGS);
	if (!leak_set_find_text(leaks, bytes_of(&plain.text), 0, &hit))
		return true;
	return error_set(error,
		hit.leak->kind == SECRET_NONE
			? "no list of talks is written: it would hold an address that a talk of it hides; look at the titles"
			: "no list of talks is written: it would hold a value that a talk of it hides; look at the titles");
}
