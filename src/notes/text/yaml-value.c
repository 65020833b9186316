/*
 * Builds a small tree from libyaml's events (YAML 1.1). libyaml's parser does not recurse. People
 * write Markdown into YAML values and run into its syntax: `2: **bold**` is an alias, `1: # x` a
 * comment, `3: a: b` a map in a map. So each error quotes the text and says how to write it.
 */
#include "notes/text/yaml-value.h"

#include <ctype.h>
#include <string.h>
#include <yaml.h>

#include "base/array.h"
#include "base/message.h"
#include "notes/text/lines.h"
#include "notes/text/string-map.h"

enum { DEPTH_MAX = 16, NODES_MAX = 20000, EXCERPT_SIZE = 40 };

struct builder {
	yaml_parser_t parser;
	struct lines lines;
	unsigned first_line;
	size_t node_count;
	size_t comment_line; /* the line that lost_comment() checked last, and its result */
	const char *comment;
	struct arena *arena;
	unsigned *error_line;
	struct error *error;
};

static unsigned line_of(const struct builder *builder, yaml_mark_t mark)
{
	unsigned line = (unsigned)mark.line;
	if (builder->lines.count && line >= builder->lines.count)
		/* an error at the end of the text is on its last line */
		line = builder->lines.count - 1;
	return builder->first_line + line;
}

static bool fail_at(struct builder *builder, unsigned line)
{
	*builder->error_line = line;
	return false;
}

/* Splits a source line into key and value, without parsing YAML. */
static bool key_and_value(struct bytes line, struct bytes *ret_key, struct bytes *ret_value)
{
	size_t colon = 0;
	for (colon = bytes_find(line, 0, ":"); colon < line.size;
		colon = bytes_find(line, colon + 1, ":")) {
		if (colon + 1 == line.size || line.data[colon + 1] == ' ')
			break;
	}
	if (colon >= line.size)
		return false;
	*ret_key = bytes_trim((struct bytes){ line.data, colon });
	*ret_value = bytes_trim(bytes_from(line, colon + 1));
	return ret_key->size > 0;
}

static int excerpt_size(struct bytes bytes)
{
	size_t size = bytes.size;
	if (size > EXCERPT_SIZE) {
		size = EXCERPT_SIZE;
		while (size && (bytes.data[size] & 0xc0) == 0x80)
			size--; /* never cut inside a UTF-8 character */
	}
	return (int)size;
}

static const char *role_of(uint8_t character)
{
	switch (character) {
	case '*':
		return message_of("an alias");
	case '&':
		return message_of("an anchor");
	case '!':
		return message_of("a tag");
	case '[':
		return message_of("a list");
	case '{':
		return message_of("a map");
	case '>':
		return message_of("a folded block");
	case '-':
		return message_of("a list item");
	case '"':
	case '\'':
		return message_of("a quoted text that ends at the next quote");
	case '%':
	case '@':
	case '`':
		return message_of("a reserved character");
	default:
		return NULL;
	}
}

static bool set_quote_hint(struct error *error, struct bytes key, struct bytes value)
{
	return error_set(error,
		"'%.*s' begins with '%c', which YAML reads as %s: put the text in quotes, or write it indented below '%.*s: |'",
		excerpt_size(value), (const char *)value.data, value.data[0],
		role_of(value.data[0]), excerpt_size(key), (const char *)key.data);
}

/* Explains the error on line `number` of the source in terms of the author's text. */
static bool explain(struct builder *builder, unsigned number)
{
	struct bytes line = lines_at(&builder->lines, number), key, value;
	size_t indent = 0;
	while (indent < line.size && line.data[indent] == ' ')
		indent++;
	if (indent < line.size && line.data[indent] == '\t')
		return error_set(builder->error, "a tab cannot indent YAML: use spaces");
	if (!key_and_value(line, &key, &value) || value.size == 0)
		return false;
	if (role_of(value.data[0]))
		return set_quote_hint(builder->error, key, value);
	if (bytes_find(value, 0, ": ") < value.size || value.data[value.size - 1] == ':')
		return error_set(builder->error,
			"a colon inside the text of '%.*s' is YAML syntax: put '%.*s' in quotes",
			excerpt_size(key), (const char *)key.data, excerpt_size(value),
			(const char *)value.data);
	return false;
}

