/*
 * Reads `marks:`, `label:`, `why:` and `highlight:` of a packets block. People write a mark's place
 * in several ways: "1-3", "1–3", "4→5", "4->5", "5 <- 4", "#7". Its words are plain text.
 * deck/block/block-annotations.c checks that the block shows the frames.
 */
#include "notes/annotations/marks.h"

#include <string.h>

#include "base/array.h"
#include "base/ascii.h"
#include "base/format/markup.h"
#include "base/format/utf8.h"
#include "base/nearest-name.h"

enum {
	MARKS_MAX = 40, /* more would cover the picture */
	HIGHLIGHTS_MAX = 1000,
};

static const char *const part_names[PACKETS_PART_COUNT] = { "seq", "ack", "len", "isn", "flags" };

const char *packets_part_name(unsigned bit_index)
{
	return part_names[bit_index];
}

void packets_mark_append_place(struct text *out, const struct packets_mark *mark)
{
	text_append_number(out, mark->from);
	if (mark->from == mark->to && !mark->is_relation)
		return;
	text_append(out, mark->is_relation ? "→" : "-");
	text_append_number(out, mark->to);
}

static bool fail(const struct annotation_reader *reader, unsigned line, struct error *error)
{
	return findings_add_error(reader->findings, reader->path, line, error);
}

/* ---- places ---- */

static const char *skip_blank(const char *text)
{
	return text + strspn(text, " \t");
}

/* Reads "#12" or "12". Returns the text behind it, or NULL when there is no frame number. */
static const char *read_frame(const char *text, uint64_t *ret_frame)
{
	uint64_t number = 0;
	text = skip_blank(text);
	text += *text == '#';
	if (*text < '0' || *text > '9')
		return NULL;
	for (; ascii_is_digit(*text); text++) {
		if (number > UINT64_MAX / 10 - 1)
			return NULL;
		number = number * 10 + (uint64_t)(*text - '0');
	}
	*ret_frame = number;
	return skip_blank(text);
}

enum join { JOIN_RANGE, JOIN_TO, JOIN_FROM };

static const char *read_join(const char *text, enum join *ret_join)
{
	static const struct {
		const char *sign;
		enum join join;
	} signs[] = {
		{ "->", JOIN_TO },
		{ "=>", JOIN_TO },
		{ "→", JOIN_TO },
		{ "⇒", JOIN_TO },
		{ "<-", JOIN_FROM },
		{ "←", JOIN_FROM },
		{ "–", JOIN_RANGE },
		{ "-", JOIN_RANGE },
		{ "~", JOIN_RANGE },
	};
	for (size_t i = 0; i < ARRAY_COUNT(signs); i++) {
		size_t size = strlen(signs[i].sign);
		if (strncmp(text, signs[i].sign, size) != 0)
			continue;
		*ret_join = signs[i].join;
		return text + size;
	}
	return NULL;
}

static bool read_place(const char *key, struct packets_mark *mark, struct error *error)
{
	enum join join = JOIN_RANGE;
	const char *rest = read_frame(key, &mark->from);
	mark->to = mark->from;
	if (rest && *rest) {
		rest = read_join(rest, &join);
		rest = rest ? read_frame(rest, &mark->to) : NULL;
	}
	if (!rest || *rest)
		return error_set(error,
			"the mark at '%s' does not say where it stands: write 1-3 for a bracket, 4→5 or 4->5 for an arrow",
			key);
	if (mark->from == 0 || mark->to == 0)
		return error_set(error, "there is no frame 0: the first is 1");
	mark->is_relation = join != JOIN_RANGE;
	if (join == JOIN_FROM) {
		uint64_t from = mark->to;
		mark->to = mark->from;
		mark->from = from;
	}
	if (mark->is_relation && mark->from == mark->to)
		return error_set(error,
			"the mark at '%s' goes from a packet to itself: name two packets, or write '%llu' alone",
			key, (unsigned long long)mark->from);
	if (!mark->is_relation && mark->from > mark->to)
		return error_set(error,
			"the mark at '%s' goes backwards: write %llu-%llu for a bracket, %llu→%llu for an arrow",
			key, (unsigned long long)mark->to, (unsigned long long)mark->from,
			(unsigned long long)mark->from, (unsigned long long)mark->to);
	return true;
}

