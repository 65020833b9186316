/*
 * Reads a slide's options and speaker notes. Options stand in a comment before the first text.
 * Speaker notes stand in other comments, or follow `note:`.
 */
#include "base/array.h"
#include "base/nearest-name.h"
#include "notes/dialect/dialect.h"
#include "notes/slide/slide-splitter.h"

#include <string.h>
#include <strings.h>

#include "base/ascii.h"
#include "base/format/markup.h"
#include "notes/inline/comment-directive.h"
#include "notes/slide/slide-split.h"
#include "notes/talk/duration.h"

struct option {
	char *key;
	const char *value;
	unsigned line;
};

/* Parses `key: value` with a key of one word. */
static bool option_parse(struct arena *arena, struct bytes line, struct option *ret_option)
{
	line = bytes_trim(line);
	size_t key_size = 0;
	while (key_size < line.size &&
		(ascii_is_letter(line.data[key_size]) || line.data[key_size] == '-'))
		key_size++;
	if (key_size == 0 || key_size == line.size || line.data[key_size] != ':')
		return false;
	struct bytes value = bytes_trim(bytes_from(line, key_size + 1));
	ret_option->key = arena_strndup(arena, (const char *)line.data, key_size);
	for (char *p = ret_option->key; *p; p++)
		*p = (char)(*p | 0x20);
	ret_option->value = arena_strndup(arena, (const char *)value.data, value.size);
	return true;
}

/*
 * Reads the options in a comment. It holds options when each line is `key: value` and one key is,
 * or nearly is, a known one. "remember: smile" is a speaker note.
 */
static size_t options_in(
	struct arena *arena, const struct outline_comment *comment, struct option **ret_options)
{
	static const char *const keys[] = { "t", "class", "layout", "asked" };
	struct lines lines = lines_split(arena, markup_bytes_of(comment->text));
	struct option *options = arena_alloc_array(arena, lines.count, sizeof(*options));
	size_t count = 0;
	bool has_ours = false;
	for (unsigned i = 1; i <= lines.count; i++) {
		struct bytes line = lines_at(&lines, i);
		if (bytes_is_blank(line))
			continue;
		if (!option_parse(arena, line, &options[count]))
			return 0;
		options[count].line = comment->line + i - 1;
		const char *nearest = nearest_name(options[count].key, keys, ARRAY_COUNT(keys));
		has_ours = has_ours || (nearest && options[count].key[0] == nearest[0]);
		count++;
	}
	*ret_options = options;
	return has_ours ? count : 0;
}

struct bytes slides_note_of(struct arena *arena, const struct outline_comment *comment)
{
	struct option *options;
	struct bytes nothing = { (const uint8_t *)"", 0 };
	return options_in(arena, comment, &options) ? nothing
						    : directive_read(arena, comment->text).note;
}