/*
 * Whether a colon is missing on line `number`: it is plain words, where lines beside it are keys
 * with values. Sets the error then.
 */
static bool explain_missing_colon(struct builder *builder, unsigned number)
{
	struct bytes line = bytes_trim(lines_at(&builder->lines, number)), key, value;
	if (!line.size || line.data[0] == '#' || role_of(line.data[0]) ||
		key_and_value(line, &key, &value))
		return false;
	size_t space = bytes_find(line, 0, " ");
	if (space == line.size)
		return error_set(builder->error, "a colon is missing behind '%.*s'",
			excerpt_size(line), (const char *)line.data);
	const struct bytes words = bytes_trim(bytes_from(line, space));
	return error_set(builder->error, "a colon is missing in '%.*s': write '%.*s: %.*s'",
		excerpt_size(line), (const char *)line.data, (int)space, (const char *)line.data,
		excerpt_size(words), (const char *)words.data);
}

/* Rewords libyaml's messages for common mistakes. */
static const char *reword(const char *words)
{
	static const char *const known[] = {
		MESSAGE("while parsing a block mapping"),
		MESSAGE("while parsing a block collection"),
		MESSAGE("while parsing a flow mapping"),
		MESSAGE("while parsing a flow sequence"),
		MESSAGE("while parsing a node"),
		MESSAGE("while parsing a block node"),
		MESSAGE("while scanning a simple key"),
		MESSAGE("while scanning a quoted scalar"),
		MESSAGE("while scanning a plain scalar"),
		MESSAGE("while scanning a block scalar"),
		MESSAGE("while scanning for the next token"),
		MESSAGE("while parsing a quoted scalar"),
		MESSAGE("did not find expected key"),
		MESSAGE("did not find expected '-' indicator"),
		MESSAGE("did not find expected ',' or ']'"),
		MESSAGE("did not find expected ',' or '}'"),
		MESSAGE("did not find expected node content"),
		MESSAGE("did not find expected <document start>"),
		MESSAGE("did not find expected comment or line break"),
		MESSAGE("could not find expected ':'"),
		MESSAGE("mapping values are not allowed in this context"),
		MESSAGE("block sequence entries are not allowed in this context"),
		MESSAGE("found character that cannot start any token"),
		MESSAGE("found unexpected end of stream"),
		MESSAGE("found unexpected document indicator"),
		MESSAGE("found unknown escape character"),
		MESSAGE("found unexpected ':'"),
		MESSAGE("control characters are not allowed"),
	};
	for (size_t i = 0; i < ARRAY_COUNT(known); i++) {
		if (strcmp(known[i], words) == 0)
			return message_of(known[i]);
	}
	return words;
}

static bool syntax_error(struct builder *builder)
{
	const yaml_parser_t *parser = &builder->parser;
	unsigned number = line_of(builder, parser->problem_mark) - builder->first_line + 1;
	explain(builder, number);
	if (!error_is_set(builder->error) && number > 1) {
		explain(builder, number - 1);
		if (!error_is_set(builder->error))
			explain_missing_colon(builder, number - 1);
		if (error_is_set(builder->error))
			number--;
	}
	if (!error_is_set(builder->error))
		explain_missing_colon(builder, number);
	if (!error_is_set(builder->error))
		error_set(builder->error, "cannot read this as YAML: %s%s%s",
			parser->context ? reword(parser->context) : "", parser->context ? ", " : "",
			parser->problem ? reword(parser->problem) : message_of("unknown problem"));
	return fail_at(builder, builder->first_line + number - 1);
}

static bool next_event(struct builder *builder, yaml_event_t *event)
{
	if (!yaml_parser_parse(&builder->parser, event))
		return syntax_error(builder);
	return true;
}

/*
 * The text that YAML drops as a comment: the remark "port #8080" ends before the '#'. It is kept
 * for a warning.
 */