/* ---- words ---- */

static bool is_letter(char letter)
{
	return ascii_is_letter(letter) || letter == '_';
}

/*
 * Refuses `{word}` other than {duration}. `{{...}}` is a value of the capture and is not changed.
 */
static bool check_fillings(const char *words, struct error *error)
{
	for (const char *p = strchr(words, '{'); p; p = strchr(p, '{')) {
		size_t size = 0;
		if (p[1] == '{') {
			const char *end = strstr(p, "}}");
			p = end ? end + 2 : p + strlen(p);
			continue;
		}
		p++;
		while (is_letter(p[size]))
			size++;
		if (!size || p[size] != '}' ||
			(size == strlen("duration") && strncmp(p, "duration", size) == 0))
			continue;
		return error_set(error,
			"a mark cannot fill in '{%.*s}': the time between its packets is {duration}",
			(int)size, p);
	}
	return true;
}

/* Sets an error that says what YAML made of words that are no text. Returns false. */
static bool refuse_words(const struct yaml_entry *entry, struct error *error)
{
	if (entry->value.type == YAML_LIST)
		return error_set(error,
			"the mark at '%s' begins with '[', which YAML reads as a list: put its words in quotes",
			entry->key);
	if (entry->value.type == YAML_MAP)
		return error_set(error,
			"the mark at '%s' begins with '{', which YAML reads as a map: put its words in quotes",
			entry->key);
	return error_set(error,
		"the mark at '%s' says nothing: write its words behind the colon, or remove the line",
		entry->key);
}

/* Joins the lines of a text to one, with single spaces between words. */
static const char *joined_lines(struct arena *arena, const char *text)
{
	autofinish(text) struct text joined = { 0 };
	for (; *text; text++) {
		bool is_space = strchr(" \t\r\n", *text) != NULL;
		bool is_second = !joined.size || joined.data[joined.size - 1] == ' ';
		if (!is_space)
			text_append_char(&joined, *text);
		else if (!is_second)
			text_append_char(&joined, ' ');
	}
	if (joined.size && joined.data[joined.size - 1] == ' ')
		text_cut(&joined, joined.size - 1);
	return arena_strdup(arena, text_string(&joined));
}

static bool read_words(const struct annotation_reader *reader, const struct yaml_entry *entry,
	struct packets_mark *mark, struct error *error)
{
	const struct yaml_value *value = &entry->value;
	if (value->type == YAML_TEXT)
		mark->words = joined_lines(reader->arena, value->text);
	if (value->type != YAML_TEXT || !*mark->words)
		return refuse_words(entry, error);
	size_t letters = utf8_count(mark->words);
	if (letters > MARK_LETTERS_MAX)
		return error_set(error,
			"the mark at '%s' has %zu letters, and a drawing has room for %d: say the rest in 'notes'",
			entry->key, letters, MARK_LETTERS_MAX);
	if (mark->from == mark->to && strstr(mark->words, "{duration}"))
		return error_set(error,
			"the mark at '%s' has one packet, and no time passes in it: name two for {duration}, such as %llu-%llu",
			entry->key, (unsigned long long)mark->from,
			(unsigned long long)mark->from + 1);
	mark->line = value->text_line;
	if (value->lost)
		findings_add(reader->findings, FINDING_WARNING, reader->path, entry->line,
			"'%s' is a comment in YAML and is not shown: put the mark's words in quotes",
			value->lost);
	return check_fillings(mark->words, error);
}