static void option_apply(
	struct splitter *splitter, const struct option *option, struct slide *slide)
{
	static const char class_characters[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_- ";
	if (strcmp(option->key, "t") == 0) {
		if (duration_parse(
			    option->value, BARE_NUMBER_REFUSED, &slide->seconds, splitter->error))
			return;
	} else if (strcmp(option->key, "layout") == 0) {
		if (slide_layout_find(option->value, &slide->layout))
			return;
		const char *nearest = slide_layout_nearest(option->value);
		if (nearest)
			error_set(splitter->error, "there is no layout '%s': did you mean '%s'?",
				option->value, nearest);
		else
			error_set(splitter->error,
				"there is no layout '%s': use columns, picture, picture-left, statement, section or fact",
				option->value);
	} else if (strcmp(option->key, "asked") == 0) {
		slide->shows_asked = strcmp(option->value, "true") == 0;
		if (slide->shows_asked || strcmp(option->value, "false") == 0)
			return;
		error_set(splitter->error, "'asked: %s': write true or false", option->value);
	} else if (strcmp(option->key, "class") != 0) {
		error_set(splitter->error,
			"a slide has no option '%s': use t, class, layout or asked", option->key);
	} else if (option->value[strspn(option->value, class_characters)]) {
		error_set(splitter->error,
			"'%s' is not a list of class names: use letters, digits, '-' and '_'",
			option->value);
	} else {
		slide->class_names = option->value;
		return;
	}
	splitter_warn_of_error(splitter, option->line);
}

/*
 * The size of `word` and the colon behind it, ASCII or fullwidth, at the line's start; 0 when they
 * are not there.
 */
static size_t note_head_size(struct bytes line, const char *word)
{
	static const char *const colons[] = { ":", "\xef\xbc\x9a" };
	size_t size = strlen(word);
	if (line.size < size || strncasecmp((const char *)line.data, word, size) != 0)
		return 0;
	while (size < line.size && line.data[size] == ' ')
		size++;
	for (size_t i = 0; i < ARRAY_COUNT(colons); i++) {
		if (bytes_starts_with(bytes_from(line, size), colons[i]))
			return size + strlen(colons[i]);
	}
	return 0;
}

size_t slides_note_size(const struct lines *lines, const struct outline *outline, unsigned number)
{
	static const char *const words[] = { "note", "notes", "speaker note", "speaker notes",
		"presenter note", "presenter notes", "발표자 노트", "발표자노트", "발표 노트",
		"노트" };
	enum { INDENT_MAX = 3 /* deeper indentation makes code */ };
	struct bytes line = lines_at(lines, number), text = line;
	if (outline->is_verbatim[number])
		return 0;
	for (size_t i = 0; i < ARRAY_COUNT(words); i++) {
		size_t size = note_head_size(line, words[i]);
		if (size)
			return size;
	}
	for (unsigned i = 0; i < INDENT_MAX && text.size && text.data[0] == ' '; i++)
		text = bytes_from(text, 1);
	/* remark has `???` alone on a line; in MkDocs words follow it */
	return bytes_equal(bytes_trim_right(text), "???") ? line.size : 0;
}

unsigned slide_note_line(const struct splitter *splitter, struct slide_extent extent)
{
	unsigned line = extent.first;
	while (line <= extent.last && !slides_note_size(splitter->lines, splitter->outline, line))
		line++;
	return line;
}

static void add_note(struct slide *slide, struct bytes markdown, unsigned line)
{
	if (bytes_is_blank(markdown))
		return;
	slide->notes[slide->note_count] = markdown;
	slide->note_lines[slide->note_count++] = line;
}

static void read_comment(struct splitter *splitter, struct slide_extent extent,
	const struct outline_comment *comment, struct slide *slide)
{
	if (!comment->is_closed) {
		error_set(splitter->error, "the comment that begins here never ends: add '-->'");
		splitter_fail(splitter, comment->line);
	}
	struct option *options = NULL;
	size_t count = 0;
	if (comment->line <= extent.text_line)
		count = options_in(splitter->arena, comment, &options);
	for (size_t i = 0; i < count; i++)
		option_apply(splitter, &options[i], slide);
	if (count)
		return;
	struct directive directive = directive_read(splitter->arena, comment->text);
	if (*directive.classes)
		slide->class_names = directive.classes;
	struct bytes text = bytes_trim_right(directive.note);
	unsigned line = comment->line;
	while (text.size && (text.data[0] == '\n' || text.data[0] == ' ')) {
		line += text.data[0] == '\n';
		text = bytes_from(text, 1);
	}
	add_note(slide, text, line);
}

/*
 * Reads the options that other programs write at a slide's head. Unknown keys were reported before.
 */
static void read_head(struct splitter *splitter, struct slide_extent extent, struct slide *slide)
{
	const struct dialect *dialect = splitter->dialect;
	for (; splitter->next_option < dialect->option_count &&
		dialect->options[splitter->next_option].line <= extent.last;
		splitter->next_option++) {
		const struct head_option *option = &dialect->options[splitter->next_option];
		if (option->line < extent.first)
			continue;
		if (strcmp(option->key, "class") == 0)
			slide->class_names = directive_class_names(
				splitter->arena, markup_bytes_of(option->value));
		else if (strcmp(option->key, "layout") == 0)
			(void)slide_layout_find(option->value, &slide->layout);
		else if (strcmp(option->key, "t") == 0 &&
			!duration_parse(option->value, BARE_NUMBER_REFUSED, &slide->seconds,
				splitter->error))
			splitter_warn_of_error(splitter, option->line);
	}
}

void slide_read_notes(struct splitter *splitter, struct slide_extent extent, unsigned note_line,
	struct slide *slide)
{
	slide->notes =
		arena_alloc_array(splitter->arena, extent.comment_count + 1, sizeof(*slide->notes));
	slide->note_lines = arena_alloc_array(
		splitter->arena, extent.comment_count + 1, sizeof(*slide->note_lines));
	read_head(splitter, extent, slide);
	for (size_t i = 0; i < extent.comment_count; i++)
		read_comment(splitter, extent, extent.comments[i], slide);
	size_t size = slides_note_size(splitter->lines, splitter->outline, note_line);
	if (note_line <= extent.last)
		add_note(slide,
			bytes_from(lines_between(splitter->lines, note_line, extent.last), size),
			note_line);
}