static const char *lost_comment(struct builder *builder, const yaml_event_t *event)
{
	size_t number = event->end_mark.line + 1;
	if (event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE)
		return NULL;
	if (number == builder->comment_line) /* the line has several values; its result is cached */
		return builder->comment;
	struct bytes line = lines_at(&builder->lines, (unsigned)number);
	size_t hash = bytes_find(line, 0, " #");
	struct bytes key, value;
	builder->comment_line = number;
	builder->comment = NULL;
	if (hash == line.size || !key_and_value(line, &key, &value))
		return NULL;
	struct bytes lost = bytes_trim(bytes_from(line, hash));
	builder->comment = arena_strndup(builder->arena, (const char *)lost.data, lost.size);
	return builder->comment;
}

static bool refuse_decoration(struct builder *builder, const yaml_event_t *event,
	const yaml_char_t *anchor, const yaml_char_t *tag)
{
	unsigned line = line_of(builder, event->start_mark);
	if (event->type != YAML_ALIAS_EVENT && !anchor && !tag)
		return true;
	explain(builder, line - builder->first_line + 1);
	if (!error_is_set(builder->error))
		error_set(builder->error,
			"YAML aliases, anchors and tags are not used here: put the text in quotes");
	return fail_at(builder, line);
}

static bool build(
	struct builder *builder, yaml_event_t *event, unsigned depth, struct yaml_value *ret_value);

static void set_text(struct builder *builder, const yaml_event_t *event, struct yaml_value *value)
{
	yaml_scalar_style_t style = event->data.scalar.style;
	bool is_block = style == YAML_LITERAL_SCALAR_STYLE || style == YAML_FOLDED_SCALAR_STYLE;
	value->type = YAML_TEXT;
	value->text = arena_strndup(
		builder->arena, (const char *)event->data.scalar.value, event->data.scalar.length);
	value->is_plain = style == YAML_PLAIN_SCALAR_STYLE;
	value->lost = lost_comment(builder, event);
	value->text_line = value->line + (is_block ? 1 : 0);
}

static bool build_list(struct builder *builder, unsigned depth, struct yaml_value *value)
{
	struct yaml_value *items = NULL;
	size_t capacity = 0;
	bool ok = false;
	for (;;) {
		yaml_event_t event;
		if (!next_event(builder, &event))
			goto out;
		if (event.type == YAML_SEQUENCE_END_EVENT) {
			yaml_event_delete(&event);
			break;
		}
		grow_array(&items, value->count, &capacity, sizeof(*items));
		if (!build(builder, &event, depth + 1, &items[value->count]))
			goto out;
		value->count++;
	}
	value->items = arena_copy(builder->arena, items, value->count, sizeof(*items));
	ok = true;
out:
	free(items);
	return ok;
}

/* Builds an entry of a map. `lines` has the keys of the map so far, with their lines. */
static bool build_entry(struct builder *builder, yaml_event_t *event, unsigned depth,
	struct string_map *lines, struct yaml_entry *ret_entry)
{
	struct yaml_value key;
	if (!build(builder, event, depth + 1, &key))
		return false;
	if (key.type != YAML_TEXT) {
		error_set(builder->error,
			"a key must be a text: put it in quotes when it begins with '[' or '{'");
		return fail_at(builder, key.line);
	}
	void **line = string_map_place(lines, key.text);
	if (*line) {
		error_set(builder->error,
			"'%s' stands here a second time (first on line %u): remove one", key.text,
			*(const unsigned *)*line);
		return fail_at(builder, key.line);
	}
	unsigned *first = arena_new(builder->arena, unsigned);
	*first = key.line;
	*line = first;
	*ret_entry = (struct yaml_entry){ .key = key.text, .line = key.line };
	yaml_event_t next;
	return next_event(builder, &next) && build(builder, &next, depth + 1, &ret_entry->value);
}

static bool build_map(struct builder *builder, unsigned depth, struct yaml_value *value)
{
	struct string_map lines = { .arena = builder->arena };
	struct yaml_entry *entries = NULL;
	size_t capacity = 0;
	bool ok = false;
	for (;;) {
		yaml_event_t event;
		if (!next_event(builder, &event))
			goto out;
		if (event.type == YAML_MAPPING_END_EVENT) {
			yaml_event_delete(&event);
			break;
		}
		grow_array(&entries, value->count, &capacity, sizeof(*entries));
		if (!build_entry(builder, &event, depth, &lines, &entries[value->count]))
			goto out;
		value->count++;
	}
	value->entries = arena_copy(builder->arena, entries, value->count, sizeof(*entries));
	ok = true;
out:
	free(entries);
	return ok;
}