bool packets_marks_read(const struct annotation_reader *reader, const struct yaml_entry *entry)
{
	autofinish(error) struct error error = { 0 };
	const struct yaml_value *value = &entry->value;
	if (value->type == YAML_MAP && value->count > MARKS_MAX) {
		error_set(&error,
			"'marks' has %zu lines, and a picture has room for %d: leave some out",
			value->count, MARKS_MAX);
		return fail(reader, entry->line, &error);
	}
	if (value->type != YAML_MAP || !value->count) {
		error_set(&error,
			"'marks' must be lines such as '1-3: three packets' or '4→5: acknowledges', indented below it");
		return fail(reader, entry->line, &error);
	}
	struct packets_mark *marks = arena_alloc_array(reader->arena, value->count, sizeof(*marks));
	size_t count = 0;
	bool ok = true;
	for (size_t i = 0; i < value->count; i++) {
		const struct yaml_entry *item = &value->entries[i];
		if (strcmp(item->key, "highlight") == 0)
			ok &= packets_highlight_read(reader, item);
		else if (read_place(item->key, &marks[count], &error) &&
			read_words(reader, item, &marks[count], &error))
			count++;
		else
			ok = fail(reader, item->line, &error);
	}
	reader->annotations->marks = marks;
	reader->annotations->mark_count = count;
	return ok;
}

bool packets_label_read(const struct annotation_reader *reader, const struct yaml_entry *entry)
{
	enum { LABELS_MAX = 3 };
	const struct yaml_value *value = &entry->value;
	size_t count = value->type == YAML_LIST ? value->count : 1;
	const char **labels = arena_alloc_array(reader->arena, count + 1, sizeof(*labels));
	bool is_right = count > 0 && count <= LABELS_MAX;
	for (size_t i = 0; is_right && i < count; i++) {
		const struct yaml_value *item = value->type == YAML_LIST ? &value->items[i] : value;
		is_right = item->type == YAML_TEXT && *item->text;
		labels[i] = item->text;
	}
	if (!is_right)
		return findings_add(reader->findings, FINDING_ERROR, reader->path, entry->line,
			"'label' is the name of a field, such as dns.qry.name, or a list of at most %d",
			LABELS_MAX);
	reader->annotations->labels = labels;
	reader->annotations->label_count = count;
	reader->annotations->label_line = entry->line;
	return true;
}

bool packets_why_read(const struct annotation_reader *reader, const struct yaml_entry *entry)
{
	const struct yaml_value *value = &entry->value;
	bool is_on = value->type == YAML_TEXT && strcmp(value->text, "true") == 0;
	bool is_off = value->type == YAML_TEXT && strcmp(value->text, "false") == 0;
	if (!is_on && !is_off)
		return findings_add(reader->findings, FINDING_ERROR, reader->path, entry->line,
			"'why' is true, to draw what caused a packet, or false");
	reader->annotations->says_why = is_on;
	reader->annotations->why_line = entry->line;
	return true;
}

/* ---- highlight ---- */

static bool read_part(const char *name, size_t size, unsigned *parts, struct error *error)
{
	char word[32];
	if (size >= sizeof(word))
		size = sizeof(word) - 1;
	memcpy(word, name, size);
	word[size] = '\0';
	for (unsigned i = 0; i < PACKETS_PART_COUNT; i++) {
		if (strcmp(word, part_names[i]) != 0)
			continue;
		*parts |= 1U << i;
		return true;
	}
	const char *nearest = nearest_name(word, part_names, PACKETS_PART_COUNT);
	if (nearest)
		return error_set(
			error, "'highlight' knows no '%s': did you mean '%s'?", word, nearest);
	return error_set(error, "'highlight' knows no '%s': use seq, ack, len, isn, flags", word);
}

/* Reads names such as "seq, len". */
static bool read_part_text(const char *text, unsigned *parts, struct error *error)
{
	for (;;) {
		text += strspn(text, ", \t");
		size_t size = strcspn(text, ", \t");
		if (!size)
			return *parts ||
				error_set(error,
					"'highlight' names nothing: use seq, ack, len, isn, flags");
		if (!read_part(text, size, parts, error))
			return false;
		text += size;
	}
}

/* Reads the names; the mistakes but the last are findings already when it returns false. */
static bool read_parts(const struct annotation_reader *reader, const struct yaml_value *value,
	unsigned *parts, struct error *error)
{
	if (value->type == YAML_TEXT)
		return read_part_text(value->text, parts, error);
	if (value->type != YAML_LIST || !value->count)
		return error_set(error,
			"'highlight' is names such as [seq, len], or lines such as '4: [seq, len]'");
	for (size_t i = 0; i < value->count; i++) {
		const struct yaml_value *item = &value->items[i];
		autofinish(error) struct error mistake = { 0 };
		bool ok = item->type == YAML_TEXT
			? read_part_text(item->text, parts, &mistake)
			: error_set(&mistake,
				  "'highlight' is names such as [seq, len], or lines such as '4: [seq, len]'");
		if (ok)
			continue;
		if (error_is_set(error))
			(void)fail(reader, value->line, error);
		error_set(error, "%s", error_message(&mistake));
	}
	return !error_is_set(error);
}

static bool read_highlight(const struct annotation_reader *reader, const struct yaml_entry *entry,
	struct packets_highlight *highlight, struct error *error)
{
	const char *rest = read_frame(entry->key, &highlight->frame);
	if (!rest || *rest)
		return error_set(error,
			"'highlight' has no packet '%s': write a frame number before the colon",
			entry->key);
	if (!highlight->frame)
		return error_set(error, "there is no frame 0: the first is 1");
	highlight->line = entry->line;
	return read_parts(reader, &entry->value, &highlight->parts, error);
}

/* Reads a `highlight:` that is no map: parts of the labels of all packets. */
static bool read_highlight_of_all(const struct annotation_reader *reader,
	const struct yaml_entry *entry, struct packets_highlight *highlight, struct error *error)
{
	highlight->line = entry->line;
	return read_parts(reader, &entry->value, &highlight->parts, error);
}

/*
 * Returns space for `count` highlights behind those that the block has: `highlight:` may stand
 * inside `marks:` and beside it.
 */
static struct packets_highlight *grow_highlights(
	const struct annotation_reader *reader, size_t count)
{
	struct packets_annotations *annotations = reader->annotations;
	struct packets_highlight *all = arena_alloc_array(
		reader->arena, annotations->highlight_count + count, sizeof(*all));
	if (annotations->highlight_count)
		memcpy(all, annotations->highlights, annotations->highlight_count * sizeof(*all));
	annotations->highlights = all;
	return all + annotations->highlight_count;
}

bool packets_highlight_read(const struct annotation_reader *reader, const struct yaml_entry *entry)
{
	autofinish(error) struct error error = { 0 };
	const struct yaml_value *value = &entry->value;
	bool is_map = value->type == YAML_MAP;
	size_t count = is_map ? value->count : 1;
	if (!count)
		error_set(&error,
			"'highlight' is names such as [seq, len], or lines such as '4: [seq, len]'");
	else if (reader->annotations->highlight_count + count > HIGHLIGHTS_MAX)
		error_set(&error, "'highlight' has more than %d lines: highlight fewer packets",
			HIGHLIGHTS_MAX);
	if (error_is_set(&error))
		return fail(reader, entry->line, &error);
	struct packets_highlight *added = grow_highlights(reader, count);
	bool ok = true;
	for (size_t i = 0; i < count; i++) {
		const struct yaml_entry *item = is_map ? &value->entries[i] : entry;
		if (!(is_map ? read_highlight : read_highlight_of_all)(
			    reader, item, added, &error)) {
			ok = fail(reader, item->line, &error);
			continue;
		}
		added++;
		reader->annotations->highlight_count++;
	}
	return ok;
}