/* Builds the value that `event` begins. Consumes the event. */
static bool build(
	struct builder *builder, yaml_event_t *event, unsigned depth, struct yaml_value *ret_value)
{
	struct yaml_value value = { .line = line_of(builder, event->start_mark) };
	bool ok = false;
	if (depth > DEPTH_MAX || ++builder->node_count > NODES_MAX) {
		error_set(builder->error,
			"YAML nested deeper than %d levels, or longer than %d values", DEPTH_MAX,
			NODES_MAX);
		fail_at(builder, value.line);
		goto out;
	}
	value.text_line = value.line;
	switch (event->type) {
	case YAML_SCALAR_EVENT:
		if (!refuse_decoration(
			    builder, event, event->data.scalar.anchor, event->data.scalar.tag))
			goto out;
		set_text(builder, event, &value);
		ok = true;
		break;
	case YAML_SEQUENCE_START_EVENT:
		value.type = YAML_LIST;
		ok = refuse_decoration(builder, event, event->data.sequence_start.anchor,
			     event->data.sequence_start.tag) &&
			build_list(builder, depth, &value);
		break;
	case YAML_MAPPING_START_EVENT:
		value.type = YAML_MAP;
		ok = refuse_decoration(builder, event, event->data.mapping_start.anchor,
			     event->data.mapping_start.tag) &&
			build_map(builder, depth, &value);
		break;
	case YAML_ALIAS_EVENT:
		refuse_decoration(builder, event, NULL, NULL);
		break;
	default:
		error_set(builder->error, "a single YAML map is expected here");
		fail_at(builder, value.line);
		break;
	}
	*ret_value = value;
out:
	yaml_event_delete(event);
	return ok;
}

static bool build_document(struct builder *builder, struct yaml_value *ret_value)
{
	for (;;) {
		yaml_event_t event;
		if (!next_event(builder, &event))
			return false;
		switch (event.type) {
		case YAML_STREAM_START_EVENT:
		case YAML_DOCUMENT_START_EVENT:
			yaml_event_delete(&event);
			continue;
		case YAML_STREAM_END_EVENT:
			yaml_event_delete(&event);
			*ret_value = (struct yaml_value){ .type = YAML_MAP,
				.line = builder->first_line };
			return true;
		default:
			break;
		}
		if (!build(builder, &event, 0, ret_value))
			return false;
		break;
	}
	/* The document must end here. A second document would be dropped silently. */
	for (;;) {
		yaml_event_t event;
		if (!next_event(builder, &event))
			return false;
		yaml_event_type_t type = event.type;
		unsigned line = line_of(builder, event.start_mark);
		yaml_event_delete(&event);
		if (type == YAML_STREAM_END_EVENT)
			return true;
		if (type != YAML_DOCUMENT_END_EVENT) {
			error_set(builder->error,
				"a second YAML document begins here: remove the line");
			return fail_at(builder, line);
		}
	}
}

bool yaml_value_parse(struct bytes source, unsigned first_line, struct arena *arena,
	struct yaml_value *ret_value, unsigned *ret_line, struct error *error)
{
	*ret_line = first_line;
	struct builder builder = {
		.lines = lines_split(arena, source),
		.first_line = first_line,
		.arena = arena,
		.error_line = ret_line,
		.error = error,
	};
	if (!yaml_parser_initialize(&builder.parser))
		return error_set(error, "cannot start the YAML parser: out of memory");
	yaml_parser_set_encoding(&builder.parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(
		&builder.parser, source.data ? source.data : (const uint8_t *)"", source.size);
	bool ok = build_document(&builder, ret_value);
	yaml_parser_delete(&builder.parser);
	return ok;
}

const char *yaml_library_version(void)
{
	return yaml_get_version_string();
}
